import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { test } from "node:test";
import { guided } from "../../../runtime/diffusion/guidance/classifier-free.ts";
import { addNoise, createSchedule, readPrediction } from "../../../runtime/diffusion/schedule.ts";
import { HEAD_FILES, type HeadStore } from "../../../runtime/head/store.ts";
import { openEngine } from "../../../runtime/host/node/engine.ts";
import { loadPreset } from "../../../runtime/host/node/presets.ts";
import { kernelFile, loadKernels } from "../../../runtime/kernels/load.ts";
import { randomStream } from "../../../runtime/kernels/random.ts";
import { cameraFrame, projectPoint } from "../../../runtime/render/camera.ts";
import { loadCheckpoint } from "../../../runtime/stages/files/checkpoint.ts";
import { cleanGoal } from "../../../runtime/stages/guidance/clean-goal.ts";
import { drawColors, paintedHead } from "../../../runtime/stages/layers/color/draw-colors.ts";
import { fuseView } from "../../../runtime/stages/layers/color/fuse-view.ts";
import { distilLayers, type LayeredWork } from "../../../runtime/stages/layers/distil-layers.ts";
import { keepDrawn } from "../../../runtime/stages/layers/drawn-head.ts";
import { readLearned, SKIN } from "../../../runtime/stages/layers/learned.ts";
import { viewPack } from "../../pack/golden.ts";
import { ballSubject } from "./subject.ts";

const dressed = ballSubject();
// Its hair hides the whole of its skin.
const bare = dressed.head.layers.filter(({ name }) => name !== "Hair");
const subject = { ...dressed, head: { ...dressed.head, layers: bare } };
const [skin] = bare;
const [mesh] = skin.levels;

test("a view's change is fused where the view sees skin, by the cosine to its camera", async () => {
  const wasm = new URL(`../../../runtime/kernels/build/${kernelFile()}`, import.meta.url);
  const kernels = await loadKernels(await readFile(wasm), { megabytes: 256 });
  const drawn = keepDrawn(kernels, { layers: [skin] });
  const settings = { supersample: 2, background: [0.5, 0.5, 0.5], light: [1, 0, 0] };
  const head = paintedHead(drawn, settings as unknown as Parameters<typeof paintedHead>[1]);
  const [camera, size] = [{ azimuth: 30, elevation: 10, fov: 40 }, 64];
  const frame = cameraFrame(camera);
  const across = Float32Array.from({ length: 3 * size * size }, (_, i) => Math.floor(i / 3) % size);
  const into = { sums: new Float32Array(3 * mesh.weld.length), weights: new Float32Array(mesh.weld.length) };
  const options = { margin: 2, falloff: 3, weight: 2 };
  fuseView(into, across, { head, seen: drawColors(head, camera, size), mesh }, options);
  let seen = 0;
  for (const [v, weight] of into.weights.entries()) {
    const [x, y, z] = mesh.positions.subarray(3 * v, 3 * v + 3);
    const toEye = frame.eye.map((e, k) => e - [x, y, z][k]);
    const normal = mesh.normals.subarray(3 * v, 3 * v + 3);
    const cosine = toEye.reduce((sum, e, k) => sum + e * normal[k], 0) / Math.hypot(...toEye);
    assert.ok(weight <= options.weight * Math.max(0, cosine) ** options.falloff + 1e-5, `${weight} at ${cosine}`);
    if (weight === 0) continue;
    seen++;
    const [u] = projectPoint(frame, size, [x, y, z]);
    assert.ok(Math.abs(into.sums[3 * v] / weight - (u - 0.5)) < 1e-2, "bilinear between pixels' centres");
    if (cosine > 0.7) assert.ok(Math.abs(weight / (options.weight * cosine ** options.falloff) - 1) < 1e-3);
  }
  assert.ok(seen > 0.1 * mesh.weld.length, `${seen} of ${mesh.weld.length}`);
});

