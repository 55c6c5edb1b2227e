import { type Bvh, LEAF } from "./build-bvh.ts";

const stack = new Int32Array(64);
const entries = new Float64Array(64);

/** Where a ray (inverse direction i) enters a box: Infinity where it does not, or only beyond `far`. */
function entry(
  boxes: Float32Array,
  b: number,
  ox: number,
  oy: number,
  oz: number,
  ix: number,
  iy: number,
  iz: number,
  far: number,
): number {
  const x0 = (boxes[b] - ox) * ix;
  const x1 = (boxes[b + 3] - ox) * ix;
  const y0 = (boxes[b + 1] - oy) * iy;
  const y1 = (boxes[b + 4] - oy) * iy;
  const z0 = (boxes[b + 2] - oz) * iz;
  const z1 = (boxes[b + 5] - oz) * iz;
  const near = Math.max(Math.max(Math.min(x0, x1), Math.min(y0, y1)), Math.max(Math.min(z0, z1), 0));
  const exit = Math.min(Math.min(Math.max(x0, x1), Math.max(y0, y1)), Math.min(Math.max(z0, z1), far));
  return near <= exit ? near : Infinity;
}

/**
 * Distance at which a ray from o along the unit direction d first hits a triangle (either side), at most `far`; `far`
 * where it hits none. Directions with a component of exactly 0 should be avoided (their slab test divides by it).
 */
export function hitDistance(
  { boxes, leaves, order, corners }: Bvh,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  far: number,
): number {
  const ix = 1 / dx;
  const iy = 1 / dy;
  const iz = 1 / dz;
  let nearest = far;
  let top = 0;
  entries[0] = entry(boxes, 0, ox, oy, oz, ix, iy, iz, far);
  stack[top++] = 0;
  while (top > 0) {
    const node = stack[--top];
    // A tie still counts: a triangle may lie in the very face of its box.
    if (!(entries[top] <= nearest)) continue;
    if (node < leaves - 1) {
      const left = 2 * node + 1;
      const l = entry(boxes, 6 * left, ox, oy, oz, ix, iy, iz, nearest);
      const r = entry(boxes, 6 * left + 6, ox, oy, oz, ix, iy, iz, nearest);
      // The nearer one is taken off first: what it hits spares most of the other.
      const isLeftFirst = l <= r;
      const far = isLeftFirst ? r : l;
      if (far < Infinity) {
        entries[top] = far;
        stack[top++] = isLeftFirst ? left + 1 : left;
        entries[top] = isLeftFirst ? l : r;
        stack[top++] = isLeftFirst ? left : left + 1;
      } else if (l < Infinity || r < Infinity) {
        entries[top] = isLeftFirst ? l : r;
        stack[top++] = isLeftFirst ? left : left + 1;
      }
      continue;
    }
    const from = (node - leaves + 1) * LEAF;
    const to = Math.min(from + LEAF, order.length);
    for (let s = from; s < to; s++) {
      // Möller–Trumbore.
      const c = 9 * s;
      const ax = corners[c];
      const ay = corners[c + 1];
      const az = corners[c + 2];
      const ux = corners[c + 3] - ax;
      const uy = corners[c + 4] - ay;
      const uz = corners[c + 5] - az;
      const vx = corners[c + 6] - ax;
      const vy = corners[c + 7] - ay;
      const vz = corners[c + 8] - az;
      const px = dy * vz - dz * vy;
      const py = dz * vx - dx * vz;
      const pz = dx * vy - dy * vx;
      const inverse = 1 / (ux * px + uy * py + uz * pz);
      const tx = ox - ax;
      const ty = oy - ay;
      const tz = oz - az;
      const u = (tx * px + ty * py + tz * pz) * inverse;
      if (!(u >= 0 && u <= 1)) continue;
      const qx = ty * uz - tz * uy;
      const qy = tz * ux - tx * uz;
      const qz = tx * uy - ty * ux;
      const v = (dx * qx + dy * qy + dz * qz) * inverse;
      if (!(v >= 0 && u + v <= 1)) continue;
      const t = (vx * qx + vy * qy + vz * qz) * inverse;
      if (t > 0 && t < nearest) nearest = t;
    }
  }
  return nearest;
}
