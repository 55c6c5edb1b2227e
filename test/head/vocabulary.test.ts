import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { shapeWeights } from "../../runtime/head/look/shape-weights.ts";
import { dressLook } from "../../runtime/head/parts/dress-look.ts";
import { loadTemplate } from "../../runtime/head/template.ts";
import { readPrompt } from "../../runtime/host/node/read-prompt.ts";

const read = (name: string) => readFile(new URL(`../../assets/${name}`, import.meta.url));
const template = await loadTemplate((name) => read(`template/${name}`));
const { groups } = JSON.parse((await read("starter/vocabulary.json")).toString()) as {
  groups: Record<string, Record<string, string[]>>;
};

/** A plain prompt around a phrase, and the same prompt without it. */
type Frame = { with: (phrase: string) => string; without: string };

const before = (person: string): Frame => ({
  with: (phrase) => (phrase.startsWith("with") ? `a ${person} ${phrase}` : `a ${phrase} ${person}`),
  without: `a ${person}`,
});
const after = (person: string, lead: string, tail = ""): Frame => ({
  with: (phrase) => `a ${person} ${phrase.startsWith("with") ? phrase : `${lead} ${phrase}`}${tail}`,
  without: tail ? `a ${person} ${lead}${tail}` : `a ${person}`,
});
const alone: Frame = { with: (phrase) => `a ${phrase}`, without: "a person" };

const FRAMES: Record<string, Frame[]> = {
  age: [alone, before("man"), before("woman")],
  people: [alone],
  ethnicity: [before("man"), before("woman"), before("girl")],
  skin: [before("man"), before("woman"), before("child"), before("baby"), before("queen")],
  build: [before("man"), before("woman")],
  face: [after("man", "with"), after("woman", "with a"), after("orc", "with")],
  expression: [before("man"), before("woman"), before("orc"), before("marble statue of a girl")],
  hair: [after("man", "with"), after("woman", "with"), after("vampire", "with")],
  "hair colour": [
    after("man", "with", " hair"),
    after("woman", "with long", " hair"),
    after("man", "with a", " beard"),
  ],
  eyes: [after("man", "with"), after("woman", "with")],
  brows: [after("man", "with"), after("woman", "with")],
  beard: [after("man", "with"), after("old man", "with a")],
  glasses: [after("man", "wearing"), after("woman", "with")],
  hats: [after("man", "wearing a"), after("woman", "with a")],
  "hat colour": [after("man", "wearing a", " beanie"), after("woman", "with a", " top hat")],
  "paint and marks": [after("man", "with"), after("woman", "with a")],
  creatures: [alone],
  "creature details": [after("man", "with"), after("woman", "with")],
  characters: [alone],
  materials: [after("man", "made of"), { with: (phrase) => `a ${phrase} bust of a man`, without: "a bust of a man" }],
};

/** Prompts that are right to look as they do without the phrase. */
const SAME: [RegExp, string][] = [
  [/brown eyes/, "eyes are brown where nothing is said"],
  [/clean-shaven|without a beard/, "nobody has a beard unasked but characters"],
  [/vampire with .*(slick|combed)/, "a vampire's hair is slicked back anyway"],
  [/orc with (square|strong|wide) jaw|orc with (heavy|prominent) brow/, "orcs have strong jaws and heavy brows"],
  [/a little( man| woman)?$/, "little is a word for children, beside their nouns"],
];

/** Everything that a prompt draws on the template. */
async function drawn(prompt: string, seed: number) {
  const { look } = await readPrompt(prompt, { seed, meanings: false });
  const weights = shapeWeights(template.people, look);
  return [weights, dressLook(template.parts, look, weights), look.eyes, look.brows, look.skin.details];
}

async function differs(prompt: string, plain: string): Promise<boolean> {
  // People of whom nothing is said have hair by chance.
  const answers = async (text: string) =>
    JSON.stringify(await Promise.all([0, 1, 2, 3].map((seed) => drawn(text, seed))));
  return (await answers(prompt)) !== (await answers(plain));
}

for (const [group, concepts] of Object.entries(groups)) {
  if (group === "negative") continue;
  test(`every word of "${group}" shows on the template`, async () => {
    const bare: string[] = [];
    for (const phrase of new Set(Object.values(concepts).flat())) {
      for (const frame of FRAMES[group]) {
        const prompt = frame.with(phrase);
        if (!(await differs(prompt, frame.without)) && !SAME.some(([known]) => known.test(prompt))) bare.push(prompt);
      }
    }
    assert.deepEqual(bare, []);
  });
}
