import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { CONTOURS, drawLandmarks, PUPILS } from "../../runtime/render/landmarks.ts";

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const golden = read("../golden/landmarks/expected.json");
const points = Float32Array.from(golden.points);

test("TypeScript and Python draw the same pixels", () => {
  for (const { camera, size, rgb } of golden.cases) {
    const expected = inflateSync(Buffer.from(rgb, "base64"));
    const drawn = Uint8Array.from(drawLandmarks(points, camera, size), (value) => Math.round(value * 255));
    assert.ok(expected.some((value) => value > 0));
    assert.equal(Buffer.compare(Buffer.from(drawn), expected), 0, JSON.stringify(camera));
  }
});

test("contours are those of the template's file", () => {
  const { connections, pupils } = read("../../assets/template/landmarks.json");
  for (const { name, chains } of CONTOURS) assert.deepEqual(chains, connections[name], name);
  for (const { name, point } of PUPILS) assert.equal(point, pupils[name]);
  assert.equal(CONTOURS.length, Object.keys(connections).length);
});

test("from behind the face oval alone is drawn", () => {
  const camera = { azimuth: 150, elevation: 0, fov: 40, distance: 3, target: [0, 0, 0] as [number, number, number] };
  const image = drawLandmarks(points, camera, 64);
  const colors = new Set<string>();
  for (let i = 0; i < image.length; i += 3) {
    colors.add([0, 1, 2].map((c) => Math.round(image[i + c] * 255)).join());
  }
  assert.deepEqual([...colors].sort(), ["0,0,0", "10,200,10"]);
});

test("a map of 128² takes less than 2 ms", () => {
  const camera = { azimuth: 20, elevation: 0, fov: 40, distance: 3, target: [0, 0, 0] as [number, number, number] };
  const times = Array.from({ length: 40 }, () => {
    const start = performance.now();
    drawLandmarks(points, camera, 128);
    return performance.now() - start;
  });
  assert.ok(Math.min(...times) < 2, `${Math.min(...times)} ms`);
});

test("the wrong number of landmarks is refused", () => {
  const camera = { azimuth: 0, elevation: 0, fov: 40, distance: 3, target: [0, 0, 0] as [number, number, number] };
  assert.throws(() => drawLandmarks(new Float32Array(9), camera, 16), /478 landmarks are needed, these are 3/);
});
