import assert from "node:assert/strict";
import { test } from "node:test";
import { type AnatomyLayer, type BuiltAnatomy, buildAnatomy } from "../../../runtime/head/anatomy/build.ts";
import { VISEMES } from "../../../runtime/head/anatomy/visemes.ts";
import type { MorphTarget } from "../../../runtime/head/layers/types.ts";
import { loadShipped, randomMorphs } from "./fixture.ts";

const anatomy = await loadShipped();
const MILLIMETRES = 1000 * anatomy.metresPerUnit;
/** Least motion within a target's own region, and most motion outside it. */
const [OWN, FOREIGN] = [1, 0.1];

type Point = [number, number, number];

/** Whether a point of the average's skin belongs to a target's region. */
function regionOf(name: string, { joints }: BuiltAnatomy): (point: Point) => boolean {
  const side = name.endsWith("Left") ? 1 : name.endsWith("Right") ? -1 : 0;
  // Of one half, with the muscle's reach over the middle.
  const half = (x: number) => side === 0 || x * side > -0.2;
  if (name.startsWith("eye")) {
    const eye = joints[side > 0 ? 3 : 4];
    return (point) => Math.hypot(...point.map((x, c) => x - eye[c])) < 0.27;
  }
  if (name.startsWith("brow")) return ([x, y, z]) => half(x) && y > -0.26 && z > 0;
  if (name.startsWith("nose")) return ([x, y, z]) => x * side > -0.25 && y > -0.42 && z > 0.1;
  if (name.startsWith("cheekSquint")) return ([x, y, z]) => half(x) && y > -0.6 && y < 0.2 && z > -0.1;
  const whole = /^(jaw|viseme|mouth(Left|Right|Press|Smile)|cheekPuff)/.test(name);
  return ([x, y, z]) => (whole || half(x)) && y < 0.12 && y > -0.85 && z > -0.12;
}

function moves({ indices, positions }: MorphTarget, of: (vertex: number) => boolean): number {
  let most = 0;
  for (const [i, v] of indices.entries()) {
    if (of(v)) most = Math.max(most, MILLIMETRES * Math.hypot(...positions.subarray(3 * i, 3 * i + 3)));
  }
  return most;
}

/** Layers beside the skin that a target may move, by ARKit name. */
function followers(name: string): AnatomyLayer[] {
  const own: AnatomyLayer[] = [];
  if (/^(jaw|tongue)/.test(name)) own.push("Tongue");
  if (/^jaw/.test(name)) own.push("Teeth");
  if (/^eyeLook/.test(name)) own.push(name.endsWith("Left") ? "EyeLeft" : "EyeRight");
  if (/^(eye|cheek|brow|nose|mouthSmile|mouthStretch)/.test(name)) own.push("Lashes");
  return own;
}

const built = buildAnatomy(anatomy);

test("there are the 52 ARKit shapes and the 15 visemes on the two finest levels of every layer", () => {
  const names = [...anatomy.expressions.keys(), ...Object.keys(VISEMES)];
  assert.equal(anatomy.expressions.size, 52);
  assert.equal(names.length, 67);
  for (const [layer, levels] of Object.entries(built.layers)) {
    for (const level of [0, 1]) assert.deepEqual([...levels[level].targets.keys()], names, layer);
    for (const level of [2, 3]) assert.equal(levels[level].targets.size, 0, layer);
  }
});

test("every target moves its own region by a millimetre and no other by a tenth", () => {
  for (const level of [0, 1]) {
    const { positions, targets } = built.layers.Skin[level];
    for (const [name, target] of targets) {
      if (name === "viseme_sil") {
        assert.equal(target.indices.length, 0);
        continue;
      }
      if (name === "tongueOut") {
        assert.ok(moves(built.layers.Tongue[level].targets.get(name)!, () => true) > OWN);
        assert.equal(target.indices.length, 0, "the tongue alone comes out");
        continue;
      }
      const own = regionOf(name, built);
      const inside = (v: number) => own([...positions.subarray(3 * v, 3 * v + 3)] as Point);
      const gained = moves(target, inside);
      assert.ok(gained >= (name.startsWith("eyeLook") ? 0.99 : OWN), `${name} moves its region by ${gained} mm`);
      const strayed = moves(target, (v) => !inside(v));
      assert.ok(strayed <= FOREIGN, `${name} moves what is not its own by ${strayed} mm`);
    }
  }
});

