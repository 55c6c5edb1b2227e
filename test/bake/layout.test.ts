import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { layoutHead } from "../../runtime/bake/layout/layout-head.ts";
import { placeLayout } from "../../runtime/bake/layout/place-layout.ts";
import { repairMesh } from "../../runtime/bake/layout/repair-mesh.ts";
import { BakeError } from "../../runtime/bake/types.ts";
import { vertexNormals } from "../../runtime/mesh/vertex-normals.ts";
import { headSdf, meshSdf } from "./analytic-head.ts";

const high = meshSdf(headSdf, 56);
const normals = vertexNormals(high);
const { layout, report } = await layoutHead(high, normals, { decimate: { triangles: 5000 } });
const low = await placeLayout(layout, high.positions);
const [full] = layout.lods;

/** How often each undirected edge occurs, in places (not vertices), as "count → edges". */
function edgeUses(indices: Uint32Array, source: Uint32Array): Map<number, number> {
  const uses = new Map<string, number>();
  for (let i = 0; i < indices.length; i++) {
    const a = source[indices[i]];
    const b = source[indices[i % 3 === 2 ? i - 2 : i + 1]];
    const key = a < b ? `${a} ${b}` : `${b} ${a}`;
    uses.set(key, (uses.get(key) ?? 0) + 1);
  }
  const counts = new Map<number, number>();
  for (const n of uses.values()) counts.set(n, (counts.get(n) ?? 0) + 1);
  return counts;
}

test("the decimated head is closed, in budget and near its original", () => {
  assert.ok(full.length / 3 <= 5000 && full.length / 3 > 4700);
  assert.deepEqual([...edgeUses(full, layout.source).keys()], [2]);
  assert.ok(report.deviation < 0.008, `${report.deviation}`);
});

