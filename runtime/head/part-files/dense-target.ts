import type { LayerMesh, MorphTarget } from "../layers/types.ts";

/** What parts need of the skin: one topology for the average head and for every other. */
export type SkinMesh = Pick<LayerMesh, "positions" | "normals" | "triangles" | "joints" | "weights" | "targets">;

/** Offsets of one expression for every vertex of the skin [V, 3], and which vertices move at all. */
export interface DenseTarget {
  positions: Float32Array;
  normals: Float32Array;
  moves: Uint8Array;
}

/** Every part of a head asks for the same ones. */
const known = new WeakMap<MorphTarget, DenseTarget>();

/** Spreads a sparse target over all vertices. */
export function denseTarget(target: MorphTarget, count: number): DenseTarget {
  const { indices, positions, normals } = target;
  const before = known.get(target);
  if (before?.moves.length === count) return before;
  const out = {
    positions: new Float32Array(count * 3),
    normals: new Float32Array(count * 3),
    moves: new Uint8Array(count),
  };
  for (let i = 0; i < indices.length; i++) {
    const v = indices[i];
    out.moves[v] = 1;
    for (let c = 0; c < 3; c++) {
      out.positions[v * 3 + c] = positions[i * 3 + c];
      out.normals[v * 3 + c] = normals[i * 3 + c];
    }
  }
  known.set(target, out);
  return out;
}
