/** WebGPU without a graphics card: Dawn (npm `webgpu`) on SwiftShader, the Vulkan for CPUs that Chromium brings along. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packagePath } from "../../runtime/host/node/paths.ts";
import { createGpu, type Gpu } from "../../runtime/kernels/gpu/gpu.ts";

/** Where Linux distributions put Chromium with its libvulkan.so.1, libvk_swiftshader.so and vk_swiftshader_icd.json. */
const FOLDERS = [process.env.SWIFTSHADER, "/usr/lib/chromium", "/usr/lib64/chromium", "/opt/google/chrome"];
/** By a name that TypeScript does not follow: its types redefine those of the DOM. */
const DAWN: string = "webgpu";
const DRIVER = "vk_swiftshader_icd.json";
/** dlopen's RTLD_NOW | RTLD_NODELETE, as Linux numbers them: the library stays although it is no module of Node. */
const STAY = 0x1002;

/** The text of every shader by its name. */
export function readShaders(): Record<string, string> {
  const folder = packagePath("shaders");
  const files = readdirSync(folder).filter((name) => name.endsWith(".wgsl"));
  return Object.fromEntries(files.map((name) => [name.slice(0, -5), readFileSync(join(folder, name), "utf8")]));
}

/** Dawn stops answering once what made the device is collected. */
const kept = new Set<GPU>();

/** @returns a GPU that the CPU plays, or why there is none. */
export async function openSoftwareGpu(): Promise<Gpu | string> {
  const folder = FOLDERS.find((path) => path && existsSync(join(path, DRIVER)));
  if (!folder || process.platform !== "linux") return `no ${DRIVER}: Debian's chromium brings it; or set SWIFTSHADER`;
  process.env.VK_ICD_FILENAMES = join(folder, DRIVER);
  try {
    // Dawn asks for the loader by its plain name, which finds the one that is loaded already.
    process.dlopen({ exports: {} }, join(folder, "libvulkan.so.1"), STAY);
  } catch {
    // It is no module of Node; if it is no library either, there will be no adapter.
  }
  const dawn: { create(flags: string[]): GPU } | undefined = await import(DAWN).catch(() => undefined);
  if (!dawn) return 'npm\'s "webgpu" has no library for this machine';
  const instance = dawn.create([]);
  const adapter = await instance.requestAdapter();
  if (!adapter) return "WebGPU finds no adapter";
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const device = await adapter.requestDevice({ requiredLimits: { maxBufferSize, maxStorageBufferBindingSize } });
  kept.add(instance);
  const gpu = createGpu(device, readShaders());
  const destroy = () => {
    gpu.destroy();
    kept.delete(instance);
  };
  return { ...gpu, destroy };
}
