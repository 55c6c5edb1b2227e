import { readdir, readFile } from "node:fs/promises";
import { createGpu } from "../../kernels/gpu/gpu.ts";
import { environmentError } from "../errors.ts";
import { describeAdapter, type OpenedGpu } from "../kernel-probe.ts";
import { packagePath } from "./paths.ts";

/** By a name that TypeScript does not follow: its types redefine those of the DOM. */
const DAWN: string = "webgpu";
const ENDING = ".wgsl";
const SUBGROUPS = ["subgroups"] as const;
const HALF = ["shader-f16"] as const;

/** Dawn stops answering once what made a device is collected. */
const kept = new Set<GPU>();

/**
 * Opens WebGPU by npm's `webgpu` (Dawn) for the kernels of `shaders/`.
 * @param half keeps in float16 what it can. @throws ExitError where it, a GPU, or float16 on it is missing.
 */
export async function openGpu(half = false): Promise<OpenedGpu> {
  const dawn: { create(flags: string[]): GPU } | undefined = await import(DAWN).catch(() => undefined);
  if (!dawn) throw environmentError('kernels on a GPU need the package "webgpu"; run "npm install webgpu"');
  const instance = dawn.create([]);
  const adapter = await instance.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw environmentError("WebGPU finds no GPU here; on Linux it needs a Vulkan driver");
  const { name, software } = describeAdapter(adapter.info);
  if (half && !adapter.features.has(HALF[0]))
    throw environmentError(`${name} has no float16; set HEADARTIST_KERNELS=webgpu`);
  // A table of 2^19 entries on 16 levels takes 134 MB of one buffer where it is summed.
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const device = await adapter.requestDevice({
    requiredFeatures: [...(adapter.features.has("subgroups") ? SUBGROUPS : []), ...(half ? HALF : [])],
    requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
  });
  kept.add(instance);
  const gpu = createGpu(device, await readShaders(), half);
  const destroy = () => {
    gpu.destroy();
    kept.delete(instance);
  };
  return { ...gpu, destroy, adapter: { name: half ? `${name}, float16` : name, software } };
}

/** The text of every shader by its name. */
export async function readShaders(): Promise<Record<string, string>> {
  const names = (await readdir(packagePath("shaders"))).filter((name) => name.endsWith(ENDING));
  const texts = names.map(async (name) => [
    name.slice(0, -ENDING.length),
    await readFile(packagePath("shaders", name), "utf8"),
  ]);
  return Object.fromEntries(await Promise.all(texts));
}
