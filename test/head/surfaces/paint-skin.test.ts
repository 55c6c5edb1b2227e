import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { before, test } from "node:test";
import { buildAnatomy } from "../../../runtime/head/anatomy/build.ts";
import { loadAnatomy } from "../../../runtime/head/anatomy/load.ts";
import type { Picture } from "../../../runtime/head/layers/types.ts";
import { deltaE, linearOf, type Rgb, toLinear } from "../../../runtime/head/surfaces/color.ts";
import { paintTeeth } from "../../../runtime/head/surfaces/mouth/paint-teeth.ts";
import type { SkinSheet } from "../../../runtime/head/surfaces/skin/canvas.ts";
import { paintSkin, type SkinPlan } from "../../../runtime/head/surfaces/skin/paint-skin.ts";
import { skinSheets } from "../../../runtime/head/surfaces/skin/skin-sheet.ts";

const SIZE = 384;
const TONES: Record<string, Rgb> = {
  pale: [0.87, 0.74, 0.67],
  light: [0.84, 0.66, 0.57],
  golden: [0.81, 0.64, 0.51],
  dark: [0.43, 0.28, 0.2],
  green: [0.33, 0.47, 0.22],
};
const PLAN: SkinPlan = {
  tone: TONES["light"],
  age: 25,
  male: 0,
  seed: 7,
  mottle: 1,
  coarse: 1,
  flush: 1,
  marks: [],
  details: [],
};

let sheet: SkinSheet;
before(async () => {
  const assets = resolve(import.meta.dirname, "../../../assets/template");
  const anatomy = await loadAnatomy((name) => readFile(resolve(assets, name)));
  sheet = skinSheets(anatomy, buildAnatomy(anatomy))(SIZE);
});

const colors = (plan: Partial<SkinPlan>) => paintSkin(sheet, { ...PLAN, ...plan }).baseColor as Picture;
const normals = (plan: Partial<SkinPlan>) => paintSkin(sheet, { ...PLAN, ...plan }).normal as Picture;

/** Texels whose place passes. */
function texels(where: (x: number, y: number, z: number) => boolean): number[] {
  const { place, count } = sheet.map;
  return Array.from({ length: count }, (_, n) => n).filter((n) =>
    where(place[3 * n], place[3 * n + 1], place[3 * n + 2]),
  );
}

/** Mean linear colour of some texels. */
function mean({ data }: Picture, chosen: number[]): Rgb {
  const sum: Rgb = [0, 0, 0];
  for (const n of chosen) {
    for (let c = 0; c < 3; c++) sum[c] += toLinear(data[3 * sheet.map.at[n] + c] / 255) / chosen.length;
  }
  return sum;
}

/** Mean difference of some texels' bytes between two pictures. */
function change(a: Picture, b: Picture, chosen: number[]): number {
  let sum = 0;
  for (const n of chosen) {
    for (let c = 0; c < 3; c++) sum += Math.abs(a.data[3 * sheet.map.at[n] + c] - b.data[3 * sheet.map.at[n] + c]);
  }
  return sum / (3 * chosen.length);
}

const forehead = () => texels((x, y, z) => z > 0.3 && y > 0.15 && y < 0.28 && Math.abs(x) < 0.2);
const cheeks = () => texels((x, y, z) => z > 0.3 && y > -0.22 && y < -0.1 && Math.abs(x) > 0.12 && Math.abs(x) < 0.28);
const lips = () => texels((_x, y, z) => z > 0.5 && sheet.lines.lips.length > 0 && y < -0.34 && y > -0.43);
const neck = () => texels((_x, y) => y < -0.72);
const crown = () => texels((_x, y) => y > 0.42);

test("skin has the tone that is asked for, regions their own", () => {
  for (const [name, tone] of Object.entries(TONES)) {
    const picture = colors({ tone });
    const error = deltaE(mean(picture, forehead()), linearOf(tone));
    // A creature's hide is blotched.
    assert.ok(error < (name === "green" ? 12 : 7), `${name}: ΔE ${error.toFixed(1)} on the forehead`);
    const [brow, cheek, lip] = [forehead(), cheeks(), lips()].map((chosen) => mean(picture, chosen));
    const red = (color: Rgb) => color[0] / color[1];
    assert.ok(red(cheek) > red(brow), `${name}: cheeks are redder than the forehead`);
    assert.ok(red(lip) > 1.1 * red(brow), `${name}: lips are redder`);
  }
});

