import { createField, evaluateField, type Field } from "../../../field/field.ts";
import { LAYER_NAMES, type LayerName } from "../../../head/layers/types.ts";
import type { LayeredTextureSettings } from "../../recipe.ts";
import { DRAWN_LEVEL, type DrawnHead } from "../drawn-head.ts";
import { startAtZero } from "../start-at-zero.ts";
import type { LayeredSubject } from "../subject.ts";
import { type Paint, paintOf } from "./paint.ts";

/** What is learned of a layer: a colour at each point, one tint of all of it, or nothing. */
export type Learned = "points" | "tint" | "nothing";

/**
 * The drawn colours of a layered head and a residual of them, which starts at 0 everywhere. The skin's is added at each point
 * of it. Hair and the like are cards that share a picture of strands, where no texel has a place of its own: their
 * drawn colours are multiplied by 1 + residual, one a layer. The skin's residual has no mean over face and neck: tones are
 * the Look's, a prior that has seen little would bring them all to the ones it knows best.
 */
export interface ResidualModel {
  settings: LayeredTextureSettings;
  /** Three outputs: the unlimited residual. */
  field: Field;
  drawn: DrawnHead;
  /** [V, 3] where the colours of drawn vertices are looked up, before shaping, in kernel memory. */
  canonical: Float32Array;
  /** Of each part of the drawn head. */
  paints: Paint[];
  learned: Learned[];
  /** [T] part of each triangle. */
  partOf: Uint8Array;
  /** [A, 3] points of the field over which the skin's residual has no mean. */
  anchors: Float32Array;
}

/** Texels along a side of a picture that is rendered small. */
const MOST_TEXELS = 512;

/** Regions whose tone is the Look's. */
const TONED = ["face", "nose", "brows", "lids", "neck"];
/** Every so many of their vertices is an anchor. */
const ANCHOR_STEP = 4;

/**
 * @param drawn the shaped head. @param rest the same before it was shaped: where its colours are looked up.
 */
export function createResidualModel(
  drawn: DrawnHead,
  rest: { positions: Float32Array; subject: Pick<LayeredSubject, "regions" | "regionNames"> },
  settings: LayeredTextureSettings,
  seed: number,
): ResidualModel {
  const field = createField(drawn.kernels, { ...settings.field, outputs: 3 }, seed);
  startAtZero(field);
  const partOf = new Uint8Array(drawn.indices.length / 3);
  for (const [i, { triangles }] of drawn.parts.entries()) partOf.fill(i, ...triangles);
  return {
    settings,
    field,
    drawn,
    canonical: rest.positions,
    anchors: anchorsOf(rest),
    paints: drawn.parts.map(({ layer }) => paintOf(layer, MOST_TEXELS)),
    learned: drawn.parts.map(({ layer }) => learnedOf(layer.name, settings)),
    partOf,
  };
}

function anchorsOf({ positions, subject }: Parameters<typeof createResidualModel>[1]): Float32Array {
  const toned = TONED.map((name) => subject.regionNames.indexOf(name));
  const regions = subject.regions[DRAWN_LEVEL];
  const found = [...regions.keys()].filter((v) => toned.includes(regions[v])).filter((_, i) => i % ANCHOR_STEP === 0);
  const points = new Float32Array(3 * found.length);
  for (const [i, v] of found.entries()) {
    skinPoint(points, 3 * i, positions[3 * v], positions[3 * v + 1], positions[3 * v + 2]);
  }
  return points;
}

/** Mean [3] of the shares of anchors, tanh of the field's outputs there [A, 3]. */
export function levelOf(shares: Float32Array): [number, number, number] {
  const sums: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < shares.length; i++) sums[i % 3] += (3 * shares[i]) / shares.length;
  return sums;
}

/** Residuals, in sRGB, at points of the skin [N, 3] as `skinPoint` writes them. */
export function skinResidual({ field, settings, anchors }: ResidualModel, points: Float32Array): Float32Array {
  const at = new Float32Array(anchors.length);
  evaluateField(field, anchors, at);
  const level = levelOf(at.map(Math.tanh));
  const outputs = new Float32Array(points.length);
  evaluateField(field, points, outputs);
  return outputs.map((value, i) => settings.bound * (Math.tanh(value) - level[i % 3]));
}

export function learnedOf(name: LayerName, settings: Pick<LayeredTextureSettings, "layers">): Learned {
  if (!settings.layers.includes(name)) return "nothing";
  return name === "Skin" ? "points" : "tint";
}

/** Share of the field's cube that the skin has for itself. */
const SKIN_SHARE = 0.6;

/** Writes where the field is asked for a point of the skin, from `at` on. */
export function skinPoint(points: Float32Array, at: number, x: number, y: number, z: number): void {
  points[at] = SKIN_SHARE * Math.min(1, Math.max(-1, x));
  points[at + 1] = SKIN_SHARE * Math.min(1, Math.max(-1, y));
  points[at + 2] = SKIN_SHARE * Math.min(1, Math.max(-1, z));
}

/** Writes where the field is asked for a layer's tint: a place of its own beside the skin's. */
export function tintPoint(points: Float32Array, at: number, name: LayerName): void {
  const step = LAYER_NAMES.indexOf(name) / (LAYER_NAMES.length - 1);
  points.set([0.95, 1.9 * step - 0.95, 0.95], at);
}
