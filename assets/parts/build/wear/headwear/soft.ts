import { type Draft, draft, merge } from "../../core/mesh.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { curve, step, table, type Vec } from "../../core/vector.ts";
import { lathe, type Step } from "./lathe.ts";

/** Profile of a hat as [out, high], from its pole. */
export const steps = (...profile: [number, number][]): Step[] => profile.map(([out, high]) => ({ out, high }));

/** A round of felt that hangs over to the right, with a stalk in its middle. */
export function beret(_head: unknown, level: number): Draft {
  const outside = [...steps([0, 0.47], [0.3, 0.475], [0.7, 0.46], [1.15, 0.4], [1.42, 0.3], [1.46, 0.22], [1.3, 0.12], [1.05, 0.055]), { out: 1.03, high: 0.05, crease: true }, { out: 1.02, high: -0.03 }];
  const hang = (point: Vec, out: number): Vec => {
    const [x, y, z] = point;
    const free = step(1.02, 1.4, out) + step(0.35, 0.5, y) * 0.6;
    const side = Math.max(0, -x);
    return [x - 0.06 * free, y - free * (0.34 * side * side - 0.12 * Math.max(0, x)) + 0.06 * free * z, z - 0.02 * free];
  };
  const stalk = draft();
  const top: Vec = hang([0, 0.77, -0.06], 0);
  sweep(stalk, [[top[0], top[1] - 0.015, top[2]], [top[0], top[1] + 0.02, top[2]], [top[0] + 0.008, top[1] + 0.05, top[2]]], { outline: ellipse(6), radius: () => 0.013, up: [0, 0, 1], patch: { u: [0.1, 0.9], v: [0, 1] } });
  return merge(lathe({ outside, band: 0.32, tilt: 0.12, bend: hang, columns: 30 }, level), stalk);
}

/** A close round of cloth on the crown. */
export function skullcap(_head: unknown, level: number): Draft {
  return lathe({ outside: steps([0, 0.475], [0.3, 0.455], [0.56, 0.395], [0.8, 0.285], [0.94, 0.165], [1.015, 0.03], [1.02, 0]), band: 0.31, tilt: 0.14 }, level);
}

/** White canvas with its brim turned up all around. */
export function sailorHat(_head: unknown, level: number): Draft {
  const outside: Step[] = [
    ...steps([0, 0.43], [0.45, 0.42], [0.78, 0.34], [0.95, 0.22], [1.03, 0.1]),
    { out: 1.14, high: 0.2, crease: true },
    { out: 1.19, high: 0.2 },
    { out: 1.17, high: 0.08 },
    { out: 1.12, high: -0.03 },
    { out: 1.05, high: -0.045 },
  ];
  return lathe({ outside, band: 0.34, tilt: 0.14, columns: 28 }, level);
}

/** Soft cloth with a brim that falls all around. */
export function bucketHat(_head: unknown, level: number): Draft {
  const outside: Step[] = [
    { out: 0, high: 0.43 },
    { out: 0.5, high: 0.43 },
    { out: 0.8, high: 0.41 },
    { out: 0.85, high: 0.385, crease: true },
    { out: 0.93, high: 0.2 },
    { out: 1.03, high: 0.0, crease: true },
    { out: 1.32, high: -0.1 },
    { out: 1.6, high: -0.2 },
  ];
  const bend = ([x, y, z]: Vec, out: number, angle: number): Vec => [x, y + Math.max(0, out - 1.03) * (0.05 * Math.sin(3 * angle + 0.6) - 0.02), z];
  return lathe({ outside, bend, band: 0.34, tilt: 0.1, columns: 28 }, level);
}

