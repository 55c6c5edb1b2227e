import assert from "node:assert/strict";
import { test } from "node:test";
import { csd } from "../../runtime/diffusion/guidance/csd.ts";
import { sds } from "../../runtime/diffusion/guidance/sds.ts";
import { ssd } from "../../runtime/diffusion/guidance/ssd.ts";
import type { GuidanceTerms } from "../../runtime/diffusion/guidance/terms.ts";
import { randomStream } from "../../runtime/kernels/random.ts";

const terms: GuidanceTerms = {
  target: normals(1),
  negative: normals(2),
  self: normals(3),
  noise: normals(4),
};
const options = { cfg: 7.5, weight: 0.3, anchor: 0 };

function normals(seed: number): Float32Array {
  return randomStream(seed).normals(new Float32Array(32));
}

function assertClose(a: Float32Array, b: Float32Array): void {
  a.forEach((value, i) => {
    assert.ok(Math.abs(value - b[i]) < 1e-5, `[${i}] ${value} is not ${b[i]}`);
  });
}

test("SSD where both terms carry the same text is CSD with W − 1", () => {
  assertClose(ssd({ ...terms, self: terms.target }, options), csd(terms, { ...options, cfg: 6.5 }));
});

test("SSD anchored all the way is SDS", () => {
  assertClose(ssd(terms, { ...options, anchor: 1 }), sds(terms, options));
});

test("a head that already looks as the prior wants feels no force", () => {
  const same = { target: terms.self, negative: terms.self, self: terms.self, noise: terms.noise };
  assertClose(ssd(same, options), new Float32Array(32));
});

test("at CFG 1 the negative prompt has no say", () => {
  assertClose(ssd(terms, { ...options, cfg: 1 }), ssd({ ...terms, negative: normals(9) }, { ...options, cfg: 1 }));
});
