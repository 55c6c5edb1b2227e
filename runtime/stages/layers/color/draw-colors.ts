import { type Camera, type CameraFrame, cameraFrame, projectVertices } from "../../../render/camera.ts";
import { type Raster, rasterise } from "../../../render/rasterise.ts";
import type { LayeredTextureSettings } from "../../stage-settings.ts";
import type { DrawnHead } from "../drawn-head.ts";
import { type Paint, paintsOf, samplePaint } from "./paint.ts";

/** A drawn head with what its layers are painted with. */
export interface PaintedHead {
  drawn: DrawnHead;
  settings: Pick<LayeredTextureSettings, "supersample" | "background" | "light">;
  /** Of each part of the drawn head. */
  paints: Paint[];
  /** [T] part of each triangle; the skin is the first. */
  partOf: Uint8Array;
}

/** What a camera sees of a painted head, supersampled and without light. */
export interface DrawnColors {
  frame: CameraFrame;
  /** Pixels along an edge. */
  renderSize: number;
  /** In scratch memory. */
  raster: Raster;
  /** [renderSize, renderSize, 3] sRGB in [0, 1], the background where nothing is; in scratch memory. */
  colors: Float32Array;
  /** [renderSize²] light that falls on what is there. */
  lights: Float32Array;
  /** The pixels that show skin, ascending. */
  skin: Uint32Array;
}

/** Texels along a side of a picture that is rendered small. */
const MOST_TEXELS = 512;

export function paintedHead<Settings extends PaintedHead["settings"]>(
  drawn: DrawnHead,
  settings: Settings,
): PaintedHead & { settings: Settings } {
  const partOf = new Uint8Array(drawn.indices.length / 3);
  for (const [i, { triangles }] of drawn.parts.entries()) partOf.fill(i, ...triangles);
  const layers = drawn.parts.map(({ layer }) => layer);
  return { drawn, settings, paints: paintsOf(layers, MOST_TEXELS), partOf };
}

/** Draws the colours of all layers as they are painted. @param size pixels along an edge before supersampling. */
export function drawColors(
  { drawn, settings, paints, partOf }: PaintedHead,
  camera: Camera,
  size: number,
): DrawnColors {
  const { kernels, indices, uvs, normals, cutout } = drawn;
  const { supersample, background, light } = settings;
  const renderSize = size * supersample;
  const frame = cameraFrame(camera);
  const screen = projectVertices(kernels, frame, renderSize, drawn.positions);
  const raster = rasterise(kernels, screen, indices, renderSize, { cullBackfaces: true, cutout });
  const count = raster.triangles.length;
  const colors = kernels.scratch.f32(count * 3);
  const [lights, pixels] = [new Float32Array(count), new Uint32Array(count)];
  let known = 0;
  for (let i = 0; i < count; i++) {
    const triangle = raster.triangles[i];
    if (triangle < 0) {
      for (let c = 0; c < 3; c++) colors[3 * i + c] = background[c];
      continue;
    }
    const mix = mixerAt(drawn, raster, i);
    samplePaint(paints[partOf[triangle]], mix(uvs, 2, 0), mix(uvs, 2, 1), colors, 3 * i);
    lights[i] = lightOn(mix(normals, 3, 0), mix(normals, 3, 1), mix(normals, 3, 2), frame, light);
    if (partOf[triangle] === 0) pixels[known++] = i;
  }
  return { frame, renderSize, raster, colors, lights, skin: pixels.subarray(0, known) };
}

/** What mixes component k of vertices' values [V, width] where a pixel shows one of their triangles. */
export function mixerAt(
  { indices }: Pick<DrawnHead, "indices">,
  { triangles, barycentrics }: Pick<Raster, "triangles" | "barycentrics">,
  pixel: number,
): (values: Float32Array, width: number, k: number) => number {
  const at = 3 * triangles[pixel];
  const [a, b, c] = [indices[at], indices[at + 1], indices[at + 2]];
  const [p, q, r] = barycentrics.subarray(3 * pixel, 3 * pixel + 3);
  return (values, width, k) => p * values[width * a + k] + q * values[width * b + k] + r * values[width * c + k];
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
