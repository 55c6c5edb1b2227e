import { createField, evaluateField, type Field } from "../../../field/field.ts";
import type { LayeredTextureSettings } from "../../stage-settings.ts";
import { DRAWN_LEVEL, type DrawnHead } from "../drawn-head.ts";
import { startAtZero } from "../start-at-zero.ts";
import { atLevel, finestVertices, type KeptSkin, type LayeredSubject, skinOf } from "../subject.ts";
import { withinCube } from "../within-cube.ts";
import { type PaintedHead, paintedHead } from "./draw-colors.ts";

/**
 * The drawn colours of a layered head, and a residual of its skin's, which starts at 0 everywhere. It has no mean over face and
 * neck: tones are the Look's, a prior that has seen little would bring them all to the ones it knows best. Other layers are shown
 * as they are drawn, for the same reason: hair is made of cards that share a picture of strands, no texel of which has a place
 * of its own, so that all there is to learn of it is a tone.
 */
export interface ResidualModel extends PaintedHead {
  settings: LayeredTextureSettings;
  /** Three outputs: the unlimited residual. */
  field: Field;
  subject: LayeredSubject;
  kept?: KeptSkin;
  /** [S, 3] residuals of an edit's parent at the drawn skin's vertices. */
  before?: Float32Array;
  /** [V, 3] where the colours of drawn vertices are looked up, before shaping. */
  canonical: Float32Array;
  /** [A, 3] points over which the residual has no mean. */
  anchors: Float32Array;
}

/** Regions whose tone is the Look's. */
export const TONED = ["face", "nose", "brows", "lids", "neck"];
/** Every so many of their vertices is an anchor. */
const ANCHOR_STEP = 4;

/**
 * @param drawn the shaped head. @param rest the same before it was shaped: where its colours are looked up. @param kept of an edit:
 * where its parent's residual stands.
 */
export function createResidualModel(
  drawn: DrawnHead,
  rest: { positions: Float32Array; subject: LayeredSubject },
  settings: LayeredTextureSettings,
  { seed, kept }: { seed: number; kept?: KeptSkin },
): ResidualModel {
  const field = createField(drawn.kernels, { ...settings.field, outputs: 3 }, seed);
  startAtZero(field);
  const { subject, positions } = rest;
  return {
    ...paintedHead(drawn, settings),
    settings,
    field,
    subject,
    kept,
    before: kept && atLevel(kept.before, finestVertices(skinOf(subject.head).levels)[DRAWN_LEVEL]),
    canonical: positions,
    anchors: anchorsOf(rest),
  };
}

function anchorsOf({ positions, subject }: { positions: Float32Array; subject: LayeredSubject }): Float32Array {
  const toned = TONED.map((name) => subject.regionNames.indexOf(name));
  const regions = subject.regions[DRAWN_LEVEL];
  const found = [...regions.keys()].filter((v) => toned.includes(regions[v])).filter((_, i) => i % ANCHOR_STEP === 0);
  return atLevel(positions, Uint32Array.from(found)).map(withinCube);
}

/** Mean [3] of the shares [A, 3] of anchors. */
export function levelOf(shares: Float32Array): [number, number, number] {
  const sums: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < shares.length; i++) sums[i % 3] += (3 * shares[i]) / shares.length;
  return sums;
}

/** @returns [V, 3] what was learned: sRGB residuals at the vertices of the skin's finest level. */
export function finishResidual(model: ResidualModel): Float32Array {
  return residualAt(model, 0, skinOf(model.subject.head).levels[0].positions, model.kept?.before);
}

/** The field's residual, sRGB, at the drawn skin's vertices [S, 3]; of an edit with its parent's. */
export function drawnResidual(model: ResidualModel): Float32Array {
  const { canonical, drawn, before } = model;
  return residualAt(model, DRAWN_LEVEL, canonical.slice(0, 3 * drawn.parts[0].vertices[1]), before);
}

/** Residuals at the vertices [N, 3] of one of the skin's levels, less the anchors' mean. @param before those of an edit's parent. */
function residualAt(
  { field, anchors, settings, kept }: ResidualModel,
  level: number,
  vertices: Float32Array,
  before: Float32Array | undefined,
): Float32Array {
  const [at, outputs] = [new Float32Array(anchors.length), new Float32Array(vertices.length)];
  evaluateField(field, anchors, at);
  evaluateField(field, vertices.map(withinCube), outputs);
  const mean = levelOf(at.map(Math.tanh));
  const shares = outputs.map((value, i) => Math.tanh(value) - mean[i % 3]);
  const mask = kept?.masks[level];
  return shares.map((share, i) => {
    const own = settings.bound * share;
    return before && mask ? before[i] + mask[Math.floor(i / 3)] * (own - before[i]) : own;
  });
}
