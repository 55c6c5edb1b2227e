import { LAYERED_TEXTURE_SIZES } from "../bake/layered/options.ts";
import { TEXTURE_SIZES, TRIANGLES } from "../bake/options.ts";

/** What a prompt or an instruction holds at least once, a letter or a digit: of marks and emoji nothing is read. */
export const WORD = "[\\p{L}\\p{N}]";

/** What may be asked for, the same from the command line, from code, over HTTP and in the panel. */
export const LIMITS = {
  /** Characters of a prompt, a negative prompt or an instruction. */
  text: 1000,
  seed: { least: 0, most: 2 ** 32 - 1 },
  triangles: TRIANGLES,
  /** Of heads on the grid, and of heads of layers. */
  textureSizes: TEXTURE_SIZES,
  layeredTextureSizes: LAYERED_TEXTURE_SIZES,
  /** Classifier-free guidance weights. */
  cfg: { least: 1, most: 1000 },
} as const;
