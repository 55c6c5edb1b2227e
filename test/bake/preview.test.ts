import assert from "node:assert/strict";
import { test } from "node:test";
import { renderPreview, type Sheet } from "../../runtime/bake/preview/preview.ts";
import { fieldSurface } from "../../runtime/bake/preview/surfaces.ts";
import { vertexNormals } from "../../runtime/mesh/vertex-normals.ts";
import { headColor, headSdf, meshSdf } from "./analytic-head.ts";

const mesh = meshSdf(headSdf, 40);
const surface = fieldSurface(mesh, vertexNormals(mesh), headColor);
const size = 96;
const sheet = await renderPreview(surface, { size });

/** Mean colour of a disc in one picture of the sheet; x and y from −1 to 1, y up. */
function look({ rgb, width }: Sheet, column: number, row: number, x: number, y: number): number[] {
  const cx = Math.round((column + 0.5 + x / 2) * size);
  const cy = Math.round((row + 0.5 - y / 2) * size);
  const sum = [0, 0, 0];
  for (let dy = -2; dy <= 2; dy++)
    for (let dx = -2; dx <= 2; dx++)
      for (let c = 0; c < 3; c++) sum[c] += rgb[3 * ((cy + dy) * width + cx + dx) + c] / 25;
  return sum;
}

test("the sheet has four columns and two rows", () => {
  assert.deepEqual([sheet.width, sheet.height], [4 * size, 2 * size]);
  assert.equal(sheet.rgb.length, 3 * 8 * size * size);
});

test("the character's left is on the right from the front, on the left from behind", () => {
  for (const [column, side] of [
    [0, 1],
    [3, -1],
  ]) {
    const left = look(sheet, column, 0, 0.25 * side, 0.3);
    const right = look(sheet, column, 0, -0.25 * side, 0.3);
    assert.ok(left[0] > left[2] && right[2] > right[0], `column ${column}: ${left} and ${right}`);
  }
});

test("normals are the camera's: the middle looks at it, the right rim to the right, the crown up", () => {
  for (const column of [0, 2, 3]) {
    const middle = look(sheet, column, 1, 0, 0.3);
    assert.ok(middle[2] > 225, `${middle}`);
    assert.ok(look(sheet, column, 1, 0, 0.84)[1] > 200);
  }
  assert.ok(look(sheet, 0, 1, 0.36, 0.3)[0] > 200);
  assert.deepEqual(look(sheet, 0, 1, -0.95, 0.95).map(Math.round), [128, 128, 128]);
});

test("the nose casts its shadow away from the key light", () => {
  const grey = fieldSurface(mesh, vertexNormals(mesh), (p) => new Float32Array(p.length).fill(0.6));
  return renderPreview(grey, { size, normals: false, azimuths: [0] }).then(({ rgb }) => {
    const at = (x: number, y: number) =>
      rgb[3 * (Math.round((0.5 - y / 2) * size) * size + Math.round((0.5 + x / 2) * size))];
    // The light stands at the upper left: left of the nose is brighter than right below it.
    assert.ok(at(-0.25, 0.1) > at(0.12, -0.18) + 12, `${at(-0.25, 0.1)} ${at(0.12, -0.18)}`);
  });
});

test("the same surface gives the same sheet", async () => {
  assert.deepEqual((await renderPreview(surface, { size })).rgb, sheet.rgb);
});
