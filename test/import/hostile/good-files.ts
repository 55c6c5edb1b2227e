import { type Document, NodeIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS, EXTMeshoptCompression, KHRDracoMeshCompression } from "@gltf-transform/extensions";
import { dedup, quantize, sparse, textureCompress, unweld } from "@gltf-transform/functions";
import draco3d from "draco3dgltf";
import { MeshoptDecoder, MeshoptEncoder } from "meshoptimizer";
import sharp from "sharp";

/** Ways in which honest programs write one character; all are imported. */
const WAYS: Record<string, (document: Document) => unknown> = {
  "as it is": () => {},
  "with textures in JPEG": (document) => document.transform(textureCompress({ encoder: sharp, targetFormat: "jpeg" })),
  "with textures in WebP": (document) => document.transform(textureCompress({ encoder: sharp, targetFormat: "webp" })),
  quantised: (document) => document.transform(quantize()),
  "compressed by meshopt": (document) => document.createExtension(EXTMeshoptCompression).setRequired(true),
  "compressed by Draco": (document) => document.createExtension(KHRDracoMeshCompression).setRequired(true),
  "with sparse accessors": (document) => document.transform(sparse({ ratio: 1 })),
  "without indices": (document) => document.transform(unweld(), dedup()),
};

/** @returns the same character, written in each way. */
export async function goodFiles(character: Uint8Array): Promise<{ name: string; bytes: Uint8Array }[]> {
  await MeshoptEncoder.ready;
  const io = new NodeIO().registerExtensions(ALL_EXTENSIONS).registerDependencies({
    "meshopt.encoder": MeshoptEncoder,
    "meshopt.decoder": MeshoptDecoder,
    "draco3d.encoder": await draco3d.createEncoderModule(),
    "draco3d.decoder": await draco3d.createDecoderModule(),
  });
  const files: { name: string; bytes: Uint8Array }[] = [];
  for (const [name, change] of Object.entries(WAYS)) {
    const document = await io.readBinary(character);
    await change(document);
    files.push({ name, bytes: await io.writeBinary(document) });
  }
  return files;
}
