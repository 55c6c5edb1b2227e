/** The residual of `render-residual.ts` on a GPU. */

import { backwardField, forwardField } from "../../../field/gpu-field.ts";
import { trainOnGpu } from "../../../field/trainer.ts";
import type { Gpu } from "../../../kernels/gpu/gpu.ts";
import { type CameraFrame, cameraFrame } from "../../../render/camera.ts";
import * as picture from "../../../render/gpu/picture.ts";
import { gatherPixels, vertexRows } from "../../color/gather-pixels.ts";
import type { ColorModel } from "../../color/texture.ts";
import { keepCutout } from "../../geometry/gpu-normals.ts";
import { DRAWN_LEVEL } from "../drawn-head.ts";
import type { Paint } from "./paint.ts";
import type { ResidualModel } from "./residual-model.ts";

/** Pixels whose gradients one thread sums. */
const RUN = 256;
/** Threads of a workgroup: one of them takes the anchors' mean. */
const GROUP = 64;

/** As `learnResidual`: head and drawn colours go there once, pictures and their gradients come and go. */
export function learnResidualOnGpu(model: ResidualModel, gpu: Gpu): ColorModel {
  const { drawn, settings, field, kept, before, canonical, partOf, paints } = model;
  const { supersample, background, bound, decay, light } = settings;
  const up = (values: Float32Array) => gpu.upload(new Float32Array(values));
  const [vertices, triangles] = [drawn.positions.length / 3, partOf.length];
  const mesh = { indices: gpu.upload(new Uint32Array(drawn.indices)), triangles, vertices };
  const [positions, shown] = [up(drawn.positions), up(shownRows(drawn.uvs, drawn.normals))];
  const cutout = drawn.cutout && keepCutout(gpu, drawn.cutout);
  const { parts, texels } = keepPaints(gpu, partOf, paints);
  const skin = drawn.parts[0].vertices[1];
  const rows = up(vertexRows(canonical, skin, before, kept?.masks[DRAWN_LEVEL]));
  const anchors = model.anchors.length / 3;
  const anchored = up(model.anchors);
  const trainer = trainOnGpu(field, gpu);
  const start = gpu.mark();
  const numbers = (pixels: number, known: number, { back }: CameraFrame) => ({
    u: [pixels, triangles, known, anchors],
    f: [bound, decay, ...light, ...back, ...background],
  });
  return {
    settings,
    trainer,
    async show(camera, size) {
      gpu.release(start);
      const renderSize = size * supersample;
      const sampling = { renderSize, supersample, channels: 3 };
      const pixels = renderSize ** 2;
      const frame = cameraFrame(camera);
      const screen = picture.projectVertices(gpu, frame, renderSize, positions, vertices);
      const raster = picture.rasterise(gpu, screen, mesh, renderSize, { cullBackfaces: true, cutout });
      const [colors, flags] = [gpu.scratch(pixels * 4), gpu.scratchZeros(pixels + 1)];
      const seen = [raster.triangles, raster.barycentrics, mesh.indices, shown, parts, texels, colors, flags];
      gpu.run("residual/paint", pixels, numbers(pixels, 0, frame), seen);
      const gathered = await gatherPixels(gpu, raster, mesh, { flags, rows }, anchors);
      const { known, places, points, pixelOf, parents } = gathered;
      const all = numbers(pixels, known, frame);
      const count = anchors + known;
      gpu.copy(anchored, points, anchors * 3);
      const pass = forwardField(trainer.copy(), points, count);
      const [shares, mean] = [gpu.scratch(count * 3), gpu.scratch(3)];
      gpu.run("residual/squash", count * 3, all, [pass.outputs, shares]);
      gpu.run("residual/level", GROUP, all, [shares, mean]);
      const [full, gains] = [gpu.scratch(pixels * 3), gpu.scratch(known * 3)];
      gpu.run("residual/compose", pixels, all, [shares, mean, colors, places, parents, full, gains]);
      const image = picture.show(gpu, full, sampling);
      const backward = (dImage: Float32Array) => {
        const dFull = picture.showBackward(gpu, picture.scratchOf(gpu, dImage), sampling);
        const gradient = gpu.scratch(count * 3);
        gpu.run("residual/slope", known * 3, all, [shares, mean, dFull, pixelOf, parents, gains, gradient]);
        const runs = gpu.scratch(Math.ceil(known / RUN) * 3);
        gpu.run("residual/sumRuns", Math.ceil(known / RUN), all, [gradient, runs]);
        gpu.run("residual/finish", count * 3, all, [shares, runs, gradient]);
        backwardField(trainer.copy(), pass, gradient);
      };
      return { image: await gpu.read(image, size * size * 3), backward };
    },
  };
}

/** [V, 5] texture coordinates and normals. */
function shownRows(uvs: Float32Array, normals: Float32Array): Float32Array {
  const rows = new Float32Array((5 * normals.length) / 3);
  for (let v = 0; 3 * v < normals.length; v++) {
    rows.set(uvs.subarray(2 * v, 2 * v + 2), 5 * v);
    rows.set(normals.subarray(3 * v, 3 * v + 3), 5 * v + 2);
  }
  return rows;
}

/** Part of each triangle, then each part's width, height and first texel; pictures that several parts show lie there once. */
function keepPaints(gpu: Gpu, partOf: Uint8Array, paints: Paint[]) {
  const first = new Map<Float32Array, number>();
  let count = 0;
  for (const { colors } of paints) {
    if (first.has(colors)) continue;
    first.set(colors, count);
    count += colors.length / 3;
  }
  const parts = new Uint32Array(partOf.length + 3 * paints.length);
  parts.set(partOf);
  for (const [i, { width, height, colors }] of paints.entries()) {
    parts.set([width, height, first.get(colors)!], partOf.length + 3 * i);
  }
  const texels = new Float32Array(3 * count);
  for (const [colors, at] of first) texels.set(colors, 3 * at);
  return { parts: gpu.upload(parts), texels: gpu.upload(texels) };
}
