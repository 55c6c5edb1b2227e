import assert from "node:assert/strict";
import { test } from "node:test";
import { deltaE, labOf, linearOf, type Rgb } from "../../../runtime/head/surfaces/color.ts";
import { lookUpSkin, makeSkinTable, toneOf } from "../../../runtime/head/surfaces/skin/skin-table.ts";
import {
  bloodAbsorption,
  colorMatching,
  D65,
  eumelaninAbsorption,
  WAVELENGTHS,
} from "../../../runtime/head/surfaces/skin/spectra.ts";

const table = makeSkinTable();
const at = (melanin: number, blood: number): Rgb => {
  const out: Rgb = [0, 0, 0];
  lookUpSkin(table, melanin, blood, out);
  return out;
};

test("haemoglobin has its published peaks and isosbestic points", () => {
  const oxy = WAVELENGTHS.map((_, i) => bloodAbsorption(i, 1));
  const deoxy = WAVELENGTHS.map((_, i) => bloodAbsorption(i, 0));
  const number = (nm: number) => WAVELENGTHS.indexOf(nm);
  // HbO2: a double peak at 542 and 577 nm with a dip between; Hb: one at 555 nm (Prahl).
  for (const peak of [540, 580]) assert.ok(oxy[number(peak)] > 1.25 * oxy[number(560)], `${peak} nm`);
  assert.ok(deoxy[number(560)] > deoxy[number(530)] && deoxy[number(560)] > deoxy[number(590)]);
  for (const nm of [500, 530, 570]) {
    const ratio = oxy[number(nm)] / deoxy[number(nm)];
    assert.ok(Math.abs(ratio - 1) < 0.03, `isosbestic at ${nm} nm: ${ratio}`);
  }
  // 150 g/l of oxygenated blood at 540 nm: about 285 per cm.
  assert.ok(Math.abs(oxy[number(540)] - 285) < 3);
});

test("melanin and the observer are as published", () => {
  // Jacques 1998 gives 6.6e11 λ^-3.33: about 600 per cm at 520 nm.
  assert.ok(Math.abs(eumelaninAbsorption(520) - 600) < 15);
  // D65's white point: x 0.3127, y 0.3290.
  const sum = [0, 0, 0];
  for (const [i, nm] of WAVELENGTHS.entries()) for (let c = 0; c < 3; c++) sum[c] += D65[i] * colorMatching(nm)[c];
  const total = sum[0] + sum[1] + sum[2];
  assert.ok(Math.abs(sum[0] / total - 0.3127) < 0.004 && Math.abs(sum[1] / total - 0.329) < 0.004);
});

test("more melanin is darker, more blood is redder", () => {
  for (const blood of [0.3, 0.5, 0.7]) {
    for (let m = 0.1; m <= 1; m += 0.1) assert.ok(labOf(at(m, blood))[0] < labOf(at(m - 0.1, blood))[0]);
  }
  for (const melanin of [0.1, 0.4, 0.7]) {
    for (let b = 0.3; b <= 1; b += 0.1) assert.ok(labOf(at(melanin, b))[1] > labOf(at(melanin, b - 0.1))[1]);
  }
});

test("the table makes the tones of MakeHuman's CC0 skins", () => {
  // Means of forehead, cheeks and chin of the diffuse maps: sRGB.
  const tones: Record<string, Rgb> = {
    "middle-aged, dark, female": [0.42, 0.235, 0.16],
    "young, dark, male": [0.35, 0.22, 0.15],
    "middle-aged, light, male": [0.86, 0.67, 0.545],
    "young, light, male": [0.84, 0.655, 0.54],
    "old, light, female": [0.87, 0.7, 0.595],
  };
  for (const [name, tone] of Object.entries(tones)) {
    const color = linearOf(tone);
    const { melanin, blood, gain, error } = toneOf(table, color);
    assert.ok(error < 7, `${name}: ΔE ${error.toFixed(1)}`);
    assert.ok(deltaE(at(melanin, blood).map((value, c) => value * gain[c]) as Rgb, color) < 0.1);
  }
});

test("skin cannot be green, and the table says by how much", () => {
  assert.ok(toneOf(table, linearOf([0.33, 0.47, 0.22])).error > 25);
});
