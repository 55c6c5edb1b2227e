/** Fewest lanes of a subgroup with which ONNX Runtime's flash attention is right: it takes keys by eight, and goes on by a subgroup's width. */
const LANES = 8;

/**
 * The device that ONNX Runtime's WebGPU computes on: all that the adapter has, but no subgroups where they may be narrower than its kernels
 * take them for, as SwiftShader's four lanes are. It takes other kernels then.
 * @throws Error where there is no WebGPU.
 */
export async function openGpuDevice(): Promise<GPUDevice> {
  const adapter = await globalThis.navigator?.gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new Error("WebGPU finds no GPU here");
  const wide = (adapter.info.subgroupMinSize ?? 0) >= LANES;
  const wanted = wide ? ["shader-f16", "subgroups", "subgroup-size-control"] : ["shader-f16"];
  const requiredLimits: Record<string, number> = {};
  for (const name in adapter.limits) requiredLimits[name] = adapter.limits[name as keyof GPUSupportedLimits] as number;
  return adapter.requestDevice({
    requiredFeatures: wanted.filter((feature) => adapter.features.has(feature)) as GPUFeatureName[],
    requiredLimits,
  });
}
