import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ortHost } from "../../runtime/host/node/ort/ort-host.ts";
import { packFolder } from "../../runtime/host/node/pack-files.ts";
import { openCheckpoint } from "../../runtime/pack/checkpoint.ts";
import { PackError, type PackFiles } from "../../runtime/pack/files.ts";
import { loadPack } from "../../runtime/pack/load.ts";
import { openPack } from "../../runtime/pack/open.ts";
import { readSafetensors } from "../../runtime/pack/safetensors.ts";
import { GOLDEN } from "./golden.ts";
import { memoryFiles, safetensors } from "./memory-files.ts";

const pair = (a: number[], b: number[]) => ({
  a: { dtype: "F32", shape: [2], data_offsets: a },
  b: { dtype: "F32", shape: [2], data_offsets: b },
});
const one = (fields: object) => ({ a: { dtype: "F32", shape: [2], data_offsets: [0, 8], ...fields } });

/** What is wrong with the file, the file, and what the error must say. */
const BAD_FILES: [string, Uint8Array, RegExp][] = [
  ["an empty file", new Uint8Array(0), /only 0 bytes/],
  ["a header over the cap", safetensors({}, 0, 1n << 40n), /over the cap of 16777216: it is no safetensors file/],
  [
    "a pickle, renamed",
    Uint8Array.of(0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20),
    /looks like a PyTorch pickle, which is never read/,
  ],
  ["a zipped pickle, renamed", Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 8, 8, 0, 0), /looks like a PyTorch pickle/],
  ["a header longer than the file", safetensors({}, 0, 99n), /header claims 99 bytes, the file has 10/],
  ["a header that is no JSON", safetensors("{nonsense", 0), /no JSON object/],
  ["a header that is a list", safetensors([], 0), /no JSON object/],
  ["truncated data", safetensors(pair([0, 8], [8, 16]), 12), /tensor "b" claims bytes 8 to 16 of a file with 12/],
  ["overlapping tensors", safetensors(pair([0, 8], [4, 12]), 12), /tensors "a" and "b" overlap/],
  ["a gap", safetensors(pair([0, 8], [12, 20]), 20), /4 unclaimed bytes before tensor "b"/],
  ["data after the last tensor", safetensors(pair([0, 8], [8, 16]), 20), /4 unclaimed bytes at the end/],
  ["offsets the wrong way round", safetensors(one({ data_offsets: [8, 0] }), 8), /"a" claims bytes 8 to 0/],
  ["negative offsets", safetensors(one({ data_offsets: [-8, 0] }), 8), /"a" has malformed data_offsets \[-8,0\]/],
  ["offsets that are no numbers", safetensors(one({ data_offsets: ["0", "8"] }), 8), /malformed data_offsets/],
  ["an unknown dtype", safetensors(one({ dtype: "F33" }), 8), /"a" has the unknown dtype "F33"/],
  ["a dtype from the prototype", safetensors(one({ dtype: "toString" }), 8), /unknown dtype "toString"/],
  ["a shape that does not fit", safetensors(one({ shape: [3] }), 8), /"a" is F32 \[3\], 12 bytes, but .* span 8/],
  ["a shape that overflows", safetensors(one({ shape: [2 ** 52, 2 ** 52] }), 8), /but its data_offsets span 8/],
  ["a negative shape", safetensors(one({ shape: [-1, -2] }), 8), /"a" has the malformed shape \[-1,-2\]/],
  ["a tensor that is null", safetensors({ a: null }, 0), /"a" has the unknown dtype/],
];

for (const [what, bytes, message] of BAD_FILES) {
  test(`safetensors: ${what} is refused`, async () => {
    const files = memoryFiles({ "x.safetensors": bytes });
    await assert.rejects(readSafetensors(files, "x.safetensors"), (error) => {
      assert.ok(error instanceof PackError);
      assert.match(error.message, /^x\.safetensors: /);
      assert.match(error.message, message);
      return true;
    });
  });
}

test("safetensors: tensors of no elements and metadata are fine", async () => {
  const empty = { dtype: "F32", shape: [0], data_offsets: [0, 0] };
  const header = { ...one({}), __metadata__: { format: "pt" }, e: empty };
  const found = await readSafetensors(memoryFiles({ x: safetensors(header, 8) }), "x");
  assert.deepEqual([...found.keys()].sort(), ["a", "e"]);
});

test("a shard index that leads out of the folder is refused", async () => {
  const index = JSON.stringify({ weight_map: { a: "../../secret.safetensors" } });
  const files = memoryFiles({ "unet/diffusion_pytorch_model.safetensors.index.json": index });
  await assert.rejects(openCheckpoint(files, "unet"), /Shards lie beside their index/);
});

/** A copy of the golden starter pack, changed; opening it must fail as told. */
async function broken(change: (folder: string) => Promise<void>, message: RegExp): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "pack-"));
  try {
    await cp(join(GOLDEN, "starter"), folder, { recursive: true });
    await change(folder);
    await assert.rejects(async () => openPack(await packFolder(folder)), message);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function edit(file: string, fields: object): Promise<void> {
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, "utf8")), ...fields }));
}

const WEIGHTS = "vae/diffusion_pytorch_model.safetensors";

test("a config that lies about shapes is refused, naming the tensor", () =>
  broken(
    (f) => edit(join(f, "vae/config.json"), { encoder_block_out_channels: [4, 16, 16] }),
    /vae\/diffusion_pytorch_model\.safetensors: tensor "encoder\.conv_in\.conv\.weight" has the shape .* implies \[4,3,3,3\]/,
  ));

