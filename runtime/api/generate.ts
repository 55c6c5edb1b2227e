import { resolve } from "node:path";
import type { MorphSet, TextureFormat } from "../bake/layered/options.ts";
import { makeRecipe } from "../host/node/recipes.ts";
import type { PresetName } from "../host/presets.ts";
import { type MadeHead, makeHead } from "./make-head.ts";
import type { RunOptions } from "./run-options.ts";

/** What {@link generate} takes. */
export interface GenerateOptions extends RunOptions {
  /** What the head looks like, for example "an old man with a white beard". */
  prompt: string;
  /** What it must not look like; the preset's where absent. */
  negative?: string;
  /** 0 to 4294967295; 0 where absent. Every seed is another person. */
  seed?: number;
  /** "standard" where absent. */
  preset?: PresetName;
  /** "starter", the name of a registered model pack, or a folder. */
  pack?: string;
  /** Texture edge in texels; the preset's where absent. 256 is for heads of layers alone. */
  textureSize?: 256 | 512 | 1024 | 2048 | 4096;
  /** Triangles of the finest level; the preset's where absent. A head of layers takes the level that comes nearest. */
  triangles?: number;
  /** Format of the textures in the GLB; the preset's where absent. "auto" (JPEG and PNG) and "ktx2" are for heads of layers. */
  textureFormat?: TextureFormat;
  /** Compress geometry with EXT_meshopt_compression. */
  compress?: boolean;
  /** Morph targets of a head of layers; "all" where absent. */
  morphs?: MorphSet;
  /** Adds a body's skeleton and VRM to a head of layers, for TalkingHead and three-vrm. */
  avatar?: boolean;
  /** Folder of the head document, to be edited later, or to go on in; absent: nothing is written. */
  folder?: string;
}

/**
 * Makes a head from a description. It computes in this process, a step at a time, and blocks it for up to seconds meanwhile:
 * a server calls `headartist serve` through `babylon-headartist/client` instead. Calls wait for one another.
 * @throws ExitError naming a bad field, a missing pack, or what this machine lacks; the signal's reason when aborted.
 */
export async function generate(options: GenerateOptions): Promise<MadeHead> {
  return makeHead(await makeRecipe(options), options.folder && resolve(options.folder), options);
}
