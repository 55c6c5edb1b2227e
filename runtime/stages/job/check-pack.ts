import type { Pack } from "../../pack/load.ts";
import type { Recipe } from "../recipe.ts";

/** Channels of the latents that normals and coverage can stand in for (Stable Diffusion's). */
const LATENT_CHANNELS = 4;

/** What a recipe may ask of a pack. */
export type PackAbilities = Pick<Pack, "latentChannels" | "hasControl" | "seesView">;

/** Whether a model pack takes part in the making of a head; what a Look builds needs none. */
export function needsPack(recipe: Recipe): boolean {
  return recipe.carrier === "grid" || recipe.stages !== undefined;
}

/** @returns the pack of a recipe that distils. @throws RangeError where none was given, or by {@link checkPack}. */
export function packFor<Given extends PackAbilities>(recipe: Recipe, pack: Given | undefined): Given {
  if (!pack) throw new RangeError(`preset "${recipe.preset}" distils, and was given no model pack`);
  checkPack(recipe, pack);
  return pack;
}

/** Refuses a recipe that asks for what a pack lacks, before any work is done. @throws RangeError naming the field. */
export function checkPack(recipe: Recipe, pack: PackAbilities): void {
  const { preset } = recipe;
  const stages = recipe.carrier === "grid" ? recipe : recipe.stages;
  if (!stages) return;
  const { geometry, texture } = stages;
  if ("latentSteps" in geometry && geometry.latentSteps > 0 && pack.latentChannels !== LATENT_CHANNELS) {
    throw new RangeError(
      `preset "${preset}" begins with normals as latents of ${LATENT_CHANNELS} channels, this pack's have ${pack.latentChannels}; choose a Stable Diffusion pack or another preset`,
    );
  }
  // A pack that sees the view knows where the face is without them.
  if ((geometry.landmarks || texture.landmarks) && !pack.hasControl && !pack.seesView) {
    throw new RangeError(
      "this pack has no ControlNet to follow landmarks; add one (models add --controlnet), or leave the landmarks out (--no-landmarks)",
    );
  }
}