test("a config with a value of the wrong kind is refused, naming the key", () =>
  broken(
    (f) => edit(join(f, "unet/config.json"), { sample_size: "big" }),
    /unet\/config\.json: "sample_size" is "big"/,
  ));

test("a network the engine does not know is refused", () =>
  broken((f) => edit(join(f, "unet/config.json"), { dual_cross_attention: true }), /"dual_cross_attention" is true/));

test("parts of different families are refused", () =>
  broken(
    (f) => edit(join(f, "unet/config.json"), { cross_attention_dim: 768 }),
    /hidden_size is 16, the UNet wants 768/,
  ));

test("a model that comes as a pickle alone is refused, naming it", () =>
  broken(
    (f) => rename(join(f, WEIGHTS), join(f, "vae/diffusion_pytorch_model.bin")),
    /vae\/diffusion_pytorch_model\.bin: is a PyTorch pickle, which is never read/,
  ));

/** Rewrites a field of every tensor's entry in a safetensors header, keeping its length. */
async function editHeader(file: string, change: (header: string) => string): Promise<void> {
  const bytes = await readFile(file);
  const length = Number(bytes.readBigUInt64LE(0));
  const header = change(bytes.toString("utf8", 8, 8 + length));
  assert.equal(Buffer.byteLength(header), length, "the header keeps its length");
  bytes.write(header, 8);
  await writeFile(file, bytes);
}

test("weights of a type that no graph takes are refused, naming the tensor", () =>
  broken(
    (f) => editHeader(join(f, WEIGHTS), (header) => header.replaceAll('"F16"', '"U16"')),
    /vae\/diffusion_pytorch_model\.safetensors: tensor ".*" is U16; F32, F16 and scaled I8 can be used/,
  ));

test("after a refusal nothing else is read", async () => {
  const files = await packFolder(join(GOLDEN, "starter"));
  const read: string[] = [];
  const bad = "unet/diffusion_pytorch_model.safetensors";
  const watched: PackFiles = {
    ...files,
    readText: (name) => {
      read.push(name);
      return files.readText(name);
    },
    readRange: async (name, offset, length) => {
      read.push(name);
      const bytes = await files.readRange(name, offset, length);
      return name === bad ? bytes.fill(0xff) : bytes;
    },
  };
  await assert.rejects(openPack(watched), /unet\/diffusion_pytorch_model\.safetensors: the header claims/);
  assert.deepEqual(read, ["unet/config.json", bad]);
});

for (const name of ["unet/config.json", "tokenizer/tokenizer.json", "scheduler/scheduler_config.json"]) {
  test(`a link out of the folder is refused for ${name}, too`, () =>
    broken(
      async (f) => {
        await rm(join(f, name));
        await symlink(join(GOLDEN, "starter", name), join(f, name));
      },
      new RegExp(`${name}: is a link that leads out of the pack's folder`),
    ));
}

test("a missing file is named", () =>
  broken((f) => rm(join(f, WEIGHTS)), /vae\/diffusion_pytorch_model\.safetensors: not found/));

test("a link out of the folder is refused", () =>
  broken(async (f) => {
    const outside = `${f}.outside.safetensors`;
    await rename(join(f, WEIGHTS), outside);
    await symlink(outside, join(f, WEIGHTS));
    setTimeout(() => rm(outside, { force: true }), 2000).unref();
  }, /vae\/diffusion_pytorch_model\.safetensors: is a link that leads out of the pack's folder/));

test("what is larger than any model's is refused before it is read", async () => {
  for (const [name, bytes] of [
    ["tokenizer/tokenizer.json", 103 * 2 ** 20],
    ["unet/config.json", 2 ** 31],
    ["scheduler/scheduler_config.json", 2 ** 21],
  ] as const) {
    const before = process.memoryUsage.rss();
    await broken((f) => truncate(join(f, name), bytes), new RegExp(`${name}: has [0-9,]+ bytes, [0-9,]+ are the most`));
    assert.ok(process.memoryUsage.rss() - before < 100 * 2 ** 20, name);
  }
});

test("numbers that no model has are refused, naming them", async () => {
  await broken((f) => edit(join(f, "unet/config.json"), { sample_size: 1_000_000 }), /"sample_size" is 1000000/);
  const schedule = (fields: object) =>
    broken((f) => edit(join(f, "scheduler/scheduler_config.json"), fields), /are no noise schedule/);
  await schedule({ num_train_timesteps: 10_000_000 });
  await schedule({ beta_start: -1 });
  await schedule({ beta_end: 2 });
  await broken(
    (f) => edit(join(f, "tokenizer/tokenizer_config.json"), { model_max_length: 1e9 }),
    /"model_max_length" is no length/,
  );
});

test("weights that are no numbers are told as such, when they are first used", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pack-"));
  try {
    await cp(join(GOLDEN, "starter"), folder, { recursive: true });
    const bytes = await readFile(join(folder, WEIGHTS));
    // Float16 and float32 alike read this as no number.
    bytes.fill(0xff, 8 + Number(bytes.readBigUInt64LE(0)));
    await writeFile(join(folder, WEIGHTS), bytes);
    const pack = await loadPack(ortHost({ threads: 1 }), await packFolder(folder));
    const image = new Float32Array(3 * pack.imageSize ** 2);
    await assert.rejects(pack.encodeImage(image), (error) => {
      assert.ok(error instanceof PackError);
      assert.match(error.message, /gives no numbers.*weights are damaged/);
      return true;
    });
    await pack.release();
  } finally {
    await rm(folder, { recursive: true });
  }
});