test("freckles lie on nose and cheeks, few on the neck, none on lips and crown", () => {
  const without = colors({ tone: TONES["pale"] });
  const freckled = colors({
    tone: TONES["pale"],
    marks: [{ name: "freckles", color: [0.2, 0.1, 0.05], opacity: 0.5 }],
  });
  const on = change(without, freckled, cheeks());
  assert.ok(on > 0.8, `cheeks change by ${on.toFixed(2)}`);
  assert.ok(change(without, freckled, neck()) < 0.2 * on);
  assert.equal(change(without, freckled, crown()), 0);
});

test("a scar is cut into the skin where it is said to be, and nowhere else", () => {
  const scar = { name: "scar", color: [0.85, 0.45, 0.42] as Rgb, opacity: 1, side: "left" as const, place: "cheek" };
  for (const draw of [colors, normals]) {
    const [without, scarred] = [draw({}), draw({ marks: [scar] })];
    const near = texels((x, y, z) => z > 0.2 && Math.hypot(x - 0.255, y + 0.2) < 0.02);
    assert.ok(change(without, scarred, near) > 4);
    const far = texels((x, y) => x < 0.1 || y > 0 || y < -0.4);
    assert.equal(change(without, scarred, far), 0);
  }
});

test("a scar's place and a mark's name that are none end in an error that says what there is", () => {
  const mark = { color: [1, 0, 0] as Rgb, opacity: 1 };
  assert.throws(() => colors({ marks: [{ ...mark, name: "scar", place: "elbow" }] }), /elbow.*cheek/);
  assert.throws(() => colors({ marks: [{ ...mark, name: "glitter" }] }), /glitter.*clown|glitter.*eyeshadow/);
});

test("wrinkles come with the years: on forehead, eyes and mouth, not on the crown", () => {
  const relief = (age: number) => normals({ age });
  const [child, adult, old] = [9, 30, 80].map(relief);
  const corners = texels((x, y, z) => z > 0.15 && Math.abs(y) < 0.05 && Math.abs(x) > 0.27 && Math.abs(x) < 0.34);
  const folds = texels((x, y, z) => z > 0.3 && Math.hypot(Math.abs(x) - 0.172, y + 0.285) < 0.03);
  for (const chosen of [corners, folds, forehead()]) {
    const late = change(adult, old, chosen);
    assert.ok(late > 2.5 * change(child, adult, chosen), `${late}`);
    assert.ok(late > 2 * change(adult, old, crown()), `${late}`);
  }
});

test("the same head has the same bytes, another person other ones", () => {
  const marks = [{ name: "freckles", color: [0.2, 0.1, 0.05] as Rgb, opacity: 0.5 }];
  const draw = (seed: number) => paintSkin(sheet, { ...PLAN, age: 60, seed, marks });
  const [first, again, other] = [draw(1), draw(1), draw(2)];
  for (const key of ["baseColor", "normal", "orm"] as const) {
    assert.deepEqual(first[key], again[key]);
    assert.notDeepEqual(first[key], other[key]);
  }
});

test("painting takes no longer than a preview may", (t) => {
  const before = process.cpuUsage();
  paintSkin(sheet, { ...PLAN, age: 70 });
  const { user, system } = process.cpuUsage(before);
  t.diagnostic(`${((user + system) / 1000).toFixed(0)} ms of CPU at ${SIZE}²`);
  assert.ok(user + system < 1.5e6);
});

test("plates of metal cover the side that is said, and no other", () => {
  const marks = [{ name: "plating", color: [0.6, 0.62, 0.64] as Rgb, opacity: 1, side: "right" as const }];
  const { data } = paintSkin(sheet, { ...PLAN, marks }).orm as Picture;
  const metal = { left: 0, right: 0 };
  for (let n = 0; n < sheet.map.count; n++) {
    const x = sheet.map.place[3 * n];
    if (Math.abs(x) > 0.15) metal[x > 0 ? "left" : "right"] += data[3 * sheet.map.at[n] + 2] > 100 ? 1 : 0;
  }
  assert.equal(metal.left, 0);
  assert.ok(metal.right > 0.2 * sheet.map.count, `${metal.right} texels of ${sheet.map.count}`);
});

test("a gold tooth is the one crown of metal", () => {
  const rows = { upper: [0, 0.25], lower: [0.25, 0.5] };
  const layout = { crownsUv: rows, gumsUv: { upper: [0.5, 0.75], lower: [0.75, 1] } };
  const size = 112;
  const paint = (...kinds: string[]) => paintTeeth(layout, { age: 30, seed: 3, kinds }, size);
  const gold = (paint("gold").orm as Picture).data;
  const crowns = new Set<number>();
  for (let p = 0; p < size * size; p++) if (gold[3 * p + 2] > 128) crowns.add(Math.floor(((p % size) / size) * 14));
  assert.equal(crowns.size, 1);
});
