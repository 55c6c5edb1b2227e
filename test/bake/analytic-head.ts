/**
 * An analytic head for the baking tests: a signed distance made of ellipsoids, meshed by marching tetrahedra as the
 * engine's DMTet does (slivers included), with a colour field whose stripes make seams and mirrored charts visible.
 */

/** Smooth minimum of two distances over a border of width k (polynomial, C1). */
function blend(a: number, b: number, k: number): number {
  const h = Math.max(k - Math.abs(a - b), 0) / k;
  return Math.min(a, b) - (h * h * k) / 4;
}

/** Approximate distance to an axis-aligned ellipsoid (exact at the surface, bounded slope elsewhere). */
function ellipsoid(x: number, y: number, z: number, rx: number, ry: number, rz: number): number {
  const k0 = Math.hypot(x / rx, y / ry, z / rz);
  const k1 = Math.hypot(x / (rx * rx), y / (ry * ry), z / (rz * rz));
  return k1 < 1e-9 ? -Math.min(rx, ry, rz) : (k0 * (k0 - 1)) / k1;
}

/** Signed distance of the test head in head space: skull, jaw, nose, ears, neck, shoulders, fine bumps, flat bust cut. */
export function headSdf(x: number, y: number, z: number): number {
  let d = ellipsoid(x, y - 0.12, z + 0.05, 0.4, 0.48, 0.52);
  d = blend(d, ellipsoid(x, y + 0.28, z - 0.12, 0.29, 0.36, 0.34), 0.15);
  d = blend(d, ellipsoid(x, y + 0.16, z - 0.48, 0.07, 0.11, 0.12), 0.06);
  d = blend(d, ellipsoid(Math.abs(x) - 0.42, y + 0.08, z + 0.05, 0.05, 0.14, 0.1), 0.03);
  d = blend(d, Math.max(Math.hypot(x, (z + 0.12) * 0.9) - 0.24, Math.abs(y + 0.75) - 0.35), 0.12);
  d = blend(d, ellipsoid(x, y + 1.05, z + 0.1, 0.68, 0.25, 0.32), 0.12);
  d += 0.006 * Math.sin(x * 22) * Math.sin(y * 22 + 1) * Math.sin(z * 22 + 2);
  return Math.max(d, -0.93 - y);
}

/** The test colour in sRGB 0..1: a hue by place, thin stripes upwards, and a red left side (+X) against a blue right. */
export function headColor(positions: Float32Array): Float32Array {
  const out = new Float32Array(positions.length);
  for (let i = 0; i < positions.length; i += 3) {
    const [x, y, z] = [positions[i], positions[i + 1], positions[i + 2]];
    const stripe = 0.5 + 0.5 * Math.sin(y * 40);
    const side = 0.5 + 0.5 * Math.tanh(x * 6);
    out[i] = 0.25 + 0.6 * side * (0.7 + 0.3 * stripe);
    out[i + 1] = 0.2 + 0.5 * stripe + 0.15 * Math.sin(z * 9);
    out[i + 2] = 0.25 + 0.6 * (1 - side) * (0.7 + 0.3 * stripe);
  }
  return out;
}

/** Regions of the test head, by height and depth. */
export const HEAD_REGIONS = ["skin", "hair", "eyes"];
export function headRegions(positions: Float32Array): Uint8Array {
  const out = new Uint8Array(positions.length / 3);
  for (let i = 0; i < out.length; i++) {
    const [x, y, z] = [positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]];
    const eye = Math.hypot(Math.abs(x) - 0.15, y) < 0.07 && z > 0.2;
    out[i] = eye ? 2 : y > 0.3 || (y > -0.2 && z < -0.1) ? 1 : 0;
  }
  return out;
}

const TETS = [
  [0, 1, 3, 7],
  [0, 1, 7, 5],
  [0, 5, 7, 4],
  [0, 3, 2, 7],
  [0, 2, 6, 7],
  [0, 6, 4, 7],
];

/**
 * Marching tetrahedra of a signed distance over the cube [-1,1]³ with `n` cells a side; shared vertices, outward
 * counter-clockwise triangles, closed wherever the surface stays inside the cube.
 */
export function meshSdf(
  sdf: (x: number, y: number, z: number) => number,
  n: number,
): { positions: Float32Array; indices: Uint32Array } {
  const side = n + 1;
  const at = (i: number) => (2 * i) / n - 1;
  const values = new Float64Array(side ** 3);
  for (let k = 0, p = 0; k < side; k++)
    for (let j = 0; j < side; j++) for (let i = 0; i < side; i++, p++) values[p] = sdf(at(i), at(j), at(k)) || 1e-9;
  const positions: number[] = [];
  const indices: number[] = [];
  const made = new Map<number, number>();
  const cut = (a: number, b: number): number => {
    const [lo, hi] = a < b ? [a, b] : [b, a];
    const key = lo * values.length + hi;
    let v = made.get(key);
    if (v === undefined) {
      const t = values[lo] / (values[lo] - values[hi]);
      for (const unit of [1, side, side * side]) {
        const from = at(Math.floor(lo / unit) % side);
        positions.push(from + (at(Math.floor(hi / unit) % side) - from) * t);
      }
      v = positions.length / 3 - 1;
      made.set(key, v);
    }
    return v;
  };
  for (let k = 0; k < n; k++)
    for (let j = 0; j < n; j++)
      for (let i = 0; i < n; i++) {
        const base = (k * side + j) * side + i;
        const corner = (c: number) => base + (c & 1) + ((c >> 1) & 1) * side + ((c >> 2) & 1) * side * side;
        let inside = 0;
        for (let c = 0; c < 8; c++) inside += values[corner(c)] < 0 ? 1 : 0;
        if (inside === 0 || inside === 8) continue;
        for (const tet of TETS) {
          const v = tet.map(corner);
          const ins = v.filter((c) => values[c] < 0);
          const outs = v.filter((c) => values[c] >= 0);
          const polygon =
            ins.length === 1
              ? outs.map((o) => cut(ins[0], o))
              : ins.length === 3
                ? ins.map((c) => cut(c, outs[0]))
                : ins.length === 2
                  ? [cut(ins[0], outs[0]), cut(ins[0], outs[1]), cut(ins[1], outs[1]), cut(ins[1], outs[0])]
                  : [];
          if (polygon.length === 0) continue;
          const p = (q: number, axis: number) => positions[3 * polygon[q] + axis];
          const centre = (list: number[], axis: number) =>
            list.reduce((s, c) => s + at(Math.floor(c / side ** axis) % side), 0) / list.length;
          const u = [0, 1, 2].map((a) => p(1, a) - p(0, a));
          const w = [0, 1, 2].map((a) => p(polygon.length - 1, a) - p(0, a));
          const out = [0, 1, 2].map((a) => centre(outs, a) - centre(ins, a));
          const facing =
            (u[1] * w[2] - u[2] * w[1]) * out[0] +
            (u[2] * w[0] - u[0] * w[2]) * out[1] +
            (u[0] * w[1] - u[1] * w[0]) * out[2];
          if (facing < 0) polygon.reverse();
          indices.push(polygon[0], polygon[1], polygon[2]);
          if (polygon.length === 4) indices.push(polygon[0], polygon[2], polygon[3]);
        }
      }
  return { positions: new Float32Array(positions), indices: new Uint32Array(indices) };
}
