import { type Draft, merge, mirrored } from "../../core/mesh.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { curve, step, type Vec } from "../../core/vector.ts";
import { HEAD, lathe, type Step } from "./lathe.ts";
import { ringSurface } from "./surface.ts";

/** A knitted cap with its edge rolled up. */
export function beanie(_head: unknown, level: number): Draft {
  const outside: Step[] = [
    { out: 0, high: 0.52 },
    { out: 0.2, high: 0.515 },
    { out: 0.44, high: 0.475 },
    { out: 0.7, high: 0.39 },
    { out: 0.9, high: 0.26 },
    { out: 1.02, high: 0.06 },
    { out: 1.09, high: 0.05 },
    { out: 1.13, high: 0 },
    { out: 1.12, high: -0.08 },
    { out: 1.02, high: -0.12 },
  ];
  return lathe({ outside, band: 0.3, tilt: 0.13 }, level);
}

/** A fur hat: a cloth crown in a broad turned-up band, flaps over the ears and the nape. */
export function ushanka(_head: unknown, level: number): Draft {
  const outside: Step[] = [
    { out: 0, high: 0.53, slot: 1 },
    { out: 0.4, high: 0.515, slot: 1 },
    { out: 0.72, high: 0.43, slot: 1 },
    { out: 0.96, high: 0.3, slot: 1, crease: true },
    { out: 1.08, high: 0.32 },
    { out: 1.16, high: 0.26 },
    { out: 1.18, high: 0.1 },
    { out: 1.15, high: -0.08 },
    { out: 1.13, high: -0.16 },
    { out: 1.05, high: -0.16 },
    { out: 1.01, high: -0.06 },
  ];
  const bend = ([x, y, z]: Vec, out: number, angle: number): Vec => {
    const side = Math.exp(-(((Math.abs(Math.sin(angle / 2)) - 0.76) / 0.13) ** 2));
    const nape = 0.35 * step(0.1, -0.9, Math.cos(angle));
    const low = out > 1.04 ? step(0.32, 0.12, y - 0.13 * z) : 0;
    const flap = Math.min(1, side + nape) * low;
    return [x * (1 + 0.13 * flap), y - 0.36 * flap, z];
  };
  return lathe({ outside, bend, slots: 2, band: 0.3, tilt: 0.13, columns: 40 }, level);
}

/** A baseball cap: a round crown of panels and a bent visor. */
export function cap(_head: unknown, level: number): Draft {
  const outside: Step[] = [
    { out: 0, high: 0.475 },
    { out: 0.28, high: 0.46 },
    { out: 0.54, high: 0.415 },
    { out: 0.78, high: 0.325 },
    { out: 0.93, high: 0.19 },
    { out: 1.01, high: 0, crease: true },
    { out: 1.4, high: 0 },
    { out: 1.74, high: 0 },
  ];
  const bend = ([x, y, z]: Vec, out: number, angle: number): Vec => {
    const reach = Math.max(0, out - 1.02) / 2;
    if (reach === 0) return [x, y, z];
    const front = step(0.42, 1, Math.cos(angle));
    const less = reach * (1 - Math.max(0.03, front));
    const along = reach - less;
    return [x - less * Math.sin(angle), y - along * (0.2 + 1.5 * x * x), z - less * Math.cos(angle)];
  };
  return lathe({ outside, bend, tilt: 0.08, focus: 0.4, columns: 32 }, level);
}

/** A steel cap with a brass rim and a horn at each side. */
export function vikingHelmet(_head: unknown, level: number): Draft {
  const dome: Step[] = [
    { out: 0, high: 0.52 },
    { out: 0.3, high: 0.485 },
    { out: 0.66, high: 0.385 },
    { out: 0.9, high: 0.23 },
    { out: 1.0, high: 0.06, crease: true },
    { out: 1.06, high: 0.06, slot: 1, crease: true },
    { out: 1.08, high: 0.01, slot: 1 },
    { out: 1.06, high: -0.05, slot: 1, crease: true },
  ];
  const horn: Draft = { positions: [], normals: [], uvs: [], triangles: [] };
  const line: Vec[] = [
    [0.34, 0.46, -0.06],
    [0.56, 0.5, -0.06],
    [0.7, 0.66, -0.04],
    [0.7, 0.92, -0.01],
  ];
  sweep(horn, curve(line, level === 0 ? 3 : 1), {
    outline: ellipse(level === 0 ? 7 : 5),
    radius: (t) => 0.088 * Math.max(0.04, 1 - t ** 1.5),
    up: [0, 0, 1],
    patch: { u: [0.7, 0.98], v: [0, 1] },
  });
  return merge(lathe({ outside: dome, slots: 3, columns: 22 }, level), horn, mirrored(horn));
}

