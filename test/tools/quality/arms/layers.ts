import { makeRecipe } from "../../../../runtime/host/node/recipes.ts";
import type { LayeredRecipe } from "../../../../runtime/stages/recipe.ts";
import type { Arm } from "./arm.ts";

/** What is distilled of a head. */
interface Distilled {
  shape?: true;
  colors?: true;
}

const KINDS: Record<string, Distilled> = {
  "nothing distilled": {},
  colours: { colors: true },
  shape: { shape: true },
  both: { colors: true, shape: true },
};

/** Heads of layers, as they are read and then undressed, with and without what is distilled. */
export const layeredArms: Arm[] = [false, true].flatMap((undressed) =>
  Object.entries(KINDS).map(([name, distilled]) => ({
    name: undressed ? `undressed, ${name}` : name,
    async recipe(request) {
      const recipe = structuredClone(await makeRecipe(request));
      if (recipe.carrier !== "layers") throw new RangeError(`preset "${recipe.preset}" makes no heads of layers`);
      if (undressed) undress(recipe);
      keepStages(recipe, distilled);
      return recipe;
    },
  })),
);

/** What is built, what is built undressed, and what distillation alone makes of the undressed. */
export const grownArms: Arm[] = [
  ...layeredArms.filter(({ name }) => name.endsWith("nothing distilled")),
  { name: "grown", recipe: (request) => makeRecipe({ ...request, preset: "grown" }) },
];

/** Leaves the other stages without a step. */
function keepStages({ preset, stages }: LayeredRecipe, { shape, colors }: Distilled): void {
  if (!stages) throw new RangeError(`preset "${preset}" distils nothing`);
  if (!shape) stages.geometry.steps = 0;
  if (colors) return;
  stages.texture.steps = 0;
  stages.refine.views = 0;
  if (stages.trajectory) stages.trajectory.timesteps = [];
}

/** Builds the person alone: what grows, is worn or makes a creature is left to the text. */
function undress({ look }: LayeredRecipe): void {
  delete look.hair;
  delete look.beard;
  delete look.who.creature;
  look.parts = [];
}
