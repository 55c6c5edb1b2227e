/** WebGPU without a graphics card: SwiftShader, the Vulkan for CPUs that Chromium brings along. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { ExitError } from "../../runtime/host/errors.ts";
import { openGpu } from "../../runtime/host/node/gpu.ts";
import type { Gpu } from "../../runtime/kernels/gpu/gpu.ts";

/** Where Linux distributions put Chromium with its libvulkan.so.1, libvk_swiftshader.so and vk_swiftshader_icd.json. */
const FOLDERS = [process.env.SWIFTSHADER, "/usr/lib/chromium", "/usr/lib64/chromium", "/opt/google/chrome"];
const DRIVER = "vk_swiftshader_icd.json";
/** dlopen's RTLD_NOW | RTLD_NODELETE, as Linux numbers them: the library stays although it is no module of Node. */
const STAY = 0x1002;

/** Makes SwiftShader the GPU of this process and of those it starts, unless VK_ICD_FILENAMES names another driver. @returns false, or why there is none. */
export function findSoftwareGpu(): string | false {
  if (process.env.VK_ICD_FILENAMES) return false;
  const folder = FOLDERS.find((path) => path && existsSync(join(path, DRIVER)));
  if (!folder || process.platform !== "linux") return `no ${DRIVER}: Debian's chromium brings it; or set SWIFTSHADER`;
  process.env.VK_ICD_FILENAMES = join(folder, DRIVER);
  process.env.LD_LIBRARY_PATH = folder;
  try {
    // Dawn asks for the loader by its plain name, which finds the one that is loaded already.
    process.dlopen({ exports: {} }, join(folder, "libvulkan.so.1"), STAY);
  } catch {
    // It is no module of Node; if it is no library either, there will be no adapter.
  }
  return false;
}

/** @param half in float16, see `openGpu`. @returns a GPU that the CPU plays, or why there is none. */
export async function openSoftwareGpu(half = false): Promise<Gpu | string> {
  const missing = findSoftwareGpu();
  if (missing) return missing;
  try {
    return await openGpu(half);
  } catch (error) {
    if (error instanceof ExitError) return error.message;
    throw error;
  }
}
