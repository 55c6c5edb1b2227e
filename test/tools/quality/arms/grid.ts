import { makeGridRecipe } from "../../../../runtime/host/node/recipes.ts";
import type { RecipeRequest } from "../../../../runtime/host/recipe.ts";
import type { GridRecipe } from "../../../../runtime/stages/recipe.ts";
import type { Arm } from "./arm.ts";

/** What is asked for on the command line, and what is changed in the recipe besides. */
interface Variant {
  name: string;
  request?: Partial<RecipeRequest>;
  change?: (recipe: GridRecipe) => void;
}

/** The head is left to the prior: no parts, no colours, the paper's rates. */
function bare({ geometry, texture }: GridRecipe): void {
  geometry.parts = false;
  geometry.variation = 0;
  texture.start.steps = 0;
  texture.eyes.steps = 0;
  geometry.learningRates = { tables: 0.01, network: 0.001, final: 0.2 };
  texture.learningRates = { tables: 0.01, network: 0.001, final: 0.2 };
}

const VARIANTS: Variant[] = [
  { name: "as shipped" },
  { name: "sds", request: { guidance: "sds" } },
  { name: "csd", request: { guidance: "csd" } },
  {
    name: "ssd, no anchor",
    change: ({ geometry, texture }) => {
      geometry.guidance.anchor = texture.guidance.anchor = 0;
    },
  },
  { name: "cfg 1", request: { cfgGeometry: 1, cfgTexture: 1 } },
  { name: "cfg 30", request: { cfgGeometry: 30, cfgTexture: 30 } },
  { name: "no landmarks", request: { landmarks: false } },
  { name: "no negative prompt", request: { negative: false } },
  { name: "no view words", request: { viewWords: false } },
  {
    name: "no refine",
    change: ({ refine }) => {
      refine.views = 0;
    },
  },
  {
    name: "no annealing",
    change: ({ geometry, texture }) => {
      for (const { timesteps } of [geometry, texture]) timesteps.maxEnd = timesteps.maxStart;
    },
  },
  {
    name: "twice the steps",
    change: ({ geometry, texture }) => {
      geometry.steps *= 2;
      texture.steps *= 2;
    },
  },
  { name: "bare template, ssd", change: bare },
  { name: "bare template, sds", request: { guidance: "sds" }, change: bare },
  { name: "bare template, csd", request: { guidance: "csd" }, change: bare },
];

/** Heads on the grid: guidance, conditions, steps, and without the template's parts and colours. */
export const gridArms: Arm[] = VARIANTS.map(({ name, request, change }) => ({
  name,
  async recipe(asked) {
    const recipe = structuredClone(await makeGridRecipe({ ...asked, ...request }));
    change?.(recipe);
    return recipe;
  },
}));
