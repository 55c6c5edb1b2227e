import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { individualWeights } from "../../runtime/head/look/individual.ts";
import { shapeWeights } from "../../runtime/head/look/shape-weights.ts";
import { loadTemplate, type Template } from "../../runtime/head/template.ts";
import { nearestRegion } from "../../runtime/head/template-regions.ts";
import { meshSdf, templateSdf } from "../../runtime/head/template-sdf.ts";
import { expressionOffsets, shapeTemplate } from "../../runtime/head/template-shape.ts";
import { emptyLook, type Look } from "../../runtime/prompt/look.ts";

const folder = new URL("../../assets/template/", import.meta.url);
const template: Template = await loadTemplate((name) => readFile(new URL(name, folder)));
const neutral = shapeTemplate(template);

test("the refined skin is closed: every edge has its opposite", () => {
  const edges = new Set<number>();
  const { indices } = neutral;
  for (let t = 0; t < indices.length; t += 3) {
    for (let k = 0; k < 3; k++) edges.add(indices[t + k] * 100_000 + indices[t + ((k + 1) % 3)]);
  }
  assert.equal(edges.size, indices.length, "an edge occurs twice");
  for (const edge of edges) assert.ok(edges.has((edge % 100_000) * 100_000 + Math.floor(edge / 100_000)));
});

test("every shape sits in head space: eyes at y = 0, head 1.25 high, nothing above the cube", () => {
  for (const name of template.shapes.names) {
    for (const weights of [{ [name]: 1 }, { [name]: 0.6, old: 0.5, male: 1 }]) {
      const { control, eyes } = shapeTemplate(template, weights);
      const { crown, chin } = template.frame;
      assert.ok(Math.abs(eyes.right.center[1] + eyes.left.center[1]) < 1e-6, name);
      assert.ok(Math.abs(control[crown * 3 + 1] - control[chin * 3 + 1] - 1.25) < 1e-5, name);
      for (let v = 0; v < template.skinVertices; v++) {
        const [x, y, z] = control.subarray(v * 3, v * 3 + 3);
        if (y > -0.95) assert.ok(Math.abs(x) < 0.99 && y < 0.95 && Math.abs(z) < 0.95, `${name}: ${x} ${y} ${z}`);
      }
    }
  }
});

test("landmarks lie where MediaPipe has them, left and right alike", () => {
  const at = (i: number) => neutral.landmarks.subarray(i * 3, i * 3 + 3);
  assert.ok(at(1)[2] > 0.57 && Math.abs(at(1)[0]) < 0.005, "nose tip");
  assert.ok(at(152)[1] < -0.58 && at(10)[1] > 0.27, "chin and forehead");
  for (const [right, left] of [
    [33, 263],
    [133, 362],
    [61, 291],
    [468, 473],
  ]) {
    assert.ok(at(right)[0] < -0.05 && Math.abs(at(right)[0] + at(left)[0]) < 0.004, `${right} and ${left}`);
    assert.ok(Math.abs(at(right)[1] - at(left)[1]) < 0.004);
  }
  assert.ok(Math.abs(at(468)[2] - neutral.eyes.right.center[2] - neutral.eyes.right.radius) < 0.01, "pupil");
});

test("all 52 expressions are there; a blink closes its eye alone", () => {
  assert.equal(template.expressions.names.length, 52);
  const blink = shapeTemplate(template, { eyeBlinkLeft: 1 }).landmarks;
  const opening = (marks: Float32Array, top: number, bottom: number) => marks[top * 3 + 1] - marks[bottom * 3 + 1];
  assert.ok(opening(blink, 386, 374) < opening(neutral.landmarks, 386, 374) * 0.35);
  assert.ok(Math.abs(opening(blink, 159, 145) - opening(neutral.landmarks, 159, 145)) < 1e-4);
  const jaw = expressionOffsets(template, "jawOpen");
  assert.equal(jaw.length, neutral.positions.length);
  assert.ok(Math.min(...jaw.filter((_, i) => i % 3 === 1)) < -0.15);
});

