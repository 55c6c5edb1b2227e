import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { shapeLayeredHead } from "../../../runtime/head/layers/build-layered-head.ts";
import { dressHead } from "../../../runtime/head/part-files/dress/dress-head.ts";
import { placePart } from "../../../runtime/head/part-files/place.ts";
import { readHeadKit } from "../../../runtime/host/node/head-kit.ts";
import { EXPRESSIONS } from "../../tools/cutting/expressions.ts";
import { measureCuts, measureHairThrough } from "../../tools/cutting/measure-cut.ts";

const kit = await readHeadKit();
const look = JSON.parse(await readFile("test/head/looks/orc-mohawk.json", "utf8"));
const [skin] = (await shapeLayeredHead(kit, look)).anatomy.layers.Skin;
const partOf = (path: string) => kit.parts.find(({ kind, name }) => `${kind}/${name}` === path)!;
const MILLIMETRE = 1e-3 / kit.anatomy.metresPerUnit;

test("what is worn on an orc's face comes no deeper than a millimetre into it, whatever it does", async () => {
  for (const path of ["glasses/square", "glasses/goggles", "eyepatch/patch", "mask/domino", "beard/full"]) {
    const bound = await kit.bound(partOf(path));
    for (const { expression, depth } of measureCuts(skin, placePart(bound, skin)[0], EXPRESSIONS))
      assert.ok(depth <= MILLIMETRE, `${path}: ${(depth / MILLIMETRE).toFixed(2)} mm under ${expression}`);
  }
});

test("the measure finds what is pressed into the face, and hair above a hat", async () => {
  const [mesh] = placePart(await kit.bound(partOf("mask/domino")), skin);
  const pressed = { ...mesh, positions: mesh.positions.map((x, i) => (i % 3 === 2 ? x - 6 * MILLIMETRE : x)) };
  // At rest it lies before the skin; whoever pushes it back by a target is found out.
  const indices = Uint32Array.from({ length: mesh.positions.length / 3 }, (_, v) => v);
  const positions = pressed.positions.map((x, i) => x - mesh.positions[i]);
  const back = { ...mesh, targets: new Map([["back", { indices, positions, normals: positions.map(() => 0) }]]) };
  const [found] = measureCuts(skin, back, { back: { back: 1 } });
  assert.ok(found.depth > 3 * MILLIMETRE, `${found.depth / MILLIMETRE} mm`);

  const chosen = await Promise.all(
    [partOf("hair/curly"), partOf("hat/beanie")].map(async (part) => ({
      choice: { part, size: 1 },
      bound: await kit.bound(part),
    })),
  );
  const [hat] = placePart(chosen[1].bound, skin);
  const under = dressHead(chosen, skin).find(({ name }) => name === "Hair")!.levels[0];
  assert.ok(measureHairThrough(under, hat) <= MILLIMETRE);
  assert.ok(measureHairThrough(placePart(chosen[0].bound, skin)[0], hat) > 5 * MILLIMETRE);
});
