import type { Gpu } from "../kernels/gpu/gpu.ts";

/** A GPU, and whose it is. */
export interface OpenedGpu extends Gpu {
  adapter: {
    /** As the driver says it. */
    name: string;
    /** The CPU plays it. */
    software: boolean;
  };
}

/** What a GPU is called, and whether the CPU plays it. */
export function describeAdapter(info: GPUAdapterInfo): OpenedGpu["adapter"] {
  const { vendor, architecture, device, description, isFallbackAdapter: software } = info;
  return { name: [vendor, architecture, description || device].filter(Boolean).join(" "), software };
}

/** What came of trying the kernels on this machine's GPU. */
export interface KernelProbe {
  /** The GPU's name; absent where there is none. */
  adapter?: string;
  /** Why there is none. */
  missing?: string;
  /** Whether the CPU plays the GPU. */
  software?: boolean;
  /** Whether its numbers are those of the WASM. */
  right?: boolean;
  /** Milliseconds of a field's step; in a tab, where networks go with the kernels, with a prediction. */
  wasm?: number;
  webgpu?: number;
}

/** A GPU that the CPU plays, and one with wrong numbers, is never chosen. */
export function isChosen(
  { adapter, software, right, wasm = 0, webgpu = Infinity }: KernelProbe,
  provider: string,
): boolean {
  return adapter !== undefined && !software && right === true && (provider === "webgpu" || webgpu < wasm);
}

/** Why the kernels are not on this GPU. */
export function whyNot(probe: KernelProbe): string {
  const { adapter, missing, software, right } = probe;
  if (missing || !adapter) return missing ?? "no GPU";
  if (software) return `the CPU plays the GPU ${adapter}`;
  return right ? raced(probe) : `the numbers of ${adapter} are wrong; update its driver`;
}

/** Who was faster. */
export function raced({ adapter, wasm = 0, webgpu = 0 }: KernelProbe): string {
  return `a step takes ${webgpu.toFixed(1)} ms on ${adapter}, ${wasm.toFixed(1)} in WASM`;
}
