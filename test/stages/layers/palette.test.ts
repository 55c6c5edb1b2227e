import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { toSrgb } from "../../../runtime/head/surfaces/color.ts";
import { kernelFile, loadKernels } from "../../../runtime/kernels/load.ts";
import { keepDrawn } from "../../../runtime/stages/layers/drawn-head.ts";
import { previewDrawn } from "../../../runtime/stages/layers/preview-drawn.ts";
import { ballSubject } from "./subject.ts";

const wasm = new URL(`../../../runtime/kernels/build/${kernelFile()}`, import.meta.url);
const kernels = await loadKernels(await readFile(wasm), { megabytes: 256 });

test("what has its colours at its vertices, slot by slot, is drawn in them", () => {
  const { head } = ballSubject();
  const ring = head.layers.at(-1)!;
  const [mesh] = ring.levels;
  const count = mesh.positions.length / 3;
  // Of the pair of rings one is black, the other half as red as the factor allows.
  const colors = Float32Array.from({ length: 3 * count }, (_, i) => (i < 1.5 * count || i % 3 !== 0 ? 0 : 0.5));
  const layers = [...head.layers.slice(0, -1), { ...ring, levels: [{ ...mesh, colors }] }];
  const drawn = keepDrawn(kernels, { layers });
  const [begin] = drawn.parts.find(({ layer: { name } }) => name === "Jewellery")!.vertices;
  const { colors: shown } = previewDrawn(drawn, { stage: "geometry", step: 1 });
  const seen = (v: number) => [...shown.subarray(4 * (begin + v), 4 * (begin + v) + 3)];
  for (let v = 0; v < count / 2; v++) assert.deepEqual(seen(v), [0, 0, 0]);
  for (let v = count / 2; v < count; v++) {
    const [r, g, b] = seen(v);
    assert.ok(Math.abs(r - 255 * toSrgb(0.5)) <= 2, `${r}`);
    assert.deepEqual([g, b], [0, 0]);
  }
});
