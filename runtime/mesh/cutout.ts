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

/**
 * Whether a point of a triangle is seen: the nearest texel's alpha reaches the cutoff, or the triangle is no card.
 * @param u, v weights of the triangle's second and third corner.
 */
export function keepsPoint(
  cutout: Cutout,
  indices: ArrayLike<number>,
  triangle: number,
  u: number,
  v: number,
): boolean {
  if (triangle < cutout.from) return true;
  const { uvs, alpha, width, height, cutoff } = cutout;
  const [a, b, c] = [indices[triangle * 3] * 2, indices[triangle * 3 + 1] * 2, indices[triangle * 3 + 2] * 2];
  const w = 1 - u - v;
  const x = (w * uvs[a] + u * uvs[b] + v * uvs[c]) * width;
  const y = (w * uvs[a + 1] + u * uvs[b + 1] + v * uvs[c + 1]) * height;
  const column = Math.min(width - 1, Math.max(0, Math.floor(x)));
  const row = Math.min(height - 1, Math.max(0, Math.floor(y)));
  return alpha[row * width + column] >= cutoff;
}
