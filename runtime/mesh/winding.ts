import { type Bvh, LEAF } from "./build-bvh.ts";

/** A node this many times its radius away is one dipole (Barill et al. 2018, β = 2). */
const FAR = 2;

/** What a bounding-volume tree adds up to, for winding numbers far from it. */
export interface WindingTree {
  bvh: Bvh;
  /** 7 floats a node: area-weighted centre, summed area vector, greatest distance of its boxes' corners from the centre. */
  moments: Float64Array;
}

/** Sums up the tree's nodes. */
export function buildWinding(bvh: Bvh): WindingTree {
  const { boxes, leaves, order, corners } = bvh;
  const nodes = 2 * leaves - 1;
  const moments = new Float64Array(7 * nodes);
  const areas = new Float64Array(nodes);
  for (let s = 0; s < order.length; s++) {
    const node = leaves - 1 + Math.floor(s / LEAF);
    const at = (corner: number, axis: number) => corners[9 * s + 3 * corner + axis];
    const u = [0, 1, 2].map((k) => at(1, k) - at(0, k));
    const v = [0, 1, 2].map((k) => at(2, k) - at(0, k));
    const vector = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
    const area = Math.hypot(...vector) / 2;
    areas[node] += area;
    for (let k = 0; k < 3; k++) {
      moments[7 * node + k] += (area * (at(0, k) + at(1, k) + at(2, k))) / 3;
      moments[7 * node + 3 + k] += vector[k] / 2;
    }
  }
  for (let n = leaves - 2; n >= 0; n--) {
    areas[n] = areas[2 * n + 1] + areas[2 * n + 2];
    for (let k = 0; k < 6; k++) moments[7 * n + k] = moments[7 * (2 * n + 1) + k] + moments[7 * (2 * n + 2) + k];
  }
  for (let n = 0; n < nodes; n++) {
    let squared = 0;
    for (let k = 0; k < 3; k++) {
      if (areas[n] > 0) moments[7 * n + k] /= areas[n];
      const [low, high] = [boxes[6 * n + k], boxes[6 * n + 3 + k]];
      const reach = Math.max(moments[7 * n + k] - low, high - moments[7 * n + k]);
      if (reach > 0) squared += reach * reach;
    }
    moments[7 * n + 6] = Math.sqrt(squared);
  }
  return { bvh, moments };
}

const stack = new Int32Array(64);

/**
 * Generalized winding number of a triangle soup around a point (Jacobson et al. 2013): about 1 inside, 0 outside, and in
 * between smoothly at holes. Far nodes count as dipoles (Barill et al. 2018, first order).
 */
export function windingNumber({ bvh, moments }: WindingTree, x: number, y: number, z: number): number {
  const { leaves, order, corners } = bvh;
  let sum = 0;
  let top = 0;
  stack[top++] = 0;
  while (top > 0) {
    const node = stack[--top];
    const m = 7 * node;
    const dx = moments[m] - x;
    const dy = moments[m + 1] - y;
    const dz = moments[m + 2] - z;
    const squared = dx * dx + dy * dy + dz * dz;
    const reach = FAR * moments[m + 6];
    if (squared > reach * reach) {
      const cubed = squared * Math.sqrt(squared);
      sum += (moments[m + 3] * dx + moments[m + 4] * dy + moments[m + 5] * dz) / (4 * Math.PI * cubed);
    } else if (node < leaves - 1) {
      stack[top++] = 2 * node + 1;
      stack[top++] = 2 * node + 2;
    } else {
      const from = (node - leaves + 1) * LEAF;
      for (let s = from; s < Math.min(from + LEAF, order.length); s++) sum += solidAngle(corners, 9 * s, x, y, z);
    }
  }
  return sum;
}

/** Solid angle of a triangle over 4π, positive from behind (Van Oosterom & Strackee 1983). */
function solidAngle(p: Float32Array, at: number, x: number, y: number, z: number): number {
  const [ax, ay, az] = [p[at] - x, p[at + 1] - y, p[at + 2] - z];
  const [bx, by, bz] = [p[at + 3] - x, p[at + 4] - y, p[at + 5] - z];
  const [cx, cy, cz] = [p[at + 6] - x, p[at + 7] - y, p[at + 8] - z];
  const a = Math.sqrt(ax * ax + ay * ay + az * az);
  const b = Math.sqrt(bx * bx + by * by + bz * bz);
  const c = Math.sqrt(cx * cx + cy * cy + cz * cz);
  const volume = ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
  const ab = ax * bx + ay * by + az * bz;
  const bc = bx * cx + by * cy + bz * cz;
  const ca = cx * ax + cy * ay + cz * az;
  return Math.atan2(volume, a * b * c + ab * c + bc * a + ca * b) / (2 * Math.PI);
}
