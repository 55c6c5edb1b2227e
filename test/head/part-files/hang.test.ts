import assert from "node:assert/strict";
import { test } from "node:test";
import { hang } from "../../../runtime/head/part-files/hang.ts";

const below = (y: number, length: number): number => {
  const positions = Float32Array.of(0.1, y, 0.4);
  hang({ positions, normals: Float32Array.of(0, 0, 1) }, length);
  return positions[1];
};

test("what hangs below the chin comes to its length softly, and nothing above it moves", () => {
  for (const length of [0.5, 2, 4]) {
    for (const y of [0.3, -0.6, -0.75]) assert.equal(below(y, length), Math.fround(y));
    const slope = (y: number) => (below(y + 0.01, length) - below(y - 0.01, length)) / 0.02;
    assert.ok(Math.abs(slope(-0.77) - 1) < 0.35 * Math.abs(length - 1), `${slope(-0.77)} just below the chin`);
    assert.ok(Math.abs(slope(-3) - length) < 0.02 * length, `${slope(-3)} far below it`);
  }
});

test("normals stay square to the surface", () => {
  // A card that leans: along (1, 2, 0) and (0, 0, 1).
  const normals = Float32Array.of(2 / Math.sqrt(5), -1 / Math.sqrt(5), 0);
  hang({ positions: Float32Array.of(0.1, -1.1, 0.4), normals }, 3);
  const step = 1e-3;
  const along = [2 * step, below(-1.1 + 2 * step, 3) - below(-1.1 - 2 * step, 3)];
  assert.ok(Math.abs(normals[0] * along[0] + normals[1] * along[1]) < 1e-5);
  assert.ok(Math.abs(Math.hypot(...normals) - 1) < 1e-6);
});
