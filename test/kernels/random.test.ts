import assert from "node:assert/strict";
import { test } from "node:test";
import { randomStream, streamKey } from "../../runtime/kernels/random.ts";

const COUNT = 20000;

test("draws depend on key and index alone", () => {
  const [a, b] = [randomStream(7, streamKey("geometry"), 3), randomStream(7, streamKey("geometry"), 3)];
  assert.equal(a.uniform(5), b.uniform(5));
  assert.deepEqual(a.normals(new Float32Array(9)), b.normals(new Float32Array(9)));
  assert.notEqual(a.uniform(5), randomStream(7, streamKey("texture"), 3).uniform(5));
  assert.notEqual(randomStream(0).uniform(0), randomStream(2 ** 32 - 1).uniform(0));
});

test("uniform draws fill the unit interval evenly", () => {
  const { uniform } = randomStream(1);
  const bins = new Array(10).fill(0);
  for (let i = 0; i < COUNT; i++) bins[Math.floor(uniform(i) * 10)]++;
  // χ² with 9 degrees of freedom stays below 33.7 with probability 0.9999.
  const chi = bins.reduce((sum, n) => sum + (n - COUNT / 10) ** 2 / (COUNT / 10), 0);
  assert.ok(chi < 33.7, `χ² is ${chi}`);
});

test("normal draws have mean 0, variance 1 and kurtosis 3", () => {
  const values = randomStream(2).normals(new Float32Array(COUNT));
  const moment = (power: number) => values.reduce((sum, x) => sum + x ** power, 0) / COUNT;
  assert.ok(Math.abs(moment(1)) < 0.03);
  assert.ok(Math.abs(moment(2) - 1) < 0.04);
  assert.ok(Math.abs(moment(4) - 3) < 0.25);
});
