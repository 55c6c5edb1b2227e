import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { type FaceLook, templateAlbedo } from "../../runtime/head/albedo/template-albedo.ts";
import { loadTemplate } from "../../runtime/head/template.ts";
import { shapeTemplate } from "../../runtime/head/template-shape.ts";
import type { Weights } from "../../runtime/head/weights.ts";
import { emptyLook, type Look } from "../../runtime/prompt/look.ts";

const folder = new URL("../../assets/template/", import.meta.url);
const template = await loadTemplate((name) => readFile(new URL(name, folder)));

/** Colours at landmarks of a head, and at any point. */
function colors(weights: Weights, said: Partial<FaceLook> = {}) {
  const shape = shapeTemplate(template, weights);
  const paint = templateAlbedo(template.albedo, shape, { look: { ...emptyLook(), ...said }, weights });
  const at = (x: number, y: number, z: number) => {
    const out = new Float32Array(3);
    paint.head(x, y, z, out, 0);
    return [...out];
  };
  const place = (id: number, c: number) => shape.landmarks[id * 3 + c];
  const landmark = (id: number) => at(place(id, 0), place(id, 1), place(id, 2));
  const between = (a: number, b: number) => {
    const middle = [0, 1, 2].map((c) => (place(a, c) + place(b, c)) / 2);
    return at(middle[0], middle[1], middle[2]);
  };
  return { at, landmark, between };
}

const sum = (color: number[]) => color.reduce((total, value) => total + value, 0);
const near = (actual: number[], wanted: number[]) => {
  for (let k = 0; k < 3; k++) assert.ok(Math.abs(actual[k] - wanted[k]) < 0.02, `${actual} and not ${wanted}`);
};

for (const weights of [{}, { child: 1 }, { old: 1, heavy: 1, asian: 0.5 }] as Weights[]) {
  test(`features lie at their landmarks: ${JSON.stringify(weights)}`, () => {
    const { landmark, between } = colors(weights);
    const { eyes } = template.albedo;
    for (const pupil of [468, 473]) near(landmark(pupil), eyes.pupil);
    const forehead = between(151, 10);
    const brows = [
      [52, 105],
      [282, 334],
    ];
    for (const [low, high] of brows) assert.ok(sum(between(low, high)) < 0.95 * sum(forehead), `brow at ${low}`);
    const lips = [
      [17, 14],
      [0, 13],
    ];
    for (const [lip, mouth] of lips) {
      const [red, green] = between(lip, mouth);
      assert.ok(red / green > 1.15 * (forehead[0] / forehead[1]), `lip ${lip} is not red`);
    }
  });
}

test("age folds the face, and only where it shows", () => {
  const [young, old] = [colors({}), colors({ old: 1 })];
  const darker = (id: number) => sum(old.landmark(id)) / sum(young.landmark(id));
  for (const fold of [151, 206, 426, 119, 348]) assert.ok(darker(fold) < 0.85, `fold at ${fold}`);
  for (const flat of [50, 280, 199]) assert.ok(darker(flat) > 0.97, `no fold at ${flat}`);
});

test("the white of the eye lies between iris and lids", () => {
  const { at } = colors({});
  const { landmarks } = shapeTemplate(template);
  const outer = [0, 1, 2].map((c) => 0.75 * landmarks[33 * 3 + c] + 0.25 * landmarks[468 * 3 + c]);
  assert.ok(Math.min(...at(outer[0], outer[1], outer[2])) > 0.7);
});

test("skin follows the ethnicity morphs, and what they leave open is the average", () => {
  const { skin } = template.albedo;
  const crown: [number, number, number] = [0, 0.6, -0.1];
  near(colors({}).at(...crown), skin.default);
  near(colors({ african: 1 }).at(...crown), skin["african"]);
  near(
    colors({ asian: 0.5 }).at(...crown),
    skin["asian"].map((value, k) => (value + skin.default[k]) / 2),
  );
});

