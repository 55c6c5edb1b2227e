import { MeshoptDecoder } from "meshoptimizer";
import { openFaceFinder } from "../../face/find-faces.ts";
import type { ImportHost } from "../../import/types.ts";
import { decodeImage, measureImage } from "./decode-image.ts";
import { ortHost } from "./ort-host.ts";
import { sitePack } from "./pack-files.ts";
import type { SiteFiles } from "./site-files.ts";
import { threadsHere } from "./threads.ts";

/** Where the site's build puts Draco's decoder. */
export const DRACO_WASM = "codec/draco_decoder_gltf.wasm";

/** What a browser lends to an import. */
export async function openImportHost(files: SiteFiles): Promise<ImportHost> {
  const { default: createDecoderModule } = await import("draco3dgltf/draco_decoder_gltf_nodejs.js");
  const [wasmBinary, finder] = await Promise.all([
    files.read(DRACO_WASM),
    openFaceFinder(ortHost(files, { threads: threadsHere() }), sitePack(files, "assets/face")),
    MeshoptDecoder.ready,
  ]);
  const decoders = {
    "meshopt.decoder": MeshoptDecoder,
    "draco3d.decoder": await createDecoderModule({ wasmBinary }),
  };
  return { decodeImage, measureImage, decoders, findFaces: (picture) => finder.find(picture) };
}
