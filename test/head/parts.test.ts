import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { shapeWeights } from "../../runtime/head/look/shape-weights.ts";
import { BEARDS } from "../../runtime/head/parts/beards.ts";
import { bareSkin, dressPaint, dressSdf, outerPart, sampleGrid, solidOf } from "../../runtime/head/parts/dress.ts";
import { dressLook } from "../../runtime/head/parts/dress-look.ts";
import { HAIR } from "../../runtime/head/parts/hair.ts";
import type { PartKind } from "../../runtime/head/parts/part.ts";
import { PATTERNS, patternOf } from "../../runtime/head/patterns.ts";
import { loadTemplate } from "../../runtime/head/template.ts";
import { templateSdf } from "../../runtime/head/template-sdf.ts";
import { shapeTemplate } from "../../runtime/head/template-shape.ts";
import { emptyLook, type Look, type Material, type Rgb } from "../../runtime/prompt/look.ts";

const folder = new URL("../../assets/template/", import.meta.url);
const template = await loadTemplate((name) => readFile(new URL(name, folder)));
const GREEN: Rgb = [0.18, 0.5, 0.22];
const GOLD = { name: "gold", color: [0.9, 0.68, 0.2] as Rgb, metallic: 1, roughness: 0.3 };

const dress = (said: Partial<Look>) => {
  const look = { ...emptyLook(), ...said };
  return dressLook(template.parts, look, shapeWeights(template.people, look));
};
const namesOf = (said: Partial<Look>) => dress(said).parts.map(({ kind, name }) => `${kind}:${name}`);
const who = (said: Partial<Look["who"]>) => ({ ...emptyLook().who, ...said });

test("a Look's hair, beards and parts are worn, in an order of their own", () => {
  const beard = { style: "full" };
  const parts: Look["parts"] = [
    { kind: "glasses", id: "sunglasses" },
    { kind: "hat", id: "cowboy" },
  ];
  const said = { hair: { style: "long" }, beard, moustache: { style: "handlebar" }, parts };
  const worn = ["hat:cowboy", "hair:long", "beard:full", "beard:handlebar", "glasses:sunglasses"];
  assert.deepEqual(namesOf(said), worn);
  assert.deepEqual(namesOf({ ...said, chosen: ["hair.style"] }), [
    "hair:long",
    ...worn.filter((one) => one !== "hair:long"),
  ]);
  assert.deepEqual(
    namesOf({ ...said, hair: { style: "long", hidden: true } }),
    worn.filter((one) => one !== "hair:long"),
  );
  assert.deepEqual(namesOf({}), []);
});

test("what the grid has no solid for is left out, or is of the nearest style", () => {
  const parts: Look["parts"] = [
    { kind: "earrings", id: "hoops" },
    { kind: "hat", id: "tricorn" },
    { kind: "glasses", id: "round" },
  ];
  assert.deepEqual(namesOf({ hair: { style: "pixie" }, parts }), ["hair:short", "glasses:glasses"]);
});

test("colours are the Look's, of the material, or what such parts and people usually have", () => {
  const hat = (said: object) => dress({ parts: [{ kind: "hat", id: "crown", ...said }] }).parts[0];
  assert.deepEqual(hat({}).color, template.parts.parts.hat["crown"].color);
  assert.deepEqual(hat({ color: GREEN }).color, GREEN);
  assert.deepEqual([hat({ color: GREEN, material: GOLD }).color, hat({ material: GOLD }).material], [GOLD.color, GOLD]);
  const { hairColors } = template.parts;
  const hair = (said: Partial<Look>) => dress({ hair: { style: "bob" }, ...said }).parts[0].color;
  assert.deepEqual(hair({}), hairColors.default);
  assert.deepEqual(hair({ who: who({ ethnicity: { asian: 1 } }) }), hairColors["asian"]);
  assert.deepEqual(hair({ who: who({ age: 90 }) }), hairColors.old);
  assert.deepEqual(hair({ beard: { style: "full", color: GREEN } }), GREEN);
  assert.equal(dress({ parts: [{ kind: "ears", id: "elf" }] }).parts[0].color, undefined);
});

