/** The texels that a mesh covers in its texture, in row order. */
export interface Texels {
  size: number;
  /** Texel numbers (row · size + column), rising. */
  at: Uint32Array;
  /** Triangle (index list position / 3) under each texel's centre. */
  triangle: Uint32Array;
  /** 2 floats a texel: weights of the triangle's corners 1 and 2, within the triangle. */
  weights: Float32Array;
}

/**
 * Finds the triangle under each texel centre of a texture, size² or size × height; where charts are thinner than a texel, and around their
 * rims, centres up to `reach` texels outside a triangle take its nearest point, so that bilinear filtering at a seam
 * reads baked values and not gutter.
 */
export function rasteriseTexels(
  uvs: Float32Array,
  indices: Uint32Array,
  size: number,
  reach = 0.75,
  height = size,
): Texels {
  const owner = new Int32Array(size * height).fill(-1);
  const miss = new Float32Array(size * height).fill(Infinity);
  const weightU = new Float32Array(size * height);
  const weightV = new Float32Array(size * height);
  for (let t = 0; t < indices.length; t += 3) {
    const ax = uvs[2 * indices[t]] * size - 0.5;
    const ay = uvs[2 * indices[t] + 1] * height - 0.5;
    const ux = uvs[2 * indices[t + 1]] * size - 0.5 - ax;
    const uy = uvs[2 * indices[t + 1] + 1] * height - 0.5 - ay;
    const vx = uvs[2 * indices[t + 2]] * size - 0.5 - ax;
    const vy = uvs[2 * indices[t + 2] + 1] * height - 0.5 - ay;
    const area = ux * vy - uy * vx;
    const left = Math.max(0, Math.ceil(ax + Math.min(0, ux, vx) - reach));
    const right = Math.min(size - 1, Math.floor(ax + Math.max(0, ux, vx) + reach));
    const top = Math.max(0, Math.ceil(ay + Math.min(0, uy, vy) - reach));
    const bottom = Math.min(height - 1, Math.floor(ay + Math.max(0, uy, vy) + reach));
    for (let y = top; y <= bottom; y++)
      for (let x = left; x <= right; x++) {
        const at = y * size + x;
        if (miss[at] === 0) continue;
        const px = x - ax;
        const py = y - ay;
        let u = (px * vy - py * vx) / area;
        let v = (ux * py - uy * px) / area;
        let distance = 0;
        if (!(u >= 0 && v >= 0 && u + v <= 1)) {
          [u, v, distance] = nearestOnOutline(px, py, ux, uy, vx, vy);
          if (distance > reach * reach || distance >= miss[at]) continue;
        }
        owner[at] = t / 3;
        miss[at] = distance;
        weightU[at] = u;
        weightV[at] = v;
      }
  }
  let count = 0;
  for (let i = 0; i < owner.length; i++) if (owner[i] >= 0) count++;
  const texels = {
    size,
    at: new Uint32Array(count),
    triangle: new Uint32Array(count),
    weights: new Float32Array(2 * count),
  };
  for (let i = 0, n = 0; i < owner.length; i++) {
    if (owner[i] < 0) continue;
    texels.at[n] = i;
    texels.triangle[n] = owner[i];
    texels.weights[2 * n] = weightU[i];
    texels.weights[2 * n + 1] = weightV[i];
    n++;
  }
  return texels;
}

/** Corner weights and squared distance of the point of a triangle's outline nearest to p (corner 0 at the origin). */
function nearestOnOutline(
  px: number,
  py: number,
  ux: number,
  uy: number,
  vx: number,
  vy: number,
): [number, number, number] {
  const along = (dx: number, dy: number, ox: number, oy: number) => {
    const squared = dx * dx + dy * dy;
    return squared > 0 ? Math.min(1, Math.max(0, ((px - ox) * dx + (py - oy) * dy) / squared)) : 0;
  };
  const s = along(ux, uy, 0, 0);
  const r = along(vx, vy, 0, 0);
  const q = along(vx - ux, vy - uy, ux, uy);
  const ds = (px - s * ux) ** 2 + (py - s * uy) ** 2;
  const dr = (px - r * vx) ** 2 + (py - r * vy) ** 2;
  const dq = (px - ux - q * (vx - ux)) ** 2 + (py - uy - q * (vy - uy)) ** 2;
  if (ds <= dr && ds <= dq) return [s, 0, ds];
  return dr <= dq ? [0, r, dr] : [1 - q, q, dq];
}
