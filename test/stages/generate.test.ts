import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import validator from "gltf-validator";
import { readGlb } from "../../runtime/bake/read-glb.ts";
import { readDocument } from "../../runtime/head/document.ts";
import { openEngine } from "../../runtime/host/node/engine.ts";
import { folderStore } from "../../runtime/host/node/files.ts";
import { decodeImage } from "../../runtime/host/node/images.ts";
import { hashFolders } from "../../runtime/host/node/pack-hash.ts";
import type { Engine } from "../../runtime/stages/engine.ts";
import { generateHead } from "../../runtime/stages/generate.ts";
import type { GeneratedHead, GenerateHooks } from "../../runtime/stages/job/job.ts";
import type { LivePreview } from "../../runtime/stages/job/live-preview.ts";
import type { Progress } from "../../runtime/stages/job/run-stage.ts";
import { smallRecipe, TINY_PACK } from "./helpers/small-recipe.ts";

let engine: Engine;
let folder: string;
let reference: GeneratedHead;
const reports: Progress[] = [];
const previews: LivePreview[] = [];

before(async () => {
  engine = await openEngine({ pack: TINY_PACK, threads: 1 });
  folder = await mkdtemp(join(tmpdir(), "headartist-"));
  reference = await make("reference", {
    previewInterval: 0,
    onProgress: (progress) => reports.push(progress),
    onPreview: (preview) => previews.push(preview),
  });
});

after(async () => {
  await engine.pack.release();
  await rm(folder, { recursive: true });
});

async function make(name: string, hooks: GenerateHooks = {}, seed?: number): Promise<GeneratedHead> {
  return generateHead(await smallRecipe(seed), engine, folderStore(join(folder, name)), hooks);
}

test("every stage reports its steps, the time left falls to nothing", () => {
  const seen = [...new Set(reports.map(({ stage }) => stage))];
  assert.deepEqual(seen, ["prepare", "geometry", "texture", "refine", "bake"]);
  for (const stage of ["geometry", "texture", "refine"]) {
    const steps = reports.filter((report) => report.stage === stage);
    assert.deepEqual(
      steps.map(({ step }) => step),
      steps.map((_, i) => i + 1),
    );
    assert.equal(steps.at(-1)?.step, steps.at(-1)?.steps);
    assert.ok(steps.every(({ loss, eta }) => Number.isFinite(loss) && eta > 0));
  }
  assert.equal(reports.at(-1)?.eta, 0);
});

test("live previews show a coloured surface", () => {
  assert.ok(previews.some(({ stage }) => stage === "geometry"));
  const last = previews.at(-1);
  assert.ok(last);
  const count = last.positions.length / 3;
  assert.equal(last.normals.length, 3 * count);
  assert.equal(last.colors.length, 4 * count);
  assert.ok(last.indices.every((index) => index < count));
  assert.ok(new Set(last.colors).size > 2, "the colours are all alike");
});

test("the GLB passes the Khronos validator", async () => {
  const { issues } = await validator.validateBytes(reference.glb);
  assert.deepEqual([issues.numErrors, issues.numWarnings], [0, 0], JSON.stringify(issues.messages.slice(0, 3)));
});

test("the same recipe gives the same bytes, another seed gives others", async () => {
  const again = await make("again");
  assert.deepEqual(again.glb, reference.glb);
  assert.deepEqual(again.preview, reference.preview);
  const other = await make("other-seed", {}, 6);
  assert.notDeepEqual(other.glb, reference.glb);
});

test("head and GLB name the engine and the pack's weights; a head goes on with the same weights alone", async () => {
  const store = folderStore(join(folder, "again"));
  const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  const { maker } = (await readDocument(store))!;
  assert.deepEqual(maker, { engine: version, pack: await hashFolders({ base: TINY_PACK }) });
  const { extras } = await readGlb(reference.glb, decodeImage);
  const { engine: named, pack } = extras.headartist as { engine: string; pack: string };
  assert.deepEqual({ engine: named, pack }, maker);

  const others = { ...engine, maker: { ...engine.maker, pack: "0".repeat(64) } };
  await assert.rejects(generateHead(await smallRecipe(), others, store), /other weights of the model pack/);
  const later = { ...engine, maker: { ...engine.maker, engine: "99.0.0" } };
  await generateHead(await smallRecipe(), later, store);
  assert.deepEqual((await readDocument(store))?.maker, { ...maker, engine: "99.0.0", begun: version });
});

test("a pack's hash is that of the files it is read from", async () => {
  const copy = join(folder, "pack");
  await cp(TINY_PACK, copy, { recursive: true });
  const before = await hashFolders({ base: copy });
  await writeFile(join(copy, "notes.txt"), "nobody reads this");
  assert.equal(await hashFolders({ base: copy }), before);
  const weights = join(copy, "unet", "diffusion_pytorch_model.safetensors");
  const bytes = await readFile(weights);
  bytes[bytes.length - 1] ^= 1;
  await writeFile(weights, bytes);
  assert.notEqual(await hashFolders({ base: copy }), before);
});

test("stopped in any stage and called again, a head ends with the same bytes", async () => {
  for (const [stage, step] of [
    ["geometry", 5],
    ["texture", 4],
    ["refine", 2],
  ] as const) {
    const stop = new AbortController();
    const hooks: GenerateHooks = {
      checkpointInterval: 0,
      signal: stop.signal,
      onProgress: (progress) => {
        if (progress.stage === stage && progress.step === step) stop.abort();
      },
    };
    await assert.rejects(make(stage, hooks), { name: "AbortError" });
    let first: Progress | undefined;
    const resumed = await make(stage, {
      onProgress: (progress) => {
        if (progress.stage !== "prepare") first ??= progress;
      },
    });
    assert.equal(first?.stage, stage);
    assert.ok(first.step > 1, "it began the stage again");
    assert.deepEqual(resumed.glb, reference.glb);
  }
});

test("killed with SIGKILL at any moment and started again, a head ends with the same bytes", async () => {
  const script = join(import.meta.dirname, "helpers", "make-head.ts");
  const target = join(folder, "killed");
  for (const moment of ["geometry 4", "texture 3", "bake 30"]) {
    const child = spawn(process.execPath, [script, target, ...moment.split(" ")], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    const [, signal] = await once(child, "exit");
    assert.equal(signal, "SIGKILL", `it never came to "${moment}"`);
  }
  await make("killed");
  assert.deepEqual(new Uint8Array(await readFile(join(target, "head.glb"))), reference.glb);
});

test("a folder that holds another head is refused and left as it was", async () => {
  const before = await readFile(join(folder, "reference", "head.json"));
  await assert.rejects(make("reference", {}, 7), /"seed" differs/);
  assert.deepEqual(await readFile(join(folder, "reference", "head.json")), before);
});
