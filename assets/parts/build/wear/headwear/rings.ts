import { type Draft, draft, merge } from "../../core/mesh.ts";
import { draws } from "../../core/random.ts";
import type { AverageHead } from "../../core/skin.ts";
import { standOff } from "../../core/stand-off.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { add, cross, sampled, scale, step, unit, type Vec } from "../../core/vector.ts";
import { ball, turned } from "../jewellery/small.ts";
import { strap } from "../face/strap.ts";
import { HEAD } from "./lathe.ts";
import { ringSurface } from "./surface.ts";

const TURN = 2 * Math.PI;
/** A place on the ellipse of hats' bands. */
const around = (angle: number, out: number, y: number, tilt: number): Vec => {
  const z = (HEAD.z + out) * Math.cos(angle);
  return [(HEAD.x + out) * Math.sin(angle), y + tilt * z, HEAD.axis + z];
};

/** A narrow ring of metal that rises in front to points with stones. */
export function tiara(_head: unknown, level: number): Draft {
  const height = (angle: number) => {
    const off = Math.abs(angle > Math.PI ? TURN - angle : angle);
    const points = 0.5 + 0.5 * Math.cos(off * 12);
    return 0.03 + 0.17 * step(1.05, 0, off) * (0.55 + 0.45 * points);
  };
  const at = (out: number, share: number) => (angle: number) => around(angle, out, 0.4 + share * height(angle), 0.16);
  const columns = level === 0 ? 60 : 30;
  const ring = ringSurface(
    [
      { at: at(0.03, 1), crease: true },
      { at: at(0.04, 0.12), crease: true },
      { at: at(0.05, 0), crease: true },
      { at: at(0.03, 0), crease: true },
      { at: at(0.022, 1), crease: true },
      { at: at(0.03, 1) },
    ],
    { columns, slots: 2 },
  );
  const stones = [-2, -1, 0, 1, 2].map((k) => {
    const angle = (k * TURN) / 12;
    const center = around(angle, 0.044, 0.4 + height(Math.abs(angle)) * 0.5, 0.16);
    return turned(center, ball(k === 0 ? 0.03 : 0.021, level === 0 ? 4 : 2), level === 0 ? 8 : 5, { slots: 2, slot: 1 });
  });
  return merge(ring, ...stones);
}

/** A thin ring of metal low on the brow, with a drop of stone. */
export function circlet(_head: unknown, level: number): Draft {
  const out = draft();
  const dip = (angle: number) => 0.045 * Math.max(0, Math.cos(angle)) ** 24;
  const line = sampled(level === 0 ? 56 : 28, (t) => around(TURN * t, 0.028, 0.27 - dip(TURN * t), 0.1));
  sweep(out, line, { outline: ellipse(level === 0 ? 8 : 5, 0.6), radius: () => 0.013, up: [0, 1, 0], patch: { u: [0.02, 0.46], v: [0, 1] }, repeats: 4, closed: true });
  const at = around(0, 0.04, 0.225, 0.1);
  const stone = turned(at, [[0, 0.028], [0.018, 0.014], [0.02, -0.004], [0.01, -0.03], [0, -0.04]], level === 0 ? 8 : 5, { slots: 2, slot: 1 });
  return merge(out, stone);
}

/** A leaf or petal: a flat spindle from a place along a way. */
function leaf(at: Vec, way: Vec, face: Vec, { length, width, slot, slots, columns }: { length: number; width: number; slot: number; slots: number; columns: number }): Draft {
  const across = unit(cross(way, face));
  const out = unit(cross(across, way));
  const ring = (share: number, wide: number, lift: number) => (angle: number): Vec =>
    add(add(add(at, way, length * share), across, wide * Math.cos(angle)), out, lift + 0.22 * wide * Math.sin(angle));
  return ringSurface(
    [ring(1, 0, -0.01), ring(0.66, 0.8 * width, 0.004), ring(0.3, width, 0.006), ring(0, 0, 0)].map((place) => ({ at: place, slot })),
    { columns, slots },
  );
}

/** Two branches of laurel that meet over the brow. */
export function laurel(_head: unknown, level: number): Draft {
  const rng = draws("laurel");
  const parts: Draft[] = [];
  const stem = draft();
  sweep(stem, sampled(level === 0 ? 40 : 20, (t) => around(TURN * t, 0.04, 0.31, 0.16)), { outline: ellipse(4), radius: () => 0.011, up: [0, 1, 0], patch: { u: [0.05, 0.95], v: [0, 1] }, closed: true });
  const many = level === 0 ? 12 : 8;
  for (const side of [1, -1]) {
    for (let i = 0; i < many; i++) {
      const angle = side * (0.12 + (2.75 * (many - 1 - i)) / many);
      const at = around(angle, 0.045, 0.31, 0.16);
      const next = around(angle - side * 0.1, 0.045, 0.31, 0.16);
      const along = unit([next[0] - at[0], next[1] - at[1], next[2] - at[2]]);
      const face = unit([at[0], 0.1, at[2] - HEAD.axis]);
      for (const up of [1, -1]) {
        const way = unit(add(add(along, [0, 1, 0], up * rng.uniform(0.42, 0.7)), face, rng.uniform(0.2, 0.4)));
        parts.push(leaf(at, way, face, { length: rng.uniform(0.15, 0.19), width: 0.036, slot: 0, slots: 1, columns: level === 0 ? 5 : 3 }));
      }
    }
  }
  return merge(stem, ...parts);
}

