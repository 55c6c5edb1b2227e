import { cp, mkdir, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import lock from "../../../package-lock.json" with { type: "json" };
import { atEnd } from "./at-end.ts";

/** A folder that is removed after the tests of this file. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "headartist-test-"));
  atEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** A service's data folder whose embedded database is made already: initdb takes seconds, a copy does not. */
export async function dataFolder(): Promise<string> {
  const folder = await temporaryFolder();
  await cp(await madeDatabase(), join(folder, "queue"), { recursive: true });
  return folder;
}

async function madeDatabase(): Promise<string> {
  const made = join(tmpdir(), `headartist-test-pglite-${lock.packages["node_modules/@electric-sql/pglite"].version}`);
  if (await stat(made).catch(() => undefined)) return made;
  const making = `${made}.${process.pid}`;
  const db = await PGlite.create(making);
  await db.close();
  await rename(making, made).catch(() => rm(making, { recursive: true }));
  return made;
}

/** A pack that holds nothing but words: what the service itself reads. */
export async function wordsPack(): Promise<string> {
  const folder = await temporaryFolder();
  const words = [
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[PAD]",
    "an",
    "old",
    "dwarf",
    "wizard",
    "with",
    "a",
    "red",
    "beard",
    "steps",
    "seed",
  ];
  const token = (id: number) => ({
    id,
    content: words[id],
    special: true,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
  });
  const tokenizer = {
    version: "1.0",
    added_tokens: [0, 1, 2, 3].map(token),
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: null,
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(words.map((word, i) => [word, i])),
    },
  };
  await mkdir(join(folder, "tokenizer"));
  await writeFile(join(folder, "model_index.json"), "{}");
  await writeFile(join(folder, "tokenizer", "tokenizer.json"), JSON.stringify(tokenizer));
  await writeFile(
    join(folder, "tokenizer", "tokenizer_config.json"),
    JSON.stringify({ model_max_length: 32, pad_token: "[PAD]", unk_token: "[UNK]", tokenizer_class: "BertTokenizer" }),
  );
  const groups = { people: { dwarf: ["dwarf", "dwarven"], wizard: ["wizard"] }, hair: { beard: ["beard"] } };
  await writeFile(join(folder, "vocabulary.json"), JSON.stringify({ groups }));
  return folder;
}
