/** Cameras around the head: angles to a view frame, points to pixels, and the gradient back. */

import { type Kernels, pointer } from "../kernels/load.ts";

/** Images are square. The head is right-handed, +Y up, facing +Z. */
export interface Camera {
  /** Degrees; 0 looks at the face, 90 at the side at +X. */
  azimuth: number;
  /** Degrees; positive looks down from above. */
  elevation: number;
  /** Vertical field of view, degrees. */
  fov: number;
  /** From the target to the eye, 3 in the paper. */
  distance?: number;
  target?: [number, number, number];
}

export const CAMERA_DEFAULTS = { distance: 3, target: [0, 0, 0] as [number, number, number] };

/** View transform p_c = [right; up; back]·(p − eye); the camera looks along −back. */
export interface CameraFrame {
  right: [number, number, number];
  up: [number, number, number];
  /** Unit vector from the target to the eye. */
  back: [number, number, number];
  eye: [number, number, number];
  /** 1 / tan(fov / 2). */
  focal: number;
}

/** The frame of a camera; elevation must stay within ±90°, exclusive. */
export function cameraFrame(camera: Camera): CameraFrame {
  const { azimuth, elevation, fov, distance, target } = { ...CAMERA_DEFAULTS, ...camera };
  const a = (azimuth * Math.PI) / 180;
  const e = (elevation * Math.PI) / 180;
  const back: [number, number, number] = [Math.sin(a) * Math.cos(e), Math.sin(e), Math.cos(a) * Math.cos(e)];
  const level = Math.hypot(back[2], back[0]);
  const right: [number, number, number] = [back[2] / level, 0, -back[0] / level];
  const up: [number, number, number] = [
    back[1] * right[2],
    back[2] * right[0] - back[0] * right[2],
    -back[1] * right[0],
  ];
  const eye: [number, number, number] = [
    target[0] + distance * back[0],
    target[1] + distance * back[1],
    target[2] + distance * back[2],
  ];
  return { right, up, back, eye, focal: 1 / Math.tan((fov * Math.PI) / 360) };
}

/** One point in pixels (u right, v down, pixel centres at +0.5) and its depth along the view; for landmarks and tests. */
export function projectPoint(frame: CameraFrame, size: number, point: ArrayLike<number>): [number, number, number] {
  const d = [point[0] - frame.eye[0], point[1] - frame.eye[1], point[2] - frame.eye[2]];
  const dot = (axis: number[]) => axis[0] * d[0] + axis[1] * d[1] + axis[2] * d[2];
  const depth = -dot(frame.back);
  const u = (0.5 + (0.5 * frame.focal * dot(frame.right)) / depth) * size;
  const v = (0.5 - (0.5 * frame.focal * dot(frame.up)) / depth) * size;
  return [u, v, depth];
}

/** The frame as 13 floats in scratch memory, as kernels read it: right, up, back, eye, focal. */
export function packFrame(kernels: Kernels, frame: CameraFrame): Float32Array {
  const packed = kernels.scratch.f32(13);
  packed.set([...frame.right, ...frame.up, ...frame.back, ...frame.eye, frame.focal]);
  return packed;
}

/**
 * Projects vertices.
 * @param positions Shape [n, 3], in kernel memory.
 * @returns Shape [n, 4] in scratch memory: u and v in pixels, depth, 1 / depth.
 */
export function projectVertices(
  kernels: Kernels,
  frame: CameraFrame,
  size: number,
  positions: Float32Array,
): Float32Array {
  const count = positions.length / 3;
  const screen = kernels.scratch.f32(count * 4);
  const packed = packFrame(kernels, frame);
  kernels.wasm.project(0, count, pointer(kernels, positions), pointer(kernels, packed), size, pointer(kernels, screen));
  return screen;
}

/** Adds to `positionGradient` [n, 3] what follows from `screenGradient` [n, 2] (with respect to u and v). */
export function projectBackward(
  kernels: Kernels,
  frame: CameraFrame,
  size: number,
  positions: Float32Array,
  screen: Float32Array,
  screenGradient: Float32Array,
  positionGradient: Float32Array,
): void {
  const mark = kernels.scratch.mark();
  const packed = packFrame(kernels, frame);
  kernels.wasm.projectBackward(
    0,
    positions.length / 3,
    pointer(kernels, positions),
    pointer(kernels, packed),
    size,
    pointer(kernels, screen),
    pointer(kernels, screenGradient),
    pointer(kernels, positionGradient),
  );
  kernels.scratch.release(mark);
}