/** A white band under a full pleated top. */
export function chefHat(_head: unknown, level: number): Draft {
  const outside: Step[] = [
    { out: 0, high: 0.78 },
    { out: 0.45, high: 0.8 },
    { out: 0.9, high: 0.79 },
    { out: 1.28, high: 0.7 },
    { out: 1.42, high: 0.58 },
    { out: 1.36, high: 0.46 },
    { out: 1.12, high: 0.38 },
    { out: 1.0, high: 0.35, crease: true },
    { out: 1.02, high: 0.34, crease: true },
    { out: 1.01, high: 0.16 },
    { out: 1.02, high: 0 },
  ];
  const bend = ([x, y, z]: Vec, out: number, angle: number): Vec => {
    const full = step(0.6, 0.72, y) * step(0.2, 1.2, out);
    const pleat = 1 + full * (0.045 * Math.sin(11 * angle) + 0.03 * Math.sin(3 * angle + 1));
    return [x * pleat, y + full * 0.03 * Math.sin(2 * angle + 0.5), z * pleat];
  };
  return lathe({ outside, bend, band: 0.33, tilt: 0.1, columns: 48 }, level);
}

/** Long cloth wound around the head, its turns crossing over the brow. */
export function turban(_head: unknown, level: number): Draft {
  const profile: [number, number][] = [
    [0, 0.63],
    [0.35, 0.615],
    [0.75, 0.54],
    [1.06, 0.43],
    [1.3, 0.3],
    [1.4, 0.17],
    [1.32, 0.03],
    [1.14, -0.07],
    [1.02, -0.1],
  ];
  const many = level === 0 ? 28 : 10;
  const outside = Array.from({ length: many + 1 }, (_, i): Step => {
    const at = ((profile.length - 1) * i) / many;
    const share = (c: 0 | 1) => table(profile.map((row, k): [number, number] => [k, row[c]]), at);
    return { out: share(0), high: share(1) };
  });
  const bend = ([x, y, z]: Vec, out: number): Vec => {
    if (out < 0.2) return [x, y, z];
    // Each turn rises from the brow to the other side: folds run down to the middle of the forehead.
    const turn = 1 + 0.1 * step(0.2, 0.6, out) * (Math.sqrt(Math.abs(Math.sin(9.5 * (y - 0.55 * Math.abs(x) * step(-0.35, 0.35, z) + 0.12 * z)))) - 0.7);
    return [x * turn, y + 0.05 * step(0.2, 0.6, z) * step(0.45, 0.1, Math.abs(x)), z * turn];
  };
  return lathe({ outside, bend, band: 0.27, tilt: 0.24, columns: 48 }, level === 0 ? 0 : 1);
}

/** A truncated cone of red felt with a tassel. */
export function fez(_head: unknown, level: number): Draft {
  const outside: Step[] = [
    { out: 0, high: 0.58 },
    { out: 0.5, high: 0.58 },
    { out: 0.71, high: 0.575 },
    { out: 0.745, high: 0.555 },
    { out: 0.82, high: 0.38 },
    { out: 0.93, high: 0.14 },
    { out: 1.0, high: -0.02 },
  ];
  const tassel = draft();
  const fine = level === 0;
  const patch = { u: [0.55, 0.95] as [number, number], v: [0, 1] as [number, number] };
  const [y, z] = [0.37 + 0.585, -0.06];
  const cord = curve([[0, y - 0.01, z], [-0.02, y + 0.016, z], [-0.2, y + 0.012, z - 0.06], [-0.335, y - 0.02, z - 0.1], [-0.365, y - 0.12, z - 0.11], [-0.385, y - 0.2, z - 0.115]], fine ? 5 : 2);
  sweep(tassel, cord, { outline: ellipse(fine ? 6 : 4), radius: () => 0.008, up: [0, 0, 1], patch });
  sweep(tassel, [[-0.384, y - 0.19, z - 0.115], [-0.388, y - 0.215, z - 0.115], [-0.396, y - 0.29, z - 0.115], [-0.402, y - 0.36, z - 0.115]], { outline: ellipse(fine ? 10 : 6), radius: (t) => 0.017 + 0.016 * t, up: [0, 0, 1], patch });
  return merge(lathe({ outside, band: 0.37, tilt: 0.13, slots: 2, columns: 28 }, level), tassel);
}
