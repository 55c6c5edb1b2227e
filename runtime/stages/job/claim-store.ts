import {
  firstDifference,
  type HeadDocument,
  HeadError,
  type Maker,
  readDocument,
  writeDocument,
} from "../../head/document.ts";
import type { HeadStore } from "../../head/store.ts";
import type { Recipe } from "../recipe.ts";

/** Writes `head.json` into an empty store, or checks that the one there asks for the same head. */
export async function claimStore(
  recipe: Recipe,
  store: HeadStore,
  maker: Maker,
  origin: () => Pick<HeadDocument, "template" | "import" | "parent">,
): Promise<HeadDocument> {
  const found = await readDocument(store);
  if (!found) {
    const document: HeadDocument = {
      format: "headartist-head",
      version: 1,
      maker,
      recipe,
      ...origin(),
      status: "running",
    };
    await writeDocument(store, document);
    return document;
  }
  const difference = firstDifference(found.recipe, JSON.parse(JSON.stringify(recipe)));
  if (difference) {
    throw new HeadError(
      `this head folder was begun with another recipe ("${difference}" differs); choose another folder, or repeat the command it was begun with`,
    );
  }
  return { ...found, maker: goOn(found.maker, maker) };
}

/** Who finishes a head that `begun` began. @throws HeadError where the pack's weights are others now. */
export function goOn(begun: Maker | undefined, maker: Maker): Maker {
  if (begun?.pack && maker.pack && begun.pack !== maker.pack) {
    throw new HeadError(
      "this head folder was begun with other weights of the model pack; choose another folder, or put the pack back as it was",
    );
  }
  const first = begun?.begun ?? begun?.engine;
  return first === undefined || first === maker.engine ? maker : { ...maker, begun: first };
}