test("a smile moves the mouth and neither eyes nor size", () => {
  const smiling = shapeTemplate(template, { mouthSmileLeft: 0.85, mouthSmileRight: 0.85 });
  const corner = (shape: typeof neutral) => shape.landmarks[61 * 3 + 1] - shape.landmarks[13 * 3 + 1];
  assert.ok(corner(smiling) > corner(neutral) + 0.01, `${corner(smiling)} ${corner(neutral)}`);
  assert.deepEqual(smiling.eyes, neutral.eyes);
  assert.deepEqual(smiling.sockets["hat"], neutral.sockets["hat"]);
});

test("unknown morphs and damaged files are named", async () => {
  assert.throws(() => shapeTemplate(template, { orc: 1 }), /no shape "orc"; it has male, female/);
  const swap = (bytes: (whole: Uint8Array) => Uint8Array) => async (name: string) => {
    const whole = await readFile(new URL(name, folder));
    return name.endsWith(".gz") ? bytes(whole) : whole;
  };
  const cut = swap((whole) => whole.subarray(0, 100_000));
  await assert.rejects(loadTemplate(cut), /template.safetensors.gz is damaged: it is not a whole gzip file/);
  const short = swap((whole) => gzipSync(gunzipSync(whole).subarray(0, 100_000)));
  await assert.rejects(loadTemplate(short), /template.safetensors.gz is damaged: tensor \w+ lies outside the file/);
});

test("distance to a sphere", () => {
  const [positions, indices] = ball(0.6, 96);
  const resolution = 40;
  const sdf = meshSdf(positions, indices, resolution);
  for (let i = 0; i < sdf.length; i++) {
    const p = gridPoint(i, resolution);
    const error = Math.abs(sdf[i] - (Math.hypot(...p) - 0.6));
    assert.ok(
      error < (Math.abs(sdf[i]) < 0.1 ? 1e-3 : 0.02 + 0.06 * Math.abs(sdf[i])),
      `${p}: ${sdf[i]}, error ${error}`,
    );
  }
});

test("distance to the head agrees with every triangle and the winding number", () => {
  const resolution = 48;
  const sdf = meshSdf(neutral.positions, neutral.indices, resolution);
  for (let k = 0; k < 20; k++) {
    const i = (k * 48_271 * 31) % sdf.length;
    const p = gridPoint(i, resolution);
    if (p[1] < -0.5) continue; // the nearest skin there may lie outside the grid
    const { distance, winding } = bruteForce(neutral.positions, neutral.indices, p);
    assert.equal(sdf[i] < 0, winding > 0.5, `sign at ${p}`);
    const error = Math.abs(Math.abs(sdf[i]) - distance);
    assert.ok(error < (distance < 0.08 ? 1e-5 : 0.02 + 0.04 * distance), `${p}: ${sdf[i]} and ${distance}`);
  }
});

test("the head's solid has eyes, ends at the bust plane, and is one piece", () => {
  const resolution = 64;
  const sdf = templateSdf(neutral, resolution);
  const at = (x: number, y: number, z: number) => {
    const [i, j, k] = [x, y, z].map((value) => Math.round(((value + 1) * resolution) / 2));
    return sdf[i + 65 * (j + 65 * k)];
  };
  assert.ok(at(...neutral.eyes.left.center) < -0.05);
  assert.ok(at(0, -0.97, 0) > 0 && at(0, -0.5, 0) < 0 && at(0, 0.75, 0) > 0 && at(0, -0.35, 0.25) < 0);
  assert.deepEqual([pieces(sdf, 65, (d) => d < 0), pieces(sdf, 65, (d) => d >= 0)], [1, 1]);
  for (let i = 0; i < sdf.length; i++) {
    for (const step of [1, 65, 65 * 65]) {
      if (i + step < sdf.length && Math.floor(i / (step * 65)) === Math.floor((i + step) / (step * 65))) {
        assert.ok(Math.abs(sdf[i] - sdf[i + step]) < 1.05 * (2 / resolution), `jump at ${gridPoint(i, resolution)}`);
      }
    }
  }
});

