import type { LayeredRecipe } from "../recipe.ts";
import type { LayeredStages } from "../stage-settings.ts";

/** The stages that a recipe's head goes through, with their steps; undefined where nothing is distilled. */
export function stagesOf({ stages, edit }: Pick<LayeredRecipe, "stages" | "edit">): LayeredStages | undefined {
  if (!stages || !edit) return stages;
  const { geometry, texture, refine, trajectory, edit: share = 1 } = stages;
  const some = (steps: number) => Math.ceil(share * steps);
  return {
    ...stages,
    geometry: { ...geometry, steps: some(geometry.steps) },
    texture: { ...texture, steps: some(texture.steps) },
    refine: { ...refine, views: some(refine.views) },
    // The last rounds change least at once, and begin nearest to what is there.
    ...(trajectory && {
      trajectory: { ...trajectory, timesteps: trajectory.timesteps.slice(-some(trajectory.timesteps.length)) },
    }),
  };
}
