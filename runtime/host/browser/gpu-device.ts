import { createGpu } from "../../kernels/gpu/gpu.ts";
import { describeAdapter, type OpenedGpu } from "../kernel-probe.ts";
import type { SiteFiles } from "./site-files.ts";

/** Fewest lanes of a subgroup with which ONNX Runtime's flash attention is right: it takes keys by eight, and goes on by a subgroup's width. */
const LANES = 8;
const SHADER = /^shaders\/(.*)\.wgsl$/;

/** A page's GPU: kernels and networks compute on one device. */
export interface PageGpu extends OpenedGpu {
  device: GPUDevice;
}

/** Finds the page's GPU. */
export async function findAdapter(): Promise<GPUAdapter | undefined> {
  return (await globalThis.navigator?.gpu?.requestAdapter({ powerPreference: "high-performance" })) ?? undefined;
}

/** Opens the page's GPU for kernels, and its device for networks. @throws Error where there is no WebGPU. */
export async function openPageGpu({ list, read }: SiteFiles): Promise<PageGpu> {
  const { adapter, device } = await openGpuDevice();
  const names = [...list.keys()].flatMap((path) => SHADER.exec(path)?.slice(1) ?? []);
  const texts = names.map(async (name) => [name, new TextDecoder().decode(await read(`shaders/${name}.wgsl`))]);
  // Nothing that was opened on it works any more: whoever started this worker hears of it, and starts another.
  void device.lost.then(({ reason, message }) => {
    if (reason !== "destroyed") reportError(new Error(`the GPU is lost: ${message}`));
  });
  const gpu = createGpu(device, Object.fromEntries(await Promise.all(texts)));
  return { ...gpu, device, adapter: describeAdapter(adapter.info) };
}

/**
 * The device that ONNX Runtime's WebGPU computes on: all that the adapter has, but no subgroups where they may be narrower than its kernels
 * take them for, as SwiftShader's four lanes are. It takes other kernels then.
 * @throws Error where there is no WebGPU.
 */
export async function openGpuDevice(): Promise<{ adapter: GPUAdapter; device: GPUDevice }> {
  const adapter = await findAdapter();
  if (!adapter) throw new Error("WebGPU finds no GPU here");
  const wide = (adapter.info.subgroupMinSize ?? 0) >= LANES;
  const wanted = wide ? ["shader-f16", "subgroups", "subgroup-size-control"] : ["shader-f16"];
  const requiredLimits: Record<string, number> = {};
  for (const name in adapter.limits) requiredLimits[name] = adapter.limits[name as keyof GPUSupportedLimits] as number;
  const device = await adapter.requestDevice({
    requiredFeatures: wanted.filter((feature) => adapter.features.has(feature)) as GPUFeatureName[],
    requiredLimits,
  });
  return { adapter, device };
}
