import { backwardField, createField, type Field, type FieldPass, forwardField, stepField } from "../../field/field.ts";
import { crossings, type Lattice, moveSurface, moveSurfaceBackward, restPositions } from "../../field/lattice.ts";
import { createMoveLimit, limitMoves, type MoveLimit } from "../../field/limit-moves.ts";
import type { Surface } from "../../field/march.ts";
import type { Kernels } from "../../kernels/load.ts";
import { laplacian } from "../../render/mesh-losses.ts";
import type { FinishedGeometry } from "../files/geometry-file.ts";
import { renderNormals, renderNormalsBackward } from "../geometry/render-normals.ts";
import { distillView, imageSize, type StageContext } from "../guidance/distill-view.ts";
import { decayedRates } from "../guidance/learning-rate.ts";
import { sampleCamera } from "../guidance/sample-camera.ts";
import { stageRandom } from "../guidance/step-rng.ts";
import type { ShapeEditSettings } from "../stage-settings.ts";

/**
 * The parent's surface and a field of offsets for the grid vertices that carry it. The signed distances are frozen, so the
 * surface keeps its connectivity (HeadArtist, section 4.3). As a field, neighbouring offsets learn together; free offsets
 * would need a far stronger Laplacian to stay smooth.
 */
export interface ShapeEdit {
  kernels: Kernels;
  settings: ShapeEditSettings;
  /** Three outputs: the unlimited offset. */
  field: Field;
  parent: FinishedGeometry;
  /** [F, 3] in kernel memory. */
  indices: Uint32Array;
  /** [lattice, 3] where the field is evaluated, in kernel memory. */
  points: Float32Array;
  /** [lattice] in [0, 1]. */
  mask: Float32Array;
  /** [V] see {@link crossings}. */
  weights: Float32Array;
  limit: MoveLimit;
}

/** The surface under the present offsets, with what its backward pass needs; lives in scratch memory. */
interface ShapePass {
  field: FieldPass;
  /** [lattice, 3] tanh of the field's outputs. */
  shares: Float32Array;
  surface: Surface;
}

/** Of the reach, what the start may use: a tanh that is saturated learns no more. */
const MOST_SHARE = 0.9;

/** @param mask [V] how much each surface vertex may change, in [0, 1]. */
export function createShapeEdit(
  kernels: Kernels,
  settings: ShapeEditSettings,
  parent: FinishedGeometry,
  mask: Float32Array,
  seed: number,
): ShapeEdit {
  const { lattice } = parent;
  const indices = kernels.store.u32(parent.indices.length);
  indices.set(parent.indices);
  return {
    kernels,
    settings,
    field: createField(kernels, { ...settings.field, outputs: 3 }, seed),
    parent,
    indices,
    points: restPositions(lattice, kernels.store.f32(lattice.ids.length * 3)),
    mask: latticeMask(lattice, mask),
    weights: crossings(lattice),
    limit: createMoveLimit(lattice, settings.leastVolume),
  };
}

/**
 * Fits the offsets to moves that the edit starts from.
 * @param moves [lattice, 3] in units at `model.points`; longer ones than the edit's reach are cut short.
 */
export function startShapeEdit({ kernels, settings, field, points }: ShapeEdit, moves: Float32Array): void {
  const { start, reach } = settings;
  for (let step = 0; step < start.steps; step++) {
    const mark = kernels.scratch.mark();
    const pass = forwardField(field, points);
    const gradient = kernels.scratch.f32(moves.length);
    for (let i = 0; i < moves.length; i++) {
      const share = Math.tanh(pass.outputs[i]);
      const wanted = Math.min(MOST_SHARE, Math.max(-MOST_SHARE, moves[i] / reach));
      gradient[i] = ((share - wanted) * (1 - share * share)) / moves.length;
    }
    backwardField(field, pass, gradient);
    kernels.scratch.release(mark);
    stepField(field, decayedRates(start.learningRates, step / start.steps));
  }
}

/**
 * One step: render a normal map of the moved surface, distil it, add normal consistency and the Laplacian of the
 * displacement (which, unlike that of the surface, leaves the parent's detail alone), and update the offsets.
 * @returns the mean squared latent gradient.
 */
