import { Tokenizer } from "@huggingface/tokenizers";
import { readClipTokenizer } from "./clip-tokenizer.ts";
import { readJson } from "./config.ts";
import { PackError, type PackFiles, VOCABULARY_CAP } from "./files.ts";

/** As many tokens as a text encoder takes at a time, begun and closed like a text of its own. */
export interface TokenWindow {
  /** Token ids, padded to the full length. */
  ids: BigInt64Array;
  /** 1 for a token, 0 for padding. */
  mask: Float32Array;
}

export interface TokenizedText {
  windows: TokenWindow[];
  /** Words that no longer fitted, in the order of the text; empty where everything fitted. */
  dropped: string;
}

export interface TextTokenizer {
  /** Length of every window. */
  readonly length: number;
  /** Windows that the whole text fills, at least one. */
  windowsOf(text: string): number;
  /** Cuts a text into exactly `windows` windows; those beyond its end hold an empty text. */
  tokenize(text: string, windows?: number): TokenizedText;
  /** Words of the text (three letters or more) that the vocabulary knows only as scraps, or not at all. */
  unknownWords(text: string): string[];
  /** Whole words of the vocabulary, for suggestions. */
  words(): string[];
}

/**
 * Opens a tokenizer folder: tokenizer.json, or vocab.json and merges.txt of CLIP. `length` is the number of tokens
 * that the text encoder takes.
 */
export async function openTokenizer(files: PackFiles, folder: string, length?: number): Promise<TextTokenizer> {
  const path = `${folder}/tokenizer.json`;
  const config = await readJson(files, `${folder}/tokenizer_config.json`);
  const json = (await files.exists(path))
    ? await readJson(files, path, VOCABULARY_CAP)
    : await readClipTokenizer(files, folder);
  let tokenizer: Tokenizer;
  try {
    // Padding and truncation are done here, whatever the file was last used for.
    tokenizer = new Tokenizer({ ...json, padding: null, truncation: null }, config);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PackError(path, `not a tokenizer that can be used (${reason})`, "Download the file again");
  }
  const size = length ?? Number(config["model_max_length"]);
  if (!Number.isInteger(size) || size < 3 || size > 4096) {
    throw new PackError(`${folder}/tokenizer_config.json`, '"model_max_length" is no length', "Set it, e.g. to 77");
  }
  // Stable Diffusion 2 pads with "!": its special_tokens_map.json overrules tokenizer_config.json.
  const map = `${folder}/special_tokens_map.json`;
  const special = (await files.exists(map)) ? await readJson(files, map) : {};
  const pad = tokenText(special["pad_token"]) ?? tokenText(config["pad_token"]);
  return build(tokenizer, path, size, pad, tokenText(config["unk_token"]));
}

/** Special tokens are written as a string or as {content}. */
function tokenText(raw: unknown): string | undefined {
  if (typeof raw === "string") return raw;
  const content = (raw as { content?: unknown } | null | undefined)?.content;
  return typeof content === "string" ? content : undefined;
}

function build(tokenizer: Tokenizer, path: string, length: number, pad?: string, unknown?: string): TextTokenizer {
  const padId = pad === undefined ? undefined : tokenizer.token_to_id(pad);
  if (padId === undefined) throw new PackError(path, `no padding token (${pad})`, "Use the model's own tokenizer");
  // The first token begins a text and the last one closes it.
  const room = length - 2;
  const contentOf = (text: string): number[] => tokenizer.encode(text).ids.slice(1, -1);
  const [start, end]: number[] = tokenizer.encode("").ids;
  const window = (content: number[]): TokenWindow => {
    const ids = new BigInt64Array(length).fill(BigInt(padId));
    const mask = new Float32Array(length);
    [start, ...content, end].forEach((id, i) => {
      ids[i] = BigInt(id);
      mask[i] = 1;
    });
    return { ids, mask };
  };
  return {
    length,
    windowsOf: (text) => Math.max(1, Math.ceil(contentOf(text).length / room)),
    tokenize(text, windows = 1) {
      const content = contentOf(text);
      const parts = Array.from({ length: windows }, (_, k) => content.slice(k * room, (k + 1) * room));
      const rest = content.slice(windows * room);
      const dropped = rest.length > 0 ? tokenizer.decode(rest, { skip_special_tokens: true }).trim() : "";
      return { windows: parts.map(window), dropped };
    },
    unknownWords(text) {
      const words = text.match(/\p{L}{3,}/gu) ?? [];
      return [...new Set(words.filter((word) => isScattered(tokenizer, word, unknown)))];
    },
    words() {
      const plain = /^[\p{L}]{3,}$/u;
      return [...tokenizer.get_vocab(false).keys()].map((w) => w.replace(/<\/w>$/, "")).filter((w) => plain.test(w));
    },
  };
}

/**
 * Does the vocabulary know the word only as scraps? One piece is a known word, and so is a stem of at least half the
 * word with an ending ("beard" + "ed"); anything else was never learned as such.
 */
function isScattered(tokenizer: Tokenizer, word: string, unknown?: string): boolean {
  const pieces: string[] = tokenizer.tokenize(word, { add_special_tokens: false });
  if (unknown !== undefined && pieces.includes(unknown)) return true;
  return pieces.length > 2 || pieces[0].replace(/<\/w>$/, "").length < word.length / 2;
}
