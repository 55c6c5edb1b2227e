import assert from "node:assert/strict";
import { test } from "node:test";
import { buildBvh } from "../../runtime/mesh/build-bvh.ts";
import { transform } from "../../runtime/mesh/matrix.ts";
import { umeyama } from "../../runtime/mesh/umeyama.ts";
import { buildWinding, windingNumber } from "../../runtime/mesh/winding.ts";

test("a similarity is recovered from points, a mirror image is not mirrored back", () => {
  const [c, s] = [Math.cos(2), Math.sin(2)];
  const matrix = [3 * c, 0, -3 * s, 0, 0, 3, 0, 0, 3 * s, 0, 3 * c, 0, 5, -1, 2, 1];
  const points = [0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 1, 1];
  const found = umeyama(points, transform(matrix, points));
  for (let i = 0; i < 16; i++) assert.ok(Math.abs(found[i] - matrix[i]) < 1e-5, `element ${i}`);
  const mirrored = umeyama(
    points,
    points.map((value, i) => (i % 3 === 0 ? -value : value)),
  );
  const [a, b, d] = [0, 4, 8].map((at) => mirrored.slice(at, at + 3));
  const volume =
    a[0] * (b[1] * d[2] - b[2] * d[1]) + a[1] * (b[2] * d[0] - b[0] * d[2]) + a[2] * (b[0] * d[1] - b[1] * d[0]);
  assert.ok(volume > 0);
  assert.throws(() => umeyama([0, 0, 0, 1, 0, 0, 2, 0, 0], [0, 0, 0, 1, 0, 0, 2, 0, 0]), RangeError);
});

test("the winding number is 1 inside a cube, 0 outside, 5/6 at the centre of one without a face", () => {
  const positions = Float32Array.from({ length: 24 }, (_, i) => ((Math.floor(i / 3) >> (i % 3)) & 1 ? 1 : -1));
  const faces = [
    0, 4, 6, 0, 6, 2, 1, 3, 7, 1, 7, 5, 0, 1, 5, 0, 5, 4, 2, 6, 7, 2, 7, 3, 0, 2, 3, 0, 3, 1, 4, 5, 7, 4, 7, 6,
  ];
  const around = (count: number) =>
    buildWinding(buildBvh({ positions, indices: Uint32Array.from(faces.slice(0, 3 * count)) }));
  const closed = around(12);
  assert.ok(Math.abs(windingNumber(closed, 0.3, -0.2, 0.4) - 1) < 1e-5);
  assert.ok(Math.abs(windingNumber(closed, 1.5, 0, 0)) < 1e-5);
  assert.ok(Math.abs(windingNumber(closed, 40, 9, 3)) < 1e-3);
  assert.ok(Math.abs(windingNumber(around(10), 0, 0, 0) - 5 / 6) < 1e-5);
});
