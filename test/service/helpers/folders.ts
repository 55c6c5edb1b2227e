import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import lock from "../../../package-lock.json" with { type: "json" };
import { packagePath } from "../../../runtime/host/node/paths.ts";
import { embeddedDatabase } from "../../../runtime/service/database/embedded.ts";
import { openTables } from "../../../runtime/service/database/tables.ts";
import { openQueue } from "../../../runtime/service/jobs/queue.ts";
import { atEnd } from "./at-end.ts";

/** A folder that is removed after the tests of this file. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "headartist-test-"));
  atEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** A service's data folder whose embedded database is made already: that takes seconds, a copy does not. */
export async function dataFolder(): Promise<string> {
  const folder = await temporaryFolder();
  made ??= makeDatabase();
  await cp(await made, join(folder, "queue"), { recursive: true });
  return folder;
}

let made: Promise<string> | undefined;

/** Kept from one run of the tests to the next. */
async function makeDatabase(): Promise<string> {
  const kept = join(tmpdir(), `headartist-test-queue-${await versionOf()}`);
  if (await stat(kept).catch(() => undefined)) return kept;
  const making = `${kept}.${process.pid}`;
  const db = await embeddedDatabase(making, () => {});
  await openTables(db);
  await (await openQueue(db, () => {})).stop({ graceful: false });
  await db.close();
  await rename(making, kept).catch(() => rm(making, { recursive: true }));
  return kept;
}

/** Changes with what the database is made by, and with the tables. */
async function versionOf(): Promise<string> {
  const { packages } = lock;
  const makers = [packages["node_modules/@electric-sql/pglite"].version, packages["node_modules/pg-boss"].version];
  const tables = await readFile(new URL("../../../runtime/service/database/tables.ts", import.meta.url));
  return createHash("sha256").update(makers.join()).update(tables).digest("hex").slice(0, 12);
}

/** {@link wordsPack} with the autoencoder and the UNet of Stable Diffusion. */
export async function stableDiffusionPack(): Promise<string> {
  const folder = await wordsPack();
  await writeFile(
    join(folder, "vae", "config.json"),
    JSON.stringify({ _class_name: "AutoencoderKL", latent_channels: 4 }),
  );
  await cp(new URL("../../golden/packs/sd15/unet/config.json", import.meta.url), join(folder, "unet", "config.json"));
  return folder;
}

/** A pack without weights, of what the service itself reads: words, and configurations of the starter pack. */
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
  for (const part of ["vae", "unet", "controlnet"]) {
    const config = join(part, "config.json");
    await cp(packagePath("assets", "starter", config), join(folder, config));
  }
  await writeFile(join(folder, "tokenizer", "tokenizer.json"), JSON.stringify(tokenizer));
  await writeFile(
    join(folder, "tokenizer", "tokenizer_config.json"),
    JSON.stringify({ model_max_length: 32, pad_token: "[PAD]", unk_token: "[UNK]", tokenizer_class: "BertTokenizer" }),
  );
  const groups = { people: { dwarf: ["dwarf", "dwarven"], wizard: ["wizard"] }, hair: { beard: ["beard"] } };
  await writeFile(join(folder, "vocabulary.json"), JSON.stringify({ groups }));
  return folder;
}
