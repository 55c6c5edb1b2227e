import assert from "node:assert/strict";
import { test } from "node:test";
import { blendSeams, findSeams } from "../../runtime/kernels/reference/antialias.ts";
import * as camera from "../../runtime/kernels/reference/camera.ts";
import * as sampling from "../../runtime/kernels/reference/downsample.ts";
import * as losses from "../../runtime/kernels/reference/mesh-losses.ts";
import * as raster from "../../runtime/kernels/reference/rasterise.ts";
import * as shade from "../../runtime/kernels/reference/shade.ts";
import * as vertex from "../../runtime/kernels/reference/vertex-normals.ts";
import { areaNormalsBackward } from "../../runtime/mesh/area-normals.ts";
import { antialias, vertexFans } from "../../runtime/render/antialias.ts";
import { projectBackward } from "../../runtime/render/camera.ts";
import { downsample, downsampleBackward } from "../../runtime/render/downsample.ts";
import { interpolate, interpolateBackward } from "../../runtime/render/interpolate.ts";
import { laplacian, normalConsistency } from "../../runtime/render/mesh-losses.ts";
import { rasterise } from "../../runtime/render/rasterise.ts";
import { shadeNormals } from "../../runtime/render/shade-normals.ts";
import { createScene, numbers } from "../render/scene.ts";
import { BUILDS, close, load, noise, put } from "./support.ts";