test("the old have lines, men stubble, and statues the face's tones in one colour", () => {
  const lightness = (weights: Weights, id: number) =>
    sum(colors(weights).landmark(id)) / sum(colors(weights).at(0, 0.6, -0.1));
  assert.ok(lightness({ old: 1 }, 206) < 0.97 * lightness({}, 206), "the fold beside the nose");
  assert.ok(lightness({ male: 1 }, 175) < 0.97 * lightness({ female: 1 }, 175), "the chin");
  const shape = shapeTemplate(template);
  const { carved } = templateAlbedo(template.albedo, shape, { look: emptyLook(), weights: {}, skin: [0.5, 0.4, 0.2] });
  const out = new Float32Array(3);
  const tones = [468, 151, 13].map((id) => {
    carved(shape.landmarks[id * 3], shape.landmarks[id * 3 + 1], shape.landmarks[id * 3 + 2], out, 0);
    assert.ok(Math.abs(out[0] / out[1] - 1.25) < 1e-3 && Math.abs(out[1] / out[2] - 2) < 1e-3, `${out}`);
    return out[0];
  });
  assert.ok(tones[0] < 0.8 * tones[1] && tones[2] < 0.8 * tones[1], `pupil and mouth are darker: ${tones}`);
});

test("the back of the head shows no face", () => {
  const { at } = colors({});
  near(at(0.19, 0, -0.6), template.albedo.skin.default);
});

test("eyes have the Look's colour, and each may have one of its own", () => {
  const { landmarks } = shapeTemplate(template);
  const iris = (middle: number, rim: number) =>
    [0, 1, 2].map((c) => 0.35 * landmarks[middle * 3 + c] + 0.65 * landmarks[rim * 3 + c]) as [number, number, number];
  const [right, left] = [iris(468, 471), iris(473, 476)];
  const { at } = colors({}, { eyes: { color: [0.7, 0.08, 0.06], left: { color: [0.29, 0.47, 0.66] } } });
  const [red, blue] = [at(...right), at(...left)];
  assert.ok(red[0] > 1.5 * red[2] && blue[2] > 1.5 * blue[0], `${red} ${blue}`);
});

test("brows may be wide, thin or none", () => {
  const { landmarks } = shapeTemplate(template);
  const dark = (form?: Look["brows"]["form"]) => {
    const { at, landmark } = colors({}, { brows: { form } });
    const [x, y, z] = landmarks.subarray(105 * 3, 105 * 3 + 3);
    const skin = sum(landmark(151));
    return Array.from({ length: 60 }, (_, i) => at(x, y - 0.06 + 0.002 * i, z)).filter((c) => sum(c) < 0.8 * skin)
      .length;
  };
  const [thin, usual, bushy] = (["thin", undefined, "bushy"] as const).map(dark);
  assert.ok(thin > 3 && thin < usual - 3 && bushy > usual + 3, `${thin} ${usual} ${bushy}`);
  assert.equal(dark("none"), 0);
});

test("closed eyes are lids, on a head whose own are open as well", () => {
  const shut = { eyeBlinkLeft: 1, eyeBlinkRight: 1 };
  const { landmarks, eyes } = shapeTemplate(template);
  const { head } = templateAlbedo(template.albedo, shapeTemplate(template), { look: emptyLook(), weights: shut });
  for (const pupil of [468, 473]) {
    const [x, y, z] = landmarks.subarray(pupil * 3, pupil * 3 + 3);
    assert.ok(sum(colors(shut).at(x, y, z)) > 1.2);
    const out = new Float32Array(3);
    head(x, y, z, out, 0);
    assert.ok(sum([...out]) > 1.2 && z > eyes.left.center[2], `${out}`);
  }
});

test("an open mouth is dark, between a lower lip and an upper one", () => {
  const open = { jawOpen: 0.5 };
  const { landmarks } = shapeTemplate(template, open);
  const [upper, seam, lower] = [0, 13, 17].map((id) => landmarks[id * 3 + 1]);
  const at = (y: number) => sum(colors(open).at(0, y, 0.5));
  assert.ok(at(seam - 0.3 * (seam - lower)) < 0.6);
  assert.ok(at(lower + 0.02) > 1 && at((upper + seam) / 2 + 0.005) > 1);
});

test("skin may be bloodless, sunken, rotting or shadowed, each where it shows", () => {
  const usual = colors({}, { skin: {} });
  const others = (["bloodless", "sunken", "rotting", "shadowed", "eyeBags"] as const).map((detail) =>
    colors({}, { skin: { details: [detail] } }),
  );
  const places = [50, 205, 214, 159, 230];
  const changed = others.map(({ landmark }) =>
    places.filter((id) => Math.abs(sum(landmark(id)) - sum(usual.landmark(id))) > 0.02),
  );
  assert.deepEqual(
    changed.map((ids) => ids.length > 0),
    [true, true, true, true, true],
  );
  assert.equal(new Set(changed.map(String)).size, changed.length, JSON.stringify(changed));
});
