/** Readable twin of `assembly/rasterise.ts`. */

export interface RasterImages {
  triangles: Int32Array;
  barycentrics: Float32Array;
  inverseDepth: Float32Array;
}

/** Twice the signed area of (a, b, p). */
const edge = (a: ArrayLike<number>, b: ArrayLike<number>, px: number, py: number) =>
  (a[1] - b[1]) * px + (b[0] - a[0]) * py + (a[0] * b[1] - a[1] * b[0]);

/** Cards, as the kernel takes them: triangles from `from` on, cut out by an alpha picture. */
export interface Cards {
  from: number;
  uvs: Float32Array;
  alpha: Uint8Array;
  width: number;
  height: number;
  cutoff: number;
}

/** Alpha of the texel nearest to weights of a triangle's corners. */
function texel({ uvs, alpha, width, height }: Cards, corners: ArrayLike<number>, weights: number[]): number {
  const [u, v] = [0, 1].map((k) => weights.reduce((sum, w, i) => sum + w * uvs[corners[i] * 2 + k], 0));
  const column = Math.min(width - 1, Math.max(0, Math.floor(u * width)));
  const row = Math.min(height - 1, Math.max(0, Math.floor(v * height)));
  return alpha[row * width + column];
}

/** @param screen Shape [n, 4]: u, v, depth, 1 / depth. */
export function rasterise(
  screen: Float32Array,
  indices: Uint32Array,
  size: number,
  cull: boolean,
  cards?: Cards,
): RasterImages {
  const triangles = new Int32Array(size * size).fill(-1);
  const barycentrics = new Float32Array(size * size * 3);
  const inverseDepth = new Float32Array(size * size);
  for (let t = 0; t < indices.length / 3; t++) {
    const [a, b, c] = [0, 1, 2].map((k) => screen.subarray(indices[t * 3 + k] * 4, indices[t * 3 + k] * 4 + 4));
    if (Math.min(a[2], b[2], c[2]) <= 1e-3) continue;
    const area = edge(a, b, c[0], c[1]);
    const card = cards && t >= cards.from;
    if (area === 0 || (cull && area > 0 && !card)) continue;
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
        const shares = scaled.map((w) => w / near);
        if (card && texel(cards, indices.subarray(t * 3, t * 3 + 3), shares) < cards.cutoff) continue;
        triangles[pixel] = t;
        inverseDepth[pixel] = near;
        barycentrics.set(shares, pixel * 3);
      }
    }
  }
  return { triangles, barycentrics, inverseDepth };
}
