import { type Camera, type CameraFrame, cameraFrame, projectVertices } from "../../../render/camera.ts";
import { downsample, downsampleBackward } from "../../../render/downsample.ts";
import { rasterise } from "../../../render/rasterise.ts";
import type { ColorModel } from "../../color/texture.ts";
import { DRAWN_LEVEL } from "../drawn-head.ts";
import { withinCube } from "../within-cube.ts";
import { samplePaint } from "./paint.ts";
import { levelOf, type ResidualModel } from "./residual-model.ts";

/** A rendered colour image with what its backward pass needs; lives in scratch memory. */
export interface ResidualRender {
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
export async function renderResidual(model: ResidualModel, camera: Camera, size: number): Promise<ResidualRender> {
  const { drawn, canonical, settings, paints, partOf, anchors, before } = model;
  const { kernels, indices, uvs, normals } = drawn;
  const { scratch } = kernels;
  const { supersample, background, bound } = settings;
  const mask = model.kept?.masks[DRAWN_LEVEL];
  const renderSize = size * supersample;
  const frame = cameraFrame(camera);
  const screen = projectVertices(kernels, frame, renderSize, drawn.positions);
  const options = { cullBackfaces: true, cutout: drawn.cutout };
  const { triangles, barycentrics } = rasterise(kernels, screen, indices, renderSize, options);

  const count = triangles.length;
  const full = scratch.f32(count * 3);
  const asked = scratch.f32(count * 3 + anchors.length);
  asked.set(anchors);
  const [lights, pixels] = [new Float32Array(count), new Uint32Array(count)];
  const [free, old] = [new Float32Array(count).fill(1), new Float32Array(mask ? 3 * count : 0)];
  let known = 0;
  for (let i = 0; i < count; i++) {
    const triangle = triangles[i];
    if (triangle < 0) {
      for (let c = 0; c < 3; c++) full[3 * i + c] = background[c];
      continue;
    }
    const [a, b, c] = [indices[3 * triangle], indices[3 * triangle + 1], indices[3 * triangle + 2]];
    const [p, q, r] = [barycentrics[3 * i], barycentrics[3 * i + 1], barycentrics[3 * i + 2]];
    const mix = (values: Float32Array, width: number, k: number) =>
      p * values[width * a + k] + q * values[width * b + k] + r * values[width * c + k];
    const part = partOf[triangle];
    samplePaint(paints[part], mix(uvs, 2, 0), mix(uvs, 2, 1), full, 3 * i);
    lights[i] = lightOn(mix(normals, 3, 0), mix(normals, 3, 1), mix(normals, 3, 2), frame, settings.light);
    if (part !== 0) continue;
    for (let k = 0; k < 3; k++) {
      asked[anchors.length + 3 * known + k] = withinCube(mix(canonical, 3, k));
      if (before) old[3 * known + k] = mix(before, 3, k);
    }
    if (mask) free[known] = mix(mask, 1, 0);
    pixels[known++] = i;
  }

  const outputs = await model.trainer.forward(asked.subarray(0, anchors.length + 3 * known));
  const shares = outputs.map(Math.tanh);
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
  for (let i = 0; i < full.length; i++) if (triangles[Math.floor(i / 3)] >= 0) full[i] *= lights[Math.floor(i / 3)];
  const image = supersample === 1 ? full : downsample(kernels, full, renderSize, 3);
  return { image, renderSize, supersample, shares, pixels: pixels.subarray(0, known), residual, gains, free };
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
  model.trainer.backward(gradient);
}

/** Soft light on a surface with a normal of any length. What faces away is lit as if it stood edge on. */
function lightOn(
  x: number,
  y: number,
  z: number,
  { back }: CameraFrame,
  [ambient, camera, above]: readonly number[],
): number {
  const length = Math.sqrt(x * x + y * y + z * z) || 1;
  const toCamera = Math.max(0, x * back[0] + y * back[1] + z * back[2]);
  return ambient + (camera * toCamera + above * y) / length;
}

/** The residual as texture and refine stage learn colours. */
export function residualColors(model: ResidualModel): ColorModel {
  const { settings, trainer } = model;
  return {
    settings,
    trainer,
    async show(camera, size) {
      const render = await renderResidual(model, camera, size);
      return { image: render.image, backward: (dImage) => renderResidualBackward(model, render, dImage) };
    },
  };
}
