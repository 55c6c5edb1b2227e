import { gunzip } from "../head/gunzip.ts";
import type { FileKind, PartDescription } from "../head/part-files/describe.ts";
import { selectFiles } from "../head/part-files/select-files.ts";
import { withMissing } from "../head/part-files/with-missing.ts";
import { streamKey } from "../kernels/random.ts";
import type { TextEncoder } from "../pack/text-encoder.ts";
import { openConcepts } from "../prompt/concepts.ts";
import { describeLook } from "../prompt/describe.ts";
import { areSeen } from "../prompt/edit/diff-looks.ts";
import { type EditReading, NO_CHANGE } from "../prompt/edit/read-edit.ts";
import type { Look } from "../prompt/look.ts";
import { PART_KINDS, type PartKind } from "../prompt/look-names.ts";
import type { Dictionary } from "../prompt/look-up/dictionary.ts";
import { readEditLookedUp } from "../prompt/look-up/look-up-edit.ts";
import type { Reading } from "../prompt/read.ts";
import { type Meanings, readPrompt } from "../prompt/read-prompt.ts";
import type { Report } from "../prompt/report.ts";
import { setFields } from "../prompt/set-field.ts";
import { openVocabulary, type Vocabulary } from "../prompt/vocabulary.ts";
import type { GrowthEntry, PartEntry } from "../prompt/vocabulary-file.ts";
import type { Recipe } from "../stages/recipe.ts";

/** What a platform reads prompts with; each is asked for once, when it is first needed. */
export interface ReaderSources {
  /** `assets/vocabulary/vocabulary.json`. */
  vocabulary: () => Promise<Uint8Array>;
  /** `assets/vocabulary/concepts.bin.gz`. */
  concepts: () => Promise<Uint8Array>;
  /** `assets/vocabulary/dictionary.json.gz`. */
  dictionary: () => Promise<Uint8Array>;
  /** What there are part files of. */
  parts: () => Promise<readonly PartDescription[]>;
  /** The text encoder of the starter pack, which is used whatever pack makes the head. */
  encoder: () => Promise<TextEncoder>;
}

export interface ReadOptions {
  /** What the head is to be made of; "layers" where absent. They wear the parts that there are files of, the grid what it draws of itself. */
  carrier?: Recipe["carrier"];
  /** Chooses what the prompt leaves open; 0 where absent. */
  seed?: number;
  /** Fields of the Look that are set beside or instead of what the prompt says, by their paths: "age", "hair.color". */
  fields?: Readonly<Record<string, unknown>>;
  /** False reads by the tables alone, without looking up words that they do not list. */
  meanings?: boolean;
}

/** What an instruction makes of a head. */
export interface InstructionReading extends EditReading {
  /** The changed Look in words: what the diffusion model is asked with. */
  prompt: string;
}

export interface PromptReader {
  /** The vocabulary that prompts are read with. */
  loadVocabulary: (carrier?: Recipe["carrier"]) => Promise<Vocabulary>;
  /**
   * Reads a prompt into a Look and what became of every word of it.
   * @param text at most 1,000 characters in English.
   * @throws RangeError naming a field that cannot be set, its value and the remedy.
   */
  readPrompt: (text: string, options?: ReadOptions) => Promise<Reading>;
  /** Reads an instruction into a change of what a recipe's head looks like. */
  readInstruction: (
    head: Pick<Recipe, "look" | "seed" | "edit" | "carrier"> & Partial<Pick<Recipe, "prompt">>,
    instruction: string,
  ) => Promise<InstructionReading>;
  /** Tells in a report what of a Look there is no part for, where parts make the head. */
  tellMissing: (carrier: Recipe["carrier"], look: Look, report: Report) => Promise<Report>;
  /** Says a Look in the vocabulary's words, as a prompt that asks for it. */
  describe: (look: Look) => Promise<string>;
}

/** Width of the starter pack's text encoder. */
const WIDTH = 384;

/** Whom fields of the Look alone describe. */
export const ANYBODY = "a person";

/** One seed makes other people of other prompts. */
export const individualOf = (text: string): number => streamKey(`template of ${text}`);

