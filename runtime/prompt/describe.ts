import type { Growth, Look, LookPart, Rgb } from "./look.ts";
import { colorName } from "./meaning/colors.ts";
import { childFace } from "./meaning/settle-age.ts";
import { usualColor } from "./meaning/settle-colors.ts";
import { entryOf, type Vocabulary } from "./vocabulary.ts";
import type { Entry } from "./vocabulary-file.ts";

/** A morph at less of its entry's weight than this is not worth a word. */
const LEAST = 0.6;
/** Most features and colours that one description names; a text encoder takes only so many words. */
const MOST_FEATURES = 4;

/**
 * Writes a Look as a description in the vocabulary's own words, in the order of the prior's captions: who, then hair, beard,
 * what is worn, features, expression, marks. Reading it again gives the same Look as far as words go.
 */
export function describeLook(vocabulary: Vocabulary, look: Look): string {
  const { file } = vocabulary;
  const noun = nounOf(vocabulary, look);
  const own = creatureOf(vocabulary, look);
  const list = [
    ...growths(vocabulary, look),
    ...look.parts.flatMap((part) => partWords(vocabulary, part, look)),
    ...features(file.features, ownFace(vocabulary, look)),
    ...(look.eyes.color && !look.who.creature ? [`${colorName(vocabulary, look.eyes.color, "eyes")} eyes`] : []),
    ...(look.brows.form && look.brows.form !== own?.brows
      ? [look.brows.form === "none" ? "no eyebrows" : `${look.brows.form} eyebrows`]
      : []),
    ...(look.lashes && look.lashes !== own?.lashes ? [`${look.lashes === "none" ? "no" : look.lashes} eyelashes`] : []),
    ...look.marks.map(({ name, color, side, place }) => markWords(vocabulary, name, color, side, place)),
  ];
  const expression = expressionWords(vocabulary, look);
  const isPerson = !look.who.creature && (look.who.age ?? 20) > 2 && Object.keys(look.who.sex).length > 0;
  const bald = !look.hair && isPerson ? ["bald"] : [];
  const parts = [...bald, ...(expression ? [expression] : [])];
  const start = withArticle(noun);
  const body = list.length > 0 ? `${start} with ${joined(list)}` : start;
  return [body, ...parts, ...look.rest.extra, ...look.rest.style].join(", ");
}

/** "an old black man", "a young female orc", "a bust of an old man, made of bronze". */
function nounOf(vocabulary: Vocabulary, { who, skin, material }: Look): string {
  const { sex, age, ethnicity, people, build, creature, roles } = who;
  const isFemale = (sex.female ?? 0) > (sex.male ?? 0);
  const isSaid = (sex.female ?? 0) + (sex.male ?? 0) > 0.2;
  const isChild = age !== undefined && age >= 2 && age < 15;
  const person =
    age !== undefined && age < 2
      ? "baby"
      : isChild
        ? isSaid
          ? isFemale
            ? "girl"
            : "boy"
          : "child"
        : isSaid
          ? isFemale
            ? "woman"
            : "man"
          : "person";
  const described = creature ?? roles?.join(" ");
  const lean = creature ? creatureLean(vocabulary, creature) : roleLean(vocabulary, roles ?? []);
  const tellsSex = !isSaid || (described !== undefined && (isFemale ? lean === "female" : lean === "male"));
  const noun = described ? (tellsSex ? described : `${isFemale ? "female" : "male"} ${described}`) : person;
  const tone =
    skin.tone && skin.tone.length === 3 && !material
      ? colorName(vocabulary, skin.tone, creature ? "creature" : "skin")
      : undefined;
  const own = creature ? vocabulary.file.creatures.find((entry) => entry.creature === creature)?.tone : undefined;
  const isOwn = own && skin.tone && own.every((value, k) => Math.abs(value - skin.tone![k]) < 1e-6);
  const words = [
    ageWord(age, isChild),
    (build.heavy ?? 0) > 0.5 && !creature ? "fat" : (build.thin ?? 0) > 0.5 && !creature ? "thin" : "",
    (build.muscular ?? 0) > 0.5 && !creature ? "muscular" : "",
    creature ? (tone && !isOwn ? tone : "") : "",
    ...(creature
      ? []
      : people
        ? [people]
        : Object.entries(ethnicity)
            .filter(([, share]) => share >= 0.35)
            .map(([name]) => DESCENT[name])),
  ];
  const full = [...words, noun].filter(Boolean).join(" ");
  const isPlain = tone && vocabulary.file.colors[tone]?.complexion;
  const skinned = tone && !creature ? `${isPlain ? tone : `${tone}-skinned`} ${full}` : full;
  if (!material || material.name === creature) return skinned;
  return `${material.name} bust of ${withArticle(skinned)}`;
}

