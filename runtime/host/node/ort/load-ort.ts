import { environmentError } from "../../errors.ts";

export type Ort = typeof import("onnxruntime-node");

/** Platforms for which onnxruntime-node brings its library. */
const SERVED = ["linux-x64", "linux-arm64", "darwin-arm64", "win32-x64", "win32-arm64"];

/**
 * onnxruntime-node, which runs every network. It is an optional dependency: where its install script cannot download CUDA's
 * libraries, npm leaves it out and everything else installs.
 * @throws ExitError saying what to do where it is missing, or has no library for this platform.
 */
export async function loadOrt(): Promise<Ort> {
  try {
    return await import("onnxruntime-node");
  } catch (error) {
    throw environmentError(whyMissing(error as NodeJS.ErrnoException), { cause: error });
  }
}

function whyMissing({ code, message }: NodeJS.ErrnoException): string {
  const platform = `${process.platform}-${process.arch}`;
  if (!SERVED.includes(platform)) {
    return `onnxruntime-node has no library for ${platform}, only for ${SERVED.join(", ")}; run "headartist serve" on such a machine`;
  }
  if (code === "ERR_MODULE_NOT_FOUND") {
    return 'onnxruntime-node is not installed: its install script could not download CUDA\'s libraries, or optional dependencies were left out; run "npm install --ignore-scripts onnxruntime-node"';
  }
  return `onnxruntime-node does not load: ${message.split("\n")[0]}`;
}
