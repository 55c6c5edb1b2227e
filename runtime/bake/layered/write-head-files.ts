import { neckTone } from "../../head/layers/neck-seam.ts";
import type { LayeredHead } from "../../head/layers/types.ts";
import type { EncodeImage } from "../types.ts";
import { groupLayers } from "./merge/group-layers.ts";
import { mergeLayers } from "./merge/merge-layers.ts";
import type { LayeredGlbOptions } from "./options.ts";
import { writeLayers } from "./write-layers.ts";

/** Coarser levels beside the finest one; each halves the texture of the one before. */
const COARSER = [1, 2, 3];
/** The last level that still has morph targets. */
const LAST_MORPHED = 1;
const LEAST_TEXTURE = 128;

/** Names of coarser levels beside `stem.glb`, finest first: whoever loads the one finds the others by its name. */
export function levelNames(stem: string, count = COARSER.length): string[] {
  return COARSER.slice(0, count).map((level) => `${stem}.lod${level}.glb`);
}

export interface HeadFiles {
  /** `head.glb`: the finest level, eight meshes at most. */
  glb: Uint8Array;
  /** Coarser levels, at most three meshes each, finest first, with their names beside it. */
  levels: { name: string; glb: Uint8Array }[];
}

export interface HeadFilesOptions extends LayeredGlbOptions {
  /** Stem of the files' names: `head.glb`, `head.lod1.glb` … */
  stem: string;
  /** Told after each file of how much of all is written, 0..1. */
  onFile?: (done: number) => void;
}

/**
 * Writes a layered head: the finest level as one file, the coarser ones as files of their own, since most programs would show
 * coincident meshes at once. The root joint's extras tell the levels' names, and the skin's colour at the neck's seam, which a body is to
 * have: `headartist.levels`, `headartist.neckTone`.
 * @param textureSize side of the skin's pictures in texels; level k has it divided by 2ᵏ, 128 at least.
 */
export async function writeHeadFiles(
  head: LayeredHead,
  textureSize: number,
  encodeImage: EncodeImage,
  { stem = "head", onFile, ...options }: Partial<HeadFilesOptions> = {},
): Promise<HeadFiles> {
  const names = levelNames(stem);
  const told = (options.extras?.headartist ?? {}) as Record<string, unknown>;
  const skin = head.layers.find(({ name }) => name === "Skin");
  const tone = skin && neckTone(skin);
  const extras = { ...options.extras, headartist: { ...told, levels: names, ...(tone && { neckTone: tone }) } };
  const finest = { ...head, layers: groupLayers(head.layers, 0) };
  const glb = await writeLayers(finest, encodeImage, { ...options, extras });
  // The finest level takes about as long as all the others.
  onFile?.(0.5);
  const levels: HeadFiles["levels"] = [];
  for (const [i, level] of COARSER.entries()) {
    const size = Math.max(LEAST_TEXTURE, textureSize / 2 ** level);
    const layers = mergeLayers(head.layers, level, { textureSize: size, morphs: level <= LAST_MORPHED });
    const plain = { ...options, avatar: false };
    levels.push({ name: names[i], glb: await writeLayers({ ...head, layers }, encodeImage, plain) });
    onFile?.((1 + (i + 1) / COARSER.length) / 2);
  }
  return { glb, levels };
}
