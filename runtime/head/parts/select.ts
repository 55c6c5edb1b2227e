import type { Rgb } from "../../prompt/look.ts";
import { adjectivesFirst, vocabularyOf } from "../adjectives-first.ts";
import { allMarks, namedMarks } from "../marks/select-marks.ts";
import type { Weights } from "../weights.ts";
import { readMaterials } from "./materials.ts";
import type { Dressing, Part, PartKind } from "./part.ts";
import type { PartTable } from "./part-table.ts";
import { findEntries, findEntry, findPhrase, isDenied, readWords, UNCOLORED, type Word } from "./phrases.ts";

/** Hats come first: a horned helmet brings no horns of its own. */
const KINDS: PartKind[] = ["hat", "hair", "beard", "horns", "tusks", "ears", "glasses"];
/** Things whose material is but a colour: "copper hair". */
const HAIR = new Set<PartKind>(["hair", "beard"]);
/** Worn beside any other beard. */
const MOUSTACHES = new Set(["moustache", "handlebar"]);
/** Words between which and a person nothing but the person is described. */
const OPENERS = new Set(["a", "an", "the", "with", "and", "on", "of"]);
/** Hair of which the prompt says nothing but that it is there. */
const ANY = "any";
const PLAIN_HAIR = "short";
/** Hats under which hair does not show, or only where it falls long. */
const COVERING = new Set(["knight", "hood", "headscarf", "turban", "skullcap"]);

/**
 * Reads a prompt for parts and colours: longer phrases first; "no beard" and "without a hat" count as nothing.
 * @param weights shape morphs of the same prompt, which give hair its colour where no word does.
 * @param seed chooses where the table leaves a choice.
 */
export function selectParts(table: PartTable, prompt: string, weights: Weights, seed = 0): Dressing {
  const text = adjectivesFirst(prompt, vocabulary(table));
  // Silver is a colour of hair, and a material where it is polished: materials see every word.
  const materials = readMaterials(table, text);
  const words = readWords(table.colors, text);
  // Marks come first: clown makeup makes no clown, and a stubbly beard is none.
  const named = namedMarks(table, words);
  const creature = findEntry(words, table.skins);
  const characters = findEntries(words, table.characters).map(({ entry }) => entry);
  const gifts = characters.flatMap(({ parts }) => parts);
  const skin =
    materials.get("skin")?.color ??
    skinNamed(table, words) ??
    (creature ? creatureColor(table, creature.match.color, creature.entry.color) : complexion(table, words));
  const parts: Part[] = [];
  const brought = new Map<Part, string | undefined>();
  for (const kind of KINDS) {
    const worn = findEntry(words, table.parts[kind]);
    if (table.none[kind]?.some((phrase) => findPhrase(words, phrase)) || isDenied(words, table.parts[kind])) continue;
    const gift = gifts.find(([k]) => k === kind);
    let name = worn?.entry.name ?? gift?.[1];
    if (name === ANY) name = gift?.[1] ?? usualHair(table, words, seed) ?? PLAIN_HAIR;
    if (!name) continue;
    for (const word of worn?.match.words ?? []) word.taken = true;
    const material = materials.get(kind);
    const part: Part = { kind, name, color: material?.color ?? hairOr(table, kind, worn?.match.color) };
    if (material && !HAIR.has(kind)) part.material = material;
    brought.set(part, gift?.[2]);
    parts.push(part);
    const second = kind === "beard" && worn && besideBeard(table, words, name);
    if (second) parts.push({ kind, name: second.entry.name, color: hairOr(table, kind, second.match.color) });
  }
  addDefaultHair(table, words, creature !== undefined, parts, seed);
  for (const part of parts) {
    part.color ??= otherHair(part, parts) ?? hairOr(table, part.kind, brought.get(part));
  }
  for (const part of parts) part.color ??= defaultColor(table, part, parts, weights);
  const whole = materials.get("all");
  return {
    parts: parts.filter((part) => showsUnderHat(part, parts)),
    marks: allMarks(table, words, characters, named),
    skin,
    skinMaterial: materials.get("skin"),
    material: whole && { ...whole, color: whole.color ?? skin },
    pattern: whole?.pattern ?? creature?.entry.pattern,
  };
}

/** A moustache beside another beard, and the other way round. */
function besideBeard({ parts }: PartTable, words: Word[], name: string) {
  return findEntry(
    words,
    parts.beard.filter((entry) => MOUSTACHES.has(entry.name) !== MOUSTACHES.has(name)),
  );
}