export function createPromptReader(sources: ReaderSources): PromptReader {
  let vocabulary: Promise<Vocabulary> | undefined;
  let meanings: Promise<Meanings> | undefined;
  let layered: Promise<Vocabulary> | undefined;
  let parts: Promise<readonly PartDescription[]> | undefined;
  let dictionary: Promise<Dictionary> | undefined;
  const loadParts = () => {
    parts ??= sources.parts();
    return parts;
  };
  const loadVocabulary = (carrier: Recipe["carrier"] = "grid") => {
    vocabulary ??= sources.vocabulary().then((bytes) => openVocabulary(JSON.parse(new TextDecoder().decode(bytes))));
    if (carrier === "grid") return vocabulary;
    layered ??= Promise.all([vocabulary, loadParts()]).then(([known, files]) => withParts(known, files));
    return layered;
  };
  const tellMissing: PromptReader["tellMissing"] = async (carrier, look, report) => {
    if (carrier === "grid") return report;
    const [{ file }, files] = await Promise.all([loadVocabulary(carrier), loadParts()]);
    return withMissing(file, report, selectFiles(look, files));
  };
  /** The encoder is opened when the first word is looked up. */
  const loadMeanings = ({ file }: Vocabulary) => {
    const damaged = (why: string) => new Error(`concepts.bin.gz is damaged: ${why}`);
    meanings ??= sources.concepts().then(async (zipped) => {
      const bytes = await gunzip(zipped, damaged);
      let encoder: Promise<TextEncoder> | undefined;
      return {
        concepts: openConcepts(file, bytes, WIDTH),
        encode: async (texts) => {
          encoder ??= sources.encoder();
          return (await encoder)(texts);
        },
      };
    });
    return meanings;
  };
  const loadDictionary = () => {
    const damaged = (why: string) => new Error(`dictionary.json.gz is damaged: ${why}`);
    dictionary ??= sources
      .dictionary()
      .then((zipped) => gunzip(zipped, damaged))
      .then((bytes) => JSON.parse(new TextDecoder().decode(bytes)));
    return dictionary;
  };
  return {
    loadVocabulary,
    async readPrompt(text, { seed = 0, fields = {}, meanings: lookUp = true, carrier = "layers" } = {}) {
      const words = await loadVocabulary(carrier);
      const individual = individualOf(text);
      const lookedUp = lookUp && {
        dictionary: loadDictionary,
        meanings: await loadMeanings(await loadVocabulary()),
      };
      const reading = await readPrompt(words, text, { seed, individual, ...(lookedUp && { lookedUp }) });
      const look = Object.keys(fields).length === 0 ? reading.look : setFields(words, reading.look, fields);
      return { look, report: await tellMissing(carrier, look, reading.report) };
    },
    tellMissing,
    async readInstruction({ look, seed, edit, carrier, prompt }, instruction) {
      const known = await loadVocabulary(carrier);
      const reading = await readEditLookedUp(known, look, instruction, {
        seed: edit?.firstSeed ?? seed,
        before: edit?.instruction ?? prompt,
        dictionary: loadDictionary,
      });
      const report = await tellMissing(carrier, reading.look, reading.report);
      // On the grid the diffusion model may know words that nothing else does.
      const areWords = carrier === "layers" && reading.changes.length > 0 && !areSeen(reading.changes);
      if (areWords) report.notes.push(NO_CHANGE);
      return { ...reading, report, prompt: describeLook(known, reading.look) };
    },
    // With the words of parts that a file brings.
    describe: async (look) => describeLook(await loadVocabulary("layers"), look),
  };
}

/**
 * A vocabulary in which the parts that there are files of are drawn. Files that it does not list, an artist's own, are
 * asked for by their own words.
 */
function withParts({ file }: Vocabulary, parts: readonly PartDescription[]): Vocabulary {
  const drawn = file.parts.flatMap((entry) => {
    const part = parts.find(
      ({ kind, name, words }) => kind === entry.kind && (name === entry.id || words.includes(entry.id)),
    );
    return part ? [{ ...entry, undrawn: false, ...drawnOf(part) }] : [];
  });
  const isListed = ({ kind, name, words }: PartDescription) =>
    file.parts.some((entry) => entry.kind === kind && (entry.id === name || words.includes(entry.id)));
  const own = parts.filter((part) => !part.carved && !isListed(part));
  const worn = own.flatMap((part): PartEntry[] => {
    const { kind, name, words, fit, slots } = part;
    if (!isWorn(kind) || words.length === 0) return [];
    const hides = fit.covers.includes("scalp") ? { hides: "volume" as const } : {};
    const pair = kind === "earrings" ? { pair: true } : {};
    return [{ ...pair, kind, id: name, words, color: Object.values(slots)[0].color, ...drawnOf(part), ...hides }];
  });
  const grown = (kind: FileKind, known: readonly GrowthEntry[]): GrowthEntry[] => [
    ...own
      .filter((part) => part.kind === kind && part.words.length > 0 && !known.some(({ style }) => style === part.name))
      .map(({ name, words }) => ({ style: name, words })),
    ...known,
  ];
  const growths = {
    hair: grown("hair", file.hair),
    beards: grown("beard", file.beards),
    moustaches: grown("moustache", file.moustaches),
  };
  return openVocabulary({ ...file, ...growths }, [...worn, ...drawn]);
}

/** What a part's file knows of it. */
const drawnOf = ({ fit, slots }: PartDescription) => ({
  placements: fit.placements.map(({ name }) => name),
  slots: Object.keys(slots).slice(1),
});

const isWorn = (kind: FileKind): kind is PartKind => (PART_KINDS as readonly string[]).includes(kind);
