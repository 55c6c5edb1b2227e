import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { areaNormals, areaNormalsBackward } from "../../runtime/mesh/area-normals.ts";
import { cameraFrame, projectBackward, projectVertices } from "../../runtime/render/camera.ts";
import { laplacian, normalConsistency } from "../../runtime/render/mesh-losses.ts";
import { rasterise, rasteriseBackward } from "../../runtime/render/rasterise.ts";
import { shadeNormals, shadeNormalsBackward } from "../../runtime/render/shade-normals.ts";
import { close, load, put, putIndices } from "../kernels/support.ts";

const golden = JSON.parse(
  gunzipSync(readFileSync(new URL("../golden/kernels/expected.json.gz", import.meta.url))).toString(),
);

test("normals and smoothness losses agree with PyTorch", async () => {
  const kernels = await load();
  const positions = put(kernels, golden.mesh.positions);
  const indices = putIndices(kernels, golden.mesh.indices);
  const pass = areaNormals(kernels, positions, indices);
  close(pass.normals, golden.mesh.normals, 1e-5, "normals");
  const gradient = kernels.store.f32(positions.length);
  areaNormalsBackward(kernels, positions, indices, pass, put(kernels, golden.mesh.normalsOutputGradient), gradient);
  close(gradient, golden.mesh.normalsGradient, 1e-4, "normals' gradient");

  const normalGradient = kernels.store.f32(positions.length);
  const loss = normalConsistency(kernels, pass.normals, indices, 1, normalGradient);
  close([loss], [golden.mesh.normalConsistency], 1e-5, "normal consistency");
  gradient.fill(0);
  areaNormalsBackward(kernels, positions, indices, pass, normalGradient, gradient);
  close(gradient, golden.mesh.normalConsistencyGradient, 1e-4, "normal consistency's gradient");

  gradient.fill(0);
  close([laplacian(kernels, positions, indices, 1, gradient)], [golden.mesh.laplacian], 1e-5, "laplacian");
  close(gradient, golden.mesh.laplacianGradient, 1e-4, "laplacian's gradient");
});

test("normal maps and their gradient down to the positions agree with PyTorch", async () => {
  const kernels = await load();
  const { size } = golden.shading;
  const positions = put(kernels, golden.shading.positions);
  const indices = putIndices(kernels, golden.shading.indices);
  const frame = cameraFrame({ azimuth: 30, elevation: 20, fov: 40 });
  const screen = projectVertices(kernels, frame, size, positions);
  const raster = rasterise(kernels, screen, indices, size, { cullBackfaces: true });
  assert.deepEqual([...raster.triangles], golden.shading.triangles);
  const pass = areaNormals(kernels, positions, indices);
  close(shadeNormals(kernels, frame, raster, indices, pass.normals), golden.shading.image, 1e-5, "image");

  const gradients = {
    image: put(kernels, golden.shading.imageGradient),
    normals: kernels.store.f32(positions.length),
    barycentrics: kernels.store.f32(size * size * 3),
    screen: kernels.store.f32((positions.length / 3) * 2),
    positions: kernels.store.f32(positions.length),
  };
  const { barycentrics } = gradients;
  shadeNormalsBackward(
    kernels,
    frame,
    raster,
    indices,
    pass.normals,
    3,
    gradients.image,
    gradients.normals,
    barycentrics,
  );
  rasteriseBackward(kernels, raster, screen, indices, barycentrics, gradients.screen);
  areaNormalsBackward(kernels, positions, indices, pass, gradients.normals, gradients.positions);
  projectBackward(kernels, frame, size, positions, screen, gradients.screen, gradients.positions);
  close(gradients.positions, golden.shading.positionGradient, 1e-4, "position gradient");
});
