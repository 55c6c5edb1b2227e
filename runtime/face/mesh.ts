import type { Tensor } from "../onnx/session.ts";
import { type Square, squareToPicture } from "./crop.ts";
import { EYE_RIMS, REFINED } from "./refined-points.ts";

/** Side of the picture that the face mesh sees. */
export const MESH_SIZE = 192;

/** Points of the face mesh; the irises follow the 468 of the skin. */
export const POINTS = 478;

export const MESH_OUTPUTS = ["output_mesh_identity", "conv_faceflag", ...Object.keys(REFINED)];

/**
 * Landmarks [478,3] in pixels of the picture that `square` was cut from: x to the right, y down, z away from the camera
 * in the same unit (zero at the head's middle), and how sure the model is that it sees a face, 0 to 1.
 */
export function readMesh(outputs: Readonly<Record<string, Tensor>>, square: Square) {
  const mesh = outputs.output_mesh_identity.data as Float32Array;
  const points = new Float32Array(POINTS * 3);
  points.set(mesh);
  for (const [name, ids] of Object.entries(REFINED)) {
    const refined = outputs[name].data as Float32Array;
    const rim = EYE_RIMS[name];
    for (const [i, id] of ids.entries()) {
      points[3 * id] = refined[2 * i];
      points[3 * id + 1] = refined[2 * i + 1];
      if (rim) points[3 * id + 2] = rim.reduce((sum, k) => sum + mesh[3 * k + 2], 0) / rim.length;
    }
  }
  const toPicture = squareToPicture(square, MESH_SIZE);
  for (let i = 0; i < POINTS; i++) {
    const [x, y] = toPicture(points[3 * i], points[3 * i + 1]);
    points.set([x, y, (points[3 * i + 2] * square.side) / MESH_SIZE], 3 * i);
  }
  const [logit] = outputs.conv_faceflag.data as Float32Array;
  return { landmarks: points, confidence: 1 / (1 + Math.exp(-logit)) };
}
