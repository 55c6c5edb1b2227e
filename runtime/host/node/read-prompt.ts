import { readFile } from "node:fs/promises";
import { streamKey } from "../../kernels/random.ts";
import { openTextEncoder } from "../../pack/text-encoder.ts";
import { openConcepts } from "../../prompt/concepts.ts";
import type { Reading } from "../../prompt/read.ts";
import { type Meanings, readPrompt as readWith } from "../../prompt/read-prompt.ts";
import { openVocabulary, type Vocabulary } from "../../prompt/vocabulary.ts";
import { packFolder } from "./pack-files.ts";
import { packagePath } from "./paths.ts";

export interface ReadOptions {
  /** Chooses what the prompt leaves open. */
  seed?: number;
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
 */
export async function readPrompt(
  text: string,
  { seed = 0, meanings: lookUp = true }: ReadOptions = {},
): Promise<Reading> {
  const words = await loadVocabulary();
  const individual = individualOf(text);
  return readWith(words, text, { seed, individual, ...(lookUp && { meanings: await loadMeanings(words) }) });
}

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