export async function shapeEditStep(context: StageContext, model: ShapeEdit, step: number): Promise<number> {
  const { kernels } = context;
  const { settings, parent } = model;
  const random = stageRandom(context.seed, "edit shape");
  const draw = random.step(step);
  const progress = step / settings.steps;
  const view = sampleCamera(settings.cameras, step, random.run, draw);

  const mark = kernels.scratch.mark();
  const pass = forwardShape(model);
  const { positions, indices } = pass.surface;
  const size = imageSize(context, settings, progress);
  const render = renderNormals(kernels, pass.surface, view.camera, size, settings.supersample);
  const { gradient, loss } = await distillView(context, settings, view, render.image, progress, draw);
  const { normalConsistency } = settings;
  const dPositions = renderNormalsBackward(kernels, render, gradient, { normalConsistency, laplacian: 0 });
  const displacement = kernels.scratch.f32(positions.length);
  for (let i = 0; i < displacement.length; i++) displacement[i] = positions[i] - parent.positions[i];
  laplacian(kernels, displacement, indices, settings.laplacian, dPositions);
  backwardField(model.field, pass.field, backwardShape(model, pass, dPositions));
  kernels.scratch.release(mark);
  stepField(model.field, decayedRates(settings.learningRates, progress));
  return loss;
}

/** The moved surface between steps, for previews, in scratch memory. */
export function editedSurface(model: ShapeEdit): Surface {
  return forwardShape(model).surface;
}

/** The child's geometry. @param strength share in [0, 1] of the learned offsets that it gets. */
export function finishShapeEdit(model: ShapeEdit, strength: number): FinishedGeometry {
  const { kernels, parent, weights } = model;
  const { lattice, indices, canonical } = parent;
  const mark = kernels.scratch.mark();
  const moves = limitedMoves(model, forwardField(model.field, model.points).outputs.map(Math.tanh), strength);
  kernels.scratch.release(mark);
  const positions = new Float32Array(parent.positions.length);
  moveSurface(lattice, weights, parent.positions, moves, positions);
  const offsets = lattice.offsets.map((offset, i) => offset + moves[i]);
  return { positions, indices, canonical, lattice: { ...lattice, offsets } };
}

function forwardShape(model: ShapeEdit): ShapePass {
  const { kernels, parent, indices, weights } = model;
  const field = forwardField(model.field, model.points);
  const shares = field.outputs.map(Math.tanh);
  const positions = kernels.scratch.f32(parent.positions.length);
  moveSurface(parent.lattice, weights, parent.positions, limitedMoves(model, shares, 1), positions);
  return { field, shares, surface: { positions, indices, edges: parent.lattice.edges } };
}

/** @returns [lattice, 3] moves in units, none of which turns a tetrahedron inside out. */
function limitedMoves({ settings, mask, limit }: ShapeEdit, shares: Float32Array, strength: number): Float32Array {
  const moves = shares.map((share, i) => strength * settings.reach * mask[Math.floor(i / 3)] * share);
  limitMoves(limit, moves, mask);
  return moves;
}

/** Gradient at the field's outputs. Where moves were limited, it is that of the moves as they were asked for. */
function backwardShape(
  { kernels, settings, parent, mask, weights }: ShapeEdit,
  pass: ShapePass,
  dPositions: Float32Array,
) {
  const gradient = kernels.scratch.f32(pass.shares.length).fill(0);
  moveSurfaceBackward(parent.lattice, weights, dPositions, gradient);
  for (let i = 0; i < gradient.length; i++) {
    gradient[i] *= settings.reach * mask[Math.floor(i / 3)] * (1 - pass.shares[i] ** 2);
  }
  return gradient;
}

/** A lattice vertex may move as much as the stillest surface vertex it carries, so that vertices of weight 0 keep still. */
function latticeMask({ ids, edges }: Lattice, mask: Float32Array): Float32Array {
  const out = new Float32Array(ids.length).fill(1);
  edges.forEach((place, i) => {
    out[place] = Math.min(out[place], mask[i >> 1]);
  });
  return out;
}
