import { packFolder } from "../host/node/pack-files.ts";
import type { PackFolders } from "../host/node/pack-registry.ts";
import { makeRecipe } from "../host/node/recipes.ts";
import { PRESETS } from "../host/presets.ts";
import { openConfig } from "../pack/config.ts";
import { autoencoderConfig } from "../pack/models/autoencoder.ts";
import { seesView, unetConfig } from "../pack/models/unet-config.ts";
import { checkPack, type PackAbilities } from "../stages/job/check-pack.ts";

/** @returns the presets whose recipes the engine does not refuse for what the pack lacks; none of a damaged pack. */
export async function presetsOf(folders: PackFolders): Promise<string[]> {
  const abilities = await abilitiesOf(folders).catch(() => undefined);
  if (!abilities) return [];
  const fit = await Promise.all(PRESETS.map(async (preset) => suits(preset, abilities)));
  return PRESETS.filter((_, i) => fit[i]);
}

/** Reads configurations alone: a list of packs must not open gigabytes of weights. */
async function abilitiesOf({ base, controlnet }: PackFolders): Promise<PackAbilities> {
  const files = await packFolder(base);
  const { latentChannels } = autoencoderConfig(await openConfig(files, "vae/config.json"));
  return {
    latentChannels,
    hasControl: controlnet !== undefined || (await files.exists("controlnet/config.json")),
    seesView: seesView(unetConfig(await openConfig(files, "unet/config.json"))),
  };
}

async function suits(preset: string, abilities: PackAbilities): Promise<boolean> {
  const recipe = await makeRecipe({ prompt: "a head", preset });
  try {
    checkPack(recipe, abilities);
    return true;
  } catch {
    return false;
  }
}
