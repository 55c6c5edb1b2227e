import type { Surface } from "./surfaces.ts";
import { traceView, type View } from "./trace-views.ts";

/** Backdrop of the paper and of the starter pack's training renders. */
const SOFT_BACKDROP = [0.58, 0.47, 0.41];

/**
 * One view of a head as the starter pack's training renders show heads: the bare colours, dimmed by at most a fifth with
 * the angle to the camera (`normal.z`) and to the sky. Three floats a pixel in 0..1, rows from the top, mean of `samples`²
 * samples a pixel; and how much of each pixel is head, 0 to 1.
 */
export async function softView(surface: Surface, view: View, size: number, samples = 2) {
  const hits = traceView(surface.mesh, view, size * samples);
  const { colors, normals } = await surface.sample(hits.triangle, hits.weights, hits.spacing);
  const rgb = new Float32Array(3 * size * size);
  const cover = new Float32Array(size * size);
  const share = 1 / samples ** 2;
  const toEye = hits.axes[2];
  for (let i = 0; i < hits.at.length; i++) {
    const pixel = Math.floor(hits.at[i] / hits.size / samples) * size + Math.floor((hits.at[i] % hits.size) / samples);
    const y = normals[3 * i + 1];
    const light = 0.8 + 0.08 * (toEye[0] * normals[3 * i] + toEye[1] * y + toEye[2] * normals[3 * i + 2]) + 0.12 * y;
    for (let c = 0; c < 3; c++) rgb[3 * pixel + c] += Math.min(1, Math.max(0, colors[3 * i + c] * light)) * share;
    cover[pixel] += share;
  }
  for (let p = 0; p < size * size; p++) for (let c = 0; c < 3; c++) rgb[3 * p + c] += (1 - cover[p]) * SOFT_BACKDROP[c];
  return { rgb, cover };
}
