import type { TriMesh } from "../../mesh/types.ts";
import { cameraAxes, traceView } from "../preview/trace-views.ts";

/** The light stands this far off, in head units: its rays are as good as parallel. */
const DISTANCE = 14;
/** What lies within this radius of the target casts shadows. */
const RADIUS = 1.3;
const SIZE = 512;
/** Depths closer than this are the same surface. */
const BIAS = 0.02;

/**
 * How much of a distant light reaches points of a surface, 0..1, by a shadow map with soft edges (mean of 5² texels, every other one).
 * `direction` points to the light, unit, head space; 3 floats a point.
 */
export function castShadows(mesh: TriMesh, points: Float32Array, direction: number[], target: number[]): Float32Array {
  const azimuth = (Math.atan2(direction[0], direction[2]) * 180) / Math.PI;
  const elevation = (Math.asin(Math.max(-1, Math.min(1, direction[1]))) * 180) / Math.PI;
  const fov = (2 * Math.atan(RADIUS / DISTANCE) * 180) / Math.PI;
  const { depth } = traceView(mesh, { azimuth, elevation, fov, distance: DISTANCE, target }, SIZE);
  const [right, up, forward] = cameraAxes({ azimuth, elevation });
  const lit = new Float32Array(points.length / 3);
  for (let i = 0; i < lit.length; i++) {
    const dx = points[3 * i] - target[0];
    const dy = points[3 * i + 1] - target[1];
    const dz = points[3 * i + 2] - target[2];
    const away = DISTANCE - (dx * forward[0] + dy * forward[1] + dz * forward[2]);
    const scale = (0.5 * SIZE * DISTANCE) / (RADIUS * away);
    const x = Math.round(SIZE / 2 - 0.5 + scale * (dx * right[0] + dy * right[1] + dz * right[2]));
    const y = Math.round(SIZE / 2 - 0.5 - scale * (dx * up[0] + dy * up[1] + dz * up[2]));
    const least = 1 / (away - BIAS);
    let open = 0;
    for (let v = y - 4; v <= y + 4; v += 2) {
      const line = v >= 0 && v < SIZE ? v * SIZE : -1;
      for (let u = x - 4; u <= x + 4; u += 2) if (line < 0 || u < 0 || u >= SIZE || depth[line + u] <= least) open++;
    }
    lit[i] = open / 25;
  }
  return lit;
}
