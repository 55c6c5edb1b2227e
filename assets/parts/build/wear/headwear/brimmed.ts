import { type Draft, merge } from "../../core/mesh.ts";
import { step, type Vec } from "../../core/vector.ts";
import { lathe, type Step } from "./lathe.ts";
import { ringSurface } from "./surface.ts";

/** What a hat that is turned from one profile is like; heights and reaches in radii of the head. */
interface Brimmed {
  /** From its top down to the band: how far out, and how high. */
  crown: readonly (readonly [out: number, high: number])[];
  /** Where the band begins, in the second slot. */
  band: readonly [out: number, high: number];
  /** How far the brim reaches, and how far it drops there. */
  brim: readonly [reach: number, drop?: number];
  /** Of a point, and how far out it is and at what angle before it is bent. */
  bend: (point: Vec, out: number, angle: number) => Vec;
  columns?: number;
  slots?: number;
}

/** Crown, band of the second slot, brim. */
function turned({ crown, band: top, brim: edge, slots = 2, ...shape }: Brimmed, level: number): Draft {
  const outside = [...crown.map(([out, high]) => ({ out, high })), ...band(...top), ...brim(...edge)];
  return lathe({ outside, slots, ...shape }, level);
}

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
  const crown = [[0, 1.17], [0.045, 1.13], [0.13, 0.98], [0.25, 0.8], [0.47, 0.58], [0.66, 0.44], [0.93, 0.16]] as const;
  const bend = ([x, y, z]: Vec, out: number, angle: number): Vec => {
    const high = Math.max(0, y - 0.75);
    const wave = out > 1.04 ? (out - 1.04) * 0.07 * Math.sin(3 * angle + 0.7) : 0;
    const fold = out < 0.9 && out > 0 ? 0.012 * Math.sin(16 * y + 1.5 * Math.sin(angle)) : 0;
    return [x * (1 + fold * 2) + 0.5 * high * high, y + wave - 0.12 * high * high, z - 0.55 * high * high];
  };
  return turned({ crown, band: [0.985, 0.13], brim: [0.72, 0.03], bend, columns: 32 }, level);
}

/** A tall cone that leans and kinks, its brim broad and limp, with a buckle before its band. */
export function witchHat(_head: unknown, level: number): Draft {
  const crown = [[0, 1.3], [0.05, 1.24], [0.12, 1.06], [0.2, 0.92], [0.29, 0.86], [0.4, 0.66], [0.6, 0.44], [0.92, 0.17]] as const;
  const bend = ([x, y, z]: Vec, out: number, angle: number): Vec => {
    const high = Math.max(0, y - 0.7);
    const limp = Math.max(0, out - 1.04);
    const fold = out < 0.9 && out > 0 ? 0.02 * Math.sin(19 * y + 2 * Math.sin(angle + 1)) : 0;
    return [x * (1 + 2 * fold) - 0.55 * high ** 1.5 + 0.5 * step(1.1, 1.6, y), y - 0.2 * high * high + limp * (0.12 * Math.sin(2 * angle + 0.4) - 0.16 * limp), z - 0.25 * high];
  };
  const hat = turned({ crown, band: [0.985, 0.15], brim: [0.95, 0.02], bend, slots: 3, columns: 28 }, level);
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
  const crown = [[0, 0.83], [0.85, 0.83], [1.0, 0.815], [1.02, 0.8], [0.985, 0.62], [0.965, 0.4], [0.965, 0.2]] as const;
  const bend = ([x, y, z]: Vec, out: number): Vec => [x, y + (out > 1.04 ? 1.2 * (out - 1.04) * x * x * 0.6 : 0), z];
  return turned({ crown, band: [0.99, 0.14], brim: [0.36], bend }, level);
}

