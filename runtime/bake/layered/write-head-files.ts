import type { LayeredHead } from "../../head/layers/types.ts";
import type { EncodeImage } from "../types.ts";
import { mergeLayers } from "./merge-layers.ts";
import type { LayeredGlbOptions } from "./options.ts";
import { writeLayers } from "./write-layers.ts";

/** Coarser levels beside the finest one; each halves the texture of the one before. */
const COARSER = [1, 2, 3];
/** The last level that still has morph targets. */
const LAST_MORPHED = 1;
const LEAST_TEXTURE = 128;

export interface HeadFiles {
  /** `head.glb`: the finest level, a mesh a layer. */
  glb: Uint8Array;
  /** `head.lod1.glb` …: coarser levels, at most three meshes each. */
  levels: Uint8Array[];
}

/**
 * Writes a layered head: the finest level as one file, the coarser ones as files of their own, since most programs would show
 * coincident meshes at once.
 * @param textureSize side of the skin's pictures in texels; level k has it divided by 2ᵏ, 128 at least.
 */
export async function writeHeadFiles(
  head: LayeredHead,
  textureSize: number,
  encodeImage: EncodeImage,
  options: Partial<LayeredGlbOptions> = {},
): Promise<HeadFiles> {
  const glb = await writeLayers(head, 0, encodeImage, options);
  const levels: Uint8Array[] = [];
  for (const level of COARSER) {
    const size = Math.max(LEAST_TEXTURE, textureSize / 2 ** level);
    const layers = mergeLayers(head.layers, level, { textureSize: size, morphs: level <= LAST_MORPHED });
    levels.push(await writeLayers({ ...head, layers }, 0, encodeImage, options));
  }
  return { glb, levels };
}
