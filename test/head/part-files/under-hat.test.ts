import assert from "node:assert/strict";
import { test } from "node:test";
import type { LayerMesh } from "../../../runtime/head/layers/types.ts";
import type { PartDescription } from "../../../runtime/head/part-files/describe.ts";
import { joinLevels } from "../../../runtime/head/part-files/dress/join-levels.ts";
import { solidParts, solidSurface } from "../../../runtime/head/part-files/dress/solid-parts.ts";
import { hairUnderHat } from "../../../runtime/head/part-files/dress/under-hat.ts";
import type { Rgb } from "../../../runtime/prompt/look.ts";

const GLASSES: PartDescription = {
  version: 1,
  kind: "glasses",
  name: "round",
  words: ["glasses"],
  layer: "Glasses",
  surface: "solid",
  carved: false,
  slots: {},
  fit: { bind: "skin", anchors: [], moves: false, covers: [], tint: 0, sizes: [1, 1], placements: [] },
  levels: ["LOD0"],
  licence: "CC0-1.0",
  source: "a test",
};
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

test("hair under a hat ends within its rim, what hangs below stays as it was", () => {
  for (const out of [0.5, 0.75]) {
    const cut = hairUnderHat(card([0.8, 0.6, 0.1, -0.4], out), drum(true));
    assert.equal(cut.triangles.length, 4 * 3);
    assert.equal(cut.positions.length, 6 * 3);
    assert.ok(cut.triangles.every((v) => v < 6));
    // The line over the rim from the middle is 0.08 higher at 0.6.
    const rim = 0.22 + (0.08 * out) / RADIUS;
    for (const [i, y] of heights(cut).entries()) {
      if (i < 2) assert.ok(y > rim && y < rim + 0.07 && cut.positions[3 * i] < RADIUS, `${y} within the rim, ${rim}`);
      else assert.ok(Math.abs(y - [0.1, -0.4][Math.floor(i / 2) - 1]) < 1e-6);
      // Texture coordinates go with the cut: here v is the height, less what presses hair inside.
      assert.ok(Math.abs(cut.uvs[2 * i + 1] + y) < (i < 2 ? 0.05 : 1e-5));
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

test("slots have columns of u: colours on the vertices, metal and roughness in a picture, lenses apart", () => {
  const square = { ...card([0.1, 0], 0.5), uvs: Float32Array.from([0.1, 0, 0.2, 0, 0.1, 1, 0.2, 1]) };
  const lens = { ...square, uvs: square.uvs.map((x, i) => (i % 2 ? x : x + 0.5)) };
  const slots = {
    frame: { color: [0, 0, 1] as Rgb, metallic: 1, roughness: 0.2 },
    lens: { color: [1, 0, 0] as Rgb, metallic: 0, roughness: 0.6, opacity: 0.5 },
  };
  const part = { ...GLASSES, slots };
  const [mesh] = joinLevels([square], [lens]);
  const [[, frame], [name, glass]] = solidParts({ part, size: 1, color: [0, 1, 0] }, [mesh]);
  assert.equal(name, "Lenses");
  const [frames, lenses] = [solidSurface("Glasses", [frame]), solidSurface("Lenses", [glass])];
  assert.deepEqual(
    [frames, lenses].map(({ levels }) => levels[0].positions.length),
    [12, 12],
  );
  assert.deepEqual(lenses.surface.color, [1, 1e-4, 1e-4, 0.5]);
  assert.equal(lenses.surface.blend, true);
  const both = solidSurface("Glasses", [{ levels: [mesh], slots: Object.values(slots) }, frame]);
  assert.deepEqual([...both.levels[0].colors!.subarray(0, 3)], [0, 0, 1]);
  assert.deepEqual([...both.levels[0].colors!.subarray(12, 15)], [1, 0, 0]);
  // Four columns: those of the first part are the left half.
  assert.ok(both.levels[0].uvs.every((x, i) => i % 2 || x < (i < 16 ? 0.5 : 1)));
  const { data, width } = both.surface.orm!;
  assert.deepEqual(
    [0, 1, 2].map((column) => [...data.subarray(3 * ((column * width) / 4), 3 * ((column * width) / 4) + 3)]),
    [
      [255, 51, 255],
      [255, 153, 0],
      [255, 51, 255],
    ],
  );
});
