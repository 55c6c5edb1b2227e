import assert from "node:assert/strict";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { packFolder } from "../../runtime/host/node/pack-files.ts";
import { clipScore, openClipScorer } from "../../runtime/pack/clip-score.ts";
import { readSafetensors } from "../../runtime/pack/safetensors.ts";
import { host, relativeError } from "./golden.ts";

const FOLDER = join(import.meta.dirname, "../golden/clip");

async function expected(name: string): Promise<Float32Array> {
  const files = await packFolder(FOLDER);
  const entry = (await readSafetensors(files, "expected.safetensors")).get(name)!;
  return new Float32Array((await files.readRange(entry.file, entry.offset, entry.length)).slice().buffer);
}

test("CLIP's two towers agree with transformers", async () => {
  const scorer = await openClipScorer(host, await packFolder(join(FOLDER, "model")));
  const text = await scorer.embedText("an old dwarf with a red beard");
  const picture = await scorer.embedPicture(await expected("picture"));
  await scorer.release();
  assert.equal(scorer.size, 32);
  assert.ok(relativeError(text, await expected("text_embedding")) < 1e-4);
  assert.ok(relativeError(picture, await expected("picture_embedding")) < 1e-4);
  const wanted = clipScore(await expected("text_embedding"), await expected("picture_embedding"));
  assert.ok(Math.abs(clipScore(text, picture) - wanted) < 1e-5);
});

test("a folder that holds one tower only is refused", async () => {
  const folder = await mkdtemp(join(tmpdir(), "clip-"));
  await cp(join(FOLDER, "model"), folder, { recursive: true });
  await writeFile(join(folder, "config.json"), JSON.stringify({ hidden_size: 16 }));
  await assert.rejects(openClipScorer(host, await packFolder(folder)), /config.json: "text_config" is missing/);
  await rm(folder, { recursive: true });
});
