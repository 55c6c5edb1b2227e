import assert from "node:assert/strict";
import { test } from "node:test";
import type { LayerMesh } from "../../../runtime/head/layers/types.ts";
import { slotColors } from "../../../runtime/head/part-files/slot-colors.ts";
import { hairUnderHat } from "../../../runtime/head/part-files/under-hat.ts";

const BAND = 0.3;
const RADIUS = 0.6;

function mesh(positions: number[], triangles: number[]): LayerMesh {
  const count = positions.length / 3;
  return {
    positions: Float32Array.from(positions),
    normals: new Float32Array(count * 3).fill(Math.sqrt(1 / 3)),
    uvs: Float32Array.from({ length: count * 2 }, (_, i) => (i % 2 ? -positions[3 * Math.floor(i / 2) + 1] : 0.5)),
    triangles: Uint32Array.from(triangles),
    weld: Uint32Array.from({ length: count }, (_, v) => v),
    joints: new Uint8Array(count * 4),
    weights: Float32Array.from({ length: count * 4 }, (_, i) => (i % 4 ? 0 : 1)),
    targets: new Map([
      [
        "jawOpen",
        {
          indices: Uint32Array.from([0, count - 1]),
          positions: new Float32Array(6).fill(1),
          normals: new Float32Array(6),
        },
      ],
    ]),
  };
}

/** A cylinder around the head, with a lid or open. */
function drum(closed: boolean): LayerMesh {
  const positions: number[] = [0, 1, 0];
  const triangles: number[] = [];
  const SIDES = 32;
  for (let i = 0; i < SIDES; i++) {
    const [x, z] = [RADIUS * Math.sin((2 * Math.PI * i) / SIDES), RADIUS * Math.cos((2 * Math.PI * i) / SIDES)];
    positions.push(x, BAND, z, x, closed ? 1 : BAND + 0.2, z);
    const [a, b] = [1 + 2 * i, 1 + 2 * ((i + 1) % SIDES)];
    triangles.push(a, b, b + 1, a, b + 1, a + 1);
    if (closed) triangles.push(a + 1, b + 1, 0);
  }
  return mesh(positions, triangles);
}

/** A card of four rows at the left side, `out` from the axis. */
const card = (rows: number[], out: number) => {
  const positions = rows.flatMap((y) => [out, y, 0, out, y, 0.1]);
  return mesh(
    positions,
    rows.slice(1).flatMap((_, i) => [2 * i, 2 * i + 2, 2 * i + 3, 2 * i, 2 * i + 3, 2 * i + 1]),
  );
};
const heights = ({ positions }: LayerMesh) => [...positions].filter((_, i) => i % 3 === 1);

test("hair under a hat ends at its rim, what hangs below stays as it was", () => {
  for (const out of [0.5, 0.75]) {
    const cut = hairUnderHat(card([0.8, 0.6, 0.1, -0.4], out), drum(true));
    assert.equal(cut.triangles.length, 4 * 3);
    assert.equal(cut.positions.length, 6 * 3);
    assert.ok(cut.triangles.every((v) => v < 6));
    // The line over the rim from the middle is 0.08 higher at 0.6.
    const rim = 0.22 + (0.08 * out) / RADIUS;
    for (const [i, y] of heights(cut).entries()) {
      if (i < 2) assert.ok(y > 0.1 && y < rim + 0.01 && y > rim - 0.03, `${y} at the rim, ${rim}`);
      else assert.ok(Math.abs(y - [0.1, -0.4][Math.floor(i / 2) - 1]) < 1e-6);
      // Texture coordinates go with the cut: here v is the height, less what presses hair inside.
      assert.ok(Math.abs(cut.uvs[2 * i + 1] + y) < (i < 2 ? 0.03 : 1e-5));
    }
    assert.deepEqual([...cut.targets.get("jawOpen")!.indices], [5]);
  }
  assert.equal(hairUnderHat(card([0.8, 0.6, 0.5], 0.5), drum(true)).triangles.length, 0);
  const below = card([-0.2, -0.4, -0.6], 0.8);
  assert.deepEqual(hairUnderHat(below, drum(true)), below);
});

test("what stands out under a rim is tied in to it, less the further below", () => {
  const { positions } = hairUnderHat(card([0.25, 0.15, -0.4], 0.85), drum(true));
  const [near, below, far] = [0, 2, 4].map((v) => positions[3 * v]);
  assert.ok(
    near < RADIUS + 0.06 && below > near && below < RADIUS + 0.12 && Math.abs(far - 0.85) < 1e-6,
    `${near} ${below} ${far}`,
  );
});

test("an open hat presses hair and cuts nothing", () => {
  const hair = card([0.9, 0.4, 0.1], 0.75);
  const { positions, triangles } = hairUnderHat(hair, drum(false), { open: true });
  assert.deepEqual(triangles, hair.triangles);
  const reach = [0, 2, 4].map((v) => positions[3 * v]);
  assert.ok(Math.abs(reach[0] - 0.75) < 1e-6 && reach[1] < RADIUS && reach[2] > RADIUS, `${reach}`);
});

test("slots have columns of u", () => {
  const { color, colors } = slotColors(Float32Array.from([0.2, 0, 0.8, 1]), [
    [0, 0, 1],
    [1, 0, 0],
  ]);
  assert.deepEqual(
    color.map((x) => Math.round(x)),
    [1, 0, 1],
  );
  assert.deepEqual([...colors], [0, 0, 1, 1, 0, 0]);
});
