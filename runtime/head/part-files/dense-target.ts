import type { LayerMesh, MorphTarget } from "../layers/types.ts";

/** What parts need of the skin: one topology for the average head and for every other. */
export type SkinMesh = Pick<LayerMesh, "positions" | "normals" | "triangles" | "joints" | "weights" | "targets">;

/** Offsets of one expression for every vertex of the skin [V, 3], and which vertices move at all. */
export interface DenseTarget {
  positions: Float32Array;
  normals: Float32Array;
  moves: Uint8Array;
}

/** Spreads a sparse target over all vertices. */
export function denseTarget({ indices, positions, normals }: MorphTarget, count: number): DenseTarget {
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
  return out;
}
