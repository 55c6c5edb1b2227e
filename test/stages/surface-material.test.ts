import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import type { PartKind } from "../../runtime/head/parts/part.ts";
import { loadTemplate } from "../../runtime/head/template.ts";
import { shapeTemplate } from "../../runtime/head/template-shape.ts";
import { dressedRegion, editMaterial, promptMaterial } from "../../runtime/stages/color/surface-material.ts";
import type { Tools } from "../../runtime/stages/engine.ts";
import type { Recipe } from "../../runtime/stages/recipe.ts";

const folder = new URL("../../assets/template/", import.meta.url);
const template = await loadTemplate((name) => readFile(new URL(name, folder)));
const shape = shapeTemplate(template);
const tools = { template } as Tools;

/** Metallic and share at a place of a head that a prompt describes. */
function at(prompt: string, point: number[], parts = true) {
  const recipe = { prompt, geometry: { parts } } as Recipe;
  const found = promptMaterial(tools, recipe, shape, Float32Array.from(point));
  return found && [found[0], found[2]];
}

const landmark = (id: number) => [0, 1, 2].map((c) => shape.landmarks[3 * id + c]);
const [cheek, iris, crown] = [landmark(50), landmark(468), [0, 0.75, -0.1]];

test("bronze skin is metal; eyes and hair are not", () => {
  const prompt = "a man with short hair and bronze skin";
  assert.deepEqual(at(prompt, cheek), [1, 1]);
  assert.deepEqual(at(prompt, iris), [0, 0]);
  assert.deepEqual(at(prompt, crown), [0, 0]);
});

test("a statue is metal all over, whatever the preset leaves out; living heads are of nothing in particular", () => {
  for (const point of [cheek, iris, crown]) assert.deepEqual(at("a bronze statue of a man", point), [1, 1]);
  assert.deepEqual(at("a bronze statue of a man", cheek, false), [1, 1]);
  assert.equal(at("a man with short hair", cheek), undefined);
  assert.equal(at("a queen wearing a gold crown", cheek, false), undefined);
});

test("a gold crown is metal and the face below it is not", () => {
  const prompt = "a queen wearing a gold crown";
  const recipe = { prompt, geometry: { parts: true } } as Recipe;
  const ring = Float32Array.from({ length: 3 * 36 }, (_, i) => {
    const angle = (Math.floor(i / 3) / 36) * 2 * Math.PI;
    return [0.5 * Math.sin(angle), 0.45, 0.5 * Math.cos(angle) - 0.1][i % 3];
  });
  const found = promptMaterial(tools, recipe, shape, ring)!;
  assert.ok(found.some((value, i) => i % 3 === 0 && value > 0.5));
  assert.deepEqual(at(prompt, cheek), [0, 0]);
});

test("a beard on the face and long hair over the neck are hair, where their kind is asked for", () => {
  const region = (prompt: string, point: Float32Array, kinds: PartKind[]) => {
    const recipe = { prompt, geometry: { parts: true } } as Recipe;
    return template.regionNames[dressedRegion(tools, recipe, shape, point, kinds)[0]];
  };
  const chin = Float32Array.from(landmark(152));
  chin[2] += 0.05;
  assert.equal(region("a man with a full beard", chin, ["hair", "beard"]), "hair");
  assert.notEqual(region("a man with a full beard", chin, ["hair"]), "hair");
  assert.notEqual(region("a man", chin, ["hair", "beard"]), "hair");
  const nape = Float32Array.from([0, -0.6, -0.5]);
  assert.equal(region("a woman with long hair", nape, ["hair"]), "hair");
  assert.notEqual(region("a woman with short hair", nape, ["hair"]), "hair");
});

test("an edit changes the material by what its words change, where its mask lets it", () => {
  const metal = Float32Array.from([1, 0.4, 1, 1, 0.4, 1]);
  const mask = Float32Array.from([1, 0.25]);
  const near = (found: Float32Array | undefined, wanted: number[]) =>
    assert.ok(found && wanted.every((value, i) => Math.abs(found[i] - value) < 1e-6), `${found}`);
  near(editMaterial(undefined, undefined, metal, mask), [1, 0.4, 1, 0.25, 0.1, 0.25]);
  near(editMaterial(metal, metal, undefined, mask), [0, 0, 0, 0.75, 0.3, 0.75]);
  const half = Float32Array.from([0.5, 0.2, 0.5, 0, 0, 0]);
  near(editMaterial(half, metal, metal, mask), [...half]);
  assert.equal(editMaterial(undefined, undefined, undefined, mask), undefined);
});
