import {
  backwardField,
  createField,
  evaluateField,
  type Field,
  type FieldPass,
  forwardField,
} from "../../../field/field.ts";
import type { Kernels } from "../../../kernels/load.ts";
import { laplacian } from "../../../render/mesh-losses.ts";
import type { LearnedPictures } from "../../guidance/learned-pictures.ts";
import type { LayeredGeometrySettings } from "../../stage-settings.ts";
import { DRAWN_LEVEL, type DrawnHead } from "../drawn-head.ts";
import { startAtZero } from "../start-at-zero.ts";
import { atLevel, finestVertices, type KeptSkin, type LayeredSubject, skinOf } from "../subject.ts";
import { withinCube } from "../within-cube.ts";
import {
  type Follow,
  follow,
  followBackward,
  followItself,
  followSkin,
  joinFollows,
  prepareCage,
} from "./follow-skin.ts";
import { guardSkin } from "./guard-skin.ts";

/**
 * A layered head and a field of offsets of its skin (HeadArtist, section 4.3: connectivity stays, offsets are learned).
 * As a field, neighbouring offsets learn together, and every level can be asked for its own.
 */
export interface ShapeModel {
  kernels: Kernels;
  settings: LayeredGeometrySettings;
  /** Three outputs: the unlimited offset. */
  field: Field;
  drawn: DrawnHead;
  subject: LayeredSubject;
  kept?: KeptSkin;
  /** How far the vertices of each of the skin's levels may move, in [0, 1]. */
  guards: Float32Array[];
  /** [C, 3] moves of an edit's parent on the cage. */
  before?: Float32Array;
  /** How the drawn vertices follow the cage. */
  follows: Follow;
  /** [C, 3] where the field is asked for the cage's offsets, in kernel memory. */
  points: Float32Array;
  /** The skin's triangles by the first vertex at each place, in kernel memory. */
  skin: Uint32Array;
}

/** A layered head whose offsets are learned on normal maps of all its layers. */
export interface LearnedShape extends LearnedPictures {
  settings: LayeredGeometrySettings;
  /** [V, 3] where the drawn vertices are now, in scratch memory. */
  positions(): Promise<Float32Array>;
}

/** The head under the present offsets, with what the backward pass needs; lives in scratch memory. */
export interface ShapePass {
  field: FieldPass;
  /** [C, 3] tanh of the field's outputs. */
  shares: Float32Array;
  /** [C, 3] of the cage. */
  moves: Float32Array;
  /** [V, 3] of all that is drawn. */
  positions: Float32Array;
}

/** A field that leaves every vertex where it is, until it learns. */
export function createShapeField(kernels: Kernels, settings: LayeredGeometrySettings, seed: number): Field {
  const field = createField(kernels, { ...settings.field, outputs: 3 }, seed);
  startAtZero(field);
  return field;
}

/** @param field of {@link createShapeField}. @param kept of an edit: where its parent's offsets stand. */
export function createShapeModel(
  drawn: DrawnHead,
  subject: LayeredSubject,
  settings: LayeredGeometrySettings,
  { field, kept }: { field: Field; kept?: KeptSkin },
): ShapeModel {
  const { kernels, parts } = drawn;
  const [skin, ...others] = parts;
  const cage = prepareCage(skin.mesh);
  const points = kernels.store.f32(skin.mesh.positions.length);
  points.set(skin.mesh.positions.map(withinCube));
  return {
    kernels,
    settings,
    field,
    drawn,
    subject,
    kept,
    guards: guardSkin(subject, settings.border),
    before: kept && atLevel(kept.before, finestVertices(skinOf(subject.head).levels)[DRAWN_LEVEL]),
    follows: joinFollows([
      followItself(skin.mesh),
      ...others.map(({ layer, mesh }) => followSkin(cage, layer.name, mesh)),
    ]),
    points,
    skin: drawn.welded.subarray(3 * skin.triangles[0], 3 * skin.triangles[1]),
  };
}

/** Moves the drawn head. The caller marks and releases scratch memory around it. */
export function forwardShape(model: ShapeModel): ShapePass {
  const { kernels, drawn, follows } = model;
  const field = forwardField(model.field, model.points);
  const shares = field.outputs.map(Math.tanh);
  const moves = kernels.scratch.f32(shares.length);
  moves.set(movesOf(model, DRAWN_LEVEL, shares, model.before));
  const positions = kernels.scratch.f32(drawn.positions.length);
  positions.set(drawn.positions);
  follow(follows, moves, positions);
  return { field, shares, moves, positions };
}

/** Brings the gradient [V, 3] of the drawn places back to the field, with that of the Laplacian of the offsets. */
export function backwardShape(model: ShapeModel, pass: ShapePass, dPositions: Float32Array): void {
  const { kernels, settings, follows, skin, kept } = model;
  const gradient = kernels.scratch.f32(pass.moves.length).fill(0);
  followBackward(follows, dPositions, gradient);
  laplacian(kernels, pass.moves, skin, settings.laplacian, gradient);
  const [guard, mask] = [model.guards[DRAWN_LEVEL], kept?.masks[DRAWN_LEVEL]];
  for (let i = 0; i < gradient.length; i++) {
    const v = Math.floor(i / 3);
    gradient[i] *= settings.reach * guard[v] * (mask ? mask[v] : 1) * (1 - pass.shares[i] ** 2);
  }
  backwardField(model.field, pass.field, gradient);
}

/** @returns [V, 3] what was learned, once the field is home: offsets of the skin's finest level, equal on doubled vertices. */
export function finishShape(model: ShapeModel): Float32Array {
  const { field, subject, kept } = model;
  const { positions, weld } = skinOf(subject.head).levels[0];
  const outputs = new Float32Array(positions.length);
  evaluateField(field, positions.map(withinCube), outputs);
  return atLevel(movesOf(model, 0, outputs.map(Math.tanh), kept?.before), weld);
}

/** Offsets [V, 3] of one of the skin's levels from shares of the reach. @param before those of an edit's parent. */
function movesOf(
  { settings, guards, kept }: ShapeModel,
  level: number,
  shares: Float32Array,
  before?: Float32Array,
): Float32Array {
  const [guard, mask] = [guards[level], kept?.masks[level]];
  return shares.map((share, i) => {
    const v = Math.floor(i / 3);
    const own = settings.reach * guard[v] * share;
    return before && mask ? before[i] + mask[v] * (own - before[i]) : own;
  });
}