test("a Look chooses the shape", () => {
  const choose = (said: Partial<Look>) => shapeWeights(template.people, { ...emptyLook(), ...said });
  const who = (said: Partial<Look["who"]>) => choose({ who: { ...emptyLook().who, ...said } });
  assert.deepEqual(choose({}), {});
  const { male, female } = template.people.sexes;
  assert.deepEqual(who({ sex: { male: 1 }, age: 70 }), { ...male, old: 0.85 });
  assert.deepEqual(who({ sex: { female: 1 } }), female);
  assert.equal(who({ sex: { male: 0.7 }, age: 7 })["heavyBrow"] ?? 0, 0, "no child has a man's brow");
  assert.deepEqual(who({ age: 60, build: { heavy: 1 } }), { old: 0.675, heavy: 1 });
  assert.deepEqual(who({ ethnicity: { asian: 1 }, age: 30 }), { asian: 1 });
  assert.deepEqual(choose({ face: { fullLips: -0.7 }, expression: { jawOpen: 0.4 } }), {
    fullLips: -0.7,
    jawOpen: 0.4,
  });
  const goblin = { ...emptyLook(), face: { old: 0.3 } };
  assert.deepEqual(shapeWeights(template.people, goblin), { old: 0.3 });
  assert.deepEqual(shapeWeights(template.people, { ...goblin, who: { ...goblin.who, age: 70 } }), { old: 0.85 });
});

test("faces grow up: a year more is never a leap, and no age asks for more than one", () => {
  const at = (age: number) => {
    const look = emptyLook();
    look.who.age = age;
    return shapeWeights(template.people, look);
  };
  for (let age = 0; age < 120; age++) {
    const [now, next] = [at(age), at(age + 1)];
    for (const name of Object.keys(template.people.ages)) {
      assert.ok(Math.abs((now[name] ?? 0) - (next[name] ?? 0)) <= 0.31, `${name} at ${age}`);
    }
    const sum = Object.values(now).reduce((total, weight) => total + weight, 0);
    assert.ok(sum <= 1 + 1e-9, `${sum} at ${age}`);
    shapeTemplate(template, now);
  }
});

test("seeds make individuals of what a Look leaves open, and only of that", () => {
  const look = { ...emptyLook(), face: { bigNose: 0.5 }, individual: 7 };
  look.who = { ...look.who, sex: { male: 1 }, age: 70, ethnicity: { asian: 1 } };
  const named = shapeWeights(template.people, look);
  const of = (seed: number, amount = 1) => individualWeights(template.people, look, seed, amount);
  const [a, b] = [of(1), of(2)];
  assert.deepEqual(a, of(1));
  for (const name of ["male", "asian", "old", "bigNose"]) assert.equal(a[name], named[name]);
  for (const name of ["strongJaw", "heavyBrow"]) {
    const seeds = Array.from({ length: 200 }, (_, seed) => of(seed, 0.6)[name]);
    const mean = seeds.reduce((sum, weight) => sum + weight, 0) / seeds.length;
    assert.ok(named[name] > 0 && Math.abs(mean - named[name]) < 0.15, `men's ${name} is ${mean} on average`);
    assert.ok(
      Math.min(...seeds) < mean - 0.2 && Math.max(...seeds) > mean + 0.2,
      `men share one ${name}: ${mean}, ${Math.min(...seeds)} to ${Math.max(...seeds)}`,
    );
  }
  assert.ok(!("female" in a) && !("african" in a), "a group that is named stays as it is");
  assert.deepEqual(of(1, 0), named);
  const [p, q] = [a, b].map((weights) => shapeTemplate(template, weights).landmarks);
  const mean = p.reduce((sum, value, i) => sum + (value - q[i]) ** 2, 0) / (p.length / 3);
  assert.ok(Math.sqrt(mean) > 0.008 && Math.sqrt(mean) < 0.12, `landmarks differ by ${Math.sqrt(mean)}`);
});

test("regions", () => {
  const mark = (i: number) => [...neutral.landmarks.subarray(i * 3, i * 3 + 3)];
  const expected: [string, number[]][] = [
    ["nose", mark(1)],
    ["eyes", mark(468)],
    ["eyes", mark(473)],
    ["lips", mark(17).map((v, c) => v + (c === 1 ? 0.02 : 0))],
    ["brows", mark(105).map((v, c) => v - (c === 1 ? 0.02 : 0))],
    ["face", mark(50)],
    ["hair", [0, 0.62, 0]],
    ["hair", [0, 0.2, -0.9]],
    ["ears", [0.47, 0, -0.1]],
    ["neck", [0, -0.8, 0.2]],
  ];
  const found = nearestRegion(template, neutral, Float32Array.from(expected.flatMap(([, point]) => point)));
  assert.deepEqual(
    [...found].map((id) => template.regionNames[id]),
    expected.map(([name]) => name),
  );
});

