/** A point of a triangle as an answer: weights of its corners 1 and 2, squared distance from the query. */
export interface TriangleFoot {
  u: number;
  v: number;
  squared: number;
}

/**
 * The point of a triangle nearest to (x, y, z), by its Voronoi region (Ericson, Real-Time Collision Detection, 5.1.5).
 * @param corners 9 numbers a triangle. @param c where its first lies. @param foot is overwritten with the answer.
 */
export function closestOnTriangle(
  corners: Float32Array,
  c: number,
  x: number,
  y: number,
  z: number,
  foot: TriangleFoot,
): void {
  const ax = corners[c];
  const ay = corners[c + 1];
  const az = corners[c + 2];
  const ux = corners[c + 3] - ax;
  const uy = corners[c + 4] - ay;
  const uz = corners[c + 5] - az;
  const vx = corners[c + 6] - ax;
  const vy = corners[c + 7] - ay;
  const vz = corners[c + 8] - az;
  const px = x - ax;
  const py = y - ay;
  const pz = z - az;
  const d1 = ux * px + uy * py + uz * pz;
  const d2 = vx * px + vy * py + vz * pz;
  const uu = ux * ux + uy * uy + uz * uz;
  const uv = ux * vx + uy * vy + uz * vz;
  const vv = vx * vx + vy * vy + vz * vz;
  const d3 = d1 - uu;
  const d4 = d2 - uv;
  const d5 = d1 - uv;
  const d6 = d2 - vv;
  const va = d3 * d6 - d5 * d4;
  const vb = d5 * d2 - d1 * d6;
  const vc = d1 * d4 - d3 * d2;
  let u: number;
  let v: number;
  if (d1 <= 0 && d2 <= 0) {
    u = 0;
    v = 0;
  } else if (d3 >= 0 && d4 <= d3) {
    u = 1;
    v = 0;
  } else if (vc <= 0 && d1 >= 0 && d3 <= 0) {
    u = d1 / (d1 - d3);
    v = 0;
  } else if (d6 >= 0 && d5 <= d6) {
    u = 0;
    v = 1;
  } else if (vb <= 0 && d2 >= 0 && d6 <= 0) {
    u = 0;
    v = d2 / (d2 - d6);
  } else if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) {
    v = (d4 - d3) / (d4 - d3 + (d5 - d6));
    u = 1 - v;
  } else {
    const sum = va + vb + vc;
    u = sum > 0 ? vb / sum : 0;
    v = sum > 0 ? vc / sum : 0;
  }
  const qx = px - u * ux - v * vx;
  const qy = py - u * uy - v * vy;
  const qz = pz - u * uz - v * vz;
  foot.u = u;
  foot.v = v;
  foot.squared = qx * qx + qy * qy + qz * qz;
}
