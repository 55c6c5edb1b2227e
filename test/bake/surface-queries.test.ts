import assert from "node:assert/strict";
import { test } from "node:test";
import { buildBvh } from "../../runtime/mesh/build-bvh.ts";
import { closestPoint } from "../../runtime/mesh/closest-point.ts";
import { hitDistance } from "../../runtime/mesh/hit-distance.ts";
import { vertexNormals } from "../../runtime/mesh/vertex-normals.ts";
import { headSdf, meshSdf } from "./analytic-head.ts";

const mesh = meshSdf(headSdf, 24);
const bvh = buildBvh(mesh);

/** A fixed sequence of numbers in [0, 1). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test("every triangle is in the tree once, inside its boxes", () => {
  assert.deepEqual(
    [...bvh.order].sort((a, b) => a - b),
    Array.from({ length: mesh.indices.length / 3 }, (_, t) => t),
  );
  for (let i = 0; i < bvh.corners.length; i++) {
    const axis = i % 3;
    assert.ok(bvh.corners[i] >= bvh.boxes[axis] && bvh.corners[i] <= bvh.boxes[3 + axis]);
  }
});

test("the closest point is the brute-force one, with and without a hint", () => {
  const random = sequence(1);
  const near = { slot: -1, u: 0, v: 0, squared: 0 };
  for (let i = 0; i < 60; i++) {
    const p = [random() * 2 - 1, random() * 2 - 1, random() * 2 - 1];
    closestPoint(bvh, p[0], p[1], p[2], 0, 0, 0, near);
    let best = Infinity;
    for (let slot = 0; slot < bvh.order.length; slot++) {
      const c = bvh.corners.subarray(9 * slot, 9 * slot + 9);
      // Dense sampling bounds the distance from above; the answer must not be worse than any sample.
      for (let u = 0; u <= 4; u++)
        for (let v = 0; u + v <= 4; v++) {
          const q = [0, 1, 2].map((k) => c[k] + (u / 4) * (c[3 + k] - c[k]) + (v / 4) * (c[6 + k] - c[k]));
          best = Math.min(best, (q[0] - p[0]) ** 2 + (q[1] - p[1]) ** 2 + (q[2] - p[2]) ** 2);
        }
    }
    assert.ok(near.squared <= best + 1e-9, `${near.squared} > ${best}`);
    const c = bvh.corners.subarray(9 * near.slot, 9 * near.slot + 9);
    const q = [0, 1, 2].map((k) => c[k] + near.u * (c[3 + k] - c[k]) + near.v * (c[6 + k] - c[k]));
    const squared = (q[0] - p[0]) ** 2 + (q[1] - p[1]) ** 2 + (q[2] - p[2]) ** 2;
    assert.ok(Math.abs(squared - near.squared) < 1e-6);
  }
});

test("triangles that face away are left out", () => {
  const near = { slot: -1, u: 0, v: 0, squared: 0 };
  closestPoint(bvh, 0, 0.3, 0.6, 0, 0, -1, near);
  const c = bvh.corners.subarray(9 * near.slot, 9 * near.slot + 9);
  const nz = (c[3] - c[0]) * (c[7] - c[1]) - (c[4] - c[1]) * (c[6] - c[0]);
  assert.ok(nz <= 0, "the forehead is right there and faces the other way");
});

test("a ray hits where marching along the distance field does", () => {
  const random = sequence(2);
  for (let i = 0; i < 40; i++) {
    const angle = random() * 2 * Math.PI;
    const height = random() * 1.2 - 0.6;
    const eye = [3 * Math.sin(angle), height, 3 * Math.cos(angle)];
    const d = eye.map((x, k) => (k === 1 ? 1e-9 : -x));
    const length = Math.hypot(...d);
    const unit = d.map((x) => x / length);
    let t = 0;
    for (let step = 0; step < 400 && t < 6; step++) t += 0.3 * headSdf(...(at(t) as [number, number, number]));
    const hit = hitDistance(bvh, eye[0], eye[1], eye[2], unit[0], unit[1], unit[2], 6);
    assert.ok(Math.abs(hit - Math.min(6, t)) < 0.05, `${hit} against ${t}`);
    function at(distance: number): number[] {
      return eye.map((x, k) => x + unit[k] * distance);
    }
  }
});

test("smooth normals are unit, and those of the distance field", () => {
  const normals = vertexNormals(mesh);
  let sum = 0;
  for (let v = 0; v < normals.length; v += 3) {
    assert.ok(Math.abs(Math.hypot(normals[v], normals[v + 1], normals[v + 2]) - 1) < 1e-5);
    const [x, y, z] = mesh.positions.subarray(v, v + 3);
    const e = 1e-3;
    const g = [
      headSdf(x + e, y, z) - headSdf(x - e, y, z),
      headSdf(x, y + e, z) - headSdf(x, y - e, z),
      headSdf(x, y, z + e) - headSdf(x, y, z - e),
    ];
    const length = Math.hypot(...g);
    sum += (g[0] * normals[v] + g[1] * normals[v + 1] + g[2] * normals[v + 2]) / length;
  }
  assert.ok(sum / (normals.length / 3) > 0.95);
});
