import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { templateAlbedo } from "../../runtime/head/albedo/template-albedo.ts";
import { MARKS, marksPaint } from "../../runtime/head/marks/paint-marks.ts";
import { makeOutline, signedDistance } from "../../runtime/head/outline.ts";
import { loadTemplate } from "../../runtime/head/template.ts";
import { LIPS } from "../../runtime/head/template-regions.ts";
import { shapeTemplate } from "../../runtime/head/template-shape.ts";
import { emptyLook, type LookMark, type Rgb } from "../../runtime/prompt/look.ts";
import type { MarkPlace } from "../../runtime/prompt/look-names.ts";

const folder = new URL("../../assets/template/", import.meta.url);
const template = await loadTemplate((name) => readFile(new URL(name, folder)));
const shape = shapeTemplate(template);
const { landmarks, positions } = shape;
const SKIN: Rgb = [0.8, 0.6, 0.5];

const FRECKLES: LookMark = { name: "freckles", color: [0.22, 0.085, 0.035], opacity: 0.56 };
const LIPSTICK: LookMark = { name: "lipstick", color: [0.66, 0.07, 0.07], opacity: 0.85 };
const SCAR: LookMark = { name: "scar", color: [0.85, 0.45, 0.42], opacity: 1 };

/** Colours of the average head with some marks at points [N · 3]. */
function colorsAt(points: Float32Array, marks: LookMark[], skin = SKIN): Float32Array {
  const { head } = templateAlbedo(template.albedo, shape, { look: emptyLook(), weights: {}, skin, marks });
  const out = new Float32Array(points.length);
  for (let i = 0; i < points.length; i += 3) head(points[i], points[i + 1], points[i + 2], out, i);
  return out;
}

/** How much marks change each point, summed over the channels. */
function changes(points: Float32Array, ...marks: LookMark[]): Float32Array {
  const [before, after] = [colorsAt(points, []), colorsAt(points, marks)];
  const out = new Float32Array(points.length / 3);
  for (let i = 0; i < points.length; i++) out[Math.floor(i / 3)] += Math.abs(after[i] - before[i]);
  return out;
}

/** A grid of points around a landmark, at its depth. */
function around(id: number, reach: number, steps = 25): Float32Array {
  const [x, y, z] = landmarks.subarray(id * 3, id * 3 + 3);
  const at = (i: number) => ((2 * i) / (steps - 1) - 1) * reach;
  const points = Array.from({ length: steps * steps }, (_, i) => [x + at(i % steps), y + at(Math.floor(i / steps)), z]);
  return Float32Array.from(points.flat());
}

const pointAt = (id: number) => landmarks.slice(id * 3, id * 3 + 3);
const CHEEKS = [50, 280];

for (const name of Object.keys(MARKS)) {
  test(`"${name}" shows on the face and not on the back of the head`, () => {
    const changed = changes(positions, { name, color: [0.2, 0.1, 0.6], opacity: 0.9 });
    assert.ok(
      changed.filter((change) => change > 0.1).length > (name === "mole" ? 1 : 10),
      `${changed.filter((c) => c > 0).length} points change`,
    );
    for (let i = 0; i < changed.length; i++) assert.ok(positions[i * 3 + 2] > -0.15 || changed[i] === 0);
  });
}

test("freckles are darker than the skin, on cheeks and none behind the ears", () => {
  for (const skin of [SKIN, [0.3, 0.2, 0.15], [0.33, 0.47, 0.22]] as Rgb[]) {
    for (const cheek of CHEEKS) {
      const points = around(cheek, 0.06);
      const [plain, freckled] = [colorsAt(points, [], skin), colorsAt(points, [FRECKLES], skin)];
      const darker = plain.filter((value, i) => freckled[i] < 0.9 * value).length / plain.length;
      assert.ok(darker > 0.02 && darker < 0.6, `${darker} of a cheek`);
    }
  }
  for (const behind of [-0.2, -0.5]) {
    assert.deepEqual([...changes(Float32Array.of(0.4, -0.1, behind), FRECKLES)], [0]);
  }
});

