/** The worker that runs each network of the starter pack once for the doctor's page. `npm run site` builds it. */

import type { ProbeAnswer, ProbeRequest } from "../../extension/api/probe.ts";
import { ortHost } from "../host/browser/ort-host.ts";
import { STARTER, sitePack } from "../host/browser/pack-files.ts";
import { threadsHere } from "../host/browser/threads.ts";
import { loadPack } from "../pack/load.ts";
import { openSite } from "./open-site.ts";

const tell = (answer: ProbeAnswer) => self.postMessage(answer);

self.onmessage = ({ data }: MessageEvent<ProbeRequest>) =>
  void probe(data).then(
    () => tell({ type: "done" }),
    (error) => tell({ type: "failed", message: error instanceof Error ? error.message : String(error) }),
  );

async function probe({ provider }: ProbeRequest): Promise<void> {
  const { files } = await openSite();
  let ran = provider;
  const onSession = (_: string, on: typeof ran) => {
    ran = on;
  };
  const pack = await loadPack(
    ortHost(files, { threads: threadsHere(), provider, onSession }),
    sitePack(files, STARTER),
  );
  /** Runs a network and tells of it. */
  const run = async <T>(name: string, work: () => Promise<T>, outputOf: (result: T) => Float32Array): Promise<T> => {
    const begin = performance.now();
    const result = await work();
    const took = performance.now() - begin;
    tell({ type: "network", network: { name, provider: ran, took, output: outputOf(result).slice() } });
    return result;
  };
  const { latentChannels, latentSize, imageSize } = pack;
  const image = wave(3 * imageSize ** 2);
  const latent = wave(latentChannels * latentSize ** 2);
  const texts = await run(
    "text encoder",
    () => pack.encodeText(["an old man with a red beard"]),
    ([{ hidden }]) => hidden,
  );
  const view = pack.seesView ? { normals: latent, camera: wave(6) } : null;
  const condition = pack.hasControl ? image.map(Math.abs) : null;
  await run(
    "UNet and ControlNet",
    () => pack.predict({ latent, timestep: 500, texts, condition, view }),
    (output) => output,
  );
  const { saved } = await run(
    "image encoder",
    () => pack.encodeImage(image),
    (encoded) => encoded.latent,
  );
  await run(
    "image encoder's gradient",
    () => pack.encodeImageVjp(saved, latent),
    (gradient) => gradient,
  );
  await run(
    "image decoder",
    () => pack.decodeImage(latent),
    (decoded) => decoded,
  );
  await pack.release();
}

/** Numbers in −1…1 that are the same everywhere. */
function wave(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => ((i * 7919) % 2003) / 1001 - 1);
}
