import type { RandomStream } from "../../kernels/random.ts";
import type { Camera } from "../../render/camera.ts";

/** Ranges that training cameras are drawn from; angles in degrees, distances in head-space units. */
export interface CameraRange {
  distance: number;
  /** Vertical field of view. */
  fov: [number, number];
  elevation: [number, number];
  /** Azimuth 0 looks at the face, +90 at the character's left ear. */
  azimuth: [number, number];
  target: [number, number, number];
}

/** Where a stage looks from: whole-head views, and now and then the face alone. */
export interface CameraPlan {
  full: CameraRange;
  closeUp: CameraRange;
  /** Share in [0, 1] of steps that look at the face alone. */
  closeUpShare: number;
}

/** A drawn camera. */
export interface SampledCamera {
  camera: Camera;
  closeUp: boolean;
}

/** A view that a recipe names; its field of view is the middle of the plan's, whose distance and target it has too. */
export interface FixedView {
  /** Degrees. */
  azimuth: number;
  elevation: number;
  closeUp?: boolean;
}

const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/**
 * Draws the camera of one step. Azimuths follow a golden-ratio sequence with a random start per run, so that even a
 * hundred steps cover the head evenly; the other angles are uniform.
 * @param run stream of the whole stage. @param draw stream of this step.
 */
export function sampleCamera(plan: CameraPlan, step: number, run: RandomStream, draw: RandomStream): SampledCamera {
  const closeUp = draw.uniform(0) < plan.closeUpShare;
  const range = closeUp ? plan.closeUp : plan.full;
  const turn = (run.uniform(0) + step * GOLDEN_RATIO) % 1;
  const between = ([low, high]: [number, number], u: number) => low + (high - low) * u;
  return {
    closeUp,
    camera: {
      azimuth: between(range.azimuth, turn),
      elevation: between(range.elevation, draw.uniform(1)),
      fov: between(range.fov, draw.uniform(2)),
      distance: range.distance,
      target: range.target,
    },
  };
}

export function fixedView(plan: CameraPlan, { azimuth, elevation, closeUp = false }: FixedView): SampledCamera {
  const { fov, distance, target } = closeUp ? plan.closeUp : plan.full;
  return { closeUp, camera: { azimuth, elevation, fov: (fov[0] + fov[1]) / 2, distance, target } };
}
