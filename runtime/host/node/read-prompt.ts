import { readFile } from "node:fs/promises";
import { streamKey } from "../../kernels/random.ts";
import { openTextEncoder } from "../../pack/text-encoder.ts";
import { openConcepts } from "../../prompt/concepts.ts";
import { describeLook } from "../../prompt/describe.ts";
import type { Look } from "../../prompt/look.ts";
import type { Reading } from "../../prompt/read.ts";
import { type Meanings, readPrompt as readWith } from "../../prompt/read-prompt.ts";
import { setFields } from "../../prompt/set-field.ts";
import { openVocabulary, type Vocabulary } from "../../prompt/vocabulary.ts";
import { packFolder } from "./pack-files.ts";
import { packagePath } from "./paths.ts";

export interface ReadOptions {
  /** Parts that the head to be made can wear, beside what the grid draws of itself. */
  parts?: readonly { kind: string; name: string }[];
  /** Chooses what the prompt leaves open; 0 where absent. */
  seed?: number;
  /** Fields of the Look that are set beside or instead of what the prompt says, by their paths: "age", "hair.color". */
  fields?: Readonly<Record<string, unknown>>;
  /** False reads by the tables alone, without looking up the meaning of words that they do not list. */
  meanings?: boolean;
}

/** Width of the starter pack's text encoder, which is used whatever pack makes the head. */
const WIDTH = 384;
const pathOf = (name: string) => packagePath("assets", "vocabulary", name);
let vocabulary: Promise<Vocabulary> | undefined;
let meanings: Promise<Meanings> | undefined;

/** The vocabulary that prompts are read with, read once. */
export function loadVocabulary(): Promise<Vocabulary> {
  vocabulary ??= readFile(pathOf("vocabulary.json"), "utf8").then((text) => openVocabulary(JSON.parse(text)));
  return vocabulary;
}

/**
 * Reads a prompt into a Look and what became of every word of it.
 * @param text at most 1,000 characters in English.
 * @throws RangeError naming a field that cannot be set, its value and the remedy.
 */
export async function readPrompt(
  text: string,
  { seed = 0, fields = {}, meanings: lookUp = true, parts }: ReadOptions = {},
): Promise<Reading> {
  const known = await loadVocabulary();
  const words = parts ? withParts(known, parts) : known;
  const individual = individualOf(text);
  const given = lookUp ? { meanings: await loadMeanings(known) } : {};
  const reading = await readWith(words, text, { seed, individual, ...given });
  return Object.keys(fields).length === 0 ? reading : { ...reading, look: setFields(words, reading.look, fields) };
}

/** A vocabulary in which the parts that there are files of are drawn: hair and beards have entries of their own kinds. */
function withParts({ file }: Vocabulary, parts: NonNullable<ReadOptions["parts"]>): Vocabulary {
  const drawn = file.parts.filter(({ kind, id }) => parts.some((part) => part.kind === kind && part.name === id));
  return openVocabulary(
    file,
    drawn.map((entry) => ({ ...entry, undrawn: false })),
  );
}

/** Says a Look in the vocabulary's words, as a prompt that asks for it. */
export async function describe(look: Look): Promise<string> {
  return describeLook(await loadVocabulary(), look);
}

/** Whom fields of the Look alone describe. */
export const ANYBODY = "a person";

/** One seed makes other people of other prompts. */
export const individualOf = (text: string): number => streamKey(`template of ${text}`);

/** The encoder is opened when the first word is looked up. */
function loadMeanings({ file }: Vocabulary): Promise<Meanings> {
  meanings ??= readFile(pathOf("concepts.bin")).then((bytes) => {
    let encoder: ReturnType<typeof openTextEncoder> | undefined;
    const open = async () => {
      const { ortHost } = await import("./ort/ort-host.ts");
      return openTextEncoder(ortHost({ threads: 1 }), await packFolder(packagePath("assets", "starter")));
    };
    return {
      concepts: openConcepts(file, bytes, WIDTH),
      encode: async (texts) => {
        encoder ??= open();
        return (await encoder)(texts);
      },
    };
  });
  return meanings;
}
