/** One level on the average head, as of `readPart`. */
export interface PartLevel {
  /** [V, 3], head units. */
  positions: ArrayLike<number>;
  /** [V, 3], unit. */
  normals: ArrayLike<number>;
  /** [V, 2] in 0..1. */
  uvs: ArrayLike<number>;
  /** [V, 3] linear in 0..1, where there are any. */
  colors?: ArrayLike<number>;
  /** [T, 3]. */
  triangles: ArrayLike<number>;
}