test("lipstick stays within the lips", () => {
  const points = around(13, 0.22, 61);
  const outline = makeOutline(
    LIPS.map((id) => [...landmarks.subarray(id * 3, id * 3 + 2)]),
    true,
  );
  const changed = changes(points, LIPSTICK);
  let inside = 0;
  for (let i = 0; i < changed.length; i++) {
    const distance = signedDistance(outline, points[i * 3], points[i * 3 + 1], 1);
    if (distance > 0.01) assert.equal(changed[i], 0);
    if (distance < -0.01 && changed[i] > 0.2) inside++;
  }
  assert.ok(inside > 50);
});

test("half a painted face has the paint's colour", () => {
  const paint = marksPaint(shape, SKIN, [{ name: "halfpaint", color: [0.92, 0.92, 0.91], opacity: 0.88 }])!;
  const out = Float32Array.from(SKIN);
  paint(0.2, -0.25, 0.4, out, 0);
  for (let k = 0; k < 3; k++) assert.ok(Math.abs(out[k] - 0.92) < 0.06, `${out}`);
});

test("a scar leaves a gap in one brow: the left, or the one that the Look says", () => {
  const gap = (id: number, side?: "left" | "right") =>
    changes(around(id, 0.05), { ...SCAR, side }).filter((change) => change > 0.2).length;
  for (const side of [undefined, "left"] as const) {
    assert.ok(gap(334, side) > 20, `${gap(334, side)} points of the brow change`);
    assert.equal(gap(105, side), 0);
  }
  assert.ok(gap(105, "right") > 20);
  assert.equal(gap(334, "right"), 0);
});

test("freckles on one side leave the other as it is", () => {
  const spots = (id: number) => changes(around(id, 0.06), { ...FRECKLES, side: "right" }).filter((c) => c > 0.1).length;
  assert.ok(spots(50) > 10);
  assert.equal(spots(280), 0);
});

test("no mark lies on the eyes", () => {
  for (const name of Object.keys(MARKS)) {
    const all = [{ name, color: [0, 1, 0] as Rgb, opacity: 1 }];
    const { head } = templateAlbedo(template.albedo, shape, { look: emptyLook(), weights: {}, skin: SKIN, marks: all });
    for (const pupil of [468, 473]) {
      const out = new Float32Array(3);
      head(...([...pointAt(pupil)] as [number, number, number]), out, 0);
      for (let k = 0; k < 3; k++) assert.ok(Math.abs(out[k] - template.albedo.eyes.pupil[k]) < 0.02, name);
    }
  }
});

test("a mark that there is not is named", () => {
  assert.equal(marksPaint(shape, SKIN, []), undefined);
  const unknown = [{ name: "moss", color: SKIN, opacity: 1 }];
  assert.throws(() => marksPaint(shape, SKIN, unknown), /no mark "moss"; there are warpaint/);
});

for (const name of ["blood", "burn", "scratches", "sunburn", "freckles", "vitiligo", "acne"]) {
  test(`"${name}" lies where it is said to be and nowhere else`, () => {
    const on = (place: MarkPlace, id: number) => {
      const changed = changes(around(id, 0.09), { name, place, color: [0.2, 0.1, 0.6], opacity: 1 });
      return changed.reduce((sum, change) => sum + change, 0);
    };
    const [forehead, chin] = [on("forehead", 338), on("forehead", 152)];
    assert.ok(forehead > 1 && chin < 0.02 * forehead, `forehead ${forehead}, chin ${chin}`);
  });
}

test("vitiligo is not the same left and right", () => {
  const vitiligo: LookMark = { name: "vitiligo", color: [0.93, 0.8, 0.74], opacity: 0.9 };
  // Skin above and beside both eyes and mouth, the same places of both sides.
  const left = [33, 133, 61, 205, 105, 50].flatMap((id) => [...around(id, 0.1)]);
  const right = left.map((value, i) => (i % 3 === 0 ? -value : value));
  const [here, there] = [left, right].map((points) => changes(Float32Array.from(points), vitiligo));
  const differing = here.filter((value, i) => value > 0.1 !== there[i] > 0.1).length;
  assert.ok(differing > 0.25 * here.filter((value, i) => value > 0.1 || there[i] > 0.1).length);
});
