import type { Anatomy } from "./anatomy.ts";

/** MediaPipe landmarks F32 [478, 3] of control points F32 [P, 3]. */
export function landmarksOf({ landmarks: { vertices, weights } }: Anatomy, control: Float32Array): Float32Array {
  const out = new Float32Array(vertices.length);
  for (let i = 0; i < vertices.length; i++) {
    for (let c = 0; c < 3; c++) out[3 * Math.floor(i / 3) + c] += weights[i] * control[3 * vertices[i] + c];
  }
  return out;
}
