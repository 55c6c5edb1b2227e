/** What stages learn, on a GPU against the WASM: pictures, and the gradients of parameters that follow from those of pictures. */

import assert from "node:assert/strict";
import { createField, type Field, fieldTensors, layers as networkOf } from "../../runtime/field/field.ts";
import type { Gpu } from "../../runtime/kernels/gpu/gpu.ts";
import { keepWithin } from "../../runtime/kernels/keep-within.ts";
import type { Kernels } from "../../runtime/kernels/load.ts";
import { learnColors } from "../../runtime/stages/color/learn-colors.ts";
import type { TextureModel } from "../../runtime/stages/color/render-color.ts";
import { createGeometryModel, type GeometryModel } from "../../runtime/stages/geometry/geometry-model.ts";
import { learnGeometry } from "../../runtime/stages/geometry/learn-geometry.ts";
import { showNormals } from "../../runtime/stages/geometry/show-normals.ts";
import type { LearnedPictures } from "../../runtime/stages/guidance/learned-pictures.ts";
import { learnResidual } from "../../runtime/stages/layers/color/learn-residual.ts";
import { createResidualModel } from "../../runtime/stages/layers/color/residual-model.ts";
import { type DrawnHead, drawnSurface, keepDrawn } from "../../runtime/stages/layers/drawn-head.ts";
import { learnShape } from "../../runtime/stages/layers/shape/learn-shape.ts";
import { createShapeField, createShapeModel } from "../../runtime/stages/layers/shape/shape-model.ts";
import type { KeptSkin } from "../../runtime/stages/layers/subject.ts";
import type {
  GeometrySettings,
  LayeredGeometrySettings,
  LayeredTextureSettings,
} from "../../runtime/stages/stage-settings.ts";
import { ballsOf } from "../bake/layered/ball-head.ts";
import { close, load, noise, put } from "../kernels/support.ts";
import { ballSubject, learnAtRandom } from "../stages/layers/subject.ts";
import { gpuTest, HALF_TOLERANCE, TOLERANCE } from "./support.ts";

const SIZE = 32;
/** Coarse: SwiftShader takes as long as there are vertices. */
const subject = ballSubject(ballsOf(8, 12));
const camera = { azimuth: 20, elevation: 10, fov: 40 };
const field = { levels: 3, log2TableSize: 10, baseResolution: 4, perLevelScale: 1.5, hidden: 8, outputs: 3 };
const shaping = { field, supersample: 2, reach: 0.08, border: 0.2, normalConsistency: 3000, laplacian: 300 };
const coloring = {
  ...{ field, supersample: 2, background: [0.58, 0.47, 0.41], bound: 0.1, decay: 40, light: [0.8, 0.08, 0.12] },
} as unknown as LayeredTextureSettings;

/** Something that is learned in some kernels, and what it trains. */
type Make = (kernels: Kernels) => { learned: LearnedPictures; field: Field };

/** An edit of half of the skin. */
function kept({ positions }: DrawnHead): KeptSkin {
  const finest = subject.head.layers[0].levels[0].positions;
  const half = (at: Float32Array) => Float32Array.from({ length: at.length / 3 }, (_, v) => Number(at[3 * v] > 0));
  return { before: noise(finest.length, 5).map((x) => 0.02 * x), masks: [half(finest), half(positions)] };
}

function shape(isEdit: boolean): Make {
  return (kernels) => {
    const drawn = keepDrawn(kernels, subject.head);
    const settings = shaping as LayeredGeometrySettings;
    const model = createShapeModel(drawn, subject, settings, {
      field: createShapeField(kernels, settings, 1),
      kept: isEdit ? kept(drawn) : undefined,
    });
    learnAtRandom(model.field);
    return { learned: learnShape(model), field: model.field };
  };
}

function residual(isEdit: boolean): Make {
  return (kernels) => {
    const drawn = keepDrawn(kernels, subject.head);
    const rest = { positions: drawn.positions, subject };
    const model = createResidualModel(drawn, rest, coloring, { seed: 1, kept: isEdit ? kept(drawn) : undefined });
    learnAtRandom(model.field);
    return { learned: learnResidual(model), field: model.field };
  };
}

function colors(isEdit: boolean): Make {
  return (kernels) => {
    const { positions, indices, cutout } = keepDrawn(kernels, subject.head);
    const [own, parent] = [1, 2].map((seed) => createField(kernels, field, seed));
    for (const one of [own, parent]) learnAtRandom(one);
    networkOf(parent).bias2.set([1, -1, 0.5]);
    const mask = put(kernels, noise(positions.length / 3, 6).map(Math.abs));
    const settings = coloring as unknown as TextureModel["settings"];
    const blend = isEdit ? { parent, mask } : undefined;
    return { learned: learnColors({ settings, field: own, mesh: { positions, indices, cutout }, blend }), field: own };
  };
}

