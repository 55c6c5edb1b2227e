import assert from "node:assert/strict";
import type { Gpu, GpuArray } from "../../runtime/kernels/gpu/gpu.ts";
import { vertexFans } from "../../runtime/kernels/gpu/sums.ts";
import { blendSeams, findSeams } from "../../runtime/kernels/reference/antialias.ts";
import * as camera from "../../runtime/kernels/reference/camera.ts";
import * as sampling from "../../runtime/kernels/reference/downsample.ts";
import * as losses from "../../runtime/kernels/reference/mesh-losses.ts";
import * as raster from "../../runtime/kernels/reference/rasterise.ts";
import * as shade from "../../runtime/kernels/reference/shade.ts";
import * as vertex from "../../runtime/kernels/reference/vertex-normals.ts";
import * as wasm from "../../runtime/render/antialias.ts";
import * as picture from "../../runtime/render/gpu/picture.ts";
import * as surface from "../../runtime/render/gpu/surface.ts";
import { rasteriseBackward } from "../../runtime/render/rasterise.ts";
import { shadeNormalsBackward } from "../../runtime/render/shade-normals.ts";
import { close, load, noise, put } from "../kernels/support.ts";
import { createScene, numbers } from "../render/scene.ts";
import { gpuTest, TOLERANCE, whole } from "./support.ts";

/** The lumpy ball of the renderer's tests, on both sides. */
async function scenes(gpu: Gpu, resolution = 16, size = 48) {
  const kernels = await load();
  const scene = createScene(kernels, resolution, size);
  const up = (values: Float32Array | Uint32Array) =>
    gpu.upload(values instanceof Float32Array ? new Float32Array(values) : new Uint32Array(values));
  const mesh = {
    indices: up(scene.indices),
    triangles: scene.indices.length / 3,
    vertices: scene.positions.length / 3,
  };
  const arrays = { screen: up(scene.screen), positions: up(scene.positions), normals: up(scene.normals.normals) };
  const seen = picture.rasterise(gpu, arrays.screen, mesh, size);
  const check = async (actual: GpuArray, expected: ArrayLike<number>, what: string) =>
    close(await gpu.read(actual, expected.length), expected, TOLERANCE, what);
  return { kernels, up, mesh, ...arrays, seen, check, cpu: scene, pixels: size * size, size };
}

gpuTest("projection and rasteriser agree with their references", async (gpu) => {
  const { kernels, up, mesh, screen, positions, check, cpu, size, pixels } = await scenes(gpu);
  await check(
    picture.projectVertices(gpu, cpu.frame, size, positions, mesh.vertices),
    camera.project(cpu.positions, numbers(cpu.frame), size),
    "screen",
  );
  const uvs = noise(mesh.vertices * 2, 4).map(Math.abs);
  const alpha = Uint8Array.from({ length: 16 * 8 }, (_, i) => (i * 83) % 256);
  const cutout = { from: mesh.triangles / 2, width: 16, height: 8, cutoff: 128 };
  const cards = { ...cutout, uvs: up(uvs), alpha: up(new Uint32Array(alpha.buffer)) };
  for (const cullBackfaces of [false, true]) {
    for (const options of [{ cullBackfaces }, { cullBackfaces, cutout: cards }]) {
      const actual = picture.rasterise(gpu, screen, mesh, size, options);
      const onCpu = options.cutout && { ...cutout, uvs, alpha };
      const expected = raster.rasterise(cpu.screen, cpu.indices, size, cullBackfaces, onCpu);
      assert.deepEqual(whole(await gpu.read(actual.triangles, pixels)), [...expected.triangles]);
      await check(actual.barycentrics, expected.barycentrics, "barycentrics");
      await check(actual.inverseDepth, expected.inverseDepth, "inverse depth");
    }
  }
  const screenGradient = noise(mesh.vertices * 2, 1);
  const before = noise(cpu.positions.length, 2);
  const positionGradient = up(before);
  const arrays = { positions, screenGradient: up(screenGradient), positionGradient };
  picture.projectBackward(gpu, cpu.frame, size, mesh.vertices, arrays);
  camera.projectBackward(cpu.positions, numbers(cpu.frame), size, screenGradient, before);
  await check(positionGradient, before, "position gradient");

  const shares = noise(pixels * 3, 3);
  const moved = put(kernels, noise(mesh.vertices * 2, 5));
  const onGpu = up(moved);
  picture.rasteriseBackward(gpu, picture.rasterise(gpu, screen, mesh, size), screen, mesh, {
    barycentrics: up(shares),
    screen: onGpu,
  });
  rasteriseBackward(kernels, cpu.raster, cpu.screen, cpu.indices, put(kernels, shares), moved);
  await check(onGpu, moved, "screen gradient");
});

