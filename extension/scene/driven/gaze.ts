import { Matrix, Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import type { TransformNode } from "@babylonjs/core/Meshes/transformNode.js";

/** Turns of the eyeballs, radians, that the targets `eyeLook*` make at full weight. */
export interface GazeRange {
  out: number;
  in: number;
  up: number;
  down: number;
}

const DEGREE = Math.PI / 180;
/** As the eyeballs turn at full weight: see `runtime/head/anatomy/gaze.ts`. */
export const GAZE_RANGE: GazeRange = { out: 26 * DEGREE, in: 26 * DEGREE, up: 16 * DEGREE, down: 20 * DEGREE };

export interface EyeJoints {
  /** glTF's axes: +X the character's left, +Y up, +Z ahead. */
  head: TransformNode;
  left: TransformNode;
  right: TransformNode;
}

/** @returns weights of the eight `eyeLook*` targets that turn both eyes to a point of the world, as far as they go. */
export function aimEyes({ head, left, right }: EyeJoints, point: Vector3, range: GazeRange): Record<string, number> {
  const local = Vector3.TransformCoordinates(point, Matrix.Invert(head.computeWorldMatrix(true)));
  const weights: Record<string, number> = {};
  for (const [side, eye] of [
    ["Left", left],
    ["Right", right],
  ] as const) {
    const { x, y, z } = local.subtract(eye.position);
    const yaw = Math.atan2(x, Math.max(1e-6, z));
    const pitch = Math.atan2(y, Math.hypot(x, z));
    const outwards = side === "Left" ? yaw : -yaw;
    weights[`eyeLook${outwards > 0 ? "Out" : "In"}${side}`] = share(Math.abs(yaw), outwards > 0 ? range.out : range.in);
    weights[`eyeLook${pitch > 0 ? "Up" : "Down"}${side}`] = share(Math.abs(pitch), pitch > 0 ? range.up : range.down);
  }
  return weights;
}

function share(angle: number, most: number): number {
  return Math.min(1, angle / most);
}
