import { backwardField, evaluateField, type Field, type FieldPass, forwardField } from "../../field/field.ts";
import type { Kernels } from "../../kernels/load.ts";
import type { Cutout } from "../../mesh/cutout.ts";
import { type Camera, cameraFrame, projectVertices } from "../../render/camera.ts";
import { downsample, downsampleBackward } from "../../render/downsample.ts";
import { interpolate } from "../../render/interpolate.ts";
import { rasterise } from "../../render/rasterise.ts";
import type { ColorSettings, TextureSettings } from "../stage-settings.ts";

/** A fixed surface in kernel memory. */
export interface FixedMesh {
  positions: Float32Array;
  indices: Uint32Array;
  /** [V, 3] where each vertex's colour is looked up: its place before edits moved it; `positions` where left out. */
  canonical?: Float32Array;
  /** Cards among the triangles, in kernel memory. */
  cutout?: Cutout;
}

/** Keeps colours outside a region: the surface shows (1−mask)·parent + mask·field. */
export interface Blend {
  parent: Field;
  /** [V] in [0, 1], in kernel memory. */
  mask: Float32Array;
}

/** The colour field on the finished surface. */
export interface TextureModel {
  settings: TextureSettings;
  field: Field;
  mesh: FixedMesh;
  /** An edit's parent, which shows outside the edited region. */
  blend?: Blend;
}

/** A rendered colour image with what its backward pass needs; lives in scratch memory. */
export interface ColorRender {
  field: FieldPass;
  /** [size, size, 3] sRGB in [0, 1]. */
  image: Float32Array;
  renderSize: number;
  supersample: number;
  /** Pixels of the supersampled render that show the head, ascending. */
  pixels: Uint32Array;
  /** [pixels, 3] sigmoid of the field's outputs. */
  colors: Float32Array;
  /** [pixels] weight of the field's colours where it is blended with a parent's. */
  weights?: Float32Array;
}

/** What of a model is rendered; `supersample` is 1 or 2. */
type Rendered = Pick<TextureModel, "field" | "mesh" | "blend"> & {
  settings: Pick<ColorSettings, "supersample" | "background">;
};

/** Renders the colour field at the visible surface points over a plain background. */
export function renderColor({ field, mesh, blend, settings }: Rendered, camera: Camera, size: number): ColorRender {
  const { supersample, background } = settings;
  const { kernels } = field;
  const { scratch } = kernels;
  const renderSize = size * supersample;
  const screen = projectVertices(kernels, cameraFrame(camera), renderSize, mesh.positions);
  const raster = rasterise(kernels, screen, mesh.indices, renderSize, { cullBackfaces: true, cutout: mesh.cutout });
  const points = interpolate(kernels, raster, mesh.indices, mesh.canonical ?? mesh.positions, 3);
  const covered = raster.triangles;
  let count = 0;
  for (let i = 0; i < covered.length; i++) if (covered[i] >= 0) count++;
  const pixels = scratch.u32(count);
  const positions = scratch.f32(count * 3);
  for (let i = 0, k = 0; i < covered.length; i++) {
    if (covered[i] < 0) continue;
    pixels[k] = i;
    positions[k * 3] = points[i * 3];
    positions[k * 3 + 1] = points[i * 3 + 1];
    positions[k * 3 + 2] = points[i * 3 + 2];
    k++;
  }
  const pass = forwardField(field, positions);
  const colors = scratch.f32(count * 3);
  for (let i = 0; i < colors.length; i++) colors[i] = sigmoid(pass.outputs[i]);
  let [shown, weights]: [Float32Array, Float32Array | undefined] = [colors, undefined];
  if (blend) {
    const mask = interpolate(kernels, raster, mesh.indices, blend.mask, 1);
    weights = Float32Array.from(pixels, (pixel) => mask[pixel]);
    shown = mixColors(forwardField(blend.parent, positions).outputs, colors, weights);
  }
  const [red, green, blue] = background;
  const full = scratch.f32(renderSize * renderSize * 3);
  for (let i = 0, k = 0; i < covered.length; i++) {
    const seen = covered[i] >= 0;
    full[i * 3] = seen ? shown[k * 3] : red;
    full[i * 3 + 1] = seen ? shown[k * 3 + 1] : green;
    full[i * 3 + 2] = seen ? shown[k * 3 + 2] : blue;
    if (seen) k++;
  }
  const image = supersample === 1 ? full : downsample(kernels, full, renderSize, 3);
  return { field: pass, image, renderSize, supersample, pixels, colors, weights };
}

/** Adds the gradient of an image loss ([size, size, 3], in kernel memory) to the field's parameters. */
export function renderColorBackward(field: Field, render: ColorRender, dImage: Float32Array): void {
  const { kernels } = field;
  const { pixels, colors, weights, supersample, renderSize } = render;
  const full = supersample === 1 ? dImage : downsampleBackward(kernels, dImage, renderSize, 3);
  const gradient = kernels.scratch.f32(colors.length);
  for (let k = 0; k < pixels.length; k++) {
    const weight = weights ? weights[k] : 1;
    for (let c = 0; c < 3; c++) {
      const color = colors[k * 3 + c];
      gradient[k * 3 + c] = weight * full[pixels[k] * 3 + c] * color * (1 - color);
    }
  }
  backwardField(field, render.field, gradient);
}

/**
 * Colours of arbitrary points, for baking and previews.
 * @param positions [n, 3] in head space, anywhere in memory. @returns [n, 3] sRGB in [0, 1], on the JavaScript heap.
 */
export function fieldColors(kernels: Kernels, field: Field, positions: Float32Array, piece = 65536): Float32Array {
  const colors = new Float32Array(positions.length);
  for (let begin = 0; begin < positions.length; begin += piece * 3) {
    const mark = kernels.scratch.mark();
    const part = positions.subarray(begin, begin + piece * 3);
    const points = kernels.scratch.f32(part.length);
    points.set(part);
    const outputs = kernels.scratch.f32(part.length);
    evaluateField(field, points, outputs);
    for (let i = 0; i < part.length; i++) colors[begin + i] = sigmoid(outputs[i]);
    kernels.scratch.release(mark);
  }
  return colors;
}

/** @param parent [n, 3] outputs of the parent's field. @param colors [n, 3]. @param weights [n]. @returns [n, 3] on the heap. */
function mixColors(parent: Float32Array, colors: Float32Array, weights: Float32Array): Float32Array {
  return Float32Array.from(parent, (output, i) => {
    const weight = weights[Math.floor(i / 3)];
    return (1 - weight) * sigmoid(output) + weight * colors[i];
  });
}

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
