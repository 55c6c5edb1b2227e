import type { HeadShape } from "../../head/template-shape.ts";
import type { Kernels } from "../../kernels/load.ts";
import { type Camera, cameraFrame, projectVertices } from "../../render/camera.ts";
import { interpolate } from "../../render/interpolate.ts";
import { rasterise } from "../../render/rasterise.ts";
import type { StageContext } from "../guidance/distill-view.ts";
import type { RingPupil } from "../guidance/ring.ts";
import type { NormalSurface } from "./render-normals.ts";

/** MediaPipe landmarks along the nose, from between the eyes to its tip, and around how much of it nothing grows, head units. */
const NOSE = [168, 6, 195, 1];
const NOSE_RADIUS = 0.09;
/** Radii of an eyeball around its centre. */
const EYE_RADII = 1.6;
/** Share of a radius over which growing sets in. */
const BORDER = 0.5;

/**
 * Puts eyes and nose of the bare head into the normal maps that a camera is to see of what grows on it.
 * @param known the bare head in kernel memory.
 */
export function keepFeatures(
  { kernels, showKnown }: Pick<StageContext, "kernels" | "showKnown">,
  shape: Pick<HeadShape, "landmarks" | "eyes">,
  known: NormalSurface,
): NonNullable<RingPupil["kept"]> {
  const weights = featureWeights(kernels, shape, known);
  return async (camera, size) => {
    const [free, bare] = [await weights(camera, size), await showKnown(camera, size)];
    return (picture) => picture.map((value, i) => bare[i] + free[Math.floor(i / 3)] * (value - bare[i]));
  };
}

/**
 * How much each pixel of a picture says about what grows: nothing where the bare head shows its eyes and nose, which a small prior sees
 * as a few cells, and would bury.
 * @param known the bare head in kernel memory. @returns [size, size] in [0, 1] of a camera, on the JavaScript heap.
 */
export function featureWeights(
  kernels: Kernels,
  { landmarks, eyes }: Pick<HeadShape, "landmarks" | "eyes">,
  { positions, indices }: NormalSurface,
): (camera: Camera, size: number) => Promise<Float32Array> {
  const spheres = [
    ...[eyes.left, eyes.right].map(({ center, radius }) => ({ center, radius: EYE_RADII * radius })),
    ...NOSE.map((id) => ({ center: landmarks.subarray(3 * id, 3 * id + 3), radius: NOSE_RADIUS })),
  ];
  const free = kernels.store.f32(positions.length / 3);
  for (let v = 0; v < free.length; v++) {
    const shares = spheres.map(({ center: [x, y, z], radius }) => {
      const distance = Math.hypot(positions[3 * v] - x, positions[3 * v + 1] - y, positions[3 * v + 2] - z);
      return Math.min(1, Math.max(0, (distance / radius - 1) / BORDER));
    });
    free[v] = Math.min(...shares);
  }
  return async (camera, size) => {
    const mark = kernels.scratch.mark();
    const screen = projectVertices(kernels, cameraFrame(camera), size, positions);
    const raster = rasterise(kernels, screen, indices, size, { cullBackfaces: true });
    const seen = interpolate(kernels, raster, indices, free, 1);
    const weights = Float32Array.from(raster.triangles, (triangle, i) => (triangle < 0 ? 1 : seen[i]));
    kernels.scratch.release(mark);
    return weights;
  };
}
