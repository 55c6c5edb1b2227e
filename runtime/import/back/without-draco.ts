import { WebIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import { glbJson, readSource } from "../source/read-source.ts";
import type { ImportHost } from "../types.ts";

const DRACO = "KHR_draco_mesh_compression";

/**
 * A character as bytes that can be patched: Draco's geometry, whose bytes hold no vertex of their own, is written out
 * plainly; any other file is returned as it is.
 * @throws what reading the source throws.
 */
export async function withoutDraco(bytes: Uint8Array, host: ImportHost): Promise<Uint8Array> {
  const used: unknown = glbJson(bytes).extensionsUsed;
  if (!Array.isArray(used) || !used.includes(DRACO)) return bytes;
  const document = await readSource(bytes, host);
  for (const extension of document.getRoot().listExtensionsUsed()) {
    if (extension.extensionName === DRACO) extension.dispose();
  }
  return new WebIO().registerExtensions(ALL_EXTENSIONS).registerDependencies(host.decoders).writeBinary(document);
}
