import { readdir, readFile } from "node:fs/promises";
import { createGpu, type Gpu } from "../../kernels/gpu/gpu.ts";
import { environmentError } from "../errors.ts";
import { packagePath } from "./paths.ts";

/** By a name that TypeScript does not follow: its types redefine those of the DOM. */
const DAWN: string = "webgpu";
const ENDING = ".wgsl";

/** Dawn stops answering once what made a device is collected. */
const kept = new Set<GPU>();

/** A GPU, and whose it is. */
export interface OpenedGpu extends Gpu {
  adapter: {
    /** As the driver says it. */
    name: string;
    /** The CPU plays it. */
    software: boolean;
  };
}

/** Opens WebGPU by npm's `webgpu` (Dawn) for the kernels of `shaders/`. @throws ExitError where it or a GPU is missing. */
export async function openGpu(): Promise<OpenedGpu> {
  const dawn: { create(flags: string[]): GPU } | undefined = await import(DAWN).catch(() => undefined);
  if (!dawn) throw environmentError('kernels on a GPU need the package "webgpu"; run "npm install webgpu"');
  const instance = dawn.create([]);
  const adapter = await instance.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw environmentError("WebGPU finds no GPU here; on Linux it needs a Vulkan driver");
  // A table of 2^19 entries on 16 levels takes 134 MB of one buffer where it is summed.
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const device = await adapter.requestDevice({
    requiredFeatures: (["subgroups"] as const).filter((feature) => adapter.features.has(feature)),
    requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
  });
  kept.add(instance);
  const gpu = createGpu(device, await readShaders());
  const destroy = () => {
    gpu.destroy();
    kept.delete(instance);
  };
  const { vendor, architecture, device: model, description, isFallbackAdapter: software } = adapter.info;
  const name = [vendor, architecture, description || model].filter(Boolean).join(" ");
  return { ...gpu, destroy, adapter: { name, software } };
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
