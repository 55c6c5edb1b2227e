/** The frame of a place on the skin: where it is, and two more unit axes across its smooth normal, as 12 numbers. */
export type Frame = Float64Array;

/**
 * Frame at barycentric weights of a triangle: origin, tangent along the triangle's first edge, bitangent, smooth normal.
 * @param out 12 numbers, written. @param positions, normals [V, 3] of the skin. @param corners three vertices, from `at` on.
 * @param offsets, turns of a morph target [V, 3], added where given.
 */
export function frameAt(
  out: Frame,
  { positions, normals }: { positions: Float32Array; normals: Float32Array },
  { corners, at, u, v }: { corners: Uint32Array; at: number; u: number; v: number },
  target?: { positions: Float32Array; normals: Float32Array },
): Frame {
  const [a, b, c] = [corners[at] * 3, corners[at + 1] * 3, corners[at + 2] * 3];
  const w = 1 - u - v;
  let [tx, ty, tz] = [0, 0, 0];
  for (let k = 0; k < 3; k++) {
    let [pa, pb, pc] = [positions[a + k], positions[b + k], positions[c + k]];
    let normal = w * normals[a + k] + u * normals[b + k] + v * normals[c + k];
    if (target) {
      pa += target.positions[a + k];
      pb += target.positions[b + k];
      pc += target.positions[c + k];
      normal += w * target.normals[a + k] + u * target.normals[b + k] + v * target.normals[c + k];
    }
    out[k] = w * pa + u * pb + v * pc;
    out[9 + k] = normal;
    if (k === 0) tx = pb - pa;
    else if (k === 1) ty = pb - pa;
    else tz = pb - pa;
  }
  const size = 1 / Math.max(Math.sqrt(out[9] ** 2 + out[10] ** 2 + out[11] ** 2), 1e-12);
  out[9] *= size;
  out[10] *= size;
  out[11] *= size;
  const along = tx * out[9] + ty * out[10] + tz * out[11];
  tx -= along * out[9];
  ty -= along * out[10];
  tz -= along * out[11];
  const flat = 1 / Math.max(Math.sqrt(tx * tx + ty * ty + tz * tz), 1e-12);
  out[3] = tx * flat;
  out[4] = ty * flat;
  out[5] = tz * flat;
  out[6] = out[10] * out[5] - out[11] * out[4];
  out[7] = out[11] * out[3] - out[9] * out[5];
  out[8] = out[9] * out[4] - out[10] * out[3];
  return out;
}

/** Component `k` of frame coordinates turned back into head space, without the origin. */
export function turned(frame: Frame, coordinates: ArrayLike<number>, at: number, k: number): number {
  return coordinates[at] * frame[3 + k] + coordinates[at + 1] * frame[6 + k] + coordinates[at + 2] * frame[9 + k];
}