const DESCENT: Record<string, string> = { african: "black", asian: "asian", caucasian: "white" };

function ageWord(age: number | undefined, isChild: boolean): string {
  if (age === undefined || isChild) return age !== undefined && age <= 5 && age >= 2 ? "little" : "";
  if (age < 2) return "";
  return age < 20
    ? "teenage"
    : age < 30
      ? "young"
      : age < 40
        ? ""
        : age < 60
          ? "middle-aged"
          : age < 80
            ? "old"
            : "very old";
}

const leanOf = (entry: Entry | undefined) =>
  (entry?.sex?.female ?? 0) > 0.5 ? "female" : (entry?.sex?.male ?? 0) > 0.5 ? "male" : undefined;
const creatureLean = ({ file }: Vocabulary, name: string) =>
  leanOf(file.creatures.find(({ creature }) => creature === name));
const roleLean = ({ file }: Vocabulary, names: readonly string[]) =>
  leanOf(file.roles.find(({ words }) => names.some((name) => words.includes(name))));

function growths(vocabulary: Vocabulary, look: Look): string[] {
  const { file } = vocabulary;
  const { hair, beard, moustache } = look;
  const words = (growth: Growth | undefined, entries: { words: string[]; style: string }[]) => {
    if (!growth || growth.hidden) return [];
    const name = entries.find(({ style }) => style === growth.style)?.words[0] ?? growth.style;
    const isUsual = growth.color && same(growth.color, usualColor(look, file.hairColors));
    const color = growth.color && !isUsual && !look.material ? colorName(vocabulary, growth.color, "hair") : undefined;
    return [colored(name, color)];
  };
  return [
    ...words(hair, file.hair),
    ...words(beard, file.beards).map(withArticle),
    ...words(moustache, file.moustaches).map(withArticle),
  ];
}

/** "long hair" and "red" → "long red hair"; "bun" → "red bun", "side parting" → "red side parting". */
function colored(name: string, color: string | undefined): string {
  if (!color) return name;
  const at = /(?<= )(?:hair|beard|moustache)$/.exec(name)?.index ?? 0;
  return `${name.slice(0, at)}${color} ${name.slice(at)}`;
}

/** The creature that it is, whose name says the rest. */
const creatureOf = ({ file }: Vocabulary, { who }: Look) =>
  who.creature === undefined ? undefined : file.creatures.find((entry) => entry.creature === who.creature);

function partWords(vocabulary: Vocabulary, part: LookPart, look: Look): string[] {
  const { file } = vocabulary;
  const { kind, id, color, colors, material, placement, side } = part;
  const entry = entryOf(file.parts, kind, id);
  // What a creature has anyway.
  if (look.who.creature && (kind === "ears" || kind === "tusks")) return [];
  if (kind === "ears") return ["pointed ears"];
  const single = entry?.words[0] ?? id;
  const name = entry?.pair && !side && !/s$/.test(single) ? `${single}s` : single;
  const isUsual = !color || entry?.color?.every((value, k) => Math.abs(value - color[k]) < 1e-6);
  const named = (rgb: Rgb) => colorName(vocabulary, rgb, "part");
  const shade = colors?.stripes
    ? `${named(color ?? entry?.color ?? colors.stripes)} and ${named(colors.stripes)} striped`
    : (material?.name ?? (isUsual ? undefined : named(color as Rgb)));
  // Before the whole name: "a black eye patch", not "an eye black patch".
  const text = shade ? `${shade} ${name}` : name;
  const edged = colors?.trim ? `${text} with ${named(colors.trim)} fur trim` : text;
  const worn = placement && !["left", "right"].includes(placement) ? `${edged} worn ${placement}` : edged;
  const placed = side ? `${worn} on the ${side}` : worn;
  return [/s$/.test(name) ? placed : withArticle(placed)];
}

