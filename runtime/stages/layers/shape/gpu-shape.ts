/** The learned shape of `shape-model.ts` on a GPU. */

import { backwardField, forwardField } from "../../../field/gpu-field.ts";
import { trainOnGpu } from "../../../field/trainer.ts";
import type { Gpu, GpuArray } from "../../../kernels/gpu/gpu.ts";
import { keepSparse, multiply, type SparseRows, transposed } from "../../../kernels/gpu/sparse.ts";
import { scratchOf } from "../../../render/gpu/picture.ts";
import { laplacian } from "../../../render/gpu/surface.ts";
import { keepMesh, keepSurface, renderNormals, renderNormalsBackward } from "../../geometry/gpu-normals.ts";
import { DRAWN_LEVEL, drawnSurface } from "../drawn-head.ts";
import type { Follow } from "./follow-skin.ts";
import type { LearnedShape, ShapeModel } from "./shape-model.ts";

/** As `learnShape`: places go there once, pictures and their gradients come and go. */
export function learnShapeOnGpu(model: ShapeModel, gpu: Gpu): LearnedShape {
  const { settings, drawn, guards, kept, before, points, skin, field, kernels } = model;
  const [cage, vertices] = [points.length / 3, drawn.positions.length / 3];
  const up = (values: Float32Array) => gpu.upload(new Float32Array(values));
  const surface = keepSurface(gpu, drawnSurface(drawn));
  const skinMesh = keepMesh(gpu, skin, cage);
  const follows = keepFollow(gpu, model.follows, cage);
  const [places, guard] = [up(points), up(guards[DRAWN_LEVEL])];
  const [mask, parent] = [kept ? up(kept.masks[DRAWN_LEVEL]) : gpu.zeros(1), before ? up(before) : gpu.zeros(1)];
  const numbers = { u: [cage * 3, kept && before ? 1 : 0], f: [settings.reach] };
  const masked = { u: [cage * 3, kept ? 1 : 0], f: [settings.reach] };
  const trainer = trainOnGpu(field, gpu);
  const start = gpu.mark();

  const forward = () => {
    gpu.release(start);
    const pass = forwardField(trainer.copy(), places, cage);
    const [shares, moves] = [gpu.scratch(cage * 3), gpu.scratch(cage * 3)];
    gpu.run("offsets/forward", cage * 3, numbers, [guard, mask, parent, pass.outputs, shares, moves]);
    const positions = gpu.scratch(vertices * 3);
    gpu.copy(surface.positions, positions, vertices * 3);
    follows.forward(moves, positions);
    return { pass, shares, moves, positions };
  };

  return {
    settings,
    trainer,
    async show(camera, size) {
      const { pass, shares, moves, positions } = forward();
      const render = renderNormals(gpu, { ...surface, positions }, camera, size, settings.supersample);
      const backward = (dImage: Float32Array) => {
        const gradientOfImage = scratchOf(gpu, dImage);
        const smoothness = { normalConsistency: settings.normalConsistency, laplacian: 0 };
        const dPositions = renderNormalsBackward(gpu, render, gradientOfImage, smoothness, skinMesh);
        const gradient = gpu.scratchZeros(cage * 3);
        follows.backward(dPositions, gradient);
        laplacian(gpu, moves, skinMesh, skinMesh.fans, settings.laplacian, gradient);
        gpu.run("offsets/backward", cage * 3, masked, [guard, mask, shares, gradient]);
        backwardField(trainer.copy(), pass, gradient);
      };
      return { image: await gpu.read(render.image, size * size * 3), backward };
    },
    async positions() {
      const out = kernels.scratch.f32(vertices * 3);
      out.set(await gpu.read(forward().positions, vertices * 3));
      return out;
    },
  };
}

/** The matrices of `follow`: rows of what the cage's vertices move, and the row of each vertex. */
function keepFollow(gpu: Gpu, { row, starts, vertices, weights }: Follow, cage: number) {
  const rows: SparseRows = { starts, columns: vertices, weights };
  const places: SparseRows = {
    starts: Uint32Array.from({ length: row.length + 1 }, (_, v) => v),
    columns: row,
    weights: new Float32Array(row.length).fill(1),
  };
  const count = starts.length - 1;
  const [onRows, onPlaces] = [keepSparse(gpu, rows), keepSparse(gpu, places)];
  const [fromRows, fromPlaces] = [keepSparse(gpu, transposed(rows, cage)), keepSparse(gpu, transposed(places, count))];
  return {
    /** Adds to `positions` what vertices move. */
    forward(moves: GpuArray, positions: GpuArray) {
      const moved = gpu.scratchZeros(count * 3);
      multiply(gpu, onRows, moves, moved);
      multiply(gpu, onPlaces, moved, positions);
    },
    /** Adds to `dMoves` what follows from the gradient of the places. */
    backward(dPositions: GpuArray, dMoves: GpuArray) {
      const moved = gpu.scratchZeros(count * 3);
      multiply(gpu, fromPlaces, dPositions, moved);
      multiply(gpu, fromRows, moved, dMoves);
    },
  };
}
