import assert from "node:assert/strict";
import { test } from "node:test";
import { blendHeads } from "../../../runtime/head/layers/blend-heads.ts";
import type { Layer, LayeredHead, Picture } from "../../../runtime/head/layers/types.ts";
import { ball, ballHead } from "../../bake/layered/ball-head.ts";

const black = (picture: Picture): Picture => ({ ...picture, data: new Uint8Array(picture.data.length) });

/** The ball head grown wider, in other colours, with other targets. */
const wide: LayeredHead = {
  ...ballHead,
  layers: ballHead.layers.map(
    (layer): Layer => ({
      ...layer,
      surface: {
        ...layer.surface,
        baseColor: layer.surface.baseColor && black(layer.surface.baseColor),
        roughness: 0,
      },
      levels: layer.levels.map((mesh) => ({
        ...mesh,
        positions: mesh.positions.map((x, i) => (i % 3 === 0 ? 1.5 * x : x)),
        targets: new Map([...mesh.targets].filter(([name]) => name !== "cheekPuff")),
      })),
    }),
  ),
};
const layerOf = ({ layers }: LayeredHead, name: string) => layers.find((layer) => layer.name === name)!;

test("an amount of nothing is the first head, of all the second; between, all goes in step", () => {
  const [first, second] = [layerOf(ballHead, "Skin"), layerOf(wide, "Skin")];
  for (const [amount, wanted] of [
    [0, first],
    [1, second],
  ] as const) {
    const skin = layerOf(blendHeads(ballHead, wide, amount).head, "Skin");
    assert.deepEqual(skin.levels[0].positions, wanted.levels[0].positions);
    assert.deepEqual(skin.surface.baseColor!.data, wanted.surface.baseColor!.data);
  }
  const { head, whole, omitted } = blendHeads(ballHead, wide, 0.3);
  assert.deepEqual([whole, omitted], [[], []]);
  const skin = layerOf(head, "Skin");
  const [a, b] = [first, second].map(({ levels }) => levels[0]);
  for (const [i, x] of skin.levels[0].positions.entries())
    assert.ok(Math.abs(x - (0.7 * a.positions[i] + 0.3 * b.positions[i])) < 1e-6);
  for (let i = 0; i < skin.levels[0].normals.length; i += 3)
    assert.ok(Math.abs(Math.hypot(...skin.levels[0].normals.subarray(i, i + 3)) - 1) < 1e-5);
  const picture = first.surface.baseColor!.data;
  assert.ok(skin.surface.baseColor!.data.every((value, i) => Math.abs(value - 0.7 * picture[i]) <= 0.5));
  assert.equal(skin.surface.roughness, 0.7 * (first.surface.roughness ?? 1));
});

test("a target that one head lacks moves by what the other one has of it", () => {
  const mixed = layerOf(blendHeads(ballHead, wide, 0.25).head, "Skin").levels[0].targets;
  const own = layerOf(ballHead, "Skin").levels[0].targets;
  assert.deepEqual([...mixed.keys()].sort(), [...own.keys()].sort());
  for (const [name, share] of [
    ["cheekPuff", 0.75],
    ["jawOpen", 1],
  ] as const) {
    assert.deepEqual(mixed.get(name)!.indices, own.get(name)!.indices);
    const wanted = own.get(name)!.positions;
    assert.ok(mixed.get(name)!.positions.every((x, i) => Math.abs(x - share * wanted[i]) < 1e-6));
  }
});

test("what only one head wears comes from the nearer one, follows the skin, and keeps its shape where it is rigid", () => {
  const hoops: Layer = {
    name: "Jewellery",
    surface: { name: "gold" },
    levels: [ball(0.05, [0.95, 0, 0], 1, [])],
  };
  const worn = { ...wide, layers: [...wide.layers, hoops] };
  assert.deepEqual(blendHeads(ballHead, worn, 0.3).omitted, ["Jewellery"]);
  const { head, whole, omitted } = blendHeads(ballHead, worn, 0.6);
  assert.deepEqual([whole, omitted], [[{ name: "Jewellery", from: "b" }], []]);
  const [before, after] = [hoops, layerOf(head, "Jewellery")].map(({ levels }) => levels[0].positions);
  const moves = after.map((x, i) => x - before[i]);
  for (let i = 0; i < moves.length; i++) assert.ok(Math.abs(moves[i] - moves[i % 3]) < 1e-5);
  // The skin beside it goes from 0.9 back to 0.78.
  assert.ok(moves[0] < -0.05 && moves[0] > -0.25, `moved by ${moves[0]}`);
});

test("heads of other triangles, and amounts beyond both heads, are refused", () => {
  const other = { ...ballHead, layers: [{ ...ballHead.layers[0], levels: ballHead.layers[0].levels.slice(1) }] };
  assert.throws(() => blendHeads(ballHead, other, 0.5), /different triangles/);
  assert.throws(() => blendHeads(ballHead, wide, 1.2), /from 0 to 1, not 1\.2/);
});