/** Marks that are counted; the others are many, as their names say, or a stuff. */
const COUNTED = new Set(["scar", "tattoo", "mole", "birthmark", "burn", "bruise"]);

function markWords(
  vocabulary: Vocabulary,
  name: string,
  color: [number, number, number],
  side?: string,
  place?: string,
): string {
  const entry = vocabulary.file.marks.find((mark) => mark.name === name);
  const first = entry?.words[0] ?? name;
  const word = /s$/.test(name) && !/s$/.test(first) ? `${first}${/ch$/.test(first) ? "es" : "s"}` : first;
  const isUsual = entry?.color?.every((value, k) => Math.abs(value - color[k]) < 1e-6);
  const text = isUsual || !entry?.color ? word : `${colorName(vocabulary, color, "paint")} ${word}`;
  const where = place ? ` over the ${side ? `${side} ` : ""}${place}` : "";
  return `${COUNTED.has(name) ? withArticle(text) : text}${where}`;
}

/** Features beyond those of a child or a creature, which their names say. */
function ownFace({ file }: Vocabulary, { face, who }: Look): Record<string, number> {
  const creature = file.creatures.find((entry) => entry.creature === who.creature && who.creature)?.face ?? {};
  const child = who.age !== undefined ? childFace(who.age) : {};
  return Object.fromEntries(
    Object.entries(face).map(([name, weight]) => [name, weight - (creature[name] ?? 0) - (child[name] ?? 0)]),
  );
}

const same = (a: readonly number[], b: readonly number[]) => a.every((value, k) => Math.abs(value - b[k]) < 1e-6);

/** The entries whose weights a face has, the most of it first. */
function features(entries: readonly Entry[], weights: Record<string, number>): string[] {
  const left = { ...weights };
  const scored = entries
    .filter(({ face, expression }) => face && !expression)
    .map((entry) => ({ entry, size: Object.keys(entry.face!).length }))
    .sort((a, b) => b.size - a.size);
  const out: string[] = [];
  for (const { entry } of scored) {
    const own = Object.entries(entry.face!);
    const fits = own.every(
      ([name, weight]) => (left[name] ?? 0) * weight > 0 && Math.abs(left[name]) >= LEAST * Math.abs(weight),
    );
    if (!fits || out.length >= MOST_FEATURES) continue;
    for (const [name] of own) delete left[name];
    const phrase = entry.words[0];
    out.push(/^(?:.*(?:eye|ear|lip|cheekbone|cheek|eyebrow|brow))$/.test(phrase) ? `${phrase}s` : withArticle(phrase));
  }
  return out;
}

function expressionWords({ file }: Vocabulary, { expression }: Look): string | undefined {
  const named = Object.entries(expression).filter(([, weight]) => weight > 0.1);
  if (named.length === 0) return undefined;
  let [best, nearest] = ["", Number.POSITIVE_INFINITY];
  for (const entry of file.traits) {
    if (!entry.expression) continue;
    const names = new Set([...named.map(([name]) => name), ...Object.keys(entry.expression)]);
    const distance = Math.hypot(...[...names].map((name) => (expression[name] ?? 0) - (entry.expression?.[name] ?? 0)));
    if (distance < nearest) [best, nearest] = [entry.words[0], distance];
  }
  return best;
}

const withArticle = (text: string) => (/^(?!eu|uni|one\b)[aeiou]/i.test(text) ? `an ${text}` : `a ${text}`);
const joined = (list: string[]) =>
  list.length < 2 ? list.join("") : `${list.slice(0, -1).join(", ")} and ${list.at(-1)}`;
