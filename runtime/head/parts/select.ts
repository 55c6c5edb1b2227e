import type { Weights } from "../template-shape.ts";

export type Rgb = [number, number, number];
export type PartKind = "hair" | "beard" | "hat" | "horns" | "tusks" | "ears" | "glasses";

/** Which words ask for which parts and colours: `assets/template/parts.json`. Words are lower case, without hyphens. */
export interface PartTable {
  colors: Record<string, Rgb>;
  parts: Record<PartKind, { name: string; words: string[] }[]>;
  /** Words that rule a kind of part out. */
  none: Partial<Record<PartKind, string[]>>;
  /** Colours of parts whose colour the prompt leaves open, by kind; hats by name first. */
  defaults: Partial<Record<PartKind, Rgb>>;
  hats: Record<string, Rgb>;
  /** What a colour's name means for hair, where that is not what it means elsewhere. */
  hairNames: Record<string, Rgb>;
  /** Of hair and beards, by ethnicity morph; `old` where the head is old. */
  hairColors: { default: Rgb; old: Rgb } & Record<string, Rgb>;
  /** People of whom the prompt does not say that they are bald have hair. */
  people: { words: string[]; hair: string }[];
  /** What a character brings along where the prompt does not say otherwise: [kind, name, colour]. */
  characters: { words: string[]; parts: [PartKind, string, string?][] }[];
  /** Skins of creatures, which take the colour before their name; without `color` they are human. */
  skins: { words: string[]; color?: Rgb }[];
  materials: { words: string[]; color: Rgb }[];
}

/** A part of a head: its solid is found by kind and name. */
export interface Part {
  kind: PartKind;
  name: string;
  /** sRGB; undefined for ears, which are skin. */
  color?: Rgb;
}

/** What the words of a prompt put on the template. */
export interface Dressing {
  parts: Part[];
  /** Of a creature; undefined for people. */
  skin?: Rgb;
  /** Of a statue: one colour for everything. */
  material?: Rgb;
}

interface Word {
  text: string;
  /** Name of the colour that stands before it. */
  color?: string;
}

const KINDS: PartKind[] = ["hair", "beard", "hat", "horns", "tusks", "ears", "glasses"];
const NEGATIONS = new Set(["no", "without"]);
/** Hats under which hair does not show, or only where it falls long. */
const COVERING = new Set(["knight", "hood", "headscarf", "turban", "skullcap"]);

/**
 * Reads a prompt for parts and colours: longer phrases first; "no beard" and "without a hat" count as nothing.
 * @param weights shape morphs of the same prompt, which give hair its colour where no word does.
 */
export function selectParts(table: PartTable, prompt: string, weights: Weights): Dressing {
  const words = readWords(table.colors, prompt);
  const material = findEntry(words, table.materials)?.entry.color;
  const creature = findEntry(words, table.skins);
  const skin = creature && (creature.color ? table.colors[creature.color] : creature.entry.color);
  const character = findEntry(words, table.characters)?.entry.parts ?? [];
  const parts: Part[] = [];
  for (const kind of KINDS) {
    const named = findEntry(words, table.parts[kind]);
    if (table.none[kind]?.some((phrase) => find(words, phrase)) || isDenied(words, table.parts[kind])) continue;
    const brought = character.find(([k]) => k === kind);
    const name = named?.entry.name ?? brought?.[1];
    if (name) parts.push({ kind, name, color: colorNamed(table, kind, named?.color ?? brought?.[2]) });
  }
  addDefaultHair(table, words, creature !== undefined, parts);
  for (const part of parts) part.color ??= defaultColor(table, part, parts, weights);
  return { parts: parts.filter((part) => showsUnderHat(part, parts)), skin, material };
}

function colorNamed(table: PartTable, kind: PartKind, name: string | undefined): Rgb | undefined {
  if (!name) return undefined;
  return (kind === "hair" || kind === "beard" ? table.hairNames[name] : undefined) ?? table.colors[name];
}

function addDefaultHair(table: PartTable, words: Word[], isCreature: boolean, parts: Part[]): void {
  if (isCreature || parts.some(({ kind, name }) => kind === "hair" || (kind === "hat" && COVERING.has(name)))) return;
  if (table.none.hair?.some((phrase) => find(words, phrase)) || isDenied(words, table.parts.hair)) return;
  const person = table.people.find((entry) => entry.words.some((word) => find(words, word)));
  if (person) parts.unshift({ kind: "hair", name: person.hair });
}

function showsUnderHat({ kind, name }: Part, parts: Part[]): boolean {
  const hat = parts.find((part) => part.kind === "hat");
  if (kind !== "hair" || !hat) return true;
  return !COVERING.has(hat.name) && !["afro", "mohawk", "spiky", "topknot", "bun", "big"].includes(name);
}

function defaultColor(table: PartTable, { kind, name }: Part, parts: Part[], weights: Weights): Rgb | undefined {
  if (kind === "ears") return undefined;
  if (kind === "hat" && table.hats[name]) return table.hats[name];
  if (kind !== "hair" && kind !== "beard") return table.defaults[kind];
  const other = parts.find((part) => part.kind === (kind === "hair" ? "beard" : "hair") && part.color);
  if (other) return other.color;
  const { old, default: rest, ...tones } = table.hairColors;
  const main = Object.entries(tones).find(([morph]) => (weights[morph] ?? 0) > 0.5);
  const color = main?.[1] ?? rest;
  const age = Math.min(1, weights["old"] ?? 0);
  return color.map((value, k) => value + age * (old[k] - value)) as Rgb;
}

/** Words without the colours between them; each colour is kept with the word that follows it. */
function readWords(colors: PartTable["colors"], prompt: string): Word[] {
  const tokens = prompt.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const out: Word[] = [];
  let color: string | undefined;
  for (let i = 0; i < tokens.length; i++) {
    const named = [`${tokens[i]} ${tokens[i + 1]}`, tokens[i]].find((name) => name in colors);
    if (named) {
      color = named;
      if (named.includes(" ")) i++;
      continue;
    }
    out.push({ text: tokens[i], color });
    color = undefined;
  }
  return out;
}

/** The entry with the longest phrase in the text, and the colour that stands in or before it. */
function findEntry<E extends { words: string[] }>(
  words: Word[],
  entries: E[],
): { entry: E; color?: string } | undefined {
  let best: { entry: E; color?: string; length: number } | undefined;
  for (const entry of entries) {
    for (const phrase of entry.words) {
      const at = find(words, phrase);
      if (at && !at.denied && phrase.length > (best?.length ?? 0))
        best = { entry, color: at.color, length: phrase.length };
    }
  }
  return best;
}

function isDenied(words: Word[], entries: { words: string[] }[]): boolean {
  return entries.some((entry) => entry.words.some((phrase) => find(words, phrase)?.denied));
}

function find(words: Word[], phrase: string): { color?: string; denied: boolean } | undefined {
  const wanted = phrase.split(" ");
  const same = (text: string, word: string) => text === word || text === `${word}s`;
  for (let i = 0; i + wanted.length <= words.length; i++) {
    if (!wanted.every((word, k) => same(words[i + k].text, word))) continue;
    const before = words.slice(Math.max(0, i - 2), i);
    const color = words.slice(i, i + wanted.length).findLast((word) => word.color)?.color;
    return { color, denied: before.some(({ text }) => NEGATIONS.has(text)) };
  }
  return undefined;
}
