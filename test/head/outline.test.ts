import assert from "node:assert/strict";
import { test } from "node:test";
import { makeOutline, signedDistance, squareDistance } from "../../runtime/head/outline.ts";

const square = makeOutline(
  [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ],
  true,
);

test("distances to a square are those of the closed form, inside negative", () => {
  for (let i = 0; i < 400; i++) {
    const [x, y] = [((i % 20) - 9.5) * 0.17, (Math.floor(i / 20) - 9.5) * 0.17];
    const [dx, dy] = [Math.abs(x) - 1, Math.abs(y) - 1];
    const wanted = Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(0, Math.max(dx, dy));
    assert.ok(Math.abs(signedDistance(square, x, y, 5) - wanted) < 1e-12, `${x}, ${y}`);
  }
});

test("an open line has no last segment", () => {
  const corner = makeOutline(
    [
      [0, 0],
      [1, 0],
      [1, 1],
    ],
    false,
  );
  assert.ok(Math.abs(squareDistance(corner, 0.25, 0.75, 5) - 0.5625) < 1e-12);
});

test("what lies within reach is measured, whatever the reach; what lies beyond the box is not", () => {
  for (let i = 0; i < 200; i++) {
    const [x, y] = [Math.sin(i) * 2, Math.cos(3 * i) * 2];
    const exact = signedDistance(square, x, y, Number.POSITIVE_INFINITY);
    const short = signedDistance(square, x, y, 0.3);
    if (exact <= 0.3) assert.equal(short, exact);
    else assert.ok(short === exact || short === Number.POSITIVE_INFINITY);
  }
  assert.equal(signedDistance(square, 1.31, 0, 0.3), Number.POSITIVE_INFINITY);
});
