import { describeKernels } from "../kernels/choose-kernels.ts";
import { say } from "./say.ts";

/** Tells who asked for WebGPU that the kernels do not run there, and what to do about it. */
export async function tellKernels(provider: string | undefined, json = false): Promise<void> {
  if (provider !== "webgpu") return;
  const { gpu, detail } = await describeKernels(provider);
  if (!gpu) say(json, { event: "notice", code: "kernels-on-wasm", message: detail }, detail);
}
