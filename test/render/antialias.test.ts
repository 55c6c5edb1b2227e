import assert from "node:assert/strict";
import { test } from "node:test";
import { antialias, antialiasBackward, vertexFans } from "../../runtime/render/antialias.ts";
import { projectVertices } from "../../runtime/render/camera.ts";
import { downsample } from "../../runtime/render/downsample.ts";
import { interpolate } from "../../runtime/render/interpolate.ts";
import { rasterise } from "../../runtime/render/rasterise.ts";
import { close, dot, load, noise, put } from "../kernels/support.ts";
import { createScene } from "./scene.ts";

test("coverage after antialiasing comes close to supersampling, for coarse and for dense meshes", async () => {
  const kernels = await load();
  for (const resolution of [8, 24, 64]) {
    const { positions, indices, frame, screen, raster, size } = createScene(kernels, resolution, 64);
    const ones = put(kernels, new Float32Array(positions.length / 3).fill(1));
    const coverage = interpolate(kernels, raster, indices, ones, 1);
    const fans = vertexFans(kernels, indices, positions.length / 3);
    const { output } = antialias(kernels, coverage, 1, raster, screen, indices, fans);
    let exact: Float32Array = rasteriseCoverage(size * 8);
    for (let at = size * 8; at > size; at /= 2) exact = downsample(kernels, exact, at, 1);
    const error = (image: Float32Array) => Math.sqrt(image.reduce((sum, value, i) => sum + (value - exact[i]) ** 2, 0));
    assert.ok(error(output) < 0.25 * error(coverage), `${resolution}: ${error(output)} against ${error(coverage)}`);

    function rasteriseCoverage(large: number): Float32Array {
      const seen = rasterise(kernels, projectVertices(kernels, frame, large, positions), indices, large);
      return interpolate(kernels, seen, indices, ones, 1);
    }
  }
});

test("gradients agree with finite differences while the seams stay", async () => {
  const kernels = await load();
  const { positions, indices, screen, raster, size } = createScene(kernels, 12, 40);
  const fans = vertexFans(kernels, indices, positions.length / 3);
  const image = put(kernels, noise(size * size * 3, 1));
  const outputGradient = put(kernels, noise(size * size * 3, 2));
  const pass = antialias(kernels, image, 3, raster, screen, indices, fans);
  const imageGradient = kernels.store.f32(image.length);
  const screenGradient = kernels.store.f32((positions.length / 3) * 2);
  antialiasBackward(kernels, pass, size, screen, outputGradient, imageGradient, screenGradient);

  const along = noise(image.length, 3);
  const start = image.slice();
  const ofImage = (step: number) => {
    image.set(start.map((value, i) => value + step * along[i]));
    return dot(antialias(kernels, image, 3, raster, screen, indices, fans).output, outputGradient);
  };
  close([dot(imageGradient, along)], [(ofImage(0.1) - ofImage(-0.1)) / 0.2], 1e-3);
  image.set(start);

  // Vertices move one at a time, by little, so that hardly any crossing changes its pixels; those that do are left out.
  let checked = 0;
  const before = screen.slice();
  for (let i = 0; i < screenGradient.length; i++) {
    if (screenGradient[i] === 0) continue;
    const at = (i >> 1) * 4 + (i & 1);
    const [ahead, behind] = [0.01, -0.01].map((step) => {
      screen[at] = before[at] + step;
      const moved = antialias(kernels, image, 3, raster, screen, indices, fans);
      screen[at] = before[at];
      return { value: dot(moved.output, outputGradient), seams: seamKeys(moved.seams, moved.seamCount) };
    });
    if (ahead.seams !== behind.seams) continue;
    checked++;
    const slope = (ahead.value - behind.value) / 0.02;
    assert.ok(
      Math.abs(slope - screenGradient[i]) < 0.02 * (1 + Math.abs(slope)),
      `${i}: ${slope}, ${screenGradient[i]}`,
    );
  }
  assert.ok(checked > 100, `${checked} coordinates checked`);
});

/** Which pixels and edges the seams join, and which pixel each one blends into. */
function seamKeys(seams: Uint32Array, count: number): string {
  const distances = new Float32Array(seams.buffer, seams.byteOffset, seams.length);
  return Array.from({ length: count }, (_, i) =>
    [...seams.subarray(i * 5, i * 5 + 4), distances[i * 5 + 4] > 0.5].join(),
  ).join(" ");
}

test("an outline moves towards what the gradient asks for", async () => {
  const kernels = await load();
  const { positions, indices, screen, raster, size } = createScene(kernels, 24, 64);
  const coverage = interpolate(kernels, raster, indices, put(kernels, new Float32Array(positions.length).fill(1)), 1);
  const fans = vertexFans(kernels, indices, positions.length / 3);
  const pass = antialias(kernels, coverage, 1, raster, screen, indices, fans);
  const screenGradient = kernels.store.f32((positions.length / 3) * 2);
  const more = put(kernels, new Float32Array(size * size).fill(1));
  antialiasBackward(kernels, pass, size, screen, more, kernels.store.f32(size * size), screenGradient);
  let outward = 0;
  for (let i = 0; i < positions.length / 3; i++) {
    outward +=
      screenGradient[i * 2] * (screen[i * 4] - size / 2) + screenGradient[i * 2 + 1] * (screen[i * 4 + 1] - size / 2);
  }
  // Scaling the outline by 1 + s adds 2s times the area it encloses.
  const area = pass.output.reduce((sum, value) => sum + value, 0);
  assert.ok(Math.abs(outward / (2 * area) - 1) < 0.03, `${outward} against ${2 * area}`);
});
