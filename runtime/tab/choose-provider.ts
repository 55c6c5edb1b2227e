import type { ProbeAnswer, ProbeRequest } from "../../extension/api/probe.ts";
import { findAdapter } from "../host/browser/gpu-device.ts";
import { openFolder, opfsStore } from "../host/browser/opfs.ts";
import type { Provider } from "../host/browser/providers.ts";
import { describeAdapter } from "../host/kernel-probe.ts";

/** Milliseconds that the race may take. */
const PATIENCE_MS = 60_000;
/** What came of it, in the origin private file system. */
const [FOLDER, FILE] = ["gpu", "race.json"];

/**
 * What this browser distils heads on: WebGPU where a graphics card wins a race against WASM with the right numbers, see `probe.ts`. It is
 * run once, and again for another version, browser or card.
 * @param version of this package.
 */
export async function chooseProvider(version: string): Promise<Provider> {
  const adapter = await findAdapter();
  if (!adapter) return "wasm";
  const { name, software } = describeAdapter(adapter.info);
  if (software) return "wasm";
  const on = [version, navigator.userAgent, name].join(" · ");
  const store = opfsStore(await openFolder(), FOLDER);
  const known = await store
    .read(FILE)
    .then((bytes) => bytes && JSON.parse(new TextDecoder().decode(bytes)))
    .catch(() => undefined);
  if (known?.on === on) return known.provider;
  const provider = (await race()) ? "webgpu" : "wasm";
  await store.write(FILE, new TextEncoder().encode(JSON.stringify({ on, provider })));
  return provider;
}

/** In a worker of its own: a driver that hangs is left behind. @returns whether the GPU has won. */
async function race(): Promise<boolean> {
  const worker = new Worker(new URL("probe.js", self.location.href), { type: "module", name: "headartist probe" });
  try {
    return await new Promise<boolean>((resolve) => {
      const lose = () => resolve(false);
      setTimeout(lose, PATIENCE_MS);
      worker.onerror = lose;
      worker.onmessage = ({ data }: MessageEvent<ProbeAnswer>) =>
        data.type === "raced" ? resolve(data.chosen) : lose();
      worker.postMessage({ task: "race" } satisfies ProbeRequest);
    });
  } finally {
    worker.terminate();
  }
}
