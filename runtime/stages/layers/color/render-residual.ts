import { backwardField, type FieldPass, forwardField } from "../../../field/field.ts";
import type { Camera } from "../../../render/camera.ts";
import { downsample, downsampleBackward } from "../../../render/downsample.ts";
import { DRAWN_LEVEL } from "../drawn-head.ts";
import { withinCube } from "../within-cube.ts";
import { drawColors, mixerAt } from "./draw-colors.ts";
import { levelOf, type ResidualModel } from "./residual-model.ts";

/** A rendered colour image with what its backward pass needs; lives in scratch memory. */
export interface ResidualRender {
  field: FieldPass;
  /** [size, size, 3] sRGB in [0, 1]. */
  image: Float32Array;
  renderSize: number;
  supersample: number;
  /** [anchors + pixels, 3] tanh of the field's outputs. */
  shares: Float32Array;
  /** Pixels of the supersampled render that show skin, ascending. */
  pixels: Uint32Array;
  /** [pixels, 3] shares less the anchors' mean. */
  residual: Float32Array;
  /** [pixels, 3] what a colour gains from the residual: the light there, 0 where it is cut off; an edit's share of it. */
  gains: Float32Array;
  /** [pixels] that share. */
  free: Float32Array;
}

/** Renders drawn colours and the skin's residual over a plain background. */
export function renderResidual(model: ResidualModel, camera: Camera, size: number): ResidualRender {
  const { drawn, canonical, settings, anchors, before } = model;
  const { kernels } = drawn;
  const { supersample, bound } = settings;
  const mask = model.kept?.masks[DRAWN_LEVEL];
  const { renderSize, raster, colors: full, lights, skin: pixels } = drawColors(model, camera, size);
  const known = pixels.length;
  const asked = kernels.scratch.f32(anchors.length + 3 * known);
  asked.set(anchors);
  const [free, old] = [new Float32Array(known).fill(1), new Float32Array(mask ? 3 * known : 0)];
  for (const [n, pixel] of pixels.entries()) {
    const mix = mixerAt(drawn, raster, pixel);
    for (let k = 0; k < 3; k++) {
      asked[anchors.length + 3 * n + k] = withinCube(mix(canonical, 3, k));
      if (before) old[3 * n + k] = mix(before, 3, k);
    }
    if (mask) free[n] = mix(mask, 1, 0);
  }

  const field = forwardField(model.field, asked);
  const shares = field.outputs.map(Math.tanh);
  const level = levelOf(shares.subarray(0, anchors.length));
  const [residual, gains] = [new Float32Array(3 * known), new Float32Array(3 * known)];
  for (let i = 0; i < residual.length; i++) {
    const [pixel, c] = [Math.floor(i / 3), i % 3];
    residual[i] = shares[anchors.length + i] - level[c];
    const own = bound * residual[i];
    const at = 3 * pixels[pixel] + c;
    const color = full[at] + (mask ? old[i] + free[pixel] * (own - old[i]) : own);
    full[at] = Math.min(1, Math.max(0, color));
    gains[i] = color >= 0 && color <= 1 ? lights[pixels[pixel]] * free[pixel] : 0;
  }
  const { triangles } = raster;
  for (let i = 0; i < full.length; i++) if (triangles[Math.floor(i / 3)] >= 0) full[i] *= lights[Math.floor(i / 3)];
  const image = supersample === 1 ? full : downsample(kernels, full, renderSize, 3);
  return { field, image, renderSize, supersample, shares, pixels, residual, gains, free };
}

/**
 * Adds the gradient of an image loss ([size, size, 3], in kernel memory) to the field's parameters, and that of
 * `decay` · mean square of the residual where it is seen, as shares of its bound.
 */
export function renderResidualBackward(model: ResidualModel, render: ResidualRender, dImage: Float32Array): void {
  const { drawn, settings, anchors } = model;
  const { kernels } = drawn;
  const { bound, decay } = settings;
  const { pixels, gains, free, shares, residual, supersample, renderSize } = render;
  const full = supersample === 1 ? dImage : downsampleBackward(kernels, dImage, renderSize, 3);
  const gradient = kernels.scratch.f32(shares.length).fill(0);
  const level = [0, 0, 0];
  for (let i = 0; i < residual.length; i++) {
    const [pixel, c] = [Math.floor(i / 3), i % 3];
    const shrink = (2 * decay * free[pixel] * residual[i]) / pixels.length;
    const slope = bound * gains[i] * full[3 * pixels[pixel] + c] + shrink;
    gradient[anchors.length + i] = slope;
    level[c] += (3 * slope) / anchors.length;
  }
  for (let i = 0; i < anchors.length; i++) gradient[i] = -level[i % 3];
  for (let i = 0; i < gradient.length; i++) gradient[i] *= 1 - shares[i] ** 2;
  backwardField(model.field, render.field, gradient);
}
