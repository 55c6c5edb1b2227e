import { type Draft, merge } from "../../core/mesh.ts";
import { step, type Vec } from "../../core/vector.ts";
import { lathe, type Step } from "./lathe.ts";
import { ringSurface } from "./surface.ts";

/** Crown from its top down to a band of the second slot, then the brim. */
const brim = (reach: number, drop = 0): Step[] => [
  { out: 1.04, high: 0.008 },
  { out: 1.04 + reach * 0.5, high: -0.3 * drop },
  { out: 1.04 + reach, high: -drop },
];
const band = (out: number, high: number): Step[] => [
  { out: out - 0.015, high, crease: true },
  { out, high, slot: 1, crease: true },
  { out: 1.02, high: 0.012, slot: 1, crease: true },
];

/** A tall cone that bends at its tip, with folds, a band and a wide brim. */
export function wizardHat(_head: unknown, level: number): Draft {
  const cone: Step[] = [
    { out: 0, high: 1.17 },
    { out: 0.045, high: 1.13 },
    { out: 0.13, high: 0.98 },
    { out: 0.25, high: 0.8 },
    { out: 0.47, high: 0.58 },
    { out: 0.66, high: 0.44 },
    { out: 0.93, high: 0.16 },
  ];
  const bend = ([x, y, z]: Vec, out: number, angle: number): Vec => {
    const high = Math.max(0, y - 0.75);
    const wave = out > 1.04 ? (out - 1.04) * 0.07 * Math.sin(3 * angle + 0.7) : 0;
    const fold = out < 0.9 && out > 0 ? 0.012 * Math.sin(16 * y + 1.5 * Math.sin(angle)) : 0;
    return [x * (1 + fold * 2) + 0.5 * high * high, y + wave - 0.12 * high * high, z - 0.55 * high * high];
  };
  return lathe({ outside: [...cone, ...band(0.985, 0.13), ...brim(0.72, 0.03)], bend, slots: 2, columns: 32 }, level);
}

/** A tall cone that leans and kinks, its brim broad and limp, with a buckle before its band. */
export function witchHat(_head: unknown, level: number): Draft {
  const cone: Step[] = [
    { out: 0, high: 1.3 },
    { out: 0.05, high: 1.24 },
    { out: 0.12, high: 1.06 },
    { out: 0.2, high: 0.92 },
    { out: 0.29, high: 0.86 },
    { out: 0.4, high: 0.66 },
    { out: 0.6, high: 0.44 },
    { out: 0.92, high: 0.17 },
  ];
  const bend = ([x, y, z]: Vec, out: number, angle: number): Vec => {
    const high = Math.max(0, y - 0.7);
    const limp = Math.max(0, out - 1.04);
    const fold = out < 0.9 && out > 0 ? 0.02 * Math.sin(19 * y + 2 * Math.sin(angle + 1)) : 0;
    return [x * (1 + 2 * fold) - 0.55 * high ** 1.5 + 0.5 * step(1.1, 1.6, y), y - 0.2 * high * high + limp * (0.12 * Math.sin(2 * angle + 0.4) - 0.16 * limp), z - 0.25 * high];
  };
  const hat = lathe({ outside: [...cone, ...band(0.985, 0.15), ...brim(0.95, 0.02)], bend, slots: 3, columns: 28 }, level);
  const corner = (wide: number, deep: number) => (turn: number): Vec => {
    const [x, y] = [Math.cos(turn + Math.PI / 4), Math.sin(turn + Math.PI / 4)].map((side) => wide * Math.SQRT2 * side);
    return [x, 0.437 + 0.9 * y, 0.5 + deep - 0.1 * y - 0.5 * x * x];
  };
  const buckle = ringSurface(
    [corner(0.085, 0), corner(0.085, 0.03), corner(0.055, 0.03), corner(0.055, 0), corner(0.085, 0)].map((at) => ({ at, slot: 2, crease: true })),
    { columns: 4, slots: 3 },
  );
  return merge(hat, buckle);
}

/** A high crown that widens upwards, a flat top, a brim curled at the sides. */
export function topHat(_head: unknown, level: number): Draft {
  const crown: Step[] = [
    { out: 0, high: 0.83 },
    { out: 0.85, high: 0.83 },
    { out: 1.0, high: 0.815, crease: false },
    { out: 1.02, high: 0.8 },
    { out: 0.985, high: 0.62 },
    { out: 0.965, high: 0.4 },
    { out: 0.965, high: 0.2 },
  ];
  const bend = ([x, y, z]: Vec, out: number): Vec => [x, y + (out > 1.04 ? 1.2 * (out - 1.04) * x * x * 0.6 : 0), z];
  return lathe({ outside: [...crown, ...band(0.99, 0.14), ...brim(0.36)], bend, slots: 2 }, level);
}

