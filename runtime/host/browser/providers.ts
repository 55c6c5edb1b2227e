/** What ONNX Runtime runs networks on in a browser. */
export type Provider = "wasm" | "webgpu";

/** Where the site's build puts ONNX Runtime for each, from which files of its package. */
export const ORT_BUILDS = {
  wasm: { module: "ort.wasm.bundle.min.mjs", wasm: "ort-wasm-simd-threaded.wasm" },
  webgpu: { module: "ort.webgpu.bundle.min.mjs", wasm: "ort-wasm-simd-threaded.asyncify.wasm" },
} as const;

/** Packed, since not every host compresses what it sends. */
export const ortWasm = (provider: Provider) => `ort/${ORT_BUILDS[provider].wasm}.gz`;

/** The adapter of WebGPU that heads would be distilled on; undefined where there is none. */
export async function findAdapter(): Promise<GPUAdapter | undefined> {
  return (await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" })) ?? undefined;
}

/** Whether an adapter is drawn by the processor, which is quicker at its own arithmetic. */
export const isSoftware = ({ info }: GPUAdapter) =>
  info.isFallbackAdapter || /swiftshader|llvmpipe/i.test(info.architecture);

/** WebGPU where there is a GPU, else WASM. */
export async function chooseProvider(): Promise<Provider> {
  const adapter = await findAdapter().catch(() => undefined);
  return adapter && !isSoftware(adapter) ? "webgpu" : "wasm";
}
