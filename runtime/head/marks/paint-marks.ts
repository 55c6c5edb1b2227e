import type { Rgb } from "../../prompt/look.ts";
import type { Paint } from "../paint.ts";
import type { HeadShape } from "../template-shape.ts";
import { averageFace, type Face, type Layer } from "./face.ts";
import { FACE_PAINTS } from "./face-paints.ts";
import { eyeshadow, liner, lipstick } from "./makeup.ts";
import type { Mark } from "./mark.ts";
import { freckles, scar, stubble } from "./skin.ts";

/** Marks end here: behind are ears and scalp. */
const BACK = -0.1;

/** Of made up eyes and lips beside the shadow on the lids. */
const KOHL: Rgb = [0.05, 0.045, 0.05];
const ROUGE: Rgb = [0.56, 0.06, 0.12];

/** Marks by the name that `parts.json` gives them: layers of colour, the later ones over the earlier ones. */
export const MARKS: Record<string, (face: Face, color: Rgb) => Layer[]> = {
  ...FACE_PAINTS,
  scar,
  freckles: (_, color) => [[color, freckles]],
  stubble: (_, color) => [[color, stubble]],
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
 * @throws Error where the table of words names a mark that there is not.
 */
export function marksPaint(shape: HeadShape, skin: Rgb, marks: Mark[]): Paint | undefined {
  if (marks.length === 0) return undefined;
  const face = averageFace(shape.landmarks, skin);
  const layers = marks.flatMap(({ name, color, opacity }) => {
    const draw = MARKS[name];
    if (!draw) throw new Error(`there is no mark "${name}"; there are ${Object.keys(MARKS).join(", ")}`);
    return draw(face, color).map(([layer, mask]) => ({ color: layer, mask, opacity }));
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