function gridPoint(i: number, resolution: number): number[] {
  const side = resolution + 1;
  return [i % side, Math.floor(i / side) % side, Math.floor(i / side ** 2)].map((n) => (n * 2) / resolution - 1);
}

function ball(radius: number, n: number): [Float32Array, Uint32Array] {
  const points: number[] = [];
  const indices: number[] = [];
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j < 2 * n; j++) {
      const [a, b] = [(i * Math.PI) / n, (j * Math.PI) / n];
      points.push(radius * Math.sin(a) * Math.cos(b), radius * Math.cos(a), radius * Math.sin(a) * Math.sin(b));
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < 2 * n; j++) {
      const [a, b] = [i * 2 * n + j, i * 2 * n + ((j + 1) % (2 * n))];
      indices.push(a, b, b + 2 * n, a, b + 2 * n, a + 2 * n);
    }
  }
  return [Float32Array.from(points), Uint32Array.from(indices)];
}

/** Nearest of a cloud of samples of each triangle is not enough: projects onto every triangle's plane, edges and corners. */
function bruteForce(positions: Float32Array, indices: Uint32Array, p: number[]): { distance: number; winding: number } {
  const minus = (a: number[], b: number[]) => a.map((v, c) => v - b[c]);
  const dot = (a: number[], b: number[]) => a.reduce((sum, v, c) => sum + v * b[c], 0);
  const cross = (a: number[], b: number[]) =>
    [0, 1, 2].map((c) => a[(c + 1) % 3] * b[(c + 2) % 3] - a[(c + 2) % 3] * b[(c + 1) % 3]);
  let distance = Number.POSITIVE_INFINITY;
  let winding = 0;
  for (let t = 0; t < indices.length; t += 3) {
    const corner = [0, 1, 2].map((k) => minus([...positions.subarray(indices[t + k] * 3, indices[t + k] * 3 + 3)], p));
    const [a, b, c] = corner;
    const [la, lb, lc] = corner.map((v) => Math.hypot(...v));
    const solid = la * lb * lc + dot(a, b) * lc + dot(b, c) * la + dot(c, a) * lb;
    winding += Math.atan2(dot(a, cross(b, c)), solid) / (2 * Math.PI);
    distance = Math.min(distance, la);
    const normal = cross(minus(b, a), minus(c, a));
    let over = true;
    for (let k = 0; k < 3; k++) {
      const [from, edge] = [corner[k], minus(corner[(k + 1) % 3], corner[k])];
      const s = Math.min(1, Math.max(0, -dot(from, edge) / dot(edge, edge)));
      distance = Math.min(distance, Math.hypot(...from.map((v, i) => v + s * edge[i])));
      over &&= dot(cross(edge, from), normal) <= 0;
    }
    if (over) distance = Math.min(distance, Math.abs(dot(a, normal)) / Math.hypot(...normal));
  }
  return { distance, winding };
}

/** Connected pieces, over the edges of the tetrahedra, of the grid vertices that pass. */
function pieces(sdf: Float32Array, side: number, pass: (d: number) => boolean): number {
  const seen = new Uint8Array(sdf.length);
  let count = 0;
  for (let start = 0; start < sdf.length; start++) {
    if (seen[start] || !pass(sdf[start])) continue;
    count++;
    const todo = [start];
    seen[start] = 1;
    while (todo.length) {
      const i = todo.pop()!;
      const at = [i % side, Math.floor(i / side) % side, Math.floor(i / side ** 2)];
      for (let bits = 1; bits < 8; bits++) {
        for (const way of [-1, 1]) {
          const to = at.map((v, c) => v + way * ((bits >> c) & 1));
          const j = to[0] + side * (to[1] + side * to[2]);
          if (Math.min(...to) < 0 || Math.max(...to) >= side || seen[j] || !pass(sdf[j])) continue;
          seen[j] = 1;
          todo.push(j);
        }
      }
    }
  }
  return count;
}