test("skin, materials and patterns are the Look's", () => {
  const bronze: Material = {
    name: "bronze",
    color: [0.46, 0.3, 0.15],
    metallic: 1,
    roughness: 0.42,
    pattern: "patina",
  };
  const statue = dress({ material: bronze });
  assert.deepEqual([statue.material, statue.pattern, statue.skin], [bronze, "patina", undefined]);
  const skin = dress({ skin: { material: bronze } });
  assert.deepEqual([skin.skinMaterial, skin.skin, skin.material], [bronze, bronze.color, undefined]);
  const lizard = dress({ skin: { tone: GREEN, pattern: "scales" } });
  assert.deepEqual([lizard.skin, lizard.pattern], [GREEN, "scales"]);
});

test("patterns keep their material's colour, and an unknown one is named", () => {
  assert.throws(() => patternOf("tartan"), /no pattern "tartan"; there are veins/);
  for (const pattern of Object.values(PATTERNS)) {
    let sum = 0;
    for (let i = 0; i < 1000; i++) {
      const tone = pattern(Math.sin(i), Math.sin(1.7 * i), Math.sin(2.3 * i));
      const [r, g, b] = typeof tone === "number" ? [tone, tone, tone] : tone;
      assert.ok(Math.min(r, g, b) > 0.3 && Math.max(r, g, b) < 3);
      sum += (0.2126 * r + 0.7152 * g + 0.0722 * b) / 1000;
    }
    assert.ok(sum > 0.8 && sum < 1.2, `a pattern keeps its material's colour, not ${sum} of it`);
  }
});

test("every part has a solid, and grows out of the bare head in one piece", () => {
  const resolution = 48;
  const bare = templateSdf(shapeTemplate(template), resolution);
  const inside = (sdf: Float32Array) => sdf.reduce((count, value) => count + (value < 0 ? 1 : 0), 0);
  const volume = inside(bare);
  for (const [kind, entries] of Object.entries({ ...template.parts.parts, hair: HAIR, beard: BEARDS })) {
    for (const name of Object.keys(entries)) {
      const part = { kind: kind as PartKind, name };
      assert.ok(solidOf(part), `${kind} ${name}`);
      const dressed = dressSdf(bare, [part]);
      assert.ok(inside(dressed) > volume || name === "buzz", `${kind} "${name}" adds nothing`);
      for (let i = 0; i < bare.length; i++) assert.ok(dressed[i] <= bare[i] + 1e-6, `${kind} "${name}" cuts the head`);
    }
  }
  assert.throws(() => solidOf({ kind: "hat", name: "sombrero" }), /no hat "sombrero"; it has cowboy/);
});

test("a high skull does not show through a hat", () => {
  const bare = templateSdf(shapeTemplate(template, { highForehead: 1, narrowHead: 0.4 }), 48);
  for (const name of ["cowboy", "fedora", "top", "bowler", "straw", "bucket", "wizard", "fez", "sailor"]) {
    const outer = outerPart(bare, [{ kind: "hat", name }]);
    for (const [x, z] of [
      [0, 0.3],
      [0, -0.4],
      [0.25, -0.1],
      [0, -0.08],
    ]) {
      let y = 0.95;
      while (y > 0 && sampleGrid(bare, 49, x, y, z) > 0) y -= 0.005;
      assert.ok(outer(x, y, z).share > 0.99, `${name} at ${x}, ${y}, ${z}`);
    }
  }
});

test("parts are painted in their colour, skin in its own, and eyes lie on skin", () => {
  const shape = shapeTemplate(template);
  const bare = templateSdf(shape, 64);
  const dressing = dress({ beard: { style: "full", color: GREEN } });
  const paint = dressPaint(bare, dressing, (_x, _y, _z, out, at) => out.set([0.8, 0.6, 0.5], at));
  const out = new Float32Array(3);
  const chin = shape.landmarks.subarray(152 * 3, 152 * 3 + 3);
  paint(chin[0], chin[1], chin[2] + 0.05, out, 0);
  const shade = out[1] / GREEN[1];
  assert.ok(shade > 0.79 && shade < 1.21, "single hairs are a fifth lighter or darker at most");
  for (let k = 0; k < 3; k++) assert.ok(Math.abs(out[k] - shade * GREEN[k]) < 1e-6);
  const pupil = shape.landmarks.subarray(468 * 3, 468 * 3 + 3);
  paint(pupil[0], pupil[1], pupil[2], out, 0);
  assert.ok(Math.abs(out[0] - 0.8) < 1e-6);
  assert.ok(bareSkin(bare, dressing)(pupil[0], pupil[1], pupil[2]));
  assert.ok(
    !bareSkin(bare, dress({ parts: [{ kind: "glasses", id: "sunglasses" }] }))(pupil[0], pupil[1], pupil[2] + 0.04),
  );
});
