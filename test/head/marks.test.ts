import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { MARKS, marksPaint } from "../../runtime/head/marks/paint-marks.ts";
import { makeOutline, signedDistance } from "../../runtime/head/outline.ts";
import { selectParts } from "../../runtime/head/parts/select.ts";
import { loadTemplate } from "../../runtime/head/template.ts";
import { templateAlbedo } from "../../runtime/head/template-albedo.ts";
import { LIPS } from "../../runtime/head/template-regions.ts";
import { selectTemplate } from "../../runtime/head/template-select.ts";
import { shapeTemplate } from "../../runtime/head/template-shape.ts";
import type { Rgb } from "../../runtime/prompt/look.ts";

const folder = new URL("../../assets/template/", import.meta.url);
const template = await loadTemplate((name) => readFile(new URL(name, folder)));
const { groups } = JSON.parse(await readFile(new URL("../../assets/starter/vocabulary.json", import.meta.url), "utf8"));
const shape = shapeTemplate(template);
const { landmarks, positions } = shape;
const SKIN: Rgb = [0.8, 0.6, 0.5];

const marksOf = (prompt: string) => selectParts(template.parts, prompt, selectTemplate(template.words, prompt)).marks;

/** Colours of the average head, of which a prompt names the marks, at points [N · 3]. */
function colorsAt(points: Float32Array, prompt: string, skin = SKIN): Float32Array {
  const { head } = templateAlbedo(template.albedo, shape, {}, prompt, skin, marksOf(prompt));
  const out = new Float32Array(points.length);
  for (let i = 0; i < points.length; i += 3) head(points[i], points[i + 1], points[i + 2], out, i);
  return out;
}

/** How much a prompt changes each point, summed over the channels. */
function changes(points: Float32Array, prompt: string, from = "a head"): Float32Array {
  const [before, after] = [colorsAt(points, from), colorsAt(points, prompt)];
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
const marks = Object.values<string[]>(groups["paint and marks"]).flat();

for (const phrase of [...marks, "clown", "jester", "pirate", "stubbly beard", "five o'clock shadow"]) {
  test(`"${phrase}" shows on the face and not on the back of the head`, () => {
    const prompt = `a bald head, ${phrase}`;
    const changed = changes(positions, prompt, "a bald head");
    assert.ok(
      changed.filter((change) => change > 0.1).length > 10,
      `${changed.filter((c) => c > 0).length} points change`,
    );
    for (let i = 0; i < changed.length; i++) assert.ok(positions[i * 3 + 2] > -0.15 || changed[i] === 0);
  });
}

for (const phrase of ["no freckles", "without a scar", "no war paint", "without lipstick", "no face tattoo"]) {
  test(`"${phrase}" adds nothing`, () => assert.deepEqual(marksOf(`a woman with ${phrase}`), []));
}

test("a character's mark may be denied, and comes once where the prompt names it too", () => {
  assert.deepEqual(marksOf("a pirate without a scar"), []);
  assert.deepEqual(
    marksOf("a pirate with a scar and freckles").map(({ name }) => name),
    ["freckles", "scar"],
  );
});

test("painted words are not read twice", () => {
  const { parts, marks: worn } = selectParts(template.parts, "a bald woman with clown makeup", {});
  assert.deepEqual([parts, worn.map(({ name }) => name)], [[], ["clown"]]);
  assert.deepEqual(selectParts(template.parts, "a bald man with a stubbly beard", {}).parts, []);
});

test("freckles are darker than the skin, on cheeks and none behind the ears", () => {
  for (const skin of [SKIN, [0.3, 0.2, 0.15], [0.33, 0.47, 0.22]] as Rgb[]) {
    for (const cheek of CHEEKS) {
      const points = around(cheek, 0.06);
      const [plain, freckled] = [colorsAt(points, "a woman", skin), colorsAt(points, "a woman with freckles", skin)];
      const darker = plain.filter((value, i) => freckled[i] < 0.9 * value).length / plain.length;
      assert.ok(darker > 0.02 && darker < 0.6, `${darker} of a cheek`);
    }
  }
  for (const behind of [-0.2, -0.5]) {
    assert.deepEqual([...changes(Float32Array.of(0.4, -0.1, behind), "a woman with freckles")], [0]);
  }
});

test("lipstick stays within the lips", () => {
  const points = around(13, 0.22, 61);
  const outline = makeOutline(
    LIPS.map((id) => [...landmarks.subarray(id * 3, id * 3 + 2)]),
    true,
  );
  const changed = changes(points, "a woman with red lipstick", "a woman");
  let inside = 0;
  for (let i = 0; i < changed.length; i++) {
    const distance = signedDistance(outline, points[i * 3], points[i * 3 + 1], 1);
    if (distance > 0.01) assert.equal(changed[i], 0);
    if (distance < -0.01 && changed[i] > 0.2) inside++;
  }
  assert.ok(inside > 50);
});

test("a colour belongs to the mark that it stands before or after", () => {
  const { colors, paintNames } = template.parts;
  const color = (prompt: string) => marksOf(prompt).map((mark) => mark.color);
  assert.deepEqual(color("a woman with blue war paint and red lips"), [colors["blue"], paintNames["red"]]);
  assert.deepEqual(color("a bald woman, her lipstick black"), [colors["black"]]);
  assert.deepEqual(color("a green half-painted face"), [paintNames["green"]]);
  assert.deepEqual(color("an orc with full lips"), []);
  const paint = marksPaint(shape, SKIN, marksOf("a man with white half-painted face"))!;
  const out = Float32Array.from(SKIN);
  paint(0.2, -0.25, 0.4, out, 0);
  for (let k = 0; k < 3; k++) assert.ok(Math.abs(out[k] - colors["white"][k]) < 0.06, `${out}`);
});

test("a scar leaves a gap in one brow", () => {
  const gap = (id: number) => {
    const changed = changes(around(id, 0.05), "a man with a scar", "a man");
    return changed.filter((change) => change > 0.2).length;
  };
  assert.ok(gap(334) > 20, `${gap(334)} points of the brow change`);
  assert.equal(gap(105), 0);
});

test("no mark lies on the eyes", () => {
  for (const name of Object.keys(MARKS)) {
    const all = [{ name, color: [0, 1, 0] as Rgb, opacity: 1 }];
    const { head } = templateAlbedo(template.albedo, shape, {}, "a head", SKIN, all);
    for (const pupil of [468, 473]) {
      const out = new Float32Array(3);
      head(...([...pointAt(pupil)] as [number, number, number]), out, 0);
      for (let k = 0; k < 3; k++) assert.ok(Math.abs(out[k] - template.albedo.eyes.pupil[k]) < 0.02, name);
    }
  }
});

test("every mark that a word can ask for can be drawn", () => {
  const { characters, marks: entries } = template.parts;
  for (const name of [
    ...characters.flatMap((character) => character.marks ?? []),
    ...entries.map((mark) => mark.name),
  ]) {
    assert.ok(MARKS[name], name);
  }
  assert.equal(marksPaint(shape, SKIN, []), undefined);
  const unknown = [{ name: "moss", color: SKIN, opacity: 1 }];
  assert.throws(() => marksPaint(shape, SKIN, unknown), /no mark "moss"; there are warpaint/);
});
