import assert from "node:assert/strict";
import { test } from "node:test";
import { bleachStrands, strandBrightness, strandExponent } from "../../../runtime/head/surfaces/hair/bleach-strands.ts";

test("strands become as light as the hair that they show, and dark hair leaves them alone", () => {
  assert.equal(strandExponent([[0.05, 0.04, 0.03]]), 1);
  const silver = strandExponent([
    [0.05, 0.04, 0.03],
    [0.45, 0.46, 0.48],
  ]);
  assert.ok(Math.abs(strandBrightness(silver) - 0.48) < 1e-6);
  assert.ok(strandExponent([[0.83, 0.83, 0.81]]) < silver);
});

test("greys are lifted, their order and the cover stay", () => {
  const data = Uint8Array.of(0, 0, 0, 7, 128, 128, 128, 9, 255, 255, 255, 0);
  const normal = { width: 1, height: 1, channels: 3 as const, data: new Uint8Array(3) };
  const color = { width: 3, height: 1, channels: 4 as const, data };
  const { color: lifted } = bleachStrands({ color, normal }, 0.5);
  assert.deepEqual([...lifted.data], [0, 0, 0, 7, 181, 181, 181, 9, 255, 255, 255, 0]);
  assert.equal(data[4], 128);
});
