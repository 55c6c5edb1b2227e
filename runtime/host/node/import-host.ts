import { MeshoptDecoder } from "meshoptimizer";
import { openFaceFinder } from "../../face/find-faces.ts";
import type { ImportHost } from "../../import/types.ts";
import { decodeImage, measureImage } from "./images.ts";
import { ortHost } from "./ort/ort-host.ts";
import { packFolder } from "./pack-files.ts";
import { packagePath } from "./paths.ts";

/** What this machine lends to an import. Draco's decoder is taken where it is installed. */
export async function openImportHost(faces: boolean, threads: number): Promise<ImportHost> {
  const decoders: Record<string, unknown> = { "meshopt.decoder": MeshoptDecoder };
  const draco = await import("draco3dgltf").catch(() => undefined);
  if (draco) decoders["draco3d.decoder"] = await draco.default.createDecoderModule();
  await MeshoptDecoder.ready;
  const finder = faces
    ? await openFaceFinder(ortHost({ threads }), await packFolder(packagePath("assets", "face")))
    : undefined;
  return { decodeImage, measureImage, decoders, findFaces: async (picture) => (await finder?.find(picture)) ?? [] };
}