/** Flowers and leaves on a wreath: petals first, then their hearts, then leaves. */
export function flowerCrown(_head: unknown, level: number): Draft {
  const rng = draws("flower crown");
  const SLOTS = 4;
  const vine = draft();
  sweep(vine, sampled(level === 0 ? 36 : 18, (t) => around(TURN * t, 0.045, 0.38, 0.18)), { outline: ellipse(4), radius: (t) => 0.018 + 0.004 * Math.sin(6 * TURN * t), up: [0, 1, 0], patch: { u: [0.78, 0.97], v: [0, 1] }, closed: true });
  const parts: Draft[] = [vine];
  const many = level === 0 ? 12 : 8;
  for (let i = 0; i < many; i++) {
    const angle = (TURN * (i + rng.uniform(-0.15, 0.15))) / many;
    const at = around(angle, 0.06, 0.385 + rng.uniform(-0.02, 0.03), 0.18);
    const face = unit([at[0], 0.25 + rng.uniform(-0.15, 0.3), at[2] - HEAD.axis]);
    const first = unit(cross(face, [0, 1, 0]));
    const second = cross(first, face);
    const size = rng.uniform(0.075, 0.115);
    const slot = i % 3 === 1 ? 1 : 0;
    for (let k = 0; k < 5; k++) {
      const turn = (TURN * k) / 5 + i;
      const way = unit(add(add(scale(first, Math.cos(turn)), second, Math.sin(turn)), face, 0.45));
      parts.push(leaf(add(at, face, 0.012), way, face, { length: size, width: 0.52 * size, slot, slots: SLOTS, columns: level === 0 ? 4 : 3 }));
    }
    parts.push(turned(add(at, face, 0.035), ball(0.28 * size, level === 0 ? 4 : 2), level === 0 ? 6 : 4, { slots: SLOTS, slot: 2 }));
    for (const up of level === 0 ? [1, -1] : [i % 2 ? 1 : -1]) {
      const way = unit(add(add(scale(first, up * rng.uniform(0.5, 1)), [0, 1, 0], -up * rng.uniform(0.3, 0.9)), face, 0.25));
      parts.push(leaf(at, way, face, { length: 0.14, width: 0.034, slot: 3, slots: SLOTS, columns: level === 0 ? 5 : 3 }));
    }
  }
  return merge(...parts);
}

/** White gauze wound around forehead and back of the head in three turns. */
export function headBandage({ skull }: AverageHead, level: number): Draft {
  const turn = (front: number, back: number, side: number, off: number) =>
    strap(skull, {
      from: 0.7,
      to: 0.7 + TURN,
      high: [
        [0, (front + side) / 2],
        [0.14, side],
        [0.39, back],
        [0.64, side],
        [0.89, front],
        [1, (front + side) / 2],
      ],
      wide: 0.062,
      thick: 0.009,
      off,
      steps: level === 0 ? 32 : 16,
      u: [0.05, 0.95],
    });
  return merge(turn(0.32, -0.02, 0.19, 0.02), turn(0.38, 0.1, 0.28, 0.03), turn(0.27, 0.2, 0.2, 0.036));
}

/** Padded cups over the ears on a band over the crown. */
export function headphones({ skull }: AverageHead, level: number): Draft {
  const fine = level === 0;
  const band = draft();
  const side: Vec = [0.51, 0.02, -0.1];
  const arc = sampled(fine ? 16 : 14, (t) => {
    const angle = -1.42 + 2.84 * t;
    const way: Vec = [Math.sin(angle), Math.cos(angle), 0];
    const tight = standOff(skull, [0, 0.1, -0.1], way, 0.1);
    const wide = Math.max(tight[0] ** 2 + (tight[1] - 0.1) ** 2, Math.abs(angle) > 1 ? 0.53 ** 2 : 0) ** 0.5;
    return [wide * way[0], 0.1 + wide * way[1], -0.1];
  });
  sweep(band, [[-side[0], side[1], side[2]], ...arc, side], { outline: ellipse(fine ? 8 : 5, 0.28), radius: () => 0.05, up: [0, 1, 0], patch: { u: [0.03, 0.46], v: [0, 1] } });
  const columns = fine ? 12 : 10;
  const disc = (sign: number, profile: [number, number, number, boolean?][]): Draft =>
    ringSurface(
      profile.map(([out, wide, slot, crease]) => ({
        slot,
        crease,
        at: (angle: number): Vec => [sign * (0.43 + out), -0.06 - 1.18 * wide * Math.sin(sign * angle), -0.1 + wide * Math.cos(angle)],
      })),
      { columns, slots: 2 },
    );
  const cup: [number, number, number, boolean?][] = [
    [0.15, 0, 0],
    [0.15, 0.09, 0],
    [0.135, 0.15, 0],
    [0.09, 0.178, 0, true],
    [0.088, 0.182, 1, true],
    [0.06, 0.2, 1],
    [0.02, 0.2, 1],
    [-0.01, 0.17, 1],
    [0.0, 0.1, 1],
    [0.04, 0, 1],
  ];
  // Seen from outside: the turn runs the other way on the other side.
  return merge(band, disc(1, cup), disc(-1, cup));
}
