import { BakeError } from "../types.ts";

/** Which morph targets a file carries: none, the visemes with blinks and gaze, or all 67. */
export type MorphSet = (typeof MORPH_SETS)[number];

/** How textures are stored; "auto" is JPEG for opaque colours and PNG for everything that must keep every value. */
export type TextureFormat = (typeof TEXTURE_FORMATS)[number];

/** Sides of the skin's pictures that may be asked for, in texels. */
export const LAYERED_TEXTURE_SIZES = [256, 512, 1024, 2048, 4096] as const;
export const TEXTURE_FORMATS = ["auto", "png", "webp", "ktx2"] as const;
export const MORPH_SETS = ["none", "speech", "all"] as const;

/** Everything about the bake of a head of layers that is a number or a name, and so can stand in a recipe. */
export interface LayeredBake {
  /** Triangles of the finest level that are wished for: the head begins with the level that comes nearest. */
  triangles: number;
  textureSize: number;
  image: TextureFormat;
  compress: boolean;
  morphs: MorphSet;
  avatar: boolean;
  metresPerUnit: number;
}

export interface LayeredGlbOptions {
  textures: TextureFormat;
  /** Quantise and compress (EXT_meshopt_compression); targets are dense then, and sparse otherwise. */
  compress: boolean;
  morphs: MorphSet;
  /** Adds a body's skeleton and VRMC_vrm, as TalkingHead and three-vrm ask for; levels get none. */
  avatar: boolean;
  /** What the avatar is called. */
  name: string;
  metresPerUnit: number;
  /** Licence and author, as `asset.copyright`. */
  copyright: string;
  generator: string;
  /** Kept in the root joint's extras. */
  extras: Record<string, unknown>;
}

export const LAYERED_GLB_DEFAULTS: LayeredGlbOptions = {
  textures: "auto",
  compress: false,
  morphs: "all",
  avatar: false,
  name: "Head",
  metresPerUnit: 0.176,
  copyright: "",
  generator: "babylon-headartist",
  extras: {},
};

const SPEECH = /^(viseme_|eyeBlink|eyeLook|jawOpen$|mouthClose$|mouthSmile|browInnerUp$)/;

/** @returns whether a target of this name belongs to the set. */
export function carriesMorph(set: MorphSet, name: string): boolean {
  return set === "all" || (set === "speech" && SPEECH.test(name));
}

/** @throws BakeError "bad-options" that names the option, its value and what it may be. */
export function checkLayeredOptions({ textures, morphs, metresPerUnit }: LayeredGlbOptions): void {
  if (!TEXTURE_FORMATS.includes(textures))
    throw new BakeError("bad-options", `textures must be auto, png, webp or ktx2, not ${textures}`);
  if (!MORPH_SETS.includes(morphs))
    throw new BakeError("bad-options", `morphs must be none, speech or all, not ${morphs}`);
  if (!(metresPerUnit > 0 && Number.isFinite(metresPerUnit)))
    throw new BakeError("bad-options", `metresPerUnit must be a positive number, not ${metresPerUnit}`);
}
