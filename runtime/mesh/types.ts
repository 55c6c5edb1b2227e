import type { Cutout } from "./cutout.ts";

/** A triangle mesh: 3·V positions, 3·F indices, counter-clockwise seen from outside. */
export interface TriMesh {
  positions: Float32Array;
  indices: Uint32Array;
  /** Cards among the triangles; none where left out. */
  cutout?: Cutout;
}