const TEETH = 8;
/** A ring of gold with points, and a stone under each. */
export function crown(_head: unknown, level: number): Draft {
  const columns = TEETH * (level === 0 ? 4 : 2);
  const ring = (wide: number, y: number, tooth: number) => (angle: number): Vec => {
    const part = (angle * TEETH) / (2 * Math.PI);
    const peak = 1 - 2 * Math.abs(part - Math.round(part));
    const out = wide + (y + tooth * peak - 0.3) * 0.06;
    const z = (HEAD.z + out) * Math.cos(angle);
    return [(HEAD.x + out) * Math.sin(angle), y + tooth * peak + 0.1 * z, HEAD.axis + z];
  };
  const band = ringSurface(
    [
      { at: ring(0.04, 0.44, 0.2), crease: true },
      { at: ring(0.04, 0.36, 0.02), crease: true },
      { at: ring(0.055, 0.35, 0), crease: true },
      { at: ring(0.055, 0.31, 0), crease: true },
      { at: ring(0.015, 0.31, 0), crease: true },
      { at: ring(0.02, 0.44, 0.19), crease: true },
      { at: ring(0.04, 0.44, 0.2) },
    ],
    { columns, slots: 2 },
  );
  const stones = Array.from({ length: TEETH }, (_, i) => {
    const center = ring(0.045, 0.45, 0)((2 * Math.PI * i) / TEETH);
    const ball = (rise: number, wide: number) => (angle: number): Vec => [
      center[0] + wide * Math.sin(angle),
      center[1] + rise,
      center[2] + wide * Math.cos(angle),
    ];
    const r = 0.034;
    return ringSurface([ball(r, 0), ball(0, r), ball(-r, 0)].map((at) => ({ at, slot: 1, crease: true })), { columns: 4, slots: 2 });
  });
  return merge(band, ...stones);
}

/** A band of cloth around the forehead. */
export function headband(_head: unknown, level: number): Draft {
  const ring = (wide: number, y: number) => (angle: number): Vec => {
    const z = (HEAD.z + wide) * Math.cos(angle);
    return [(HEAD.x + wide) * Math.sin(angle), y + 0.12 * z, HEAD.axis + z];
  };
  const profile: [number, number][] = [
    [0.0, 0.34],
    [0.022, 0.33],
    [0.03, 0.27],
    [0.026, 0.21],
    [0.01, 0.2],
    [0.004, 0.27],
    [0.0, 0.34],
  ];
  return ringSurface(
    profile.map(([wide, y]) => ({ at: ring(wide, y) })),
    { columns: level === 0 ? 20 : 14 },
  );
}

/** A cloth bound over the crown, knotted behind, its two ends hanging. */
export function bandana(_head: unknown, level: number): Draft {
  const outside: Step[] = [
    { out: 0, high: 0.455 },
    { out: 0.32, high: 0.44 },
    { out: 0.62, high: 0.38 },
    { out: 0.85, high: 0.255 },
    { out: 0.97, high: 0.12 },
    { out: 1.02, high: 0.01 },
    { out: 1.025, high: -0.055 },
  ];
  const bend = ([x, y, z]: Vec, out: number, angle: number): Vec => {
    // Folds run together at the knot.
    const drawn = step(-0.1, -0.95, Math.cos(angle)) * step(0.3, 0.95, out);
    const fold = drawn * 0.012 * Math.sin(22 * y + 9 * Math.abs(angle - Math.PI));
    return [x * (1 + fold), y - 0.03 * drawn, z - fold];
  };
  const cloth = lathe({ outside, bend, band: 0.31, tilt: 0.13, columns: 28 }, level);
  const fine = level === 0;
  const piece = (line: Vec[], radius: (t: number) => number, flat: number): Draft => {
    const out: Draft = { positions: [], normals: [], uvs: [], triangles: [] };
    sweep(out, fine ? curve(line, 3) : line, { outline: ellipse(fine ? 8 : 4, flat), radius, up: [0, 0.3, -1], patch: { u: [0.1, 0.9], v: [0, 1] } });
    return out;
  };
  const knot = piece([[-0.055, 0.2, -0.655], [0, 0.215, -0.685], [0.055, 0.2, -0.655]], (t) => 0.03 + 0.022 * Math.sin(Math.PI * t), 0.8);
  const end = (side: number, long: number) =>
    piece(
      [[0.01 * side, 0.2, -0.67], [0.06 * side, 0.12, -0.7], [0.085 * side, 0, -0.68], [0.12 * side, -long, -0.66]],
      (t) => 0.02 + 0.045 * step(0, 0.6, t) - 0.04 * step(0.85, 1, t),
      0.22,
    );
  return merge(cloth, knot, end(-1, 0.12), end(1, 0.17));
}
