import { type Draft, draft, merge } from "../../core/mesh.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { add, curve, step, type Vec } from "../../core/vector.ts";
import { ball, turned } from "../jewellery/small.ts";
import { HEAD, lathe, type Step } from "./lathe.ts";
import { ringSurface } from "./surface.ts";

/** Column of u of one of a part's slots. */
const column = (slot: number, slots: number): [number, number] => [(slot + 0.05) / slots, (slot + 0.95) / slots];

/** A fool's cap: three stuffed horns in two colours that fall over, each with a bell, and a rolled rim. */
export function jesterCap(_head: unknown, level: number): Draft {
  const SLOTS = 3;
  const fine = level === 0;
  const outside: Step[] = [
    { out: 0, high: 0.55 },
    { out: 0.35, high: 0.53 },
    { out: 0.7, high: 0.44 },
    { out: 0.95, high: 0.26 },
    { out: 1.03, high: 0.08, crease: true },
    { out: 1.09, high: 0.07, slot: 1 },
    { out: 1.12, high: 0.01, slot: 1 },
    { out: 1.09, high: -0.05, slot: 1 },
    { out: 1.03, high: -0.06, slot: 1 },
  ];
  const horns: { line: Vec[]; slot: number }[] = [
    { slot: 0, line: [[0.12, 0.5, -0.02], [0.3, 0.83, 0], [0.55, 0.95, 0.02], [0.75, 0.8, 0.04], [0.82, 0.55, 0.06]] },
    { slot: 1, line: [[-0.12, 0.5, -0.02], [-0.3, 0.83, 0], [-0.55, 0.95, 0.02], [-0.75, 0.8, 0.04], [-0.82, 0.55, 0.06]] },
    { slot: 1, line: [[0, 0.5, -0.2], [0.02, 0.86, -0.32], [0.04, 0.98, -0.56], [0.05, 0.84, -0.8], [0.05, 0.6, -0.9]] },
  ];
  const parts = horns.flatMap(({ line, slot }) => {
    const horn = draft();
    sweep(horn, curve(line, fine ? 4 : 3), {
      outline: ellipse(fine ? 8 : 7, 0.9),
      radius: (t) => 0.24 * (1 - 0.86 * t ** 0.85) + 0.006 * Math.sin(30 * t) * (1 - t),
      up: [0, 0, 1],
      patch: { u: column(slot, SLOTS), v: [0, 1] },
      repeats: 2,
    });
    const bell = turned(add(line[line.length - 1], [0, -0.055, 0]), ball(0.058, fine ? 6 : 4), fine ? 8 : 7, { slots: SLOTS, slot: 2 });
    return [horn, bell];
  });
  return merge(lathe({ outside, band: 0.31, tilt: 0.12, slots: SLOTS, columns: 30 }, level), ...parts);
}

/** A scholar's cap: a stiff square on a close cap, a button and a tassel that hangs at the left. */
export function mortarboard(_head: unknown, level: number): Draft {
  const SLOTS = 2;
  const fine = level === 0;
  const outside: Step[] = [
    { out: 0, high: 0.44 },
    { out: 0.62, high: 0.44 },
    { out: 0.84, high: 0.36 },
    { out: 0.97, high: 0.18 },
    { out: 1.02, high: 0.02 },
    { out: 1.03, high: -0.05 },
  ];
  const band = 0.33;
  const [y, half] = [band + 0.46, 0.56];
  const corner = (reach: number, off: number) => (angle: number): Vec => {
    // Edges of a square that stands on a corner before the brow.
    const wide = reach / Math.max(Math.abs(Math.sin(angle + Math.PI / 4)), Math.abs(Math.cos(angle + Math.PI / 4)));
    const z = HEAD.axis + wide * Math.cos(angle);
    return [wide * Math.sin(angle), y + off + 0.05 * z, z];
  };
  const board = ringSurface(
    [corner(0, 0.028), { r: half - 0.01, off: 0.028 }, { r: half, off: 0.018 }, { r: half, off: -0.002 }, { r: half - 0.01, off: -0.012 }, corner(0, -0.012)].map((ring, i) => ({
      at: typeof ring === "function" ? ring : corner(ring.r, ring.off),
      crease: i === 1 || i === 4,
    })),
    { columns: fine ? 32 : 16, slots: SLOTS },
  );
  const top: Vec = [0, y + 0.03 + 0.05 * HEAD.axis, HEAD.axis];
  const button = turned(top, ball(0.034, fine ? 4 : 3), fine ? 8 : 6, { slots: SLOTS, slot: 1 });
  const tassel = draft();
  const patch = { u: column(1, SLOTS), v: [0, 1] as [number, number] };
  const edge: Vec = [0.5, y + 0.045, 0.2];
  const cord = curve([top, [0.2, y + 0.034, 0.03], [0.42, y + 0.042, 0.16], edge, [0.545, y - 0.03, 0.23], [0.55, y - 0.16, 0.235]], fine ? 5 : 2);
  sweep(tassel, cord, { outline: ellipse(fine ? 6 : 4), radius: () => 0.011, up: [0, 1, 0.1], patch });
  const end = cord[cord.length - 1];
  sweep(tassel, [add(end, [0, 0.01, 0]), add(end, [0, -0.03, 0]), add(end, [0.004, -0.13, 0]), add(end, [0.006, -0.25, 0])], {
    outline: ellipse(fine ? 10 : 6),
    radius: (t) => 0.022 + 0.024 * t,
    up: [0, 0, 1],
    patch,
  });
  return merge(lathe({ outside, band, tilt: 0.08, slots: SLOTS, columns: 30 }, level), board, button, tassel);
}

/** A cap of tweed whose low round comes forward onto a short stiff peak. */
export function flatCap(_head: unknown, level: number): Draft {
  const outside: Step[] = [
    { out: 0, high: 0.43 },
    { out: 0.4, high: 0.435 },
    { out: 0.8, high: 0.4 },
    { out: 1.08, high: 0.3 },
    { out: 1.16, high: 0.2 },
    { out: 1.1, high: 0.08 },
    { out: 1.03, high: 0.01, crease: true },
    { out: 1.3, high: -0.01 },
    { out: 1.52, high: -0.02 },
  ];
  const bend = ([x, y, z]: Vec, out: number, angle: number): Vec => {
    const front = Math.max(0, Math.cos(angle));
    if (out > 1.02 && y < 0.36 + 0.1 * z && out !== 1.08 && out !== 1.16 && out !== 1.1) {
      // Of the brim there is the peak alone.
      const reach = (out - 1.03) / 2;
      const less = reach * (1 - Math.max(0.03, step(0.35, 0.9, Math.cos(angle))));
      const along = reach - less;
      return [x - less * Math.sin(angle), y - along * (0.35 + 1.2 * x * x), z - less * Math.cos(angle)];
    }
    // The cloth lies forward, down to the peak, and sags a little to the sides.
    const forward = Math.min(1, out) * front ** 1.5;
    return [x, y - 0.15 * forward - 0.03 * Math.abs(x) * Math.min(1, out), z + 0.13 * forward * step(0.3, 0.45, y)];
  };
  return lathe({ outside, bend, band: 0.31, tilt: 0.12, columns: 44, focus: 0.3 }, level);
}
