import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { bareSkin, dressPaint, dressSdf, outerPart, sampleGrid, solidOf } from "../../runtime/head/parts/dress.ts";
import type { PartKind } from "../../runtime/head/parts/part.ts";
import { selectParts } from "../../runtime/head/parts/select.ts";
import { PATTERNS, patternOf } from "../../runtime/head/patterns.ts";
import { loadTemplate } from "../../runtime/head/template.ts";
import { templateSdf } from "../../runtime/head/template-sdf.ts";
import { selectTemplate } from "../../runtime/head/template-select.ts";
import { shapeTemplate } from "../../runtime/head/template-shape.ts";

const folder = new URL("../../assets/template/", import.meta.url);
const template = await loadTemplate((name) => readFile(new URL(name, folder)));
const { colors, hairNames } = template.parts;

const select = (prompt: string) => selectParts(template.parts, prompt, selectTemplate(template.words, prompt));
const named = (prompt: string) => select(prompt).parts.map(({ kind, name }) => `${kind}:${name}`);

for (const [prompt, wanted] of [
  ["an old dwarf with a braided red beard", ["hair:long", "beard:braided"]],
  ["a young woman with long blonde hair", ["hair:long"]],
  ["a man", ["hair:short"]],
  ["a bald man with a goatee", ["beard:goatee"]],
  ["a bald man with a goatee and a moustache", ["beard:moustache", "beard:goatee"]],
  ["a bearded man with a handlebar moustache", ["hair:short", "beard:handlebar", "beard:full"]],
  ["a man wearing a red cowboy hat, no beard", ["hat:cowboy", "hair:short"]],
  ["a viking without a helmet", ["hair:long", "beard:bushy"]],
  ["a knight", ["hat:knight"]],
  ["a black woman with an afro", ["hair:afro"]],
  ["a man with an afro and a top hat", ["hat:top"]],
  ["a red demon with ram horns", ["horns:ram", "ears:elf"]],
  ["a woman, bald, with sunglasses", ["glasses:sunglasses"]],
  ["a viking in a horned helmet", ["hat:viking", "hair:long", "beard:bushy"]],
  ["a wizard, his hat pointed, his beard long", ["hat:wizard", "hair:long", "beard:long"]],
  ["a woman, her hair long and straight", ["hair:long"]],
  ["a woman with red hair", ["hair:bob"]],
  ["a red haired man", ["hair:short"]],
  ["a dwarf without hair", ["beard:long"]],
  ["a statue", []],
  ["an elf princess", ["hat:crown", "hair:long", "ears:elf"]],
  ["an orc king", ["hat:crown", "beard:full", "tusks:tusks"]],
  ["a zombie pirate", ["hat:headband", "hair:long", "beard:braided"]],
] as [string, string[]][]) {
  test(`parts of "${prompt}"`, () => assert.deepEqual(named(prompt), wanted));
}

test("a colour belongs to the part that it stands before", () => {
  const [hat, hair, beard] = select("a man with long white hair, a red beard and a blue fedora").parts;
  assert.deepEqual([hair.color, beard.color, hat.color], [colors["white"], hairNames["red"], colors["blue"]]);
});

test("adjectives may follow their noun", () => {
  const colorOf = (prompt: string, kind: PartKind) => select(prompt).parts.find((part) => part.kind === kind)?.color;
  assert.deepEqual(colorOf("a stout dwarf whose beard and hair are red", "hair"), hairNames["red"]);
  assert.deepEqual(colorOf("a stout dwarf whose beard and hair are red", "beard"), hairNames["red"]);
  const [moustache, goatee] = select("a bald man with a ginger goatee and a moustache").parts;
  assert.deepEqual([goatee.color, moustache.color], [colors["ginger"], colors["ginger"]]);
  assert.deepEqual(colorOf("a lady, hair long and pink", "hair"), colors["pink"]);
  assert.deepEqual(colorOf("a man, black hair, red beard", "beard"), hairNames["red"]);
  assert.deepEqual(select("a fat ogre, grey and bald").skin, colors["grey"]);
  assert.deepEqual(select("an extraterrestrial, its skin blue").skin, template.parts.creatureNames["blue"]);
});

test("materials and creatures have patterns, each of them known", () => {
  assert.equal(select("a marble statue").pattern, "veins");
  assert.equal(select("a green lizard man").pattern, "scales");
  assert.equal(select("a man").pattern, undefined);
  for (const { pattern } of [...template.parts.skins, ...template.parts.materials]) if (pattern) patternOf(pattern);
  assert.throws(() => patternOf("tartan"), /no pattern "tartan"; there are veins/);
  for (const pattern of Object.values(PATTERNS)) {
    let sum = 0;
    for (let i = 0; i < 1000; i++) {
      const tone = pattern(Math.sin(i), Math.sin(1.7 * i), Math.sin(2.3 * i));
      const [r, g, b] = typeof tone === "number" ? [tone, tone, tone] : tone;
      assert.ok(Math.min(r, g, b) > 0.3 && Math.max(r, g, b) < 3);
      sum += (0.2126 * r + 0.7152 * g + 0.0722 * b) / 1000;
    }
    assert.ok(sum > 0.8 && sum < 1.2, `a pattern keeps its material's colour, not ${sum} of it`);
  }
});

