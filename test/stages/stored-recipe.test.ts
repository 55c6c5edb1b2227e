import assert from "node:assert/strict";
import { test } from "node:test";
import { writeDocument } from "../../runtime/head/document.ts";
import type { HeadStore } from "../../runtime/head/store.ts";
import { makeGridRecipe, storedRecipe } from "../../runtime/host/node/recipes.ts";
import { emptyLook } from "../../runtime/prompt/look.ts";
import { claimStore } from "../../runtime/stages/job/claim-store.ts";
import type { Recipe } from "../../runtime/stages/recipe.ts";

const maker = { engine: "0.0.1" };
const made = await makeGridRecipe({ prompt: "an old man with a white beard", preset: "draft", seed: 3 });

/** The recipe as heads of version 1 hold it. */
function before({ look: _, ...rest }: Recipe) {
  return { ...rest, version: 1 };
}

function storeOf(files = new Map<string, Uint8Array>()): HeadStore {
  return {
    read: async (name) => files.get(name),
    write: async (name, bytes) => void files.set(name, bytes),
    remove: async (name) => void files.delete(name),
  };
}

async function begunStore(recipe: unknown, version: 1 | 2): Promise<HeadStore> {
  const store = storeOf();
  await writeDocument(store, { format: "headartist-head", version, recipe, template: { old: 1 }, status: "running" });
  return store;
}

const nothing = () => ({ template: {} });

test("a head of before is read once, by its prompt and the seed that its first parent had", async () => {
  assert.deepEqual(await storedRecipe(before(made)), made);
  const child = { ...before(made), seed: 9, edit: { instruction: "make him smile", look: 3 } };
  const { version, look, edit } = await storedRecipe(child);
  assert.deepEqual([version, look, edit], [2, made.look, { instruction: "make him smile", firstSeed: 3 }]);
});

test("a head that holds its Look is never read again", async () => {
  const said = { ...made, look: { ...emptyLook(), individual: 12 } };
  assert.equal(await storedRecipe(said), said);
  const { recipe, document } = await claimStore(made, await begunStore(said, 2), maker, nothing);
  assert.deepEqual([recipe.look, document.template], [said.look, { old: 1 }]);
});

test("a head of before goes on as it is read now, and another request is refused", async () => {
  const { recipe, document } = await claimStore(made, await begunStore(before(made), 1), maker, nothing);
  assert.deepEqual([recipe, document.version, document.template], [made, 2, { old: 1 }]);
  const other = { ...made, seed: 4 };
  const store = await begunStore(before(made), 1);
  await assert.rejects(claimStore(other, store, maker, nothing), /begun with another recipe \("seed" differs\)/);
});
