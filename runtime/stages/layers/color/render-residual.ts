import { backwardField, type FieldPass, forwardField } from "../../../field/field.ts";
import { type Camera, type CameraFrame, cameraFrame, projectVertices } from "../../../render/camera.ts";
import { downsample, downsampleBackward } from "../../../render/downsample.ts";
import { rasterise } from "../../../render/rasterise.ts";
import type { ColorModel } from "../../color/texture.ts";
import { samplePaint } from "./paint.ts";
import { levelOf, type ResidualModel, skinPoint, tintPoint } from "./residual-model.ts";

/** A rendered colour image with what its backward pass needs; lives in scratch memory. */
export interface ResidualRender {
  /** [size, size, 3] sRGB in [0, 1]. */
  image: Float32Array;
  renderSize: number;
  supersample: number;
  /** Field of the parts' tints, of the anchors and of the skin's pixels. */
  field: FieldPass;
  /** [points, 3] tanh of the field's outputs, and the same less the anchors' mean where a point is of the skin. */
  shares: Float32Array;
  residual: Float32Array;
  /** Pixels of the supersampled render whose colours are learned, ascending, and the point of each. */
  pixels: Uint32Array;
  points: Uint32Array;
  /** [pixels, 3] what a lit colour gains from its point's residual: light on the skin, times the drawn colour elsewhere; 0 where it is cut off. */
  gains: Float32Array;
}

/** Renders drawn colours and residual over a plain background. */
export function renderResidual(model: ResidualModel, camera: Camera, size: number): ResidualRender {
  const { drawn, canonical, settings, paints, learned, partOf, anchors } = model;
  const { kernels, indices, uvs, normals } = drawn;
  const { scratch } = kernels;
  const { supersample, background, bound } = settings;
  const renderSize = size * supersample;
  const frame = cameraFrame(camera);
  const screen = projectVertices(kernels, frame, renderSize, drawn.positions);
  const options = { cullBackfaces: true, cutout: drawn.cutout };
  const { triangles, barycentrics } = rasterise(kernels, screen, indices, renderSize, options);

  const count = triangles.length;
  const full = scratch.f32(count * 3);
  const lights = new Float32Array(count);
  const [pixels, points] = [new Uint32Array(count), new Uint32Array(count)];
  const asked = scratch.f32((paints.length + count) * 3 + anchors.length);
  for (const [part, { layer }] of drawn.parts.entries()) tintPoint(asked, 3 * part, layer.name);
  asked.set(anchors, 3 * paints.length);
  const firstPixel = paints.length + anchors.length / 3;
  let [known, places] = [0, firstPixel];
  for (let i = 0; i < count; i++) {
    const triangle = triangles[i];
    if (triangle < 0) {
      for (let c = 0; c < 3; c++) full[3 * i + c] = background[c];
      continue;
    }
    const part = partOf[triangle];
    const [a, b, c] = [indices[3 * triangle], indices[3 * triangle + 1], indices[3 * triangle + 2]];
    const [p, q, r] = [barycentrics[3 * i], barycentrics[3 * i + 1], barycentrics[3 * i + 2]];
    const u = p * uvs[2 * a] + q * uvs[2 * b] + r * uvs[2 * c];
    const v = p * uvs[2 * a + 1] + q * uvs[2 * b + 1] + r * uvs[2 * c + 1];
    samplePaint(paints[part], u, v, full, 3 * i);
    const toward = (k: number) => p * normals[3 * a + k] + q * normals[3 * b + k] + r * normals[3 * c + k];
    lights[i] = lightOn([toward(0), toward(1), toward(2)], frame, settings.light);
    if (learned[part] === "nothing") continue;
    pixels[known] = i;
    points[known++] = learned[part] === "tint" ? part : places;
    if (learned[part] === "tint") continue;
    const at = (k: number) => p * canonical[3 * a + k] + q * canonical[3 * b + k] + r * canonical[3 * c + k];
    skinPoint(asked, 3 * places++, at(0), at(1), at(2));
  }

  const field = forwardField(model.field, asked.subarray(0, 3 * places));
  const shares = field.outputs.map(Math.tanh);
  const level = levelOf(shares.subarray(3 * paints.length, 3 * firstPixel));
  const residual = shares.map((share, i) => (i < 3 * firstPixel ? share : share - level[i % 3]));
  const gains = new Float32Array(3 * known);
  for (let k = 0; k < known; k++) {
    for (let c = 0; c < 3; c++) {
      const at = 3 * pixels[k] + c;
      const gain = points[k] < paints.length ? full[at] : 1;
      const color = full[at] + gain * bound * residual[3 * points[k] + c];
      full[at] = Math.min(1, Math.max(0, color));
      gains[3 * k + c] = color >= 0 && color <= 1 ? gain * lights[pixels[k]] : 0;
    }
  }
  for (let i = 0; i < count; i++) {
    if (triangles[i] >= 0) for (let c = 0; c < 3; c++) full[3 * i + c] *= lights[i];
  }
  const image = supersample === 1 ? full : downsample(kernels, full, renderSize, 3);
  const seen = { pixels: pixels.subarray(0, known), points: points.subarray(0, known), gains };
  return { image, renderSize, supersample, field, shares, residual, ...seen };
}

/**
 * Adds the gradient of an image loss ([size, size, 3], in kernel memory) to the field's parameters, and that of
 * `decay` · mean square of the residual where it is seen, as shares of its bound.
 */
export function renderResidualBackward(model: ResidualModel, render: ResidualRender, dImage: Float32Array): void {
  const { drawn, settings, paints, anchors } = model;
  const { kernels } = drawn;
  const { bound, decay } = settings;
  const { pixels, points, gains, shares, residual, supersample, renderSize } = render;
  const full = supersample === 1 ? dImage : downsampleBackward(kernels, dImage, renderSize, 3);
  const gradient = kernels.scratch.f32(shares.length).fill(0);
  for (let k = 0; k < pixels.length; k++) {
    for (let c = 0; c < 3; c++) {
      const at = 3 * points[k] + c;
      gradient[at] += bound * gains[3 * k + c] * full[3 * pixels[k] + c] + (2 * decay * residual[at]) / pixels.length;
    }
  }
  const [firstAnchor, firstPixel] = [3 * paints.length, 3 * paints.length + anchors.length];
  const level = [0, 0, 0];
  for (let i = firstPixel; i < gradient.length; i++) level[i % 3] += (3 * gradient[i]) / anchors.length;
  for (let i = firstAnchor; i < firstPixel; i++) gradient[i] -= level[i % 3];
  for (let i = 0; i < gradient.length; i++) gradient[i] *= 1 - shares[i] ** 2;
  backwardField(model.field, render.field, gradient);
}

/** Soft light on a surface with a normal of any length. Cards may face away: they are lit as if they did not. */
function lightOn([x, y, z]: number[], { back }: CameraFrame, [ambient, camera, above]: readonly number[]): number {
  const length = Math.hypot(x, y, z) || 1;
  const along = (axis: readonly number[]) => (x * axis[0] + y * axis[1] + z * axis[2]) / length;
  return ambient + camera * Math.max(0, along(back)) + (above * y) / length;
}

/** The residual as texture and refine stage learn colours. */
export function residualColors(model: ResidualModel): ColorModel {
  const { settings, field } = model;
  return {
    settings,
    field,
    show(camera, size) {
      const render = renderResidual(model, camera, size);
      return { image: render.image, backward: (dImage) => renderResidualBackward(model, render, dImage) };
    },
  };
}
