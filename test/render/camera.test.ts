import assert from "node:assert/strict";
import { test } from "node:test";
import { cameraFrame, projectBackward, projectPoint, projectVertices } from "../../runtime/render/camera.ts";
import { close, dot, load, noise, put } from "../kernels/support.ts";

test("a camera in front sees +X at the right and +Y above", () => {
  const frame = cameraFrame({ azimuth: 0, elevation: 0, fov: 40 });
  close(frame.eye, [0, 0, 3], 1e-12);
  close(projectPoint(frame, 100, [0, 0, 0]), [50, 50, 3], 1e-12);
  const [u, v] = projectPoint(frame, 100, [0.5, 0.3, 0]);
  assert.ok(u > 50 && v < 50);
});

test("azimuth 90 looks from +X, elevation from above, and the frame is orthonormal", () => {
  close(cameraFrame({ azimuth: 90, elevation: 0, fov: 40 }).eye, [3, 0, 0], 1e-12);
  const { right, up, back, eye } = cameraFrame({ azimuth: 130, elevation: 40, fov: 30, target: [0, -0.08, 0.45] });
  assert.ok(eye[1] > 1.5);
  close([dot(right, up), dot(up, back), dot(back, right), dot(up, up), dot(right, right)], [0, 0, 0, 1, 1], 1e-12);
});

test("a point at the edge of the field of view lies at the edge of the image", () => {
  const frame = cameraFrame({ azimuth: 0, elevation: 0, fov: 40, distance: 2 });
  const edge = 2 * Math.tan((20 * Math.PI) / 180);
  close(projectPoint(frame, 64, [edge, -edge, 0]).slice(0, 2), [64, 64], 1e-12);
});

test("vertices go where points go, and their gradient agrees with finite differences", async () => {
  const kernels = await load();
  const frame = cameraFrame({ azimuth: -60, elevation: 25, fov: 45 });
  const positions = put(kernels, noise(30, 1));
  const screen = projectVertices(kernels, frame, 128, positions);
  for (let i = 0; i < 10; i++) {
    close(screen.subarray(i * 4, i * 4 + 3), projectPoint(frame, 128, positions.subarray(i * 3, i * 3 + 3)), 1e-5);
  }
  const gradient = noise(20, 2);
  const actual = kernels.store.f32(30);
  projectBackward(kernels, frame, 128, positions, screen, put(kernels, gradient), actual);
  const value = (p: Float64Array) => {
    let total = 0;
    for (let i = 0; i < 10; i++) {
      const [u, v] = projectPoint(frame, 128, p.subarray(i * 3, i * 3 + 3));
      total += u * gradient[i * 2] + v * gradient[i * 2 + 1];
    }
    return total;
  };
  const expected = Float64Array.from(positions, (_, i) => {
    const [ahead, behind] = [1e-5, -1e-5].map((step) => {
      const p = Float64Array.from(positions);
      p[i] += step;
      return value(p);
    });
    return (ahead - behind) / 2e-5;
  });
  close(actual, expected, 1e-4);
});
