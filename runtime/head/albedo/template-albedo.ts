import type { Look, LookMark, Rgb } from "../../prompt/look.ts";

import { marksPaint } from "../marks/paint-marks.ts";
import type { Paint } from "../paint.ts";
import { beardGrowth } from "../parts/beards.ts";
import type { HeadShape } from "../template-shape.ts";
import type { Weights } from "../weights.ts";
import type { AlbedoTable } from "./albedo-table.ts";
import { faceSides } from "./face-sides.ts";
import { luma, tint } from "./mix-colors.ts";
import { eyeColors, paintEyes } from "./paint-eyes.ts";
import { paintBrows, paintCreases, paintLips, paintMouth, paintTints, paintWrinkles } from "./paint-features.ts";
import { skinColor } from "./skin-color.ts";

/** What of a Look shows in the colours of a face. */
export type FaceLook = Pick<Look, "eyes" | "brows" | "skin">;

/** Whose face is painted. */
export interface Complexion {
  look: FaceLook;
  /** Morphs of the Look: ethnicities give the skin's tone, blinks close the eyes. */
  weights: Weights;
  /** sRGB; of the ethnicities where left out. */
  skin?: Rgb;
  /** On the skin, the later ones over the earlier ones. */
  marks?: readonly LookMark[];
}

/**
 * Albedo of a living head, drawn from its landmarks. Facial features are looked up in the front view, so points behind the
 * face's front are skin.
 * @returns `head` writes the colour of a point; `eyes` paints nothing but eyes with iris and pupil over what is there, and
 * nothing at all where `hasEye` is false; `carved` is `head` as a statue of that skin has it: tones of one colour.
 */
export function templateAlbedo(
  table: AlbedoTable,
  shape: HeadShape,
  { look, weights, skin = skinColor(table, weights), marks = [] }: Complexion,
): { head: Paint; eyes: Paint; hasEye: (x: number, y: number, z: number) => boolean; carved: Paint } {
  const old = Math.min(1, weights["old"] ?? 0);
  const child = Math.max(weights["child"] ?? 0, weights["baby"] ?? 0);
  const sides = faceSides(shape, weights, child * table.brows.lift);
  const eyes = paintEyes(eyeColors(table, look), sides);
  const tints = paintTints(table, shape, look.skin.details ?? []);
  const grown = 1 - Math.max(child, weights["female"] ?? 0);
  const stubble = Math.min(weights["male"] ?? 0, Math.max(0, grown));
  const marked = marksPaint(shape, skin, marks);
  /** What paint and scars may cover. */
  const under = [
    paintWrinkles(table, shape, old),
    paintLips(table, shape, weights),
    paintBrows(table, sides, look.brows, { old, child }),
  ];
  /** What shows through every paint. */
  const over = [paintMouth(table, shape, weights), paintCreases(table, sides), eyes.paint];
  const head: Paint = (x, y, z, out, at) => {
    for (let k = 0; k < 3; k++) out[at + k] = skin[k];
    tints(x, y, z, out, at);
    if (stubble !== 0) tint(out, at, table.stubble, stubble * beardGrowth(x, y, z));
    const isFront = z > sides[x > 0 ? 1 : 0].depth;
    if (isFront) for (const paint of under) paint(x, y, z, out, at);
    marked?.(x, y, z, out, at);
    if (isFront) for (const paint of over) paint(x, y, z, out, at);
  };
  return { head, eyes: eyes.paint, hasEye: eyes.has, carved: carve(head, table, skin) };
}

/** A paint as a statue of one colour has it. */
function carve(head: Paint, { carved }: AlbedoTable, skin: Rgb): Paint {
  return (x, y, z, out, at) => {
    head(x, y, z, out, at);
    const tone = Math.min(carved.most, luma(out.subarray(at, at + 3)) / luma(skin)) ** carved.power;
    for (let k = 0; k < 3; k++) out[at + k] = Math.min(1, skin[k] * tone);
  };
}
