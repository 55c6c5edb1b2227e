/** Readable twin of `assembly/rasterise.ts`. */

export interface RasterImages {
  triangles: Int32Array;
  barycentrics: Float32Array;
  inverseDepth: Float32Array;
}

/** Twice the signed area of (a, b, p). */
const edge = (a: ArrayLike<number>, b: ArrayLike<number>, px: number, py: number) =>
  (a[1] - b[1]) * px + (b[0] - a[0]) * py + (a[0] * b[1] - a[1] * b[0]);

/** @param screen Shape [n, 4]: u, v, depth, 1 / depth. */
export function rasterise(screen: Float32Array, indices: Uint32Array, size: number, cull: boolean): RasterImages {
  const triangles = new Int32Array(size * size).fill(-1);
  const barycentrics = new Float32Array(size * size * 3);
  const inverseDepth = new Float32Array(size * size);
  for (let t = 0; t < indices.length / 3; t++) {
    const [a, b, c] = [0, 1, 2].map((k) => screen.subarray(indices[t * 3 + k] * 4, indices[t * 3 + k] * 4 + 4));
    if (Math.min(a[2], b[2], c[2]) <= 1e-3) continue;
    const area = edge(a, b, c[0], c[1]);
    if (area === 0 || (cull && area > 0)) continue;
    const x1 = Math.min(size - 1, Math.floor(Math.max(a[0], b[0], c[0]) - 0.5));
    const y1 = Math.min(size - 1, Math.floor(Math.max(a[1], b[1], c[1]) - 0.5));
    for (let y = Math.max(0, Math.ceil(Math.min(a[1], b[1], c[1]) - 0.5)); y <= y1; y++) {
      for (let x = Math.max(0, Math.ceil(Math.min(a[0], b[0], c[0]) - 0.5)); x <= x1; x++) {
        const [px, py] = [x + 0.5, y + 0.5];
        const weights = [edge(b, c, px, py), edge(c, a, px, py), edge(a, b, px, py)].map((e) => e / area);
        if (Math.min(...weights) < 0) continue;
        const scaled = [weights[0] * a[3], weights[1] * b[3], weights[2] * c[3]];
        const near = scaled[0] + scaled[1] + scaled[2];
        const pixel = y * size + x;
        if (Math.fround(near) <= inverseDepth[pixel]) continue;
        triangles[pixel] = t;
        inverseDepth[pixel] = near;
        barycentrics.set(
          scaled.map((w) => w / near),
          pixel * 3,
        );
      }
    }
  }
  return { triangles, barycentrics, inverseDepth };
}
