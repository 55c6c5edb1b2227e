import assert from "node:assert/strict";
import { test } from "node:test";
import type { LayeredHead } from "../../../runtime/head/layers/types.ts";
import type { HeadStore } from "../../../runtime/head/store.ts";
import { openEngine } from "../../../runtime/host/node/engine.ts";
import { loadPreset } from "../../../runtime/host/node/presets.ts";
import { loadCheckpoint } from "../../../runtime/stages/files/checkpoint.ts";
import { distilLayers, type LayeredParent, type LayeredWork } from "../../../runtime/stages/layers/distil-layers.ts";
import type { LayeredStages } from "../../../runtime/stages/stage-settings.ts";
import { TINY_PACK } from "../helpers/small-recipe.ts";
import { ballSubject } from "./subject.ts";

/** The draft preset's stages, a few steps of each. */
async function fewSteps(): Promise<LayeredStages> {
  const { geometry, texture, refine } = (await loadPreset("draft", "layers")).stages!;
  return {
    geometry: { ...geometry, steps: 5 },
    texture: { ...texture, steps: 4 },
    refine: { ...refine, views: 3, updates: 1, samplerSteps: 3 },
  };
}

function memoryStore(): HeadStore {
  const files = new Map<string, Uint8Array>();
  return {
    read: async (name) => files.get(name),
    write: async (name, bytes) => void files.set(name, bytes),
    remove: async (name) => void files.delete(name),
  };
}

function bytesOf({ layers }: LayeredHead): Uint8Array[] {
  return layers.flatMap(({ surface, levels }) => [
    ...levels.flatMap(({ positions, normals }) => [new Uint8Array(positions.buffer), new Uint8Array(normals.buffer)]),
    surface.baseColor?.data ?? new Uint8Array(),
    new TextEncoder().encode(String(surface.color)),
  ]);
}

test("a run that is stopped in any stage goes on to the bytes of an uninterrupted one; previews show what changes", async () => {
  const engine = await openEngine({ pack: TINY_PACK, threads: 1 });
  const seen = new Map<string, { positions: Float32Array; colors: Uint8Array }[]>();
  const work: LayeredWork = {
    engine,
    asked: { prompt: "an old man", negative: "", seed: 3 },
    stages: await fewSteps(),
    subject: ballSubject(),
    store: memoryStore(),
    checkpoint: undefined,
    hooks: {
      previewInterval: 0,
      checkpointInterval: 0,
      onPreview: (preview) => seen.set(preview.stage, [...(seen.get(preview.stage) ?? []), preview]),
    },
  };
  const { head, landmarks } = await distilLayers(work);
  const whole = bytesOf(head);
  const built = bytesOf(work.subject.head);
  assert.ok(
    whole.some((bytes, i) => Buffer.compare(bytes, built[i]) !== 0),
    "something was learned",
  );
  assert.equal(landmarks.length, 478 * 3);
  const [shaping, coloring] = ["geometry", "texture"].map((stage) => seen.get(stage)!);
  assert.deepEqual([shaping.length, coloring.length, seen.get("refine")!.length], [5, 4, 3]);
  assert.notDeepEqual(shaping[0].positions, shaping[4].positions);
  assert.notDeepEqual(coloring[0].colors, coloring[3].colors);

  for (const [stage, step] of [
    ["geometry", 3],
    ["texture", 2],
    ["refine", 2],
  ] as const) {
    const store = memoryStore();
    const stop = new AbortController();
    const hooks: LayeredWork["hooks"] = {
      previewInterval: Infinity,
      checkpointInterval: 0,
      signal: stop.signal,
      onProgress: (progress) => {
        if (progress.stage === stage && progress.step === step) stop.abort(new Error("stopped"));
      },
    };
    await assert.rejects(distilLayers({ ...work, store, hooks }), /stopped/);
    const checkpoint = await loadCheckpoint(store);
    assert.equal(checkpoint?.stage, stage);
    const again = { previewInterval: Infinity, checkpointInterval: Infinity };
    const resumed = bytesOf((await distilLayers({ ...work, store, checkpoint, hooks: again })).head);
    assert.ok(
      resumed.every((bytes, i) => Buffer.compare(bytes, whole[i]) === 0),
      `${stage} goes on`,
    );
    const kept = bytesOf((await distilLayers({ ...work, store, checkpoint, hooks: again })).head);
    assert.ok(
      kept.every((bytes, i) => Buffer.compare(bytes, whole[i]) === 0),
      "the finished fields are enough",
    );
  }

  const { surface, levels } = work.subject.head.layers[0];
  const colors: LayeredParent["colors"] = [surface.baseColor, surface.baseColor];
  const parent: LayeredParent = { skin: levels, colors, store: work.store };
  const edit = { ...work, asked: { ...work.asked, seed: 9 }, parent };
  const same = bytesOf((await distilLayers({ ...edit, store: memoryStore() })).head);
  assert.ok(
    same.every((bytes, i) => Buffer.compare(bytes, whole[i]) === 0),
    "what is not edited is the parent's",
  );

  const [skin, ...others] = work.subject.head.layers;
  const picture = skin.surface.baseColor!;
  const data = picture.data.map((value, i) => (inPatch(Math.floor(i / 3)) ? 255 - value : value));
  const painted = { ...skin, surface: { ...skin.surface, baseColor: { ...picture, data } } };
  const subject = { ...work.subject, head: { ...work.subject.head, layers: [painted, ...others] } };
  const repainted = { ...parent, colors: [picture, painted.surface.baseColor] } as LayeredParent;
  const after = (await distilLayers({ ...edit, subject, parent: repainted, store: memoryStore() })).head.layers[0];
  assert.deepEqual(after.levels[0].positions, head.layers[0].levels[0].positions, "only a colour was edited");
  const [then, now] = [head.layers[0].surface.baseColor!.data, after.surface.baseColor!.data];
  const touched = [...now.keys()].filter((i) => now[i] !== then[i]).map((i) => Math.floor(i / 3));
  assert.ok(touched.length > 0 && touched.every(nearPatch), "there and around it at most");
  await engine.pack.release();
});

/** A patch of the skin's picture, 64 texels wide, and what lies around it. */
const inPatch = (texel: number) => [texel % 64, Math.floor(texel / 64)].every((at) => at >= 30 && at < 34);
const nearPatch = (texel: number) => [texel % 64, Math.floor(texel / 64)].every((at) => at >= 22 && at < 42);
