import { randomStream, streamKey } from "../../kernels/random.ts";
import { smoothstep } from "../../mesh/smoothstep.ts";
import type { Look, Rgb } from "../../prompt/look.ts";
import { descentOf, varyTone } from "../look/individual.ts";
import type { PeopleTable } from "../look/people-table.ts";
import type { ChosenPart } from "../part-files/select-files.ts";
import type { EyePlan } from "../surfaces/paint-eye.ts";
import type { SkinPlan } from "../surfaces/skin/paint-skin.ts";
import type { Weights } from "../weights.ts";
import type { HeadKit } from "./kit.ts";

/** Years of people of whom no age is said: a seed draws between them. */
const USUAL_AGE = [21, 39] as const;
/** How far people's skin is from the tone of their descent, where none is said. */
const TONES = 0.55;
/** Creatures of smooth skin; all others are blotchy and coarse. */
const SMOOTH = ["elf", "fairy", "nymph", "dryad", "mermaid", "vampire", "angel", "ghost", "alien", "android", "robot"];

const GREY: Rgb = [0.72, 0.72, 0.71];

export interface Person {
  age: number;
  male: number;
  /** Shares of descents. */
  descent: Weights;
  /** Drives everything that is left to chance. */
  seed: number;
  hair: Rgb;
}

/** Who a Look makes of a seed, as far as surfaces ask. */
export function personOf(people: PeopleTable, look: Look, seed: number): Person {
  const { sex, age } = look.who;
  const own = (streamKey(`surface ${look.individual}`) ^ Math.imul(seed + 1, 0x9e3779b1)) >>> 0;
  const [youngest, oldest] = USUAL_AGE;
  const grown = youngest + (oldest - youngest) * randomStream(own, streamKey("age of a person")).uniform(0);
  const years = age ?? (look.face["baby"] ? 1 : look.face["child"] ? 8 : look.face["old"] ? 70 : grown);
  const male = sex.male ?? (sex.female ? 0 : 0.5);
  const descent = descentOf(people, look, seed);
  const usual = chosen(usualOf(people, look, descent).hair, own, "hair");
  const grey = Math.min(1, Math.max(0, (years - 48) / 25));
  const hair = look.hair?.color ?? look.beard?.color ?? (usual.map((v, c) => v + grey * (GREY[c] - v)) as Rgb);
  return { age: years, male, descent, seed: own % 100003, hair };
}

/** Usual colours of a people, or of the descent that shows most where several mix. */
function usualOf({ peoples, dominance }: PeopleTable, { who }: Look, descent: Weights): PeopleTable["peoples"][string] {
  const shows = ([name, share]: [string, number]) => share * (dominance[name] ?? 1);
  const [most] = Object.entries(descent).sort((a, b) => shows(b) - shows(a))[0] ?? [];
  return peoples[who.people ?? most ?? "caucasian"] ?? peoples["caucasian"];
}

function chosen(colors: readonly Rgb[], seed: number, name: string): Rgb {
  const draw = randomStream(seed, streamKey(`${name} of a person`)).uniform(0);
  return colors[Math.min(colors.length - 1, Math.floor(draw * colors.length))];
}

export function planEye(
  people: PeopleTable,
  look: Look,
  { age, seed, descent }: Person,
  side?: "left" | "right",
): EyePlan {
  const { color, sclera, kind, ...sides } = look.eyes;
  const own = side ? sides[side] : undefined;
  return {
    iris:
      own?.color ??
      (own?.kind === "robot" ? LENS : (color ?? chosen(usualOf(people, look, descent).irises, seed, "iris"))),
    sclera: own?.sclera ?? sclera,
    kind: own?.kind ?? kind,
    age,
    seed,
  };
}

/** What a machine's eye is lit with. */
const LENS: Rgb = [0.9, 0.14, 0.09];

/** What is uncommon about the teeth: gold, fangs, gap … */
export const teethOf = ({ parts }: Look): string[] => parts.filter(({ kind }) => kind === "teeth").map(({ id }) => id);