/** The pinch of a felt crown: a crease along its top, and a dent at each side of the front. */
function pinch([x, y, z]: Vec, depth: number, top: number): Vec {
  const high = step(top - 0.3, top, y);
  const along = depth * high * Math.exp(-((x / 0.13) ** 2)) * step(-0.6, -0.2, z);
  const front = high * step(0, 0.42, z);
  return [x * (1 - 0.34 * front), y - along + 0.03 * front, z];
}

export function fedora(_head: unknown, level: number): Draft {
  const crown: Step[] = [
    { out: 0, high: 0.6 },
    { out: 0.3, high: 0.6 },
    { out: 0.52, high: 0.59 },
    { out: 0.7, high: 0.555 },
    { out: 0.8, high: 0.48 },
    { out: 0.89, high: 0.33 },
    { out: 0.95, high: 0.18 },
  ];
  const bend = (point: Vec, out: number, angle: number): Vec => {
    const [x, y, z] = pinch(point, out < 0.85 ? 0.1 : 0, 0.86);
    const snap = out > 1.04 ? (out - 1.04) * (0.1 * Math.sin(angle) ** 2 - 0.16 * Math.max(0, Math.cos(angle)) + 0.06) : 0;
    return [x, y + snap, z];
  };
  return lathe({ outside: [...crown, ...band(0.985, 0.13), ...brim(0.42)], bend, slots: 2, columns: 30 }, level);
}

export function cowboyHat(_head: unknown, level: number): Draft {
  const crown: Step[] = [
    { out: 0, high: 0.62 },
    { out: 0.3, high: 0.63 },
    { out: 0.54, high: 0.62 },
    { out: 0.72, high: 0.58 },
    { out: 0.82, high: 0.48 },
    { out: 0.89, high: 0.33 },
    { out: 0.95, high: 0.15 },
  ];
  const bend = (point: Vec, out: number, angle: number): Vec => {
    const [x, y, z] = pinch(point, out < 0.85 ? 0.13 : 0, 0.9);
    const reach = Math.max(0, out - 1.04);
    const roll = reach * reach * (0.75 * Math.sin(angle) ** 4) - 0.1 * reach * Math.cos(angle) ** 2;
    return [x * (1 - 0.1 * reach * Math.sin(angle) ** 4), y + roll, z];
  };
  return lathe({ outside: [...crown, ...band(0.985, 0.07), ...brim(0.72)], bend, slots: 2, columns: 36 }, level);
}

/** A ranger's: a pinched crown of felt, and a broad brim that dips a little before and behind. */
export function wideHat(_head: unknown, level: number): Draft {
  const crown: Step[] = [
    { out: 0, high: 0.57 },
    { out: 0.3, high: 0.57 },
    { out: 0.52, high: 0.56 },
    { out: 0.7, high: 0.525 },
    { out: 0.81, high: 0.45 },
    { out: 0.9, high: 0.31 },
    { out: 0.955, high: 0.16 },
  ];
  const bend = (point: Vec, out: number, angle: number): Vec => {
    const [x, y, z] = pinch(point, out < 0.85 ? 0.09 : 0, 0.83);
    const reach = Math.max(0, out - 1.04);
    return [x, y + reach * reach * (0.12 - 0.3 * Math.cos(angle) ** 2) + 0.02 * reach * Math.sin(3 * angle + 0.5), z];
  };
  return lathe({ outside: [...crown, ...band(0.985, 0.1), ...brim(0.78)], bend, slots: 2, columns: 36 }, level);
}

export function bowler(_head: unknown, level: number): Draft {
  const crown: Step[] = [
    { out: 0, high: 0.6 },
    { out: 0.25, high: 0.59 },
    { out: 0.5, high: 0.55 },
    { out: 0.72, high: 0.47 },
    { out: 0.88, high: 0.35 },
    { out: 0.96, high: 0.2 },
  ];
  const bend = ([x, y, z]: Vec, out: number, angle: number): Vec => [
    x,
    y + (out > 1.04 ? (out - 1.04) * (0.3 * Math.sin(angle) ** 2 + 0.05) + 0.5 * (out - 1.04) ** 2 : 0),
    z,
  ];
  return lathe({ outside: [...crown, ...band(0.99, 0.12), ...brim(0.26)], bend, slots: 2 }, level);
}

export function strawHat(_head: unknown, level: number): Draft {
  const crown: Step[] = [
    { out: 0, high: 0.54 },
    { out: 0.4, high: 0.53 },
    { out: 0.66, high: 0.5 },
    { out: 0.82, high: 0.42 },
    { out: 0.91, high: 0.28 },
    { out: 0.96, high: 0.16 },
  ];
  const bend = ([x, y, z]: Vec, out: number, angle: number): Vec => [
    x,
    y + (out > 1.04 ? (out - 1.04) * 0.05 * Math.sin(4 * angle) : 0),
    z,
  ];
  return lathe({ outside: [...crown, ...band(0.99, 0.13), ...brim(0.8, 0.05)], bend, slots: 2, columns: 36 }, level);
}
