import type { OcclusionOptions } from "../mesh/texels/bake-occlusion.ts";
import { ROUGHNESS } from "./textures/region-roughness.ts";
import { BakeError } from "./types.ts";

/** Everything about a bake that is a number or a name, and so can stand in a recipe. */
export interface BakeOptions {
  /** Triangles of level 0. */
  triangles: number;
  /** Parts of them that each level keeps, finest first. */
  levels: number[];
  /** Side of colour and normal texture in pixels, 512 to 4096, a power of two; ORM is half of it. */
  textureSize: number;
  image: "webp" | "png";
  compress: boolean;
  metresPerUnit: number;
  /** metallic 0..1 for the whole surface; roughness 0..1 overrides the regions' where given. */
  material: { metallic: number; roughness?: number };
  /** Roughness by region name; see ROUGHNESS. */
  roughness: Record<string, number>;
  occlusion: Partial<OcclusionOptions>;
}

export const BAKE_DEFAULTS: BakeOptions = {
  triangles: 20000,
  levels: [1, 0.35, 0.1],
  textureSize: 1024,
  image: "webp",
  compress: false,
  metresPerUnit: 0.176,
  material: { metallic: 0 },
  roughness: ROUGHNESS,
  occlusion: {},
};

/** Triangles of level 0 that may be asked for. */
export const TRIANGLES = { least: 500, most: 200_000 } as const;

/** Sides of textures that may be asked for, in texels. */
export const TEXTURE_SIZES = [512, 1024, 2048, 4096] as const;

/** Throws BakeError "bad-options", saying which and why. */
export function checkOptions({ triangles, textureSize, levels, material }: BakeOptions): void {
  const unit = (x: number) => x >= 0 && x <= 1;
  const { least, most } = TRIANGLES;
  if (!(Number.isInteger(triangles) && triangles >= least && triangles <= most))
    throw new BakeError("bad-options", `triangles must be a whole number from ${least} to ${most}, not ${triangles}`);
  if (!(TEXTURE_SIZES as readonly number[]).includes(textureSize))
    throw new BakeError("bad-options", `textureSize must be one of ${TEXTURE_SIZES.join(", ")}, not ${textureSize}`);
  if (levels[0] !== 1 || levels.some((ratio, i) => !(ratio > 0 && (i === 0 || ratio < levels[i - 1]))))
    throw new BakeError("bad-options", `levels must start at 1 and fall, as [1, 0.35, 0.1]; got [${levels}]`);
  if (!unit(material.metallic) || !unit(material.roughness ?? 0))
    throw new BakeError("bad-options", "material.metallic and material.roughness must be within 0..1");
}
