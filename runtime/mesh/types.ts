/** A triangle mesh: 3·V positions, 3·F indices, counter-clockwise seen from outside. */
export interface TriMesh {
  positions: Float32Array;
  indices: Uint32Array;
}
