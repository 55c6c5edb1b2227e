/** Networks on a GPU in Node, without the library of onnxruntime-node: ONNX Runtime as pages have it, on Dawn. */

import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { openGpuDevice } from "../../../runtime/host/browser/gpu-device.ts";
import { ortHost } from "../../../runtime/host/browser/ort-host.ts";
import { ORT_BUILDS, ortWasm } from "../../../runtime/host/browser/providers.ts";
import type { SiteFiles } from "../../../runtime/host/browser/site-files.ts";
import { packagePath } from "../../../runtime/host/node/paths.ts";
import type { SiteFile } from "../../../runtime/host/site-file.ts";
import type { SessionHost } from "../../../runtime/onnx/session.ts";

/** Named so that TypeScript does not follow: its types redefine those of the DOM. */
const DAWN: string = "webgpu";

/** The tree and its packages as the files of a site. Absolute paths are taken as they are. */
export async function treeAsSite(): Promise<SiteFiles> {
  const parts = await readdir(packagePath("assets", "parts"), { recursive: true });
  const list = parts
    .filter((path) => path.endsWith(".glb"))
    .map((path): [string, SiteFile] => [
      `assets/parts/${path}`,
      { path: `assets/parts/${path}`, bytes: 0, sha256: "" },
    ]);
  const { wasm } = ORT_BUILDS.webgpu;
  return {
    list: new Map(list),
    async read(path) {
      if (path !== ortWasm("webgpu")) return readFile(isAbsolute(path) ? path : packagePath(path));
      const dist = dirname(createRequire(import.meta.url).resolve(`onnxruntime-web/${wasm}`));
      return promisify(gzip)(await readFile(join(dist, wasm)), { level: 1 });
    },
    async keep() {},
  };
}

/**
 * Opens ONNX Runtime's WebGPU on the GPU that Dawn finds.
 * @param refused told the names of networks that ran on the CPU instead.
 * @throws Error where there is no GPU.
 */
export async function openNetworks(files: SiteFiles, refused: (label: string) => void): Promise<SessionHost> {
  const { create, globals } = await import(DAWN);
  Object.assign(globalThis, globals);
  const gpu: GPU = create([]);
  Object.defineProperty(globalThis.navigator, "gpu", { value: gpu });
  const { device } = await openGpuDevice();
  const onSession = (label: string, provider: string) => provider === "webgpu" || refused(label);
  return { ...ortHost(files, { device, onSession }), half: device.features.has("shader-f16") };
}
