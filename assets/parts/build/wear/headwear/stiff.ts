import { type Draft, merge } from "../../core/mesh.ts";
import { add, step, type Vec } from "../../core/vector.ts";
import { turned } from "../jewellery/small.ts";
import { HEAD, lathe, type Step } from "./lathe.ts";
import { type Ring, ringSurface } from "./surface.ts";

/** A bishop's hat: two peaks with a fold between them, a band below. */
export function mitre(_head: unknown, level: number): Draft {
  const outside: Step[] = [
    { out: 0, high: 0.5 },
    { out: 0.6, high: 0.52 },
    { out: 0.92, high: 0.58, crease: true },
    { out: 0.96, high: 0.585, crease: true },
    { out: 1.1, high: 0.42 },
    { out: 1.08, high: 0.22 },
    { out: 1.03, high: 0.1, crease: true },
    { out: 1.045, high: 0.1, slot: 1, crease: true },
    { out: 1.03, high: -0.02, slot: 1 },
  ];
  const bend = ([x, y, z]: Vec, out: number): Vec => {
    const front = (z - HEAD.axis) / HEAD.z;
    const edge = step(0.55, 0.92, out) * step(0.66, 0.84, y);
    const peak = edge * 0.62 * Math.max(0, 1 - Math.abs(x) / 0.44) ** 0.85 * step(0.05, 0.5, Math.abs(front));
    return [x, y + peak, z * (1 - 0.3 * peak)];
  };
  return lathe({ outside, bend, slots: 2, band: 0.32, tilt: 0.06, columns: 48 }, level);
}

/** A builder's helmet: a ridged dome, a narrow brim that is longer in front. */
export function hardHat(_head: unknown, level: number): Draft {
  const outside: Step[] = [
    { out: 0, high: 0.54 },
    { out: 0.16, high: 0.535 },
    { out: 0.3, high: 0.515 },
    { out: 0.6, high: 0.45 },
    { out: 0.84, high: 0.33 },
    { out: 1.0, high: 0.16 },
    { out: 1.08, high: 0.02 },
    { out: 1.1, high: -0.005, crease: true },
    { out: 1.22, high: -0.01 },
    { out: 1.3, high: -0.02 },
  ];
  const bend = ([x, y, z]: Vec, out: number, angle: number): Vec => {
    const ridge = out < 1 ? 0.03 * (Math.exp(-((x / 0.045) ** 2)) + 0.6 * Math.exp(-(((Math.abs(x) - 0.16) / 0.035) ** 2))) * step(-0.62, -0.4, z) * step(0.56, 0.3, z) : 0;
    const peak = out > 1.1 ? (out - 1.1) * 1.1 * Math.max(0, Math.cos(angle)) ** 3 : 0;
    return [x, y + ridge - 0.2 * peak, z + peak];
  };
  return lathe({ outside, bend, band: 0.34, tilt: 0.06, columns: 34, focus: 0.25 }, level);
}

/** A peaked cap: a wide flat top that rises in front, a band, a shining peak and a badge. */
export function policeCap(_head: unknown, level: number): Draft {
  const outside: Step[] = [
    { out: 0, high: 0.33 },
    { out: 0.7, high: 0.335 },
    { out: 1.2, high: 0.345 },
    { out: 1.5, high: 0.34 },
    { out: 1.54, high: 0.32, crease: true },
    { out: 1.3, high: 0.22 },
    { out: 1.03, high: 0.14, crease: true },
    { out: 1.035, high: 0.14, slot: 1, crease: true },
    { out: 1.03, high: 0, slot: 1, crease: true },
    { out: 1.031, high: 0, slot: 2, crease: true },
    { out: 1.3, high: 0, slot: 2 },
    { out: 1.62, high: 0, slot: 2 },
  ];
  const band = 0.31;
  const bend = ([x, y, z]: Vec, out: number, angle: number): Vec => {
    const top = step(band + 0.18, band + 0.3, y - 0.1 * z);
    if (top > 0) return [x, y + top * (0.16 * (z - HEAD.axis) + 0.02), z + 0.04 * top];
    if (out < 1.032 || y > band + 0.1 * z + 0.05) return [x, y, z];
    // Of the brim there is the peak alone.
    const reach = (out - 1.03) / 2;
    const less = reach * (1 - Math.max(0.03, step(0.35, 0.95, Math.cos(angle))));
    const along = reach - less;
    return [x - less * Math.sin(angle), y - along * (0.55 + 1.2 * x * x), z - less * Math.cos(angle)];
  };
  const badge = turned([0, 0.47, HEAD.axis + HEAD.z + 0.055], [[0, 0.05], [0.03, 0.03], [0.036, 0], [0.022, -0.03], [0, -0.045]], level === 0 ? 10 : 6, { slots: 4, slot: 3 });
  return merge(lathe({ outside, bend, slots: 4, band, tilt: 0.1, focus: 0.35, columns: 46 }, level), badge);
}

