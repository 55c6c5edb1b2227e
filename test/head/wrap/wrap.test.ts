import assert from "node:assert/strict";
import { test } from "node:test";
import { shapeAnatomy } from "../../../runtime/head/anatomy/shape.ts";
import { wrapPlan } from "../../../runtime/head/wrap/wrap-plan.ts";
import { openKernels } from "../../../runtime/host/node/engine.ts";
import { readHeadKit } from "../../../runtime/host/node/head-kit.ts";
import { loadPreset } from "../../../runtime/host/node/presets.ts";
import { solveSymmetric } from "../../../runtime/mesh/conjugate-gradients.ts";
import { addTransposed, sparseRows, timesRows } from "../../../runtime/mesh/sparse-rows.ts";
import { refine } from "../../../runtime/mesh/subdivide.ts";
import { wrapKnown } from "../../tools/wrap/compare-heads.ts";
import { compareTargets } from "../../tools/wrap/compare-targets.ts";
import { crossings } from "../../tools/wrap/crossings.ts";
import { knownShape, marchShape } from "../../tools/wrap/known-heads.ts";

const [{ anatomy, people }, kernels, { wrap }] = await Promise.all([
  readHeadKit(),
  openKernels(1),
  loadPreset("paper", "grid"),
]);

// All twenty: test/tools/wrap/check.ts.
for (const prompt of ["an old asian woman", "a muscular orc with a big nose"]) {
  test(`wrapped onto its own marched surface, ${prompt} has its vertices back`, async () => {
    const known = await knownShape(anatomy, people, prompt);
    const { wrapped, comparison } = wrapKnown(anatomy, known, marchShape(kernels, anatomy, known, 88), wrap);
    const { face, start, flipped, crossings: crossed } = comparison;
    assert.ok(face.mean < 0.5 && face.most < 1.5, `off by ${face.mean} %, at 95 % ${face.most} %`);
    assert.ok(face.mean < start.mean / 2, `${start.mean} % became ${face.mean} %`);
    assert.equal(flipped, 0);
    assert.equal(crossed, 0);
    const { targets, difference, blink } = compareTargets(anatomy, wrapped, known);
    assert.equal(targets, 67);
    assert.ok(difference < 0.05, `targets differ by ${difference} %`);
    assert.ok(blink[0] < blink[1] + 0.1, `closed lids are ${blink[0]} % apart, the known head's ${blink[1]} %`);
  });
}

test("the matrix of a refinement is the refinement", () => {
  const { control } = shapeAnatomy(anatomy, { male: 1 });
  const wanted = refine(anatomy.skin, control);
  const found = timesRows(wrapPlan(anatomy).refined, control, new Float64Array(wanted.length));
  assert.ok(found.every((x, i) => Math.abs(x - wanted[i]) < 1e-6));
});

test("conjugate gradients solve what elimination solves", () => {
  // Three unknown points on a line between two ends that are held: evenly spread.
  const rows = sparseRows([
    [[0, 1]],
    [
      [0, -1],
      [1, 1],
    ],
    [
      [1, -1],
      [2, 1],
    ],
    [[2, 1]],
  ]);
  const wanted = Float64Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 8, -4]);
  const [b, x, rest] = [9, 9, 12].map((size) => new Float64Array(size));
  addTransposed(rows, wanted, b);
  const steps = solveSymmetric(
    (p, out) => {
      out.fill(0);
      addTransposed(rows, timesRows(rows, p, rest), out);
    },
    new Float64Array(9).fill(2),
    { b, x },
    { tolerance: 1e-9, steps: 20 },
  );
  assert.ok(steps <= 3, `${steps} steps`);
  for (const [i, value] of [1, 2, -1, 2, 4, -2, 3, 6, -3].entries())
    assert.ok(Math.abs(x[i] - value) < 1e-9, `${[...x]}`);
});

test("triangles that cross are found, those that meet are not", () => {
  const positions = Float32Array.from([0, 0, 0, 1, 0, 0, 0, 1, 0, 0.2, 0.2, -0.1, 0.2, 0.2, 0.1, 0.9, 0.9, 0.1]);
  const apart = positions.map((x, i) => (i >= 9 && i % 3 === 2 ? x + 0.2 : x));
  assert.deepEqual(crossings({ positions, indices: Uint32Array.from([0, 1, 2, 3, 4, 5]) }), [[0, 1]]);
  assert.deepEqual(crossings({ positions: apart, indices: Uint32Array.from([0, 1, 2, 3, 4, 5]) }), []);
  assert.deepEqual(crossings({ positions, indices: Uint32Array.from([0, 1, 2, 2, 4, 5]) }), []);
});
