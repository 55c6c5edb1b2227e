/** Cards in a mesh: triangles that are seen from both sides, and only where a picture's alpha is high enough. */
export interface Cutout {
  /** The first triangle that is a card; all after it are. */
  from: number;
  /** F32 [V, 2] texture coordinates as glTF's, in [0, 1]. */
  uvs: Float32Array;
  /** U8 [height, width] alpha, rows from above. */
  alpha: Uint8Array;
  width: number;
  height: number;
  /** Least alpha that is seen, 1 to 255. */
  cutoff: number;
}