/** A ball on the grid, with a floater that is not learned. */
function grown(kernels: Kernels): GeometryModel {
  const side = 15;
  const places = Array.from({ length: side ** 3 }, (_, i) => [
    i % side,
    Math.floor(i / side) % side,
    Math.floor(i / side ** 2),
  ]);
  const ball = ([x, y, z]: number[], middle: number, radius: number) =>
    Math.hypot(...[x, y, z].map((k) => (2 * k) / (side - 1) - 1 - middle)) - radius;
  const template = Float32Array.from(places, (at) => Math.min(ball(at, -0.1, 0.5), ball(at, 0.7, 0.17)));
  const settings = {
    resolution: side - 1,
    range: 0.2,
    bandCells: 2,
    supersample: 2,
    field,
  } as unknown as GeometrySettings;
  const model = createGeometryModel(kernels, settings, template, 1);
  learnAtRandom(model.field);
  return model;
}

const CASES = {
  "offsets of a head": shape(false),
  "offsets of an edit": shape(true),
  "residual of drawn colours": residual(false),
  "residual of an edit": residual(true),
  "colours of a surface": colors(false),
  "colours of an edit": colors(true),
};

/** One step, or several. @returns the last picture and all that was learned, off the kernels. */
async function steps(kernels: Kernels, make: Make, count: number, size = SIZE) {
  return keepWithin(kernels, async () => {
    const { learned, field } = make(kernels);
    let image = new Float32Array(0);
    for (let step = 0; step < count; step++) {
      const mark = kernels.scratch.mark();
      const shown = await learned.show(camera, size);
      image = shown.image.slice();
      const gradient = kernels.scratch.f32(size * size * 3);
      gradient.set(noise(gradient.length, 7 + step));
      shown.backward(gradient);
      kernels.scratch.release(mark);
      if (count > 1) learned.trainer.step();
    }
    await learned.trainer.home();
    const { table, network } = field;
    const learnt = Object.values(fieldTensors(field)).map((values) => values.slice());
    return { image, table: table.gradient.slice(), network: network.gradient.slice(), learnt };
  });
}

for (const [what, make] of Object.entries(CASES)) {
  gpuTest(
    `${what}: picture and gradients are those of the WASM`,
    async (gpu) => {
      const kernels = await load();
      const [wanted, found] = [await steps(kernels, make, 1), await steps({ ...kernels, gpu }, make, 1)];
      // Rounded inputs let a few points of a hidden unit be negative that were not.
      const [rounded, gated] = gpu.half ? [HALF_TOLERANCE, 10 * HALF_TOLERANCE] : [TOLERANCE, TOLERANCE];
      close(found.image, wanted.image, rounded, "image");
      assert.ok(wanted.table.some((value) => value !== 0) && wanted.network.some((value) => value !== 0));
      close(found.table, wanted.table, gated, "table gradient");
      close(found.network, wanted.network, gated, "network gradient");
    },
    true,
  );
}

gpuTest("a shape on the grid: picture, gradients and surface are those of the WASM, and repeat", async (gpu) => {
  const kernels = await load();
  const learn = (on: Kernels, channels: 3 | 4) =>
    keepWithin(on, async () => {
      const [model, mark] = [grown(on), on.scratch.mark()];
      const learned = learnGeometry(model);
      await learned.revisit();
      const shown = await learned.show(camera, SIZE, channels);
      const image = shown.image.slice();
      const gradient = put(on, noise(image.length, 7));
      shown.backward(gradient, { normalConsistency: 30, laplacian: 300 });
      const surface = await learned.surface();
      const [positions, indices] = [surface.positions.slice(), surface.indices.slice()];
      await learned.trainer.home();
      const { table, network } = model.field;
      on.scratch.release(mark);
      return { image, positions, indices, table: table.gradient.slice(), network: network.gradient.slice() };
    });
  for (const channels of [3, 4] as const) {
    const [wanted, found] = [await learn(kernels, channels), await learn({ ...kernels, gpu }, channels)];
    assert.deepEqual(found.indices, wanted.indices);
    assert.ok(wanted.positions.length > 300 && wanted.positions.every((place) => place < 0.55), "the floater is there");
    for (const what of ["positions", "image", "table", "network"] as const) {
      assert.ok(wanted[what].some((value) => value !== 0));
      close(found[what], wanted[what], TOLERANCE, what);
    }
    assert.deepEqual(await learn({ ...kernels, gpu }, channels), found);
  }
});

gpuTest(
  "twenty steps of offsets and of a residual have the same bits",
  async (gpu) => {
    const kernels = await load();
    for (const make of [shape(false), residual(false)]) {
      const twenty = async () => {
        const { image, learnt } = await steps({ ...kernels, gpu }, make, 20, 16);
        return [image, ...learnt].map((values) => new Uint32Array(new Float32Array(values).buffer));
      };
      assert.deepEqual(await twenty(), await twenty());
    }
  },
  true,
);

gpuTest("what is known of a head is shown as the WASM shows it, and nothing of it is kept", async (gpu: Gpu) => {
  const kernels = await load();
  const { kept } = gpu;
  const before = kept();
  const show = (on: Kernels) =>
    keepWithin(on, () => showNormals(on, drawnSurface(keepDrawn(on, subject.head)))(camera, SIZE));
  close(await show({ ...kernels, gpu }), await show(kernels), TOLERANCE, "normal map");
  assert.equal(kept(), before);
});