/** The pinch of a felt crown: a crease along its top, and a dent at each side of the front. */
function pinch([x, y, z]: Vec, depth: number, top: number): Vec {
  const high = step(top - 0.3, top, y);
  const along = depth * high * Math.exp(-((x / 0.13) ** 2)) * step(-0.6, -0.2, z);
  const front = high * step(0, 0.42, z);
  return [x * (1 - 0.34 * front), y - along + 0.03 * front, z];
}

export function fedora(_head: unknown, level: number): Draft {
  const crown = [[0, 0.6], [0.3, 0.6], [0.52, 0.59], [0.7, 0.555], [0.8, 0.48], [0.89, 0.33], [0.95, 0.18]] as const;
  const bend = (point: Vec, out: number, angle: number): Vec => {
    const [x, y, z] = pinch(point, out < 0.85 ? 0.1 : 0, 0.86);
    const snap = out > 1.04 ? (out - 1.04) * (0.1 * Math.sin(angle) ** 2 - 0.16 * Math.max(0, Math.cos(angle)) + 0.06) : 0;
    return [x, y + snap, z];
  };
  return turned({ crown, band: [0.985, 0.13], brim: [0.42], bend, columns: 30 }, level);
}

export function cowboyHat(_head: unknown, level: number): Draft {
  const crown = [[0, 0.62], [0.3, 0.63], [0.54, 0.62], [0.72, 0.58], [0.82, 0.48], [0.89, 0.33], [0.95, 0.15]] as const;
  const bend = (point: Vec, out: number, angle: number): Vec => {
    const [x, y, z] = pinch(point, out < 0.85 ? 0.13 : 0, 0.9);
    const reach = Math.max(0, out - 1.04);
    const roll = reach * reach * (0.75 * Math.sin(angle) ** 4) - 0.1 * reach * Math.cos(angle) ** 2;
    return [x * (1 - 0.1 * reach * Math.sin(angle) ** 4), y + roll, z];
  };
  return turned({ crown, band: [0.985, 0.07], brim: [0.72], bend, columns: 36 }, level);
}

/** A ranger's: a pinched crown of felt, and a broad brim that dips a little before and behind. */
export function wideHat(_head: unknown, level: number): Draft {
  const crown = [[0, 0.57], [0.3, 0.57], [0.52, 0.56], [0.7, 0.525], [0.81, 0.45], [0.9, 0.31], [0.955, 0.16]] as const;
  const bend = (point: Vec, out: number, angle: number): Vec => {
    const [x, y, z] = pinch(point, out < 0.85 ? 0.09 : 0, 0.83);
    const reach = Math.max(0, out - 1.04);
    return [x, y + reach * reach * (0.12 - 0.3 * Math.cos(angle) ** 2) + 0.02 * reach * Math.sin(3 * angle + 0.5), z];
  };
  return turned({ crown, band: [0.985, 0.1], brim: [0.78], bend, columns: 36 }, level);
}

export function bowler(_head: unknown, level: number): Draft {
  const crown = [[0, 0.6], [0.25, 0.59], [0.5, 0.55], [0.72, 0.47], [0.88, 0.35], [0.96, 0.2]] as const;
  const bend = ([x, y, z]: Vec, out: number, angle: number): Vec => [
    x,
    y + (out > 1.04 ? (out - 1.04) * (0.3 * Math.sin(angle) ** 2 + 0.05) + 0.5 * (out - 1.04) ** 2 : 0),
    z,
  ];
  return turned({ crown, band: [0.99, 0.12], brim: [0.26], bend }, level);
}

export function strawHat(_head: unknown, level: number): Draft {
  const crown = [[0, 0.54], [0.4, 0.53], [0.66, 0.5], [0.82, 0.42], [0.91, 0.28], [0.96, 0.16]] as const;
  const bend = ([x, y, z]: Vec, out: number, angle: number): Vec => [
    x,
    y + (out > 1.04 ? (out - 1.04) * 0.05 * Math.sin(4 * angle) : 0),
    z,
  ];
  return turned({ crown, band: [0.99, 0.13], brim: [0.8, 0.05], bend, columns: 36 }, level);
}