test("a seed chooses among the styles of those whose hair the prompt leaves open", () => {
  const styles = [0, 1, 2, 3].map((seed) => selectParts(template.parts, "a man", {}, seed).parts[0].name);
  assert.ok(new Set(styles).size > 1);
  const named = [0, 1, 2, 3].map((seed) => selectParts(template.parts, "a man with long hair", {}, seed).parts[0].name);
  assert.deepEqual(named, ["long", "long", "long", "long"]);
});

test("a creature's skin takes the colour before its name; a person's does not", () => {
  assert.deepEqual(select("a blue alien").skin, template.parts.creatureNames["blue"]);
  assert.ok(select("a green orc").skin);
  assert.equal(select("a black man").skin, undefined);
  assert.ok(select("a marble statue of a woman with a bun").material);
});

test("a complexion may stand before a person", () => {
  const { names } = template.parts.bareSkin;
  assert.deepEqual(select("a pale old man").skin, names["pale"]);
  assert.deepEqual(select("a tanned woman with a pale hat").skin, names["tanned"]);
  assert.deepEqual(select("a tanned cowboy").skin, names["tanned"]);
  assert.deepEqual(select("an olive-skinned man").skin, names["olive"]);
  assert.notDeepEqual(select("a very dark-skinned man").skin, select("a dark-skinned man").skin);
  for (const prompt of ["a man with pale eyes", "a man, pale blue hat", "a white woman"]) {
    assert.equal(select(prompt).skin, undefined, prompt);
  }
});

test("a material is of the skin or part whose name follows it, else of everything", () => {
  const bronze = { color: [0.46, 0.3, 0.15], pattern: "patina", metallic: 1, roughness: 0.42 };
  const skin = select("a man with short hair and bronze skin");
  assert.deepEqual([skin.skinMaterial, skin.skin, skin.material], [bronze, bronze.color, undefined]);
  assert.deepEqual(select("a bronze statue of a man").material, bronze);
  const [hat, hair] = select("a queen with copper hair and a gold crown").parts;
  assert.deepEqual([hair.color, hair.material], [bronze.color, undefined]);
  assert.equal(hat.material?.metallic, 1);
  assert.deepEqual(select("a robot").material?.color, select("a cyborg").skin);
  assert.deepEqual(select("a man with turquoise skin").skin, colors["turquoise"]);
});

test("every part that a word can ask for has a solid, and grows out of the bare head in one piece", () => {
  const resolution = 48;
  const bare = templateSdf(shapeTemplate(template), resolution);
  const inside = (sdf: Float32Array) => sdf.reduce((count, value) => count + (value < 0 ? 1 : 0), 0);
  const volume = inside(bare);
  for (const [kind, entries] of Object.entries(template.parts.parts)) {
    for (const { name } of entries.filter((entry) => entry.name !== "any")) {
      const part = { kind: kind as PartKind, name };
      assert.ok(solidOf(part), `${kind} ${name}`);
      const dressed = dressSdf(bare, [part]);
      assert.ok(inside(dressed) > volume || name === "buzz", `${kind} "${name}" adds nothing`);
      for (let i = 0; i < bare.length; i++) assert.ok(dressed[i] <= bare[i] + 1e-6, `${kind} "${name}" cuts the head`);
    }
  }
  for (const { parts } of template.parts.characters) for (const [kind, name] of parts) solidOf({ kind, name });
  assert.throws(() => solidOf({ kind: "hat", name: "sombrero" }), /no hat "sombrero"; it has cowboy/);
});

test("a high skull does not show through a hat", () => {
  const bare = templateSdf(shapeTemplate(template, { highForehead: 1, narrowHead: 0.4 }), 48);
  for (const name of ["cowboy", "fedora", "top", "bowler", "straw", "bucket", "wizard", "fez", "sailor"]) {
    const outer = outerPart(bare, [{ kind: "hat", name }]);
    for (const [x, z] of [
      [0, 0.3],
      [0, -0.4],
      [0.25, -0.1],
      [0, -0.08],
    ]) {
      let y = 0.95;
      while (y > 0 && sampleGrid(bare, 49, x, y, z) > 0) y -= 0.005;
      assert.ok(outer(x, y, z).share > 0.99, `${name} at ${x}, ${y}, ${z}`);
    }
  }
});

test("parts are painted in their colour, skin in its own, and eyes lie on skin", () => {
  const shape = shapeTemplate(template);
  const bare = templateSdf(shape, 64);
  const dressing = select("a man with a green beard");
  const paint = dressPaint(bare, dressing, (_x, _y, _z, out, at) => out.set([0.8, 0.6, 0.5], at));
  const out = new Float32Array(3);
  const chin = shape.landmarks.subarray(152 * 3, 152 * 3 + 3);
  paint(chin[0], chin[1], chin[2] + 0.05, out, 0);
  const shade = out[1] / hairNames["green"][1];
  assert.ok(shade > 0.79 && shade < 1.21, "single hairs are a fifth lighter or darker at most");
  for (let k = 0; k < 3; k++) assert.ok(Math.abs(out[k] - shade * hairNames["green"][k]) < 1e-6);
  const pupil = shape.landmarks.subarray(468 * 3, 468 * 3 + 3);
  paint(pupil[0], pupil[1], pupil[2], out, 0);
  assert.ok(Math.abs(out[0] - 0.8) < 1e-6);
  assert.ok(bareSkin(bare, dressing)(pupil[0], pupil[1], pupil[2]));
  assert.ok(!bareSkin(bare, select("a man with sunglasses"))(pupil[0], pupil[1], pupil[2] + 0.04));
});
