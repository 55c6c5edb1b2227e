import type { LookMark, Rgb, Side } from "../../prompt/look.ts";
import type { Paint } from "../paint.ts";
import type { HeadShape } from "../template-shape.ts";
import { averageFace, type Face, type Layer, type Mask } from "./face.ts";
import { FACE_PAINTS } from "./face-paints.ts";
import { eyeshadow, liner, lipstick } from "./makeup.ts";
import { PIGMENT } from "./pigment.ts";
import { within } from "./places.ts";
import { plating } from "./plating.ts";
import { freckles, scar, stubble } from "./skin.ts";
import { STAINS } from "./stains.ts";
import { tattoo } from "./tattoos.ts";
import { WOUNDS } from "./wounds.ts";

/** Marks end here: behind are ears and scalp. */
const BACK = -0.1;

/** Of made up eyes and lips beside the shadow on the lids. */
const KOHL: Rgb = [0.05, 0.045, 0.05];
export const ROUGE: Rgb = [0.56, 0.06, 0.12];

const freed = (marks: Record<string, (color: Rgb, place?: string) => Layer[]>) =>
  Object.fromEntries(
    Object.entries(marks).map(([name, draw]) => [name, (_: Face, color: Rgb, place?: string) => draw(color, place)]),
  );

/** Marks by the name that a Look gives them: layers of colour, the later ones over the earlier ones. */
export const MARKS: Record<string, (face: Face, color: Rgb, place?: string) => Layer[]> = {
  ...FACE_PAINTS,
  ...freed({ ...STAINS, ...PIGMENT, ...WOUNDS, tattoo, plating }),
  scar,
  freckles: (_, color, place) => [[color, within(place, freckles)]],
  stubble: (_, color, place) => [[color, within(place, stubble)]],
  lipstick: (face, color) => [[color, lipstick(face)]],
  eyeshadow: (face, color) => [[color, eyeshadow(face)]],
  makeup: (face, color) => [
    [color, eyeshadow(face)],
    [KOHL, liner(face)],
    [ROUGE, lipstick(face)],
  ],
};

/**
 * Paints marks over the skin of a face. Eyes and the line of the mouth are to be painted over them.
 * @param skin of the face, sRGB. @returns undefined where there are no marks.
 * @throws Error where a Look names a mark that there is not.
 */
export function marksPaint(shape: HeadShape, skin: Rgb, marks: readonly LookMark[]): Paint | undefined {
  if (marks.length === 0) return undefined;
  const face = averageFace(shape.landmarks, skin);
  const layers = marks.flatMap(({ name, color, opacity, side, place }) => {
    const draw = MARKS[name];
    if (!draw) throw new Error(`there is no mark "${name}"; there are ${Object.keys(MARKS).join(", ")}`);
    return draw(face, color, place).map(([layer, mask]) => ({
      color: layer,
      mask: side ? onSide(mask, side) : mask,
      opacity,
    }));
  });
  return (x, y, z, out, at) => {
    if (z < BACK) return;
    const [u, v] = face.place(x, y);
    for (const { color, mask, opacity } of layers) {
      const share = opacity * mask(u, v, z);
      for (let k = 0; k < 3; k++) out[at + k] += share * (color[k] - out[at + k]);
    }
  };
}

/** A mark on one side of the face only: those of one side lie on the left, where they are drawn. */
export function onSide(mask: Mask, side: Side): Mask {
  const sign = side === "left" ? 1 : -1;
  return (x, y, z) => (sign * x > 0 ? mask(sign * x, y, z) : 0);
}
