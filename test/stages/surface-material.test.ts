import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import type { PartKind } from "../../runtime/head/parts/part.ts";
import { loadTemplate } from "../../runtime/head/template.ts";
import { shapeTemplate } from "../../runtime/head/template-shape.ts";
import { emptyLook, type Look, type Rgb } from "../../runtime/prompt/look.ts";
import { dressedRegion, editMaterial, lookMaterial } from "../../runtime/stages/color/surface-material.ts";
import type { Tools } from "../../runtime/stages/engine.ts";

const folder = new URL("../../assets/template/", import.meta.url);
const template = await loadTemplate((name) => readFile(new URL(name, folder)));
const shape = shapeTemplate(template);
const tools = { template } as Tools;

const METAL = { name: "bronze", color: [0.46, 0.3, 0.15] as Rgb, metallic: 1, roughness: 0.42 };
const SHORT = { hair: { style: "short" } };
const CROWNED: Partial<Look> = { parts: [{ kind: "hat", id: "crown", material: METAL }] };

const appearance = (said: Partial<Look>, parts = true) => ({
  look: { ...emptyLook(), ...said },
  seed: 0,
  variation: 0,
  parts,
});

/** Metallic and share at a place of a head that looks so. */
function at(said: Partial<Look>, point: number[], parts = true) {
  const found = lookMaterial(tools, appearance(said, parts), shape, Float32Array.from(point));
  return found && [found[0], found[2]];
}

const landmark = (id: number) => [0, 1, 2].map((c) => shape.landmarks[3 * id + c]);
const [cheek, iris, crown] = [landmark(50), landmark(468), [0, 0.75, -0.1]];

test("bronze skin is metal; eyes and hair are not", () => {
  const said = { ...SHORT, skin: { material: METAL } };
  assert.deepEqual(at(said, cheek), [1, 1]);
  assert.deepEqual(at(said, iris), [0, 0]);
  assert.deepEqual(at(said, crown), [0, 0]);
});

test("a statue is metal all over, whatever the preset leaves out; living heads are of nothing in particular", () => {
  for (const point of [cheek, iris, crown]) assert.deepEqual(at({ material: METAL }, point), [1, 1]);
  assert.deepEqual(at({ material: METAL }, cheek, false), [1, 1]);
  assert.equal(at(SHORT, cheek), undefined);
  assert.equal(at(CROWNED, cheek, false), undefined);
});

test("a gold crown is metal and the face below it is not", () => {
  const ring = Float32Array.from({ length: 3 * 36 }, (_, i) => {
    const angle = (Math.floor(i / 3) / 36) * 2 * Math.PI;
    return [0.5 * Math.sin(angle), 0.45, 0.5 * Math.cos(angle) - 0.1][i % 3];
  });
  const found = lookMaterial(tools, appearance(CROWNED), shape, ring)!;
  assert.ok(found.some((value, i) => i % 3 === 0 && value > 0.5));
  assert.deepEqual(at(CROWNED, cheek), [0, 0]);
});

test("a beard on the face and long hair over the neck are hair, where their kind is asked for", () => {
  const region = (said: Partial<Look>, point: Float32Array, kinds: PartKind[]) =>
    template.regionNames[dressedRegion(tools, { ...appearance(said), hairy: kinds }, shape, point)[0]];
  const bearded = { beard: { style: "full" } };
  const chin = Float32Array.from(landmark(152));
  chin[2] += 0.05;
  assert.equal(region(bearded, chin, ["hair", "beard"]), "hair");
  assert.notEqual(region(bearded, chin, ["hair"]), "hair");
  assert.notEqual(region({}, chin, ["hair", "beard"]), "hair");
  const nape = Float32Array.from([0, -0.6, -0.5]);
  assert.equal(region({ hair: { style: "long" } }, nape, ["hair"]), "hair");
  assert.notEqual(region(SHORT, nape, ["hair"]), "hair");
});

test("an edit changes the material by what its Look changes, where its mask lets it", () => {
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
