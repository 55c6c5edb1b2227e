import type { Edit } from "./history.ts";
import { type LoadedHead, markOf } from "./load-head.ts";

/** The finished heads of a stage: which are in the scene, and which the history still needs. */
export interface Cast {
  /** Heads in the scene. */
  readonly count: number;
  /** The newest of them, of the head that is named where that one stands; none while they are hidden. */
  newest(id: string | undefined): LoadedHead | undefined;
  /** All heads that are in the scene or may come back by the history. */
  all(): LoadedHead[];
  /** Shows or hides all of them. */
  enable(seen: boolean): void;
  /** @returns what puts a head into the scene and takes it out again. @param changed is called after each. */
  placing(head: LoadedHead, changed: () => void): Omit<Edit, "name">;
  /** Puts a head into the scene in place of the one that stands there. */
  show(head: LoadedHead): void;
}

/** @param single one head at a time: each takes the place of the one before. */
export function createCast(single: boolean): Cast {
  const standing = new Set<LoadedHead>();
  /** How many edits of the history a head may come back by. */
  const held = new Map<LoadedHead, number>();
  let seen = true;

  const hold = (head: LoadedHead | undefined) => {
    if (head) held.set(head, (held.get(head) ?? 0) + 1);
  };
  const release = (head: LoadedHead | undefined) => {
    if (!head) return;
    const left = (held.get(head) ?? 0) - 1;
    if (left > 0) return void held.set(head, left);
    held.delete(head);
    if (!standing.has(head)) head.dispose();
  };
  const enter = (head: LoadedHead | undefined) => {
    if (single) for (const other of [...standing]) if (other !== head) leave(other);
    if (!head || standing.has(head)) return;
    standing.add(head);
    head.root.setEnabled(seen);
    head.container.addAllToScene();
  };
  /** What the history does not hold is gone for good: browsing a gallery fills no memory. */
  const leave = (head: LoadedHead) => {
    if (!standing.delete(head)) return;
    head.container.removeAllFromScene();
    if (!held.has(head)) head.dispose();
  };
  return {
    get count() {
      return standing.size;
    },
    newest(id) {
      const shown = seen ? [...standing].reverse() : [];
      return shown.find(({ root }) => markOf(root)?.id === id) ?? shown[0];
    },
    all: () => [...new Set([...standing, ...held.keys()])],
    enable(next) {
      seen = next;
      for (const { root } of standing) root.setEnabled(seen);
    },
    placing(head, changed) {
      let before: LoadedHead | undefined;
      hold(head);
      return {
        do() {
          before = single ? [...standing][0] : undefined;
          hold(before);
          enter(head);
          changed();
        },
        undo() {
          // What one browsed to meanwhile stays, where there is nothing to bring back.
          if (single && (before || standing.has(head))) enter(before);
          leave(head);
          release(before);
          changed();
        },
        destroy(done) {
          release(head);
          if (done) release(before);
        },
      };
    },
    show(head) {
      enter(head);
    },
  };
}