gpuTest("interpolation and normal maps agree with their references", async (gpu) => {
  const { kernels, up, mesh, positions, normals, seen, check, cpu, pixels } = await scenes(gpu);
  await check(
    picture.interpolate(gpu, seen, mesh, positions, 3),
    shade.interpolate(cpu.raster, cpu.indices, cpu.positions, 3),
    "image",
  );
  const imageGradient = noise(pixels * 3, 1);
  const before = noise(cpu.positions.length, 2);
  const attributeGradient = up(before);
  const shares = picture.interpolateBackward(gpu, seen, mesh, 3, {
    attributes: positions,
    imageGradient: up(imageGradient),
    attributeGradient,
  });
  const expected = shade.interpolateBackward(cpu.raster, cpu.indices, cpu.positions, 3, imageGradient, before);
  await check(attributeGradient, before, "attribute gradient");
  await check(shares, expected, "barycentric gradient");

  const three = shade.shadeNormals(cpu.raster, cpu.indices, cpu.normals.normals, numbers(cpu.frame));
  await check(picture.shadeNormals(gpu, cpu.frame, seen, mesh, normals), three, "normal map");
  const four = three.length / 3;
  const covered = Float32Array.from({ length: four * 4 }, (_, i) =>
    i % 4 < 3 ? three[(i >> 2) * 3 + (i % 4)] : Number(cpu.raster.triangles[i >> 2] >= 0),
  );
  await check(picture.shadeNormals(gpu, cpu.frame, seen, mesh, normals, 4), covered, "normal map with coverage");
  for (const channels of [3, 4] as const) {
    const gradient = noise(pixels * channels, channels);
    const [start, barycentrics] = [put(kernels, noise(cpu.positions.length, 6)), kernels.store.f32(pixels * 3)];
    const normalGradient = up(start);
    const arrays = { normals, imageGradient: up(gradient), normalGradient };
    const actual = picture.shadeNormalsBackward(gpu, cpu.frame, seen, mesh, channels, arrays);
    shadeNormalsBackward(
      kernels,
      cpu.frame,
      cpu.raster,
      cpu.indices,
      cpu.normals.normals,
      channels,
      put(kernels, gradient),
      start,
      barycentrics,
    );
    await check(normalGradient, start, "normal gradient");
    await check(actual, barycentrics, "barycentric gradient of the normal map");
  }
});

gpuTest("antialiasing agrees with its reference, its gradients with the WASM", async (gpu) => {
  for (const [resolution, size] of [
    [10, 64],
    [24, 40],
  ]) {
    const { kernels, up, mesh, screen, seen, check, cpu, pixels } = await scenes(gpu, resolution, size);
    const image = put(kernels, noise(pixels * 3, 1));
    const fans = vertexFans(gpu, mesh.indices, mesh.triangles * 3, mesh.vertices);
    const pass = surface.antialias(gpu, up(image), 3, seen, screen, mesh, fans);
    const seams = findSeams(cpu.raster, cpu.screen, cpu.indices, size);
    const list = whole(await gpu.read(pass.seams, 1 + seams.length * 5));
    assert.equal(list[0], seams.length);
    const found = seams.map((_, i) => list.slice(1 + i * 5, 5 + i * 5).join(" "));
    assert.deepEqual(found.sort(), seams.map(({ near, far, edge }) => [near, far, ...edge].join(" ")).sort());
    await check(pass.output, blendSeams(image, 3, seams), "image");

    const outputGradient = put(kernels, noise(pixels * 3, 2));
    const [imageGradient, screenGradient] = [kernels.store.f32(pixels * 3), kernels.store.f32(mesh.vertices * 2)];
    const moved = up(screenGradient);
    const gradients = { output: up(outputGradient), screen: moved };
    const actual = surface.antialiasBackward(gpu, pass, size, screen, mesh.vertices, gradients);
    const onCpu = wasm.antialias(
      kernels,
      image,
      3,
      cpu.raster,
      cpu.screen,
      cpu.indices,
      wasm.vertexFans(kernels, cpu.indices, mesh.vertices),
    );
    wasm.antialiasBackward(kernels, onCpu, size, cpu.screen, outputGradient, imageGradient, screenGradient);
    await check(actual, imageGradient, "image gradient");
    await check(moved, screenGradient, "screen gradient");
  }
});