/** A low white cap with its front turned up, and a cross on it. */
export function nurseCap(_head: unknown, level: number): Draft {
  const ring = (out: number, high: number, rise = 0, slot = 0): Ring => ({
    slot,
    crease: true,
    at: (angle) => {
      const z = 0.02 + 0.4 * out * Math.cos(angle);
      const front = Math.max(0, Math.cos(angle));
      return [0.36 * out * Math.sin(angle), high + rise * (0.35 + 0.65 * front) - 0.22 * Math.max(0, 0.02 - z) - 0.06 * Math.sin(angle) ** 2, z + 0.06 * rise * front];
    },
  });
  const cap = ringSurface(
    [ring(0, 0.78), { ...ring(0.9, 0.76), crease: false }, ring(1.0, 0.72), ring(1.06, 0.72, 0.2), ring(1.12, 0.715, 0.2), ring(1.08, 0.6), ring(1.03, 0.6), ring(0, 0.7)],
    { columns: level === 0 ? 32 : 14, slots: 2 },
  );
  const bar = (wide: number, high: number): Draft => {
    const at: Vec = [0, 0.755, 0.4 * 1.1 + 0.034];
    const corner = (sign: number, deep: number) => (angle: number): Vec => {
      const k = Math.round((angle / (2 * Math.PI)) * 4) % 4;
      return add(at, [(k === 0 || k === 3 ? wide : -wide), (k < 2 ? high : -high), deep * sign]);
    };
    const middle = (deep: number) => (): Vec => add(at, [0, 0, deep]);
    return ringSurface([middle(0.012), corner(1, 0.012), corner(-1, 0.02), middle(-0.02)].map((place) => ({ at: place, slot: 1, crease: true })), { columns: 4, slots: 2 });
  };
  return merge(cap, bar(0.045, 0.015), bar(0.015, 0.045));
}

/** A felt hat with its brim turned up on three sides, a point to the front. */
export function tricorn(_head: unknown, level: number): Draft {
  const outside: Step[] = [
    { out: 0, high: 0.47 },
    { out: 0.35, high: 0.46 },
    { out: 0.66, high: 0.4 },
    { out: 0.88, high: 0.27 },
    { out: 0.98, high: 0.1 },
    { out: 1.03, high: 0.02, crease: true },
    { out: 1.35, high: 0.03 },
    { out: 1.7, high: 0.05, crease: true },
    { out: 1.72, high: 0.05, slot: 1, crease: true },
    { out: 1.8, high: 0.055, slot: 1, crease: true },
  ];
  const bend = ([x, y, z]: Vec, out: number, angle: number): Vec => {
    const reach = Math.max(0, out - 1.03);
    const up = (0.5 - 0.5 * Math.cos(3 * angle)) ** 0.8;
    const fold = reach * up;
    const keep = 1 - 0.36 * fold;
    const far = 1 + 0.22 * reach * (1 - up);
    return [x * keep * far, y + 0.62 * fold - 0.02 * reach, (z - HEAD.axis) * keep * far + HEAD.axis];
  };
  return lathe({ outside, bend, slots: 2, band: 0.33, tilt: 0.1, columns: 54 }, level);
}
