import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { selectParts } from "../../runtime/head/parts/select.ts";
import { loadTemplate } from "../../runtime/head/template.ts";
import { skinColor, templateAlbedo } from "../../runtime/head/template-albedo.ts";
import { selectTemplate } from "../../runtime/head/template-select.ts";
import { shapeTemplate } from "../../runtime/head/template-shape.ts";

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
  age: [alone, before("man"), before("woman"), before("girl")],
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
  [/(aged|elderly|mature|old) girl/, "a girl is a child however old"],
  [/a little( man| woman)?$/, "little is a word for children, beside their nouns"],
];

const drawn = (prompt: string, seed: number) => {
  const weights = selectTemplate(template.words, prompt);
  return { weights, ...selectParts(template.parts, prompt, weights, seed) };
};

/** Colours over the front of the face. */
function painted(prompt: string): Uint8Array {
  const { weights, skin = skinColor(template.albedo, weights), marks } = drawn(prompt, 0);
  const shape = shapeTemplate(template, weights);
  const { head } = templateAlbedo(template.albedo, shape, weights, prompt, skin, marks);
  const side = 41;
  const out = new Float32Array(side * side * 3);
  for (let i = 0; i < side * side; i++) {
    head(0.4 * ((2 * (i % side)) / (side - 1) - 1), 0.4 - 0.025 * Math.floor(i / side), 0.45, out, i * 3);
  }
  return new Uint8Array(out.buffer);
}

function differs(prompt: string, plain: string): boolean {
  // People of whom nothing is said have hair by chance.
  const answers = (text: string) => JSON.stringify([0, 1, 2, 3].map((seed) => drawn(text, seed)));
  return answers(prompt) !== answers(plain) || Buffer.compare(painted(prompt), painted(plain)) !== 0;
}

for (const [group, concepts] of Object.entries(groups)) {
  if (group === "negative") continue;
  test(`every word of "${group}" shows on the template`, () => {
    const bare: string[] = [];
    for (const phrase of new Set(Object.values(concepts).flat())) {
      for (const frame of FRAMES[group]) {
        const prompt = frame.with(phrase);
        if (!differs(prompt, frame.without) && !SAME.some(([known]) => known.test(prompt))) bare.push(prompt);
      }
    }
    assert.deepEqual(bare, []);
  });
}
