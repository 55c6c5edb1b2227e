import assert from "node:assert/strict";
import { test } from "node:test";
import { personOf, planSkin } from "../../../runtime/head/layers/plan-surfaces.ts";
import { descentOf, individualWeights } from "../../../runtime/head/look/individual.ts";
import { makeEditRecipe } from "../../../runtime/host/edit-recipe.ts";
import { readHeadKit } from "../../../runtime/host/node/head-kit.ts";
import { loadPreset } from "../../../runtime/host/node/presets.ts";
import { readInstruction, readPrompt } from "../../../runtime/host/node/read-prompt.ts";
import { makeRecipe } from "../../../runtime/host/recipe.ts";

const kit = await readHeadKit();
const sources = { readPrompt, readInstruction, loadPreset };
const SEEDS = Array.from({ length: 24 }, (_, seed) => seed);

/** Largest shares of African and Asian descent that seeds mix into a prompt's person. */
async function mostOf(prompt: string): Promise<number> {
  const { look } = await readPrompt(prompt);
  const shares = SEEDS.map((seed) => descentOf(kit.people, look, seed));
  return Math.max(...shares.map(({ african, asian }) => african + asian));
}

test("colours that are a people's own by nature leave seeds less of other descents", async () => {
  for (const fair of [
    "a woman with a blonde bob",
    "a man with a ginger beard",
    "a blue-eyed man",
    "a girl with freckles",
  ])
    assert.ok((await mostOf(fair)) < 0.25, fair);
  for (const open of ["a woman with black hair", "a woman with pink hair", "an old man with a white beard"])
    assert.ok((await mostOf(open)) > 0.5, open);
  const { look } = await readPrompt("a black woman with blonde hair");
  assert.equal(look.who.mixed, undefined);
  assert.deepEqual(descentOf(kit.people, look, 0), { african: 1 });
});

test("hair that is dyed afterwards changes no face", async () => {
  for (const [prompt, instruction] of [
    ["a woman with a blonde bob", "make her hair black"],
    ["a woman with black hair", "make her hair blonde"],
  ]) {
    const parent = await makeRecipe(sources, { prompt, preset: "built", seed: 5 });
    const child = await makeEditRecipe(sources, parent, { instruction });
    const again = await makeEditRecipe(sources, parent, { instruction, prompt: "a woman with green hair" });
    assert.notDeepEqual(child.look.hair?.color, parent.look.hair?.color);
    const before = individualWeights(kit.people, parent.look, parent.seed, 1);
    for (const { look, edit } of [child, again]) {
      assert.deepEqual(individualWeights(kit.people, look, edit.firstSeed, 1), before);
      const [was, is] = [parent.look, look].map((one) => planSkin(kit, one, personOf(kit.people, one, 5)).tone);
      assert.deepEqual(is, was);
    }
  }
});

test("peoples have their own skin, from light to dark, until another descent is said", async () => {
  const brightness = ([r, g, b]: readonly number[]) => r + g + b;
  for (const [people, least, most] of [
    ["indian", 0.8, 1.55],
    ["native american", 1, 1.55],
    ["arab", 1.15, 1.9],
  ] as const) {
    const { look } = await readPrompt(`an ${people} man`);
    const tones = SEEDS.map((seed) => brightness(planSkin(kit, look, personOf(kit.people, look, seed)).tone));
    assert.ok(
      Math.min(...tones) > least && Math.max(...tones) < most,
      `${people}: ${Math.min(...tones)} to ${Math.max(...tones)}`,
    );
    assert.ok(Math.max(...tones) - Math.min(...tones) > 0.2, people);
  }
  const parent = await makeRecipe(sources, { prompt: "an indian woman", preset: "built" });
  assert.equal(parent.look.who.people, "south asian");
  const child = await makeEditRecipe(sources, parent, { instruction: "make her chinese" });
  assert.equal(child.look.who.people, undefined);
});
