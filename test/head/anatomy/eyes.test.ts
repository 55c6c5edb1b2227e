import assert from "node:assert/strict";
import { test } from "node:test";
import { type BuiltAnatomy, buildAnatomy } from "../../../runtime/head/anatomy/build.ts";
import { poseMesh } from "../../tools/draw/pose.ts";
import { emptyHits, lookFrom, project, rasterise } from "../../tools/draw/raster.ts";
import { loadShipped, randomMorphs } from "./fixture.ts";

const anatomy = await loadShipped();
const SIZE = 160;
const MIXES = 6;
/** Loops around the eye: the rim that lids touch at, and one on the skin of the lids. */
const [RIM, LID] = [2, 5];

/** What is seen of an eye from a direction: pixels of the eyeball, and of nothing or the socket, by where they lie. */
function look(built: BuiltAnatomy, side: 0 | 1, azimuth: number, elevation: number, pose: Record<string, number>) {
  const skin = built.layers.Skin[0];
  const eye = built.layers[side === 0 ? "EyeRight" : "EyeLeft"][0];
  const view = lookFrom(azimuth, elevation, 1.5, 14, built.joints[side === 0 ? 4 : 3]);
  const hits = emptyHits(SIZE);
  const [skinPose, eyePose] = [poseMesh(skin, pose), poseMesh(eye, pose)];
  rasterise(hits, 0, { positions: skinPose.positions, triangles: skin.triangles, doubleSided: false }, view);
  rasterise(hits, 1, { positions: eyePose.positions, triangles: eye.triangles, doubleSided: false }, view);
  const screen = project(skinPose.positions, view, SIZE);
  const vertexOf = new Map([...anatomy.skinLevels[0].points].map((point, v) => [point, v]));
  const loop = (k: number) =>
    [...anatomy.lidRings[side][k]].map((point) => {
      const v = vertexOf.get(point)!;
      return [screen[3 * v], screen[3 * v + 1]];
    });
  const [rim, lid] = [loop(RIM), loop(LID)];
  const seen = { eye: 0, eyeOutside: 0, gap: 0 };
  for (let at = 0; at < SIZE * SIZE; at++) {
    const [x, y] = [(at % SIZE) + 0.5, Math.floor(at / SIZE) + 0.5];
    if (hits.layer[at] === 1) {
      seen.eye++;
      if (!within(lid, x, y)) seen.eyeOutside++;
    } else if (within(rim, x, y)) {
      const t = 3 * hits.triangle[at];
      const corners = hits.layer[at] === 0 ? [...skin.triangles.subarray(t, t + 3)] : [];
      const socket = corners.every((v) => anatomy.regionNames[built.regions[0][v]] === "sockets");
      if (socket) seen.gap++;
    }
  }
  return seen;
}

/** Even-odd test. */
function within(loop: number[][], x: number, y: number): boolean {
  let odd = false;
  for (let i = 0; i < loop.length; i++) {
    const [a, b] = [loop[i], loop[(i + 1) % loop.length]];
    if (a[1] > y !== b[1] > y && x < a[0] + ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1])) odd = !odd;
  }
  return odd;
}

const DIRECTIONS = [
  [0, 0],
  [-35, 5],
  [35, 5],
  [0, 25],
  [0, -25],
];
const POSES: Record<string, number>[] = [
  {},
  { eyeBlinkLeft: 0.5, eyeBlinkRight: 0.5 },
  { eyeLookOutLeft: 1, eyeLookInRight: 1 },
];
const shut = { eyeBlinkLeft: 1, eyeBlinkRight: 1 };
const heads = [{}, ...Array.from({ length: MIXES }, (_, seed) => randomMorphs(anatomy, seed))].map((morphs) =>
  buildAnatomy(anatomy, { morphs }),
);

test("closed lids leave no gap over the eyeball, for any head, from any side", () => {
  for (const [i, built] of heads.entries()) {
    for (const side of [0, 1] as const) {
      for (const [azimuth, elevation] of DIRECTIONS) {
        const open = look(built, side, azimuth, elevation, {});
        assert.ok(open.eye > 100, `head ${i}: ${open.eye} pixels of the open eye`);
        const closed = look(built, side, azimuth, elevation, shut);
        assert.equal(closed.eye, 0, `head ${i}, eye ${side} from ${azimuth}°, ${elevation}°`);
      }
    }
  }
});

test("eyes never leave their sockets: nothing of the ball outside the lids, nothing but the ball between them", () => {
  for (const [i, built] of heads.entries()) {
    for (const pose of POSES) {
      for (const side of [0, 1] as const) {
        for (const [azimuth, elevation] of DIRECTIONS.slice(0, 3)) {
          const { eyeOutside, gap } = look(built, side, azimuth, elevation, pose);
          const where = `head ${i}, eye ${side} from ${azimuth}° with ${JSON.stringify(pose)}`;
          assert.equal(eyeOutside, 0, `the ball is seen through the lids: ${where}`);
          assert.equal(gap, 0, `a gap beside the ball: ${where}`);
        }
      }
    }
  }
});

/** Places of a loop's points around an eye, on the refined skin under a pose. */
function loopPlaces(built: BuiltAnatomy, side: 0 | 1, k: number, pose: Record<string, number>): number[][] {
  const { positions } = poseMesh(built.layers.Skin[0], pose);
  const vertexOf = new Map([...anatomy.skinLevels[0].points].map((point, v) => [point, v]));
  return [...anatomy.lidRings[side][k]].map((point) => {
    const v = vertexOf.get(point)!;
    return [...positions.subarray(3 * v, 3 * v + 3)];
  });
}

test("lids lie on the eyeball of every head as they do on the average's", () => {
  const reaches = (built: BuiltAnatomy, side: 0 | 1) => {
    const eye = built.joints[side === 0 ? 4 : 3];
    const ball = built.layers[side === 0 ? "EyeRight" : "EyeLeft"][0].positions;
    // The last vertices are the back pole, a radius away.
    const radius = Math.hypot(...eye.map((x, c) => ball[ball.length - 3 + c] - x));
    return loopPlaces(built, side, RIM, {}).map((p) => Math.hypot(...p.map((x, c) => x - eye[c])) / radius);
  };
  for (const [i, built] of heads.entries()) {
    for (const side of [0, 1] as const) {
      const wanted = reaches(heads[0], side);
      for (const [n, reach] of reaches(built, side).entries()) {
        assert.ok(Math.abs(reach / wanted[n] - 1) < 0.015, `head ${i}: ${reach} radii, on the average ${wanted[n]}`);
      }
    }
  }
});

test("closed lids meet: neither short of one another nor past", () => {
  for (const [i, built] of heads.entries()) {
    for (const side of [0, 1] as const) {
      const [open, closed] = [{}, shut].map((pose) => loopPlaces(built, side, RIM, pose));
      const height = open.reduce((sum, p) => sum + p[1], 0) / open.length;
      const lower = closed.filter((_, n) => open[n][1] <= height);
      for (const [n, p] of closed.entries()) {
        if (open[n][1] <= height) continue;
        const nearest = Math.min(...lower.map((q) => Math.abs(q[0] - p[0]) + 2 * Math.abs(q[1] - p[1])));
        const millimetres = 1000 * anatomy.metresPerUnit * nearest;
        assert.ok(millimetres < 4, `head ${i}, eye ${side}: ${millimetres} mm`);
      }
    }
  }
});
