import { createField, type Field } from "../../../field/field.ts";
import { LAYER_NAMES, type LayerName } from "../../../head/layers/types.ts";
import type { LayeredTextureSettings } from "../../recipe.ts";
import type { DrawnHead } from "../drawn-head.ts";
import { startAtZero } from "../start-at-zero.ts";
import { type Paint, paintOf } from "./paint.ts";

/** What is learned of a layer: a colour at each point, one tint of all of it, or nothing. */
export type Learned = "points" | "tint" | "nothing";

/**
 * The drawn colours of a layered head and a residual of them, which starts at 0 everywhere. The skin's is added at each point
 * of it. Hair and the like are cards that share a picture of strands, where no texel has a place of its own: their
 * drawn colours are multiplied by 1 + residual, one a layer.
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
}

/** Texels along a side of a picture that is rendered small. */
const MOST_TEXELS = 512;

/**
 * @param drawn the shaped head. @param canonical [V, 3] its places before it was shaped, in kernel memory.
 */
export function createResidualModel(
  drawn: DrawnHead,
  canonical: Float32Array,
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
    canonical,
    paints: drawn.parts.map(({ layer }) => paintOf(layer, MOST_TEXELS)),
    learned: drawn.parts.map(({ layer }) => learnedOf(layer.name, settings)),
    partOf,
  };
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
