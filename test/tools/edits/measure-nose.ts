import { buildBvh } from "../../../runtime/mesh/build-bvh.ts";
import { hitDistance } from "../../../runtime/mesh/hit-distance.ts";
import type { TriMesh } from "../../../runtime/mesh/types.ts";

export interface NoseSize {
  /** How far the tip stands out of the line from cheek to cheek, as a profile shows it, in head-space units. */
  protrusion: number;
  /** What stands out of the lines from cheek to cheek between the nose's root and tip, in cubic units. */
  volume: number;
}

/** Where head space, with its eyes at y = 0, has noses: rows from root to tip, and the cheeks on both sides. */
const [ROOT, LOWEST, HIGHEST_TIP, CHEEK] = [-0.04, -0.28, -0.1, 0.17];
/** The tip is near the middle. */
const MIDDLE = 0.05;
const STEP = 0.005;
/** In front of any head, where rays start. */
const FRONT = 2;

/** Measures the nose of a head by parallel rays from the front that meet its surface. @throws Error where they meet none. */
export function measureNose(mesh: TriMesh): NoseSize {
  const bvh = buildBvh(mesh);
  const depth = (x: number, y: number) => {
    const distance = hitDistance(bvh, x, y, FRONT, 1e-9, 1e-9, -1, 2 * FRONT);
    if (distance >= 2 * FRONT) throw new Error(`the mesh has no face at x ${x.toFixed(2)}, y ${y.toFixed(2)}`);
    return FRONT - distance;
  };
  const side = Math.round(CHEEK / STEP);
  const middle = Math.round(MIDDLE / STEP);
  let [protrusion, volume] = [0, 0];
  for (let row = 0; row <= Math.round((ROOT - LOWEST) / STEP); row++) {
    const y = ROOT - row * STEP;
    const [right, left] = [depth(-CHEEK, y), depth(CHEEK, y)];
    for (let column = -side; column <= side; column++) {
      const share = (column + side) / (2 * side);
      const height = depth(column * STEP, y) - (1 - share) * right - share * left;
      volume += Math.max(0, height) * STEP * STEP;
      if (Math.abs(column) <= middle && y <= HIGHEST_TIP) protrusion = Math.max(protrusion, height);
    }
  }
  return { protrusion, volume };
}
