import { randomStream, streamKey } from "../../kernels/random.ts";
import type { Look, Rgb } from "../../prompt/look.ts";
import type { ChosenPart } from "../part-files/select-files.ts";
import type { EyePlan } from "../surfaces/paint-eye.ts";
import type { SkinPlan } from "../surfaces/skin/paint-skin.ts";
import type { HeadKit } from "./kit.ts";

/** Of a person of whom no age is said. */
const USUAL_AGE = 32;
/** Creatures of smooth skin; all others are blotchy and coarse. */
const SMOOTH = ["elf", "fairy", "vampire", "angel", "ghost", "alien", "android", "robot"];

/** Usual colours by descent, sRGB; a seed picks one. */
const IRISES: Record<string, Rgb[]> = {
  african: [
    [0.2, 0.12, 0.08],
    [0.26, 0.16, 0.09],
    [0.33, 0.21, 0.13],
  ],
  asian: [
    [0.18, 0.11, 0.08],
    [0.26, 0.16, 0.1],
    [0.33, 0.21, 0.13],
  ],
  caucasian: [
    [0.29, 0.42, 0.56],
    [0.4, 0.45, 0.46],
    [0.36, 0.26, 0.15],
    [0.3, 0.42, 0.3],
    [0.42, 0.33, 0.18],
    [0.28, 0.17, 0.1],
  ],
};
const HAIRS: Record<string, Rgb[]> = {
  african: [[0.06, 0.05, 0.05]],
  asian: [[0.07, 0.06, 0.06]],
  caucasian: [
    [0.3, 0.2, 0.12],
    [0.2, 0.13, 0.09],
    [0.52, 0.38, 0.22],
    [0.12, 0.09, 0.07],
  ],
};
const GREY: Rgb = [0.72, 0.72, 0.71];

export interface Person {
  age: number;
  male: number;
  /** Drives everything that is left to chance. */
  seed: number;
  hair: Rgb;
}

/** Who a Look makes of a seed, as far as surfaces ask. */
export function personOf(look: Look, seed: number): Person {
  const { sex, age } = look.who;
  const years = age ?? (look.face["baby"] ? 1 : look.face["child"] ? 8 : look.face["old"] ? 70 : USUAL_AGE);
  const male = sex.male ?? (sex.female ? 0 : 0.5);
  const own = (streamKey(`surface ${look.individual}`) ^ Math.imul(seed + 1, 0x9e3779b1)) >>> 0;
  const usual = chosen(HAIRS, look, own, "hair");
  const grey = Math.min(1, Math.max(0, (years - 48) / 25));
  const hair = look.hair?.color ?? look.beard?.color ?? (usual.map((v, c) => v + grey * (GREY[c] - v)) as Rgb);
  return { age: years, male, seed: own % 100003, hair };
}

/** One of a table's colours by the strongest descent that a Look names. */
function chosen(table: Record<string, Rgb[]>, { who }: Look, seed: number, name: string): Rgb {
  const [descent] = Object.entries(who.ethnicity).sort((a, b) => (b[1] ?? 0) - (a[1] ?? 0))[0] ?? ["caucasian"];
  const colors = table[descent] ?? table["caucasian"];
  const draw = randomStream(seed, streamKey(`${name} of a person`)).uniform(0);
  return colors[Math.min(colors.length - 1, Math.floor(draw * colors.length))];
}

export function planEye(look: Look, { age, seed }: Person, side?: "left" | "right"): EyePlan {
  const { color, sclera, kind, ...sides } = look.eyes;
  const own = side ? sides[side] : undefined;
  return {
    iris: own?.color ?? color ?? chosen(IRISES, look, seed, "iris"),
    sclera: own?.sclera ?? sclera,
    kind: own?.kind ?? kind,
    age,
    seed,
  };
}

/** @param parts hair and beard tint the skin that they grow from. */
export function planSkin({ albedo }: HeadKit, look: Look, person: Person, parts: ChosenPart[]): SkinPlan {
  const { creature } = look.who;
  const rough = creature !== undefined && !SMOOTH.includes(creature);
  const details = new Set(look.skin.details ?? []);
  const tintOf = (layer: string) => parts.find(({ part }) => part.layer === layer);
  const [hair, beard] = [tintOf("Hair"), tintOf("Beard")];
  const shade = (found: ChosenPart | undefined, color: Rgb) =>
    found && { color: found.color ?? color, share: found.part.fit.tint };
  const shaven = person.age > 17 && person.male > 0.5 && !creature;
  return {
    tone: look.skin.tone ?? usualTone(albedo.skin, look),
    age: person.age,
    male: person.male,
    seed: person.seed,
    mottle: rough ? 2.4 : 1,
    coarse: rough ? 1.9 : details.has("smooth") ? 0.6 : 1,
    flush: details.has("bloodless") ? 0 : details.has("flushed") ? 1.9 : rough ? 0.7 : 1,
    scalp: shade(hair, person.hair),
    brows: look.brows.form === "none" ? undefined : { color: look.brows.color ?? person.hair, share: 0.4 },
    beard: shade(beard, person.hair) ?? (shaven ? { color: darker(person.hair), share: 0.16 } : undefined),
    marks: look.marks,
  };
}

/** Shaved hair shows as its roots: never lighter than the skin. */
const darker = (color: Rgb) => color.map((value, c) => Math.min(0.17, value) * [0.85, 1, 1.2][c]) as Rgb;

/** The ethnicities' tones in proportion, the default for the rest. */
function usualTone(table: HeadKit["albedo"]["skin"], { who }: Look): Rgb {
  const color: Rgb = [0, 0, 0];
  let rest = 1;
  for (const [name, weight = 0] of Object.entries(who.ethnicity)) {
    const share = Math.min(rest, weight);
    rest -= share;
    for (let k = 0; k < 3; k++) color[k] += share * table[name][k];
  }
  return color.map((value, k) => value + rest * table.default[k]) as Rgb;
}
