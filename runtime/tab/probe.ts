/** The worker that tries networks and kernels: for the doctor's page, and before the first head on a graphics card. `npm run site` builds it. */

import type { ProbeAnswer, ProbeRequest } from "../../extension/api/probe.ts";
import { openKernels, openPack } from "../host/browser/engine.ts";
import { openGpuDevice, openPageGpu } from "../host/browser/gpu-device.ts";
import { ortHost } from "../host/browser/ort-host.ts";
import { STARTER, sitePack } from "../host/browser/pack-files.ts";
import type { Provider } from "../host/browser/providers.ts";
import type { SiteFiles } from "../host/browser/site-files.ts";
import { threadsHere } from "../host/browser/threads.ts";
import { isChosen, type KernelProbe, raced, whyNot } from "../host/kernel-probe.ts";
import { isClose, milliseconds, raceKernels } from "../host/race-kernels.ts";
import { loadPack, type Pack, type PredictRequest, type TextEmbedding } from "../pack/load.ts";
import { openSite } from "./open-site.ts";

const PROMPTS = ["an old man with a red beard"];

const tell = (answer: ProbeAnswer) => self.postMessage(answer);

self.onmessage = ({ data }: MessageEvent<ProbeRequest>) =>
  void answer(data).then(
    () => tell({ type: "done" }),
    (error) => tell({ type: "failed", message: error instanceof Error ? error.message : String(error) }),
  );

async function answer(request: ProbeRequest): Promise<void> {
  const { files } = await openSite();
  if (request.task === "networks") return runAll(files, request.provider);
  const probe = await race(files);
  const chosen = isChosen(probe, "auto");
  tell({ type: "raced", chosen, detail: chosen ? raced(probe) : whyNot(probe) });
}

/** Races kernels and the largest network in WASM and on WebGPU. */
async function race(files: SiteFiles): Promise<KernelProbe> {
  const gpu = await openPageGpu(files);
  const field = await raceKernels(await openKernels(files), gpu);
  if (field.software || !field.right) return field;
  const [wasm, webgpu] = [await timePrediction(files), await timePrediction(files, gpu.device)];
  const right = isClose(webgpu.output, wasm.output);
  return { ...field, right, wasm: field.wasm! + wasm.took, webgpu: field.webgpu! + webgpu.took };
}

async function timePrediction(files: SiteFiles, device?: GPUDevice) {
  const { pack } = await openPack(files, device);
  const request = predictionOf(pack, await pack.encodeText(PROMPTS));
  const output = await pack.predict(request);
  const took = await milliseconds(() => pack.predict(request));
  await pack.release();
  return { output, took };
}

/** Runs each network once. */
async function runAll(files: SiteFiles, provider: Provider): Promise<void> {
  const device = provider === "webgpu" ? (await openGpuDevice()).device : undefined;
  let ran = provider;
  const onSession = (_: string, on: Provider) => {
    ran = on;
  };
  const pack = await loadPack(ortHost(files, { threads: threadsHere(), device, onSession }), sitePack(files, STARTER));
  /** Runs a network and tells of it. */
  const run = async <T>(name: string, work: () => Promise<T>, outputOf: (result: T) => Float32Array): Promise<T> => {
    const begin = performance.now();
    const result = await work();
    const took = performance.now() - begin;
    tell({ type: "network", network: { name, provider: ran, took, output: outputOf(result).slice() } });
    return result;
  };
  const texts = await run(
    "text encoder",
    () => pack.encodeText(PROMPTS),
    ([{ hidden }]) => hidden,
  );
  const request = predictionOf(pack, texts);
  const image = wave(3 * pack.imageSize ** 2);
  await run(
    "UNet and ControlNet",
    () => pack.predict(request),
    (output) => output,
  );
  const { saved } = await run(
    "image encoder",
    () => pack.encodeImage(image),
    (encoded) => encoded.latent,
  );
  await run(
    "image encoder's gradient",
    () => pack.encodeImageVjp(saved, request.latent),
    (gradient) => gradient,
  );
  await run(
    "image decoder",
    () => pack.decodeImage(request.latent),
    (decoded) => decoded,
  );
  await pack.release();
}

function predictionOf(pack: Pack, texts: TextEmbedding[]): PredictRequest {
  const latent = wave(pack.latentChannels * pack.latentSize ** 2);
  const view = pack.seesView ? { normals: latent, camera: wave(6) } : null;
  const condition = pack.hasControl ? wave(3 * pack.imageSize ** 2).map(Math.abs) : null;
  return { latent, timestep: 500, texts, condition, view };
}

/** Numbers in −1…1 that are the same everywhere. */
function wave(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => ((i * 7919) % 2003) / 1001 - 1);
}
