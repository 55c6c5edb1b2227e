import type { Rgb } from "../../prompt/look.ts";
import { linearOf } from "../surfaces/color.ts";

/**
 * Vertex colours of a solid part with several slots: each slot has an equal column of u, the first the leftmost.
 * @param uvs [V, 2]. @param slots sRGB of each. @returns the surface's linear colour, and the F32 [V, 3] factors on it, 0..1.
 */
export function slotColors(uvs: Float32Array, slots: readonly Readonly<Rgb>[]): { color: Rgb; colors: Float32Array } {
  const linear = slots.map(linearOf);
  const color = [0, 1, 2].map((c) => Math.max(1e-4, ...linear.map((slot) => slot[c]))) as Rgb;
  const colors = new Float32Array((uvs.length / 2) * 3);
  for (let v = 0; v < uvs.length / 2; v++) {
    const slot = linear[Math.min(slots.length - 1, Math.floor(uvs[2 * v] * slots.length))];
    for (let c = 0; c < 3; c++) colors[3 * v + c] = slot[c] / color[c];
  }
  return { color, colors };
}
