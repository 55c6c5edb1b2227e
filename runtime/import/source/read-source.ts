import { type Document, Logger, WebIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import { ImportError, type ImportHost } from "../types.ts";

const GLB_MAGIC = 0x46546c67;
const DRACO = "KHR_draco_mesh_compression";
const BASIS = "KHR_texture_basisu";

/**
 * Reads a GLB. Meshopt and, where the host has a decoder, Draco geometry is decoded.
 * @throws ImportError "not-a-glb", "no-draco-decoder", "basis-texture", "external-files", "damaged".
 */
export async function readSource(bytes: Uint8Array, { decoders }: ImportHost): Promise<Document> {
  const json = glbJson(bytes);
  const used: string[] = json.extensionsUsed ?? [];
  if (used.includes(DRACO) && !decoders["draco3d.decoder"]) {
    throw new ImportError(
      "no-draco-decoder",
      `the file's geometry is compressed with Draco (${DRACO}) and no decoder is installed; run "npm install draco3dgltf", or export without Draco`,
    );
  }
  if (used.includes(BASIS)) {
    throw new ImportError(
      "basis-texture",
      `the file has KTX2 textures (${BASIS}), which cannot be decoded here; export with PNG, JPEG or WebP textures`,
    );
  }
  const external = [...(json.buffers ?? []), ...(json.images ?? [])].find(
    ({ uri }: { uri?: string }) => uri && !uri.startsWith("data:"),
  );
  if (external) {
    throw new ImportError(
      "external-files",
      `the file refers to "${external.uri}"; export one self-contained .glb with its textures embedded`,
    );
  }
  const io = new WebIO().registerExtensions(ALL_EXTENSIONS).registerDependencies(decoders);
  io.setLogger(new Logger(Logger.Verbosity.SILENT));
  try {
    return await io.readBinary(bytes);
  } catch (cause) {
    throw new ImportError("damaged", `the file cannot be read (${(cause as Error).message}); export it again`);
  }
}

/** The JSON chunk of a GLB (glTF 2.0, section 4.4). */
// biome-ignore lint/suspicious/noExplicitAny: glTF JSON, checked by whoever reads it
export function glbJson(bytes: Uint8Array): any {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length >= 20 && view.getUint32(0, true) === GLB_MAGIC && view.getUint32(4, true) === 2;
  const length = whole ? view.getUint32(12, true) : 0;
  if (!whole || 20 + length > bytes.length) {
    throw new ImportError("not-a-glb", "the file is not a binary glTF 2.0 (.glb); export the character as .glb");
  }
  try {
    return JSON.parse(new TextDecoder().decode(bytes.subarray(20, 20 + length)));
  } catch {
    throw new ImportError("not-a-glb", "the file's JSON chunk is damaged; export the character again");
  }
}
