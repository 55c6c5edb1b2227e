import assert from "node:assert/strict";
import { test } from "node:test";
import { measureNose } from "../tools/edits/measure-nose.ts";
import { isBigger, seeAge } from "../tools/edits/see-attribute.ts";

const TIP = -0.17;
const CHEEKS = 0.45;

/**
 * A wall, with a half ellipsoid of the given semi-axes for a nose. @param turn how much nearer the wall comes for each unit
 * to the left.
 */
function wallWithNose([a, b, c]: [number, number, number], turn = 0) {
  const [side, reach] = [400, 0.4];
  const positions: number[] = [];
  for (let j = 0; j <= side; j++) {
    for (let i = 0; i <= side; i++) {
      const [x, y] = [i, j].map((k) => reach * ((2 * k) / side - 1));
      const height = c * Math.sqrt(Math.max(0, 1 - (x / a) ** 2 - ((y - TIP) / b) ** 2));
      positions.push(x, y, CHEEKS + turn * x + height);
    }
  }
  const indices: number[] = [];
  for (let j = 0; j < side; j++) {
    for (let i = 0; i < side; i++) {
      const at = j * (side + 1) + i;
      indices.push(at, at + 1, at + side + 2, at, at + side + 2, at + side + 1);
    }
  }
  return { positions: Float32Array.from(positions), indices: Uint32Array.from(indices) };
}

test("of half an ellipsoid on a wall, protrusion and volume are those of the closed form, however the wall is turned", () => {
  for (const axes of [[0.08, 0.1, 0.13] as [number, number, number], [0.12, 0.09, 0.2] as [number, number, number]]) {
    for (const turn of [0, 0.3]) {
      const { protrusion, volume } = measureNose(wallWithNose(axes, turn));
      const [a, b, c] = axes;
      assert.ok(Math.abs(protrusion / c - 1) < 0.01, `protrusion ${protrusion} of ${c}`);
      const exact = (2 / 3) * Math.PI * a * b * c;
      assert.ok(Math.abs(volume / exact - 1) < 0.02, `volume ${volume} of ${exact}`);
    }
  }
});

test("a nose is bigger that stands out further and holds more; longer, or merely wider, it is not", () => {
  const nose = measureNose(wallWithNose([0.08, 0.1, 0.13]));
  const isBiggerAs = (...axes: [number, number, number]) => isBigger(nose, measureNose(wallWithNose(axes)));
  assert.ok(isBiggerAs(0.09, 0.1, 0.16));
  assert.ok(!isBiggerAs(0.08, 0.1, 0.13));
  assert.ok(!isBiggerAs(0.11, 0.1, 0.13));
  assert.ok(!isBiggerAs(0.06, 0.1, 0.16));
  assert.ok(!isBiggerAs(0.082, 0.1, 0.138));
});

test("a wall without a nose has none, and a mesh without a face is refused", () => {
  assert.deepEqual(
    Object.values(measureNose(wallWithNose([0.08, 0.1, 0]))).map((size) => size < 1e-6),
    [true, true],
  );
  const nothing = { positions: new Float32Array(9), indices: Uint32Array.from([0, 1, 2]) };
  assert.throws(() => measureNose(nothing), /the mesh has no face at x -?0\.17/);
});

test("a head is older where its class rises, or its mean class by a tenth; of the oldest class nothing is to be seen", () => {
  const scores = (...shares: number[]) =>
    Object.fromEntries(["child", "adult", "old"].map((name, i) => [name, Math.log(shares[i])]));
  const adult = scores(0.1, 0.7, 0.2);
  assert.equal(seeAge(adult, scores(0.1, 0.44, 0.46)).shown, true);
  assert.equal(seeAge(scores(0.4, 0.39, 0.21), scores(0.39, 0.4, 0.21)).shown, true);
  assert.equal(seeAge(adult, scores(0.1, 0.62, 0.28)).shown, false);
  assert.equal(seeAge(adult, scores(0.3, 0.6, 0.1)).shown, false);
  assert.equal(seeAge(scores(0.1, 0.3, 0.6), scores(0, 0.1, 0.9)).shown, undefined);
  assert.equal(seeAge(adult, adult).before, "adult (1.10)");
});
