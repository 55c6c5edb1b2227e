import { type Camera, cameraFrame } from "../../render/camera.ts";

/**
 * What a prior that sees the view is told of its camera: sine and cosine of the azimuth, elevation / 45°, where head
 * space's origin lies, in frames to the right of and above the middle, and the binary logarithm of how many half frames
 * a unit of length spans there. A close-up is a small field of view aimed at what it shows: this says which part of the
 * head that is.
 * @returns [6], as `camera_features` in training/dataset.py.
 */
export function viewFeatures(camera: Camera): Float32Array {
  const { right, up, back, eye, focal } = cameraFrame(camera);
  const along = (axis: readonly number[]) => -(axis[0] * eye[0] + axis[1] * eye[1] + axis[2] * eye[2]);
  const scale = focal / -along(back);
  const a = (camera.azimuth * Math.PI) / 180;
  const x = (scale * along(right)) / 2;
  const y = (scale * along(up)) / 2;
  return Float32Array.of(Math.sin(a), Math.cos(a), camera.elevation / 45, x, y, Math.log2(scale));
}
