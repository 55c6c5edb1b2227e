import assert from "node:assert/strict";
import { test } from "node:test";
import { joinHead } from "../../runtime/bake/preview/join-head.ts";
import { layeredSurface } from "../../runtime/bake/preview/layered-surface.ts";
import { softView } from "../../runtime/bake/preview/soft-view.ts";
import type { Layer, LayerMesh, Picture } from "../../runtime/head/layers/types.ts";

/** A square of side 1 at a depth, facing +Z. */
function square(z: number): LayerMesh {
  return {
    positions: Float32Array.from([-0.5, -0.5, z, 0.5, -0.5, z, 0.5, 0.5, z, -0.5, 0.5, z]),
    normals: Float32Array.from([0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1]),
    uvs: Float32Array.from([0, 1, 1, 1, 1, 0, 0, 0]),
    triangles: Uint32Array.from([0, 1, 2, 0, 2, 3]),
    weld: Uint32Array.from([0, 1, 2, 3]),
    joints: new Uint8Array(16),
    weights: Float32Array.from({ length: 16 }, (_, i) => Number(i % 4 === 0)),
    targets: new Map(),
  };
}

/** One texel opaque, one clear, side by side. */
const half = (left: number, right: number): Picture => ({
  width: 2,
  height: 1,
  channels: 4,
  data: Uint8Array.from([255, 255, 255, left, 255, 255, 255, right]),
});

const wall: Layer = { name: "Skin", surface: { name: "wall", color: [1, 0, 0, 1] }, levels: [square(0)] };
const card = (picture: Picture, alphaCutoff: number, z: number, color: [number, number, number, number]): Layer => ({
  name: "Hair",
  surface: { name: "card", baseColor: picture, alphaCutoff, doubleSided: true, color },
  levels: [square(z)],
});

async function colours(layers: Layer[], azimuth: number): Promise<string> {
  const view = { azimuth, elevation: 0, fov: 30, distance: 3, target: [0, 0, 0] };
  const { rgb } = await softView(layeredSurface({ layers }), view, 16, 1);
  const at = (x: number) => [...rgb.subarray(3 * (8 * 16 + x), 3 * (8 * 16 + x) + 3)];
  return [5, 10].map((x) => "rgb"[at(x).indexOf(Math.max(...at(x)))]).join("");
}

test("cards of a layered head show what is behind them where they are clear, from both sides", async () => {
  const layers = [card(half(255, 0), 0.5, 0.1, [0, 1, 0, 1]), wall];
  assert.equal(await colours(layers, 0), "gr");
  // From behind the wall is not seen, the card is; where nothing is, the warm backdrop.
  assert.equal(await colours([layers[0]], 180), "rg");
});

test("each card keeps its own picture and cutoff when all are joined", async () => {
  const green = card(half(0, 120), 0.4, 0.1, [0, 1, 0, 1]);
  const blue = card(half(120, 255), 0.6, 0.2, [0, 0, 1, 1]);
  assert.equal(await colours([green, blue, wall], 0), "rb");
  assert.equal(await colours([green, wall], 0), "rg");
  const { cutout, parts } = joinHead({ layers: [green, blue, wall] });
  assert.equal(cutout?.from, 2);
  assert.deepEqual(
    parts.map(({ layer }) => layer.surface.name),
    ["wall", "card", "card"],
  );
});
