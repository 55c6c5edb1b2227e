import { keep, type Memory, read } from "./settings.ts";

/** Heads that were asked for here: these grow in the scene, and stand in it when they are done. */
export interface OwnHeads {
  has(id: string): boolean;
  add(id: string): void;
  /** @returns whether it was one of them. */
  remove(id: string): boolean;
}

/** @param memory outlives a reload of the page. */
export function ownHeads(memory: Memory, key: string): OwnHeads {
  const ids = new Set((read(memory, key) ?? "").split(" ").filter(Boolean));
  const save = () => keep(memory, key, [...ids].join(" "));
  return {
    has: (id) => ids.has(id),
    add(id) {
      ids.add(id);
      save();
    },
    remove(id) {
      const was = ids.delete(id);
      if (was) save();
      return was;
    },
  };
}
