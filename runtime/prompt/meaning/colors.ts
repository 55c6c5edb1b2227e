import type { Rgb } from "../look.ts";
import type { Vocabulary } from "../vocabulary.ts";
import type { ColorEntry } from "../vocabulary-file.ts";
import { SHADES, VIVID } from "../words/grammar.ts";
import { type Lexeme, meaningOf } from "../words/lexemes.ts";

/** Places whose colour is drawn. */
export const COLORED: ReadonlySet<string> = new Set(["eyes", "lips", "mouth", "brows", "skin", "hair"]);

export type ColorOf = "hair" | "skin" | "paint" | "creature" | "eyes" | "part";

export interface NamedColor {
  name: string;
  rgb: Rgb;
  lexemes: Lexeme[];
  /** Of two colours that a hyphen joins. */
  isMixed?: boolean;
}

const mix = (a: Rgb, b: Rgb, share: number): Rgb => a.map((value, k) => value + share * (b[k] - value)) as Rgb;

/** Shades that stand without a colour, by what they are said of. */
const BARE: Partial<Record<ColorOf, Record<string, Rgb>>> = {
  hair: {
    fiery: [0.66, 0.2, 0.08],
    light: [0.5, 0.35, 0.22],
    bright: [0.84, 0.66, 0.38],
    pale: [0.86, 0.74, 0.5],
    deep: [0.14, 0.1, 0.08],
  },
  skin: { light: [0.84, 0.66, 0.57], deep: [0.26, 0.17, 0.125], bright: [0.84, 0.66, 0.57] },
  eyes: {
    dark: [0.1, 0.07, 0.05],
    light: [0.5, 0.66, 0.8],
    pale: [0.62, 0.72, 0.78],
    bright: [0.4, 0.6, 0.8],
    deep: [0.2, 0.12, 0.075],
  },
};

/** The colours among adjectives, each with the shades before it. */
export function colorsAmong(vocabulary: Vocabulary, lexemes: readonly Lexeme[], of: ColorOf): NamedColor[] {
  const found: NamedColor[] = [];
  let shades: Lexeme[] = [];
  for (const lexeme of lexemes) {
    const color = meaningOf(lexeme, "color");
    const last = found.at(-1);
    if (color && last && lexeme.tokens[0].glued && last.lexemes.at(-1) === lexemes[lexemes.indexOf(lexeme) - 1]) {
      // "grey-purple": between the two.
      Object.assign(last, {
        name: color.name,
        rgb: mix(last.rgb, toneOf(vocabulary, color.name, of), 0.5),
        isMixed: true,
      });
      last.lexemes.push(lexeme);
    } else if (color && !(lexeme.shade && isColorNext(lexemes, lexeme))) {
      found.push({
        name: [...shades.map(({ phrase }) => phrase), color.name].join(" "),
        rgb: shaded(toneOf(vocabulary, color.name, of), shades),
        lexemes: [...shades, lexeme],
      });
      shades = [];
    } else if (lexeme.shade) shades.push(lexeme);
    else if (lexeme.degree === undefined) shades = [];
  }
  const alone = lexemes.findLast(({ shade }) => shade && BARE[of]?.[shade]);
  if (found.length === 0 && alone?.shade) {
    found.push({ name: alone.shade, rgb: BARE[of]![alone.shade], lexemes: [alone] });
  }
  return found;
}

function isColorNext(lexemes: readonly Lexeme[], lexeme: Lexeme): boolean {
  const next = lexemes[lexemes.indexOf(lexeme) + 1];
  return next !== undefined && meaningOf(next, "color") !== undefined && !(next.phrase in SHADES);
}

export function toneOf({ file }: Vocabulary, name: string, of: ColorOf): Rgb {
  const entry: ColorEntry = file.colors[name];
  if (of === "part") return entry.tone;
  if (of === "skin") return entry.skin ?? entry.creature ?? entry.tone;
  return entry[of] ?? entry.tone;
}

/** Lighter, darker, more or less colourful. */
function shaded(color: Rgb, shades: readonly Lexeme[]): Rgb {
  let out = color;
  for (const { shade } of shades) {
    if (!shade) continue;
    const vivid = VIVID[shade];
    if (vivid !== undefined) {
      const grey = 0.2126 * out[0] + 0.7152 * out[1] + 0.0722 * out[2];
      const lift = vivid > 1.3 ? 1.25 : 1;
      out = out.map((value) => Math.min(1, Math.max(0, (grey + vivid * (value - grey)) * lift))) as Rgb;
    } else {
      const share = SHADES[shade];
      out = mix(out, share > 0 ? [1, 1, 1] : [0, 0, 0], Math.abs(share));
    }
  }
  return out;
}

/** The vocabulary's name of a colour, or of the nearest one. */
export function colorName({ file }: Pick<Vocabulary, "file">, rgb: Rgb, of: ColorOf): string {
  let [best, nearest] = ["", Number.POSITIVE_INFINITY];
  for (const [name, entry] of Object.entries(file.colors)) {
    const tone =
      of === "part" ? entry.tone : of === "skin" ? (entry.skin ?? entry.creature) : (entry[of] ?? entry.tone);
    if (!tone || (of !== "skin" && entry.complexion)) continue;
    const distance = Math.hypot(...tone.map((value, k) => value - rgb[k]));
    if (distance < nearest - 1e-9) [best, nearest] = [name, distance];
  }
  return best;
}
