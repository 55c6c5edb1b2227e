import type { LayerMesh } from "../../head/layers/types.ts";

/** Places agree to this share of a head unit. */
const GRID = 2000;

/**
 * The vertex across the middle of each of a symmetric mesh's, the first of its place; itself where there is none.
 * @returns U32 [V].
 */
export function twinsOf({ positions, weld }: Pick<LayerMesh, "positions" | "weld">): Uint32Array {
  const key = (v: number, side: number) =>
    [side * positions[3 * v], positions[3 * v + 1], positions[3 * v + 2]].map((x) => Math.round(GRID * x) + 0).join();
  const at = new Map<string, number>();
  for (const v of weld) at.set(key(v, 1), v);
  return weld.map((v) => at.get(key(v, -1)) ?? v);
}