test("teeth, tongue, lashes and eyeballs follow the targets that are theirs, and rest under the others", () => {
  for (const name of anatomy.expressions.keys()) {
    const own = followers(name);
    for (const layer of ["Teeth", "Tongue", "Lashes", "EyeLeft", "EyeRight"] as const) {
      for (const level of [0, 1]) {
        const moved = moves(built.layers[layer][level].targets.get(name)!, () => true);
        if (!own.includes(layer)) assert.ok(moved <= FOREIGN, `${name} moves ${layer} by ${moved} mm`);
        else if (layer !== "Lashes") assert.ok(moved >= OWN, `${name} moves ${layer} by ${moved} mm`);
      }
    }
  }
});

test("upper teeth keep still when the jaw opens, lower ones and the tongue go with it", () => {
  const { positions, targets } = built.layers.Teeth[0];
  const opened = targets.get("jawOpen")!;
  const upper = anatomy.teethLevels[0].upper;
  assert.equal(
    moves(opened, (v) => v < upper),
    0,
  );
  const front = (v: number) => v >= upper && positions[3 * v + 2] > 0.42;
  assert.ok(moves(opened, front) > 20);
});

test("an eye looks where the target says", () => {
  for (const [name, layer, axis, sign] of [
    ["eyeLookInLeft", "EyeLeft", 0, -1],
    ["eyeLookOutLeft", "EyeLeft", 0, 1],
    ["eyeLookInRight", "EyeRight", 0, 1],
    ["eyeLookOutRight", "EyeRight", 0, -1],
    ["eyeLookUpLeft", "EyeLeft", 1, 1],
    ["eyeLookDownRight", "EyeRight", 1, -1],
  ] as const) {
    const target = built.layers[layer][0].targets.get(name)!;
    // Vertex 0 is the middle of the pupil.
    assert.equal(target.indices[0], 0);
    assert.ok(sign * target.positions[axis] > 0.02, name);
  }
});

test("a target's normals are those of the moved surface", () => {
  const { positions, normals, triangles, weld, targets } = buildAnatomy(anatomy, {
    morphs: randomMorphs(anatomy, 3),
  }).layers.Skin[0];
  const { indices, positions: offsets, normals: turns } = targets.get("mouthSmileLeft")!;
  const moved = positions.slice();
  for (const [i, v] of indices.entries()) for (let c = 0; c < 3; c++) moved[3 * v + c] += offsets[3 * i + c];
  const sums = new Float64Array(positions.length);
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [...triangles.subarray(t, t + 3)].map((v) => moved.subarray(3 * v, 3 * v + 3));
    const [u, w] = [b, c].map((p) => p.map((x, k) => x - a[k]));
    const cross = [u[1] * w[2] - u[2] * w[1], u[2] * w[0] - u[0] * w[2], u[0] * w[1] - u[1] * w[0]];
    for (let k = 0; k < 3; k++) for (let c = 0; c < 3; c++) sums[3 * weld[triangles[t + k]] + c] += cross[c];
  }
  let worst = 0;
  for (const [i, v] of indices.entries()) {
    const at = 3 * weld[v];
    const length = Math.hypot(sums[at], sums[at + 1], sums[at + 2]);
    for (let c = 0; c < 3; c++) {
      worst = Math.max(worst, Math.abs(normals[3 * v + c] + turns[3 * i + c] - sums[at + c] / length));
    }
  }
  assert.ok(worst < 2e-2, `normals are off by ${worst}`);
});

test("an expression in the Look becomes the head's neutral, and targets stay what they are", () => {
  const smiling = buildAnatomy(anatomy, { expression: { mouthSmileLeft: 1 } }).layers.Skin[0];
  const plain = built.layers.Skin[0];
  const { indices, positions } = plain.targets.get("mouthSmileLeft")!;
  for (const [i, v] of indices.entries()) {
    const wanted = plain.positions[3 * v] + positions[3 * i];
    assert.ok(Math.abs(smiling.positions[3 * v] - wanted) < 1e-5);
  }
  assert.deepEqual(smiling.targets.get("jawOpen")!.positions, plain.targets.get("jawOpen")!.positions);
  assert.throws(() => buildAnatomy(anatomy, { expression: { grin: 1 } }), /no expression "grin"; it has/);
  assert.throws(() => buildAnatomy(anatomy, { morphs: { snout: 1 } }), /no shape "snout"; it has/);
});