test("charts neither overlap nor come closer than the gutter", () => {
  const size = 1024;
  const chartOf = chartsByVertex(full, layout.source.length);
  const owner = new Int32Array(size * size).fill(-1);
  const chart = new Int32Array(size * size).fill(-1);
  let overlaps = 0;
  for (let t = 0; t < full.length; t += 3) {
    const p = [0, 1, 2].map((k) => [layout.uvs[2 * full[t + k]] * size, layout.uvs[2 * full[t + k] + 1] * size]);
    const cross = (a: number[], b: number[], c: number[]) =>
      (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    for (const [u, v] of p) assert.ok(u > 0 && v > 0 && u < size && v < size);
    const [x0, x1] = [Math.min(...p.map((q) => q[0])), Math.max(...p.map((q) => q[0]))];
    const [y0, y1] = [Math.min(...p.map((q) => q[1])), Math.max(...p.map((q) => q[1]))];
    const area = cross(p[0], p[1], p[2]);
    for (let y = Math.floor(y0); y <= y1; y++)
      for (let x = Math.floor(x0); x <= x1; x++) {
        const q = [x + 0.5, y + 0.5];
        const inside = [cross(p[0], p[1], q), cross(p[1], p[2], q), cross(p[2], p[0], q)].every((w) => w / area > 1e-4);
        if (!inside) continue;
        if (owner[y * size + x] >= 0) overlaps++;
        owner[y * size + x] = t;
        chart[y * size + x] = chartOf[full[t]];
      }
  }
  const covered = owner.reduce((n, o) => n + (o >= 0 ? 1 : 0), 0);
  assert.ok(overlaps < covered * 2e-4, `${overlaps} of ${covered}`);
  assert.ok(covered / size ** 2 > 0.5, `${covered / size ** 2}`);
  let close = 0;
  for (let y = 0; y < size; y++)
    for (let x = 0; x + 3 < size; x++)
      for (const step of [1, 2, 3]) {
        const [a, b] = [chart[y * size + x], chart[y * size + x + step]];
        const [c, d] = [chart[x * size + y], chart[(x + step) * size + y]];
        if ((a >= 0 && b >= 0 && a !== b) || (c >= 0 && d >= 0 && c !== d)) close++;
      }
  assert.equal(close, 0);
});

test("charts are few, unmirrored and little stretched, and the face is one of them, upright", () => {
  assert.ok(report.charts <= 40, `${report.charts} charts`);
  assert.ok(layout.source.length < 1.25 * new Set(layout.source).size);
  const ratios: number[] = [];
  for (let t = 0; t < full.length; t += 3) {
    const [a, b, c] = [full[t], full[t + 1], full[t + 2]];
    const uv = (v: number, k: number) => layout.uvs[2 * v + k];
    // v runs down: seen on screen, counter-clockwise triangles have negative area.
    const flat = (uv(b, 0) - uv(a, 0)) * (uv(c, 1) - uv(a, 1)) - (uv(c, 0) - uv(a, 0)) * (uv(b, 1) - uv(a, 1));
    const p = (v: number) => low.positions.subarray(3 * v, 3 * v + 3);
    const u = p(b).map((x, k) => x - p(a)[k]);
    const w = p(c).map((x, k) => x - p(a)[k]);
    const area = Math.hypot(u[1] * w[2] - u[2] * w[1], u[2] * w[0] - u[0] * w[2], u[0] * w[1] - u[1] * w[0]);
    if (area > 1e-7) {
      assert.ok(flat < 0, `triangle ${t / 3} is mirrored`);
      // The cut under the bust is meant to get few texels.
      if (p(a)[1] > -0.9) ratios.push(-flat / area);
    }
  }
  ratios.sort((x, y) => x - y);
  const median = ratios[ratios.length >> 1];
  const starved = ratios.filter((ratio) => ratio < median / 4).length / ratios.length;
  assert.ok(starved < 0.03, `${starved} of the triangles are starved of texels`);

  const chartOf = chartsByVertex(full, layout.source.length);
  const nearest = (x: number, y: number, z: number) => {
    let best = 0;
    let least = Infinity;
    for (let v = 0; v < layout.source.length; v++) {
      const d = Math.hypot(low.positions[3 * v] - x, low.positions[3 * v + 1] - y, low.positions[3 * v + 2] - z);
      if (d < least) [best, least] = [v, d];
    }
    return best;
  };
  const forehead = nearest(0, 0.3, 0.42);
  const chin = nearest(0, -0.45, 0.35);
  const leftCheek = nearest(0.2, -0.1, 0.4);
  const rightCheek = nearest(-0.2, -0.1, 0.4);
  assert.equal(new Set([forehead, chin, leftCheek, rightCheek].map((v) => chartOf[v])).size, 1);
  assert.ok(layout.uvs[2 * forehead + 1] < layout.uvs[2 * chin + 1] - 0.1);
  assert.ok(layout.uvs[2 * leftCheek] > layout.uvs[2 * rightCheek] + 0.05);
});

test("coarser levels keep their share and stay closed", () => {
  layout.lods.forEach((lod, level) => {
    const share = lod.length / full.length;
    assert.ok(Math.abs(share - [1, 0.35, 0.1][level]) < 0.03, `level ${level} keeps ${share}`);
    const uses = edgeUses(lod, layout.source);
    const open = [...uses].reduce((sum, [n, edges]) => sum + (n === 1 ? edges : 0), 0);
    assert.equal(open, 0, `level ${level} has open edges`);
  });
});

test("tangents are MikkTSpace's", () => {
  const { generateTangents } = createRequire(import.meta.url)("mikktspace");
  const corners = (values: Float32Array, width: number) =>
    Float32Array.from(
      { length: full.length * width },
      (_, i) => values[full[Math.floor(i / width)] * width + (i % width)],
    );
  const upright = low.uvs.map((value, i) => (i % 2 === 0 ? value : 1 - value));
  const expected = generateTangents(corners(low.positions, 3), corners(low.normals, 3), corners(upright, 2));
  const ours = corners(low.tangents, 4);
  let off = 0;
  for (let i = 0; i < expected.length; i += 4) {
    assert.equal(ours[i + 3], expected[i + 3]);
    const cosine = ours[i] * expected[i] + ours[i + 1] * expected[i + 1] + ours[i + 2] * expected[i + 2];
    if (cosine < 0.999) off++;
  }
  assert.ok(off < 0.005 * full.length, `${off} of ${full.length} corners differ`);
  assert.ok(
    low.tangents.every((value, i) => i % 4 !== 3 || value === 1),
    "no chart is mirrored",
  );
});

test("a rough surface is still unwrapped whole, unmirrored and in budget", async () => {
  const rough = meshSdf(
    (x, y, z) => headSdf(x, y, z) + 0.03 * Math.sin(x * 50) * Math.sin(y * 50) * Math.sin(z * 50),
    40,
  );
  const made = await layoutHead(rough, vertexNormals(rough), { decimate: { triangles: 3000 } });
  const [finest, , coarsest] = made.layout.lods;
  assert.ok(finest.length / 3 > 2700 && finest.length / 3 <= 3000);
  assert.ok(coarsest.length < 0.15 * finest.length);
  for (let t = 0; t < finest.length; t += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => made.layout.uvs.subarray(2 * finest[t + k], 2 * finest[t + k] + 2));
    assert.ok((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]) < 1e-12);
  }
});