for (const build of BUILDS) {
  test(`${build}: projection and rasteriser agree with their references`, async () => {
    const kernels = await load(build);
    const { positions, indices, frame, screen, size } = createScene(kernels);
    close(screen, camera.project(positions, numbers(frame), size), 1e-6, "screen");
    for (const cullBackfaces of [false, true]) {
      const actual = rasterise(kernels, screen, indices, size, { cullBackfaces });
      const expected = raster.rasterise(screen, indices, size, cullBackfaces);
      assert.deepEqual(actual.triangles, expected.triangles);
      close(actual.barycentrics, expected.barycentrics, 1e-5, "barycentrics");
      close(actual.inverseDepth, expected.inverseDepth, 1e-6, "inverse depth");
    }
    // Half of the triangles as cards, cut out by a picture of noise.
    const uvs = put(kernels, noise((positions.length / 3) * 2, 4).map(Math.abs));
    const alpha = kernels.store.u8(16 * 8);
    alpha.forEach((_, i) => {
      alpha[i] = (i * 83) % 256;
    });
    const cutout = { from: indices.length / 6, uvs, alpha, width: 16, height: 8, cutoff: 128 };
    const cut = rasterise(kernels, screen, indices, size, { cullBackfaces: true, cutout });
    assert.deepEqual(cut.triangles, raster.rasterise(screen, indices, size, true, cutout).triangles);
    assert.notDeepEqual(cut.triangles, rasterise(kernels, screen, indices, size, { cullBackfaces: true }).triangles);
    const screenGradient = put(kernels, noise(positions.length, 1).subarray(0, (positions.length / 3) * 2));
    const actual = put(kernels, noise(positions.length, 2));
    const expected = actual.slice();
    projectBackward(kernels, frame, size, positions, screen, screenGradient, actual);
    camera.projectBackward(positions, numbers(frame), size, screenGradient, expected);
    close(actual, expected, 1e-5, "position gradient");
  });

  test(`${build}: interpolation and normal maps agree with their references`, async () => {
    const kernels = await load(build);
    const { positions, indices, frame, raster: seen, size, normals } = createScene(kernels);
    close(
      interpolate(kernels, seen, indices, positions, 3),
      shade.interpolate(seen, indices, positions, 3),
      1e-6,
      "image",
    );
    const imageGradient = put(kernels, noise(size * size * 3, 1));
    const actual = put(kernels, noise(positions.length, 2));
    const expected = actual.slice();
    const barycentrics = kernels.store.f32(size * size * 3);
    interpolateBackward(kernels, seen, indices, positions, 3, imageGradient, actual, barycentrics);
    const byReference = shade.interpolateBackward(seen, indices, positions, 3, imageGradient, expected);
    close(actual, expected, 1e-5, "attribute gradient");
    close(barycentrics, byReference, 1e-5, "barycentric gradient");
    const three = shade.shadeNormals(seen, indices, normals.normals, numbers(frame));
    close(shadeNormals(kernels, frame, seen, indices, normals.normals), three, 1e-5, "normal map");
    const four = shadeNormals(kernels, frame, seen, indices, normals.normals, 4);
    for (let i = 0; i < size * size; i++) {
      close(four.subarray(i * 4, i * 4 + 3), three.subarray(i * 3, i * 3 + 3), 1e-5);
      assert.equal(four[i * 4 + 3], seen.triangles[i] < 0 ? 0 : 1);
    }
  });

  test(`${build}: antialiasing agrees with its reference`, async () => {
    const kernels = await load(build);
    for (const [resolution, size] of [
      [10, 64],
      [24, 40],
    ]) {
      const { positions, indices, screen, raster: seen } = createScene(kernels, resolution, size);
      const image = put(kernels, noise(size * size * 3, 1));
      const fans = vertexFans(kernels, indices, positions.length / 3);
      const pass = antialias(kernels, image, 3, seen, screen, indices, fans);
      const seams = findSeams(seen, screen, indices, size);
      assert.ok(pass.seamCount > size);
      const list = Array.from({ length: pass.seamCount }, (_, i) => [...pass.seams.subarray(i * 5, i * 5 + 4)]);
      assert.deepEqual(
        list,
        seams.map(({ near, far, edge }) => [near, far, ...edge]),
      );
      close(pass.output, blendSeams(image, 3, seams), 1e-5, "image");
    }
  });

  test(`${build}: normals, smoothness losses and downsampling agree with their references`, async () => {
    const kernels = await load(build);
    const { positions, indices, normals } = createScene(kernels);
    close(normals.normals, vertex.vertexNormals(positions, indices), 1e-5, "normals");
    const gradient = put(kernels, noise(positions.length, 1));
    const check = (what: string, run: (to: Float32Array) => unknown, reference: (to: Float32Array) => unknown) => {
      const actual = put(kernels, noise(positions.length, 2));
      const expected = actual.slice();
      const [value, expectedValue] = [run(actual), reference(expected)];
      close(actual, expected, 1e-4, what);
      if (typeof value === "number") close([value], [expectedValue as number], 1e-5, what);
    };
    check(
      "normals' gradient",
      (to) => areaNormalsBackward(kernels, positions, indices, normals, gradient, to),
      (to) => vertex.vertexNormalsBackward(positions, indices, gradient, to),
    );
    check(
      "normal consistency",
      (to) => normalConsistency(kernels, normals.normals, indices, 300, to),
      (to) => losses.normalConsistency(normals.normals, indices, 300, to),
    );
    check(
      "laplacian",
      (to) => laplacian(kernels, positions, indices, 200, to),
      (to) => losses.laplacian(positions, indices, 200, to),
    );
    for (const channels of [1, 3, 4]) {
      const image = put(kernels, noise(20 * 20 * channels, 1));
      close(downsample(kernels, image, 20, channels), sampling.downsample(image, 20, channels), 1e-6);
      const small = put(kernels, noise(10 * 10 * channels, 1));
      close(downsampleBackward(kernels, small, 20, channels), sampling.downsampleBackward(small, 20, channels), 1e-6);
    }
  });
}

test("rows rasterised apart have the bytes of the whole", async () => {
  const kernels = await load();
  const { indices, screen, raster: whole, size } = createScene(kernels);
  const parts = rasterise(kernels, screen, indices, size);
  parts.triangles.fill(5);
  for (const [begin, end] of [
    [0, 11],
    [11, 30],
    [30, size],
  ]) {
    kernels.wasm.rasterise(
      begin,
      end,
      size,
      screen.byteOffset,
      indices.byteOffset,
      indices.length / 3,
      0,
      parts.triangles.byteOffset,
      parts.barycentrics.byteOffset,
      parts.inverseDepth.byteOffset,
      ...[0xffffffff, 0, 0, 0, 0, 0],
    );
  }
  assert.deepEqual(parts, whole);
});
