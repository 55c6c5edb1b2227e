import { drawName, randomStream, streamKey } from "../../kernels/random.ts";
import { smoothstep } from "../../mesh/smoothstep.ts";
import type { Look, Rgb } from "../../prompt/look.ts";

/** Factors of dark and of fair hair's colour, for brows that nothing is said of: darker, and fair ones browner, or blond would look olive. */
const DARKER: readonly [Rgb, Rgb] = [
  [0.85, 0.85, 0.85],
  [0.66, 0.58, 0.52],
];
/** From this weight of `heavyBrow` on brows of which nothing is said are bushy. */
const HEAVY = 0.95;
/** Years from which on they differ from person to person. */
const GROWN_UP = 15;
/** How often each form grows where nothing is said: people are told by brows as much as by noses. Sizes of those, and of a form that is said. */
const MEN = { forms: { natural: 4, straight: 2, feathered: 1, angled: 1 }, usual: 0.9, said: 1 };
const WOMEN = { forms: { natural: 3, arched: 3, feathered: 1, thin: 1, straight: 1 }, usual: 0.8, said: 0.85 };

/** Brows that a Look asks for, or that a seed chooses. @returns their form, size, and sRGB where hair or words tell it. */
export function browsOf(look: Look, seed: number): { form: string; size: number; color: Rgb | undefined } {
  const { brows, hair, who } = look;
  const { forms, usual, said } = (who.sex.female ?? 0) > (who.sex.male ?? 0) ? WOMEN : MEN;
  return {
    form: brows.form ?? usualForm(look, seed, forms),
    size: brows.form ? said : usual,
    color: brows.color ?? (hair?.color && toneOf(hair.color)),
  };
}

function usualForm({ face, who, material, individual }: Look, seed: number, forms: Record<string, number>): string {
  if ((face["heavyBrow"] ?? 0) >= HEAVY) return "bushy";
  if (who.creature !== undefined || material || (who.age ?? GROWN_UP) < GROWN_UP) return "natural";
  return drawName(forms, randomStream(individual ^ seed, streamKey("brows")).uniform(0));
}

/** @param color sRGB of the hair. */
function toneOf(color: Rgb): Rgb {
  const [dark, fair] = DARKER;
  const [red, green, blue] = color;
  const mean = (red + green + blue) / 3;
  const yellow = smoothstep(0.04, 0.16, red - blue);
  const light = smoothstep(0.25, 0.65, mean) * yellow;
  // White hair comes with white brows.
  const white = smoothstep(0.5, 0.75, mean) * (1 - yellow);
  return color.map((value, c) => value * (dark[c] + light * (fair[c] - dark[c]) + white * (1 - dark[c]))) as Rgb;
}
