/** What heads are distilled on in a browser, networks and kernels. */
export type Provider = "wasm" | "webgpu";

/** Where the site's build puts ONNX Runtime for each, from which files of its package. */
export const ORT_BUILDS = {
  wasm: { module: "ort.wasm.bundle.min.mjs", wasm: "ort-wasm-simd-threaded.wasm" },
  webgpu: { module: "ort.webgpu.bundle.min.mjs", wasm: "ort-wasm-simd-threaded.asyncify.wasm" },
} as const;

/** Packed, since not every host compresses what it sends. */
export const ortWasm = (provider: Provider) => `ort/${ORT_BUILDS[provider].wasm}.gz`;