/** Of a creature that no one takes for a person. */
export const isRough = ({ who: { creature } }: Look): boolean =>
  creature !== undefined && !SMOOTH.some((name) => creature.includes(name));

/** Hair and beard tint the skin that they grow from. @param cover F32 [V] each how much of the skin it hides; skin without one is tinted by none. */
export function planSkin(
  kit: HeadKit,
  look: Look,
  person: Person,
  { parts = [], cover = {} }: { parts?: ChosenPart[]; cover?: Partial<Record<"Hair" | "Beard", Float32Array>> } = {},
): SkinPlan {
  const rough = isRough(look);
  const details = new Set(look.skin.details ?? []);
  const tintOf = (layer: string) => parts.find(({ part }) => part.layer === layer);
  const [hair, beard, brows] = [tintOf("Hair"), tintOf("Beard"), tintOf("Brows")];
  const shade = (found: ChosenPart | undefined, color: Rgb) =>
    found && { color: found.color ?? ownColor(found) ?? color, share: found.part.fit.tint };
  const [scalp, grown] = [hair, beard].map((part) => shade(part, person.hair));
  const shaven = person.age > 17 && person.male > 0.5 && !look.who.creature;
  return {
    tone: look.skin.tone ?? varyTone(usualTone(kit, look, person), person.seed, "skin", TONES),
    age: person.age,
    male: person.male,
    seed: person.seed,
    mottle: rough ? 2.4 : 1,
    coarse: rough ? 1.9 : details.has("smooth") ? 0.6 : 1,
    flush: details.has("bloodless") ? 0 : details.has("flushed") ? 1.9 : rough ? 0.7 : 1,
    scalp: scalp && cover.Hair && { ...scalp, cover: cover.Hair },
    brows: brows && { color: brows.color ?? person.hair, share: brows.part.fit.tint * browShare(person) },
    beard: grown
      ? cover.Beard && { ...grown, cover: cover.Beard }
      : shaven
        ? { color: darker(person.hair), share: shadowOf(person) }
        : undefined,
    marks: look.marks,
    details: look.skin.details ?? [],
    pattern: look.skin.pattern,
  };
}

/** Hair of a picture of its own is of the colour that this has. */
const ownColor = ({ part }: ChosenPart): Rgb | undefined =>
  part.surface === "textured" ? Object.values(part.slots)[0].color : undefined;

/** Shaved hair shows as its roots: never lighter than the skin. */
const darker = (color: Rgb) => color.map((value, c) => Math.min(0.17, value) * [0.85, 1, 1.2][c]) as Rgb;

/** Of shaved beards: hardly any to a day's. */
const shadowOf = ({ seed }: Person) => 0.07 + 0.15 * randomStream(seed, streamKey("beard shadow")).uniform(0);

/** How much of what its part says a brow darkens the skin: men's more, children's hardly. */
const browShare = ({ age, male }: Person) => (0.75 + 0.25 * male) * (0.35 + 0.65 * smoothstep(5, 17, age));

/** A people's tone, or the descents' in proportion, the default for the rest. */
function usualTone({ albedo, people: { peoples } }: HeadKit, { who }: Look, { seed, descent }: Person): Rgb {
  const draws = randomStream(seed, streamKey("tone of a people"));
  // Most are nearer to the middle than to the lightest and the darkest.
  const share = (draws.uniform(0) + draws.uniform(1)) / 2;
  const toneOf = ([light, dark]: [Rgb, Rgb]) => light.map((value, k) => value + share * (dark[k] - value)) as Rgb;
  const own = peoples[who.people ?? ""];
  if (own) return toneOf(own.skin);
  let rest = 1;
  let color: Rgb = [0, 0, 0];
  for (const [name, weight] of Object.entries(descent)) {
    const part = Math.min(rest, weight);
    rest -= part;
    const tone = toneOf(peoples[name].skin);
    color = color.map((value, k) => value + part * tone[k]) as Rgb;
  }
  return color.map((value, k) => value + rest * albedo.skin.default[k]) as Rgb;
}