test("a layout goes onto a moved surface with the same connectivity", async () => {
  const moved = high.positions.map((x, i) => (i % 3 === 1 ? 1.1 * x : x));
  const child = await placeLayout(layout, moved);
  assert.equal(child.uvs, layout.uvs);
  assert.equal(child.lods, layout.lods);
  assert.ok(Math.abs(child.positions[1] - 1.1 * low.positions[1]) < 1e-6);
});

test("repair drops cavities, dust and repeats, and mends pinched sheets", () => {
  const ball = (x: number, radius: number, n: number) =>
    meshSdf((px, py, pz) => Math.hypot(px - x, py, pz) - radius, n);
  const shell = meshSdf((x, y, z) => Math.abs(Math.hypot(x, y, z) - 0.6) - 0.2, 16);
  assert.equal(repairMesh(shell).report.piecesDropped, 1);
  const [large, dust] = [ball(-0.3, 0.5, 20), ball(0.9, 0.04, 60)];
  const both = {
    positions: Float32Array.from([...large.positions, ...dust.positions]),
    indices: Uint32Array.from([...large.indices, ...dust.indices.map((v) => v + large.positions.length / 3)]),
  };
  const { indices, report } = repairMesh(both);
  assert.equal(report.piecesDropped, 1);
  assert.deepEqual(indices, large.indices);
  const twice = {
    positions: large.positions,
    indices: Uint32Array.from([...large.indices, ...large.indices.slice(0, 3)]),
  };
  assert.equal(repairMesh(twice).report.trianglesDropped, 1);
  assert.equal(repairMesh(twice).report.openEdges, 0);
});

test("what is no mesh is refused by name", () => {
  const code = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      assert.ok(error instanceof BakeError);
      return error.code;
    }
  };
  const indices = new Uint32Array([0, 1, 2]);
  assert.equal(
    code(() => repairMesh({ positions: new Float32Array(6), indices })),
    "bad-mesh",
  );
  assert.equal(
    code(() => repairMesh({ positions: new Float32Array(9).fill(Number.NaN), indices })),
    "bad-mesh",
  );
  assert.equal(
    code(() => repairMesh({ positions: new Float32Array(9), indices: new Uint32Array() })),
    "empty-mesh",
  );
});

function chartsByVertex(indices: Uint32Array, count: number): Uint32Array {
  const chart = new Uint32Array(count).map((_, v) => v);
  const root = (v: number): number => {
    let r = v;
    while (chart[r] !== r) r = chart[r];
    return r;
  };
  for (let t = 0; t < indices.length; t += 3)
    for (let k = 1; k < 3; k++) chart[root(indices[t + k])] = root(indices[t]);
  return chart.map((_, v) => root(v));
}
