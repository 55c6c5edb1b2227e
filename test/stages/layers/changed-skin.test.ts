import assert from "node:assert/strict";
import { test } from "node:test";
import type { LayerMesh, Picture } from "../../../runtime/head/layers/types.ts";
import { changedColors, changedShape } from "../../../runtime/stages/layers/changed-skin.ts";
import { ballSubject } from "./subject.ts";

const BORDER = 0.1;
const [skin] = ballSubject().head.layers;
const { positions, uvs } = skin.levels[0];
const count = positions.length / 3;

const grey = skin.surface.baseColor;

/** How much of a skin may change, by its levels and its colours as they were and are. */
function changed(levels: LayerMesh[], pictures: [Picture | undefined, Picture | undefined] = [grey, grey]) {
  const shape = changedShape(skin.levels, levels);
  return { shape, color: changedColors(shape, pictures, levels, BORDER) };
}

const most = (values: Float32Array) => values.reduce((a, b) => Math.max(a, b), 0);

/** The skin moved outwards by `reach` at the top, less and less down to the middle, where it stays. */
function raised(reach: number): LayerMesh[] {
  const moved = positions.map((x, i) => x * (1 + reach * Math.max(0, positions[3 * Math.floor(i / 3) + 1])));
  return skin.levels.map((level) => ({ ...level, positions: moved }));
}

test("of a head that is built as its parent nothing may change", () => {
  const { shape, color } = changed(skin.levels);
  for (const level of [...shape, ...color]) assert.equal(most(level), 0);
});

test("shape and colours may change as far as vertices have moved, at every level alike; what stays or barely moves keeps still", () => {
  const { shape, color } = changed(raised(0.1));
  for (const level of [...shape, ...color]) assert.deepEqual(level, shape[0]);
  for (let v = 0; v < count; v++) {
    if (positions[3 * v + 1] <= 0) assert.equal(shape[0][v], 0);
    if (positions[3 * v + 1] > 0.4) assert.equal(shape[0][v], 1);
  }
  assert.ok(shape[0].some((share) => share > 0 && share < 1));
  assert.equal(most(changed(raised(0.001)).shape[0]), 0);
});

test("a texel that differs frees the colours around it, and no shape", () => {
  const size = 256;
  const picture = (at?: number): Picture => {
    const data = new Uint8Array(size * size * 3).fill(120);
    if (at !== undefined) data[at] = 121;
    return { width: size, height: size, data, channels: 3 };
  };
  const middle =
    uvs.findIndex((u, i) => i % 2 === 0 && Math.abs(u - 0.5) < 0.1 && Math.abs(uvs[i + 1] - 0.5) < 0.1) / 2;
  const texel = Math.floor(uvs[2 * middle + 1] * size) * size + Math.floor(uvs[2 * middle] * size);
  const { shape, color } = changed(skin.levels, [picture(), picture(3 * texel)]);
  assert.equal(most(shape[0]), 0);
  assert.equal(color[0][middle], 1);
  const far = (v: number) =>
    Math.hypot(...[0, 1, 2].map((c) => positions[3 * v + c] - positions[3 * middle + c])) > BORDER + 0.3;
  for (let v = 0; v < count; v++) if (far(v)) assert.equal(color[0][v], 0);
});
