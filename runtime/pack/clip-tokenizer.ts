import { type Json, readJson } from "./config.ts";
import { type PackFiles, readCapped, VOCABULARY_CAP } from "./files.ts";

const START = "<|startoftext|>";
const END = "<|endoftext|>";

/** Contractions, words, single digits, runs of anything else (OpenAI's CLIP). */
const WORDS = "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

/** The tokenizer.json of a CLIP tokenizer that comes as vocab.json and merges.txt, as in Stable Diffusion folders. */
export async function readClipTokenizer(files: PackFiles, folder: string): Promise<Json> {
  const vocab = await readJson(files, `${folder}/vocab.json`, VOCABULARY_CAP);
  const text = await readCapped(files, `${folder}/merges.txt`, VOCABULARY_CAP);
  const merges = text
    .split("\n")
    .filter((line) => line && !line.startsWith("#version"))
    .map((line) => line.trim().split(" "));
  const special = (content: string) => ({
    id: vocab[content],
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  });
  return {
    version: "1.0",
    added_tokens: [special(START), special(END)],
    normalizer: {
      type: "Sequence",
      normalizers: [
        { type: "NFC" },
        { type: "Replace", pattern: { Regex: "\\s+" }, content: " " },
        { type: "Lowercase" },
      ],
    },
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        { type: "Split", pattern: { Regex: WORDS }, behavior: "Removed", invert: true },
        { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
      ],
    },
    post_processor: {
      type: "RobertaProcessing",
      sep: [END, vocab[END]],
      cls: [START, vocab[START]],
      trim_offsets: false,
      add_prefix_space: false,
    },
    decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: "BPE",
      unk_token: END,
      continuing_subword_prefix: "",
      end_of_word_suffix: "</w>",
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab,
      merges,
    },
  };
}