test("by SDS the clean goal is the guided prediction of the clean latent", async (t) => {
  const folder = await viewPack();
  t.after(() => rm(folder, { recursive: true }));
  const { pack } = await openEngine({ pack: folder, threads: 1 });
  const schedule = createSchedule(pack.scheduler);
  const count = pack.latentChannels * pack.latentSize ** 2;
  const latent = randomStream(1).normals(new Float32Array(count));
  const [target, negative] = await pack.encodeText(["an orc", ""]);
  const view = { normals: null, camera: new Float32Array(6) };
  const [timestep, cfg] = [400, 3];
  const question = { condition: null, view, texts: { target, negative, self: target }, timestep };
  const draw = randomStream(2);
  const guidance = { kind: "sds", cfg, anchor: 0 } as const;
  const { goal } = await cleanGoal(pack, schedule, latent, { ...question, guidance }, draw);
  const noisy = addNoise(schedule, latent, draw.normals(new Float32Array(count)), timestep);
  const output = await pack.predict({ latent: noisy, timestep, texts: [target, negative], condition: null, view });
  const mixed = guided(output.subarray(0, count), output.subarray(count), cfg);
  const { sample } = readPrediction(schedule, mixed, noisy, timestep);
  for (const [i, value] of goal.entries()) assert.ok(Math.abs(value - sample[i]) < 1e-3, `${value} ≠ ${sample[i]}`);
  await pack.release();
});

function memoryStore(): HeadStore {
  const files = new Map<string, Uint8Array>();
  return {
    read: async (name) => files.get(name),
    write: async (name, bytes) => void files.set(name, bytes),
    remove: async (name) => void files.delete(name),
  };
}

test("colours of a pack that sees the view follow the trajectory, alike on both sides, and go on where they were stopped", async (t) => {
  const folder = await viewPack();
  t.after(() => rm(folder, { recursive: true }));
  const engine = await openEngine({ pack: folder, threads: 1 });
  const { geometry, texture, refine, trajectory } = (await loadPreset("draft", "layers")).stages!;
  const views = trajectory!.views.filter(({ closeUp }) => closeUp).slice(0, 3);
  const work: LayeredWork = {
    engine,
    asked: { prompt: "an old man", negative: "", seed: 3 },
    stages: {
      geometry: { ...geometry, steps: 0 },
      // A bound that random weights do not reach: what is cut off there is no part of the mean.
      texture: { ...texture, bound: 0.5 },
      refine,
      trajectory: { ...trajectory!, timesteps: [0.5, 0.3], views, smoothing: 0 },
    },
    ...{ subject, store: memoryStore(), checkpoint: undefined },
    hooks: { previewInterval: 0, checkpointInterval: 0, onPreview: () => {} },
  };
  await distilLayers(work);
  const learned = async (store: HeadStore) => (await readLearned(store, HEAD_FILES.color))![SKIN] as Float32Array;
  const whole = await learned(work.store);
  const most = Math.max(...whole.map(Math.abs));
  assert.ok(most > 1e-3, `${most}`);
  const level = [0, 0, 0];
  for (const [v, twin] of subject.twins.entries()) {
    for (let c = 0; c < 3; c++) assert.ok(Math.abs(whole[3 * v + c] - whole[3 * twin + c]) < 1e-6);
    if (mesh.weld[v] === v && subject.regions[0][v] === 0)
      for (let c = 0; c < 3; c++) level[c] += whole[3 * v + c] / mesh.weld.length;
  }
  for (const mean of level) assert.ok(Math.abs(mean) < 1e-4, `${level}`);
  const behind = whole.filter((_, i) => mesh.positions[3 * Math.floor(i / 3) + 2] < -0.3);
  assert.ok(behind.length > 0 && behind.every((value) => value === 0), "what no view sees stays what it is");

  const store = memoryStore();
  const stop = new AbortController();
  const onProgress: LayeredWork["hooks"]["onProgress"] = ({ step }) => {
    if (step === 5) stop.abort(new Error("stopped"));
  };
  const hooks = { ...work.hooks, signal: stop.signal, onProgress };
  await assert.rejects(distilLayers({ ...work, store, hooks }), /stopped/);
  const checkpoint = await loadCheckpoint(store);
  assert.equal(checkpoint?.step, 4);
  await distilLayers({ ...work, store, checkpoint });
  assert.deepEqual(await learned(store), whole);
  await engine.pack.release();
});
