import {
  firstDifference,
  type HeadDocument,
  HeadError,
  type Maker,
  readDocument,
  writeDocument,
} from "../../head/document.ts";
import type { HeadStore } from "../../head/store.ts";
import type { Kernels } from "../../kernels/load.ts";
import type { Recipe } from "../recipe.ts";
import { type StoredRecipe, upgradeRecipe } from "../upgrade-recipe.ts";

/** What a store holds of a head that is to be made, and the recipe to make it by. */
export interface Claim<R> {
  document: HeadDocument;
  recipe: R;
}

/**
 * Writes `head.json` into an empty store, or checks that the one there asks for the same head. A head that was begun keeps its
 * Look, however its prompt is read now.
 */
export async function claimStore<R extends Recipe>(
  recipe: R,
  store: HeadStore,
  maker: Maker,
  origin: () => Pick<HeadDocument, "template" | "import" | "parent">,
): Promise<Claim<R>> {
  const found = await readDocument(store);
  if (!found) {
    const document: HeadDocument = {
      format: "headartist-head",
      version: 2,
      maker,
      recipe,
      ...origin(),
      status: "running",
    };
    await writeDocument(store, document);
    return { document, recipe };
  }
  const begun = upgradeRecipe(found.recipe as StoredRecipe, recipe.look);
  const difference = recipeDifference(begun, recipe);
  if (difference) {
    throw new HeadError(
      `this head folder was begun with another recipe ("${difference}" differs); choose another folder, or repeat the command it was begun with`,
    );
  }
  const document = { ...found, version: 2 as const, recipe: begun, maker: goOn(found.maker, maker) };
  return { document, recipe: { ...recipe, look: begun.look, ...partsOf(begun) } };
}

/** @throws HeadError where a store that was claimed holds an edit of another head than `parent`, a head's name. */
export function checkParent(document: HeadDocument, parent: string | undefined): void {
  if (document.parent === parent) return;
  throw new HeadError(`this head folder holds an edit of "${document.parent}", not of "${parent}"; choose another`);
}

/** The first path at which two recipes differ, their readings and own parts aside; undefined where they do not. */
export function recipeDifference(begun: Recipe, recipe: Recipe): string | undefined {
  return firstDifference(withoutReading(begun), withoutReading(JSON.parse(JSON.stringify(recipe))));
}

/** What of a recipe does not follow from how its prompt is read; own parts are compared by whoever makes the head. */
function withoutReading(recipe: Recipe) {
  const { look: _, report: __, ...rest } = recipe;
  const { parts: ___, ...asked } = { parts: undefined, ...rest };
  return asked;
}

const partsOf = (recipe: Recipe) => ("parts" in recipe ? { parts: recipe.parts } : {});

/** Who finishes a head that `begun` began. @throws HeadError where the pack's weights, or the GPU of its kernels, are others now. */
export function goOn(begun: Maker | undefined, maker: Maker): Maker {
  if (begun?.pack && maker.pack && begun.pack !== maker.pack) {
    throw new HeadError(
      "this head folder was begun with other weights of the model pack; choose another folder, or put the pack back as it was",
    );
  }
  if (begun?.kernels && begun.kernels !== maker.kernels) {
    throw new HeadError(
      `this head folder was begun with kernels on the GPU "${begun.kernels}", which is not in use now; choose another folder, or set HEADARTIST_KERNELS=webgpu where that GPU is`,
    );
  }
  const first = begun?.begun ?? begun?.engine;
  const kept = begun && !begun.kernels ? onWasm(maker) : maker;
  return first === undefined || first === maker.engine ? kept : { ...kept, begun: first };
}

const onWasm = ({ kernels: _, ...maker }: Maker): Maker => maker;

/** An engine whose kernels run where those ran that began the head: what is begun as WASM ends as WASM. */
export function asBegun<Of extends { maker: Maker; kernels?: Kernels }>(engine: Of, { maker }: HeadDocument): Of {
  const { kernels } = engine;
  if (maker?.kernels || !kernels?.gpu) return engine;
  return { ...engine, kernels: { ...kernels, gpu: undefined }, maker: onWasm(engine.maker) };
}