function vocabulary({ colors, parts, skins, materials, bareSkin, marks }: PartTable) {
  const phrases = [...Object.values(parts).flat(), ...skins, ...materials, bareSkin].flatMap(({ words }) => words);
  // Of marks the nouns alone: in "war paint across the face" across describes nothing.
  for (const { words } of marks) phrases.push(...words.map((phrase) => phrase.split(" ").pop()!));
  const known = vocabularyOf(phrases, Object.keys(colors));
  return { ...known, adjectives: new Set([...known.adjectives, ...UNCOLORED]) };
}

/** @param own colour of the creature, which it keeps where no other is named, and which some names only shade. */
function creatureColor(table: PartTable, name: string | undefined, own?: Rgb): Rgb | undefined {
  if (!name) return own;
  const shade = table.shades[name];
  if (!own || shade === undefined) return table.creatureNames[name] ?? table.colors[name];
  return own.map((value) => value + Math.abs(shade) * ((shade > 0 ? 1 : 0) - value)) as Rgb;
}

/** A colour's name means another tone where it is said of hair. */
function hairOr(table: PartTable, kind: PartKind, name: string | undefined): Rgb | undefined {
  if (!name) return undefined;
  return (HAIR.has(kind) ? table.hairNames[name] : undefined) ?? table.colors[name];
}

function skinNamed(table: PartTable, words: Word[]): Rgb | undefined {
  for (const phrase of table.bareSkin.words) {
    const name = findPhrase(words, phrase)?.color;
    if (name) return table.bareSkin.names[name] ?? creatureColor(table, name);
  }
  return undefined;
}

/** Skin that the words before a person name: "a pale old man". */
function complexion({ people, characters, complexions, bareSkin }: PartTable, words: Word[]): Rgb | undefined {
  const nouns = new Set([...people, ...characters].flatMap((entry) => entry.words));
  const from = words.findIndex(({ text }) => nouns.has(text));
  for (let i = from; i >= 0 && !OPENERS.has(words[i].text); i--) {
    const name = complexions.find((color) => color === words[i].color);
    if (name) return bareSkin.names[name];
  }
  return undefined;
}

/** A moustache takes after the beard, beards after the hair, and hair after the beard. */
function otherHair(part: Part, parts: Part[]): Rgb | undefined {
  if (!HAIR.has(part.kind)) return undefined;
  const colored = parts.filter((other) => other !== part && HAIR.has(other.kind) && other.color);
  return (colored.find(({ kind }) => kind === part.kind) ?? colored[0])?.color;
}

function addDefaultHair(table: PartTable, words: Word[], isCreature: boolean, parts: Part[], seed: number): void {
  if (isCreature || parts.some(({ kind, name }) => kind === "hair" || (kind === "hat" && COVERING.has(name)))) return;
  if (table.none.hair?.some((phrase) => findPhrase(words, phrase)) || isDenied(words, table.parts.hair)) return;
  const name = usualHair(table, words, seed);
  if (name) parts.unshift({ kind: "hair", name });
}

/** A style that people of whom the prompt speaks often have. */
function usualHair(table: PartTable, words: Word[], seed: number): string | undefined {
  const hair = table.people.find((entry) => entry.words.some((word) => findPhrase(words, word)))?.hair;
  return hair?.[seed % hair.length];
}

function showsUnderHat({ kind, name }: Part, parts: Part[]): boolean {
  const hat = parts.find((part) => part.kind === "hat");
  if (kind !== "hair" || !hat) return true;
  return !COVERING.has(hat.name) && !["afro", "mohawk", "spiky", "topknot", "bun", "big"].includes(name);
}

function defaultColor(table: PartTable, part: Part, parts: Part[], weights: Weights): Rgb | undefined {
  const { kind, name } = part;
  if (kind === "ears") return undefined;
  if (kind === "hat" && table.hats[name]) return table.hats[name];
  if (!HAIR.has(kind)) return table.defaults[kind];
  const other = otherHair(part, parts);
  if (other) return other;
  const { old, default: rest, ...tones } = table.hairColors;
  const main = Object.entries(tones).find(([morph]) => (weights[morph] ?? 0) > 0.5);
  const color = main?.[1] ?? rest;
  const age = Math.min(1, weights["old"] ?? 0);
  return color.map((value, k) => value + age * (old[k] - value)) as Rgb;
}
