import { varyTone } from "../../head/look/individual.ts";
import { shapeWeights } from "../../head/look/shape-weights.ts";
import { dressLook } from "../../head/parts/dress-look.ts";
import type { Dressing } from "../../head/parts/part.ts";
import type { Look, Rgb } from "../../prompt/look.ts";
import type { Tools } from "../engine.ts";
import type { GridRecipe } from "../recipe.ts";

/** What a template is dressed and painted by. */
export interface Appearance {
  look: Look;
  /** Draws the tones of its colours. */
  seed: number;
  /** How much they vary; see `GeometrySettings`. */
  variation: number;
  /** False leaves everything out but what the head is made of. */
  parts: boolean;
}

/** Of the head that a recipe makes: an edit's colours are toned as those of its first parent are. */
export function appearanceOf({ look, seed, edit, geometry }: GridRecipe): Appearance {
  return { look, seed: edit?.firstSeed ?? seed, variation: geometry.variation, parts: geometry.parts };
}

/** What an appearance puts on the template. */
export function dressingOf({ template }: Tools, { look, seed, variation, parts: isDressed }: Appearance): Dressing {
  const dressing = dressLook(template.parts, look, shapeWeights(template.people, look));
  const { parts, skin, material } = dressing;
  if (!isDressed) return { parts: [], marks: [], material };
  const tone = (color: Rgb, name: string) => varyTone(color, seed, name, variation);
  const toned = parts.map((part) => {
    const name = part.kind === "beard" ? "hair" : part.kind;
    return part.color ? { ...part, color: tone(part.color, name) } : part;
  });
  return { ...dressing, parts: toned, skin: skin && tone(skin, "skin") };
}
