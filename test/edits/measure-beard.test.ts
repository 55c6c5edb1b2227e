import assert from "node:assert/strict";
import { test } from "node:test";
import type { Layer } from "../../runtime/head/layers/types.ts";
import { ball } from "../bake/layered/ball-head.ts";
import { measureBeard } from "../tools/edits/measure-beard.ts";
import { seeBeard } from "../tools/edits/see-attribute.ts";

const layer = (name: Layer["name"], radius: number, height: number): Layer => ({
  name,
  surface: { name },
  levels: [ball(radius, [0, height, 0], 1, [])],
});
const skin = layer("Skin", 0.8, 0);

test("of the jaw so much is bearded as the layer of beards covers", () => {
  assert.equal(measureBeard({ layers: [skin] }), 0);
  assert.equal(measureBeard({ layers: [skin, layer("Beard", 0.85, 0)] }), 1);
  assert.equal(measureBeard({ layers: [skin, layer("Hair", 0.85, 0)] }), 0);
  assert.equal(measureBeard({ layers: [skin, layer("Beard", 0.7, 0)] }), 0);
  const half = measureBeard({ layers: [skin, layer("Beard", 0.6, -0.45)] });
  assert.ok(half > 0.1 && half < 0.9, `${half}`);
  assert.throws(() => measureBeard({ layers: [layer("Skin", 0.1, 0)] }), /no jaw is seen/);
});

test("a beard is seen where none was", () => {
  assert.equal(seeBeard(0.02, 0.9).shown, true);
  assert.equal(seeBeard(0, 0.1).shown, false);
  assert.equal(seeBeard(0.8, 0.9).shown, undefined);
});
