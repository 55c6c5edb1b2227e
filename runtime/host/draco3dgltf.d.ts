declare module "draco3dgltf" {
  const draco: { createDecoderModule(): Promise<unknown>; createEncoderModule(): Promise<unknown> };
  export default draco;
}

declare module "draco3dgltf/draco_decoder_gltf_nodejs.js" {
  export default function createDecoderModule(given: { wasmBinary: Uint8Array }): Promise<unknown>;
}