gpuTest("fans, normals, smoothness losses and downsampling agree with their references", async (gpu) => {
  const { kernels, up, mesh, positions, check, cpu } = await scenes(gpu);
  const fans = vertexFans(gpu, mesh.indices, mesh.triangles * 3, mesh.vertices);
  const { starts, corners } = wasm.vertexFans(kernels, cpu.indices, mesh.vertices);
  assert.deepEqual(whole(await gpu.read(fans, starts.length + corners.length)), [...starts, ...corners]);
  const normals = surface.vertexNormals(gpu, positions, mesh, fans);
  const expected = vertex.vertexNormals(cpu.positions, cpu.indices);
  const four = await gpu.read(normals, mesh.vertices * 4);
  close(
    expected.map((_, i) => four[Math.floor(i / 3) * 4 + (i % 3)]),
    expected,
    TOLERANCE,
    "normals",
  );
  const gradient = noise(cpu.positions.length, 1);
  const added = async (
    what: string,
    run: (to: GpuArray) => GpuArray | undefined,
    reference: (to: Float32Array) => unknown,
  ) => {
    const before = noise(cpu.positions.length, 2);
    const to = up(before);
    const loss = run(to);
    const value = reference(before);
    await check(to, before, what);
    if (loss) await check(loss, [value as number], what);
  };
  await added(
    "normals' gradient",
    (positionGradient) => {
      const arrays = { positions, normals, normalGradient: up(gradient), positionGradient };
      surface.vertexNormalsBackward(gpu, mesh, fans, arrays);
      return undefined;
    },
    (to) => vertex.vertexNormalsBackward(cpu.positions, cpu.indices, gradient, to),
  );
  await added(
    "normal consistency",
    (to) => surface.normalConsistency(gpu, normals, mesh, fans, 300, to),
    (to) => losses.normalConsistency(expected, cpu.indices, 300, to),
  );
  await added(
    "laplacian",
    (to) => surface.laplacian(gpu, positions, mesh, fans, 200, to),
    (to) => losses.laplacian(cpu.positions, cpu.indices, 200, to),
  );
  for (const channels of [1, 3, 4]) {
    const image = noise(20 * 20 * channels, 1);
    await check(picture.downsample(gpu, up(image), 20, channels), sampling.downsample(image, 20, channels), "half");
    const small = noise(10 * 10 * channels, 1);
    const large = sampling.downsampleBackward(small, 20, channels);
    await check(picture.downsampleBackward(gpu, up(small), 20, channels), large, "gradient of the whole");
  }
});

gpuTest("twenty pictures and their gradients have the same bits", async (gpu) => {
  const { up, mesh, screen, positions, cpu, pixels, size } = await scenes(gpu);
  const gradient = up(noise(pixels * 3, 1));
  let first: number[][] | undefined;
  for (let turn = 0; turn < 20; turn++) {
    const mark = gpu.mark();
    const fans = vertexFans(gpu, mesh.indices, mesh.triangles * 3, mesh.vertices);
    const seen = picture.rasterise(gpu, screen, mesh, size);
    const image = picture.shadeNormals(gpu, cpu.frame, seen, mesh, positions);
    const pass = surface.antialias(gpu, image, 3, seen, screen, mesh, fans);
    const [moved, normalGradient] = [gpu.scratchZeros(mesh.vertices * 2), gpu.scratchZeros(mesh.vertices * 3)];
    const gradients = { output: gradient, screen: moved };
    const imageGradient = surface.antialiasBackward(gpu, pass, size, screen, mesh.vertices, gradients);
    const arrays = { normals: positions, imageGradient, normalGradient };
    const barycentrics = picture.shadeNormalsBackward(gpu, cpu.frame, seen, mesh, 3, arrays);
    picture.rasteriseBackward(gpu, seen, screen, mesh, { barycentrics, screen: moved });
    const bits: number[][] = [];
    for (const [array, words] of [
      [pass.output, pixels * 3],
      [moved, mesh.vertices * 2],
      [normalGradient, mesh.vertices * 3],
    ] as const) {
      bits.push(whole(await gpu.read(array, words)));
    }
    gpu.release(mark);
    first ??= bits;
    assert.deepEqual(bits, first);
  }
});
