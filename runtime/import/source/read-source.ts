import { type Document, Logger, WebIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import { ImportError, type SourceHost } from "../types.ts";
import { checkSize, IMPORT_LIMITS, tooLarge } from "./check-size.ts";
import { notGlb } from "./recognise-file.ts";

const GLB_MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
const DRACO = "KHR_draco_mesh_compression";
const BASIS = "KHR_texture_basisu";
/** Extensions that a reader must know in order to understand a file, where the file says so. */
const KNOWN = new Set(ALL_EXTENSIONS.map(({ EXTENSION_NAME }) => EXTENSION_NAME).concat("VRM", "VRMC_vrm"));

/**
 * Reads a GLB. Meshopt and, where the host has a decoder, Draco geometry is decoded.
 * @throws ImportError "not-a-glb", "damaged", "too-large", "unknown-extension", "no-draco-decoder", "basis-texture",
 *   "external-files".
 */
export async function readSource(bytes: Uint8Array, { decoders }: Pick<SourceHost, "decoders">): Promise<Document> {
  checkSource(bytes, "draco3d.decoder" in decoders);
  const io = new WebIO().registerExtensions(ALL_EXTENSIONS).registerDependencies(decoders);
  io.setLogger(new Logger(Logger.Verbosity.SILENT));
  try {
    return await io.readBinary(bytes);
  } catch (cause) {
    const why = cause instanceof TypeError ? "it refers to parts that are not there" : (cause as Error).message;
    throw new ImportError("damaged", `the file cannot be read (${why}); export it again`);
  }
}

/** What {@link readSource} refuses a file for before it reads what the file holds. @param draco whether Draco's decoder is here. */
export function checkSource(bytes: Uint8Array, draco: boolean): void {
  const json = glbJson(bytes);
  checkSize(json, binaryLength(bytes));
  const used = namesIn(json, "extensionsUsed");
  const unknown = namesIn(json, "extensionsRequired").find((name) => !KNOWN.has(name));
  if (unknown) {
    throw new ImportError(
      "unknown-extension",
      `the file cannot be read without ${unknown}, which is not known here; export without it`,
    );
  }
  if (used.includes(DRACO) && !draco) {
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
  refuseExternal(json);
}

/** What a GLB refers to beside itself does not come with it. */
function refuseExternal({ images = [], buffers = [] }: ReturnType<typeof glbJson>): void {
  const isFile = ({ uri }: { uri?: unknown }) => uri !== undefined && !String(uri).startsWith("data:");
  const [image, buffer] = [images.find(isFile), buffers.find(isFile)];
  const found = image ?? buffer;
  if (!found) return;
  const remedy = image
    ? "embed the textures (Blender: format glTF Binary; else npx @gltf-transform/cli copy model.gltf model.glb beside the texture)"
    : "export one self-contained .glb";
  const what = image ? "its texture" : "its geometry";
  throw new ImportError(
    "external-files",
    `${what} "${found.uri}" is another file, which is not in the .glb; ${remedy}`,
  );
}

function namesIn(json: ReturnType<typeof glbJson>, list: string): string[] {
  const names = json[list] ?? [];
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}

/** Bytes of the chunk behind the JSON; 0 where there is none. */
function binaryLength(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = 20 + view.getUint32(12, true);
  if (at + 8 > bytes.length) return 0;
  return Math.min(view.getUint32(at, true), bytes.length - at - 8);
}

/** The JSON chunk of a GLB (glTF 2.0, section 4.4). */
// biome-ignore lint/suspicious/noExplicitAny: glTF JSON, checked by whoever reads it
export function glbJson(bytes: Uint8Array): any {
  if (bytes.length > IMPORT_LIMITS.file) throw tooLarge("bytes", bytes.length, IMPORT_LIMITS.file);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole =
    bytes.length >= 20 &&
    view.getUint32(0, true) === GLB_MAGIC &&
    view.getUint32(4, true) === 2 &&
    view.getUint32(8, true) <= bytes.length &&
    view.getUint32(16, true) === JSON_CHUNK;
  const length = whole ? view.getUint32(12, true) : 0;
  if (!whole || 20 + length > bytes.length) throw notGlb(bytes);
  if (length > IMPORT_LIMITS.json) throw tooLarge("bytes of JSON", length, IMPORT_LIMITS.json);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes.subarray(20, 20 + length)));
  } catch {
    throw new ImportError("damaged", "the file's JSON chunk is damaged; export the character again");
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new ImportError("damaged", "the file's JSON chunk holds no glTF; export the character again");
  }
  return json;
}
