import { type Draft, draft, merge, mirrored } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { beforeFace, standOff } from "../../core/stand-off.ts";
import { sweep } from "../../core/sweep.ts";
import { add, sampled, table, type Vec } from "../../core/vector.ts";
import { ringSurface } from "../headwear/surface.ts";
import { lens } from "./lens.ts";
import { bevelled } from "./spectacles.ts";

const RADIUS = 0.155;
/** Columns of u: cups, strap, lenses. */
const SLOTS = 3;

/** Round cups of leather and brass with lenses, on a strap around the head. */
export function goggles({ skin, skull, eyes }: AverageHead, level: number): Draft {
  const fine = level === 0 ? 1 : 0.5;
  const columns = Math.round(26 * fine);
  const [cx, cy] = [eyes.left[0] + 0.004, eyes.left[1] - 0.01];
  const front = eyes.left[2] + eyes.radius + 0.12;
  // Cups turn outwards a little, as faces do.
  const lean = (dx: number) => front - 0.3 * dx;
  const seat = Array.from({ length: columns }, (_, i) => {
    const angle = (2 * Math.PI * i) / columns;
    const [x, y] = [Math.max(0.035, cx + 1.06 * RADIUS * Math.cos(angle)), cy + 1.06 * RADIUS * Math.sin(angle)];
    return beforeFace(skin, x, y, 0.006);
  });
  const at = (wide: number, back: number) => (angle: number): Vec => {
    const [dx, dy] = [wide * RADIUS * Math.cos(angle), wide * RADIUS * Math.sin(angle)];
    const base = seat[Math.round((angle * columns) / (2 * Math.PI)) % columns];
    const x = Math.max(0.022, cx + dx);
    const z = lean(dx);
    return [x, cy + dy, Math.min(z - 0.012, z + (base[2] - z) * back)];
  };
  const cup = ringSurface(
    [
      { at: at(0.8, 0.12) },
      { at: at(0.84, 0), crease: true },
      { at: at(0.98, 0), crease: true },
      { at: at(1.02, 0.14), crease: true },
      { at: at(1.0, 0.16) },
      { at: at(1.06, 1) },
      { at: at(0.96, 1) },
      { at: at(0.8, 0.5) },
      { at: at(0.8, 0.12) },
    ],
    { columns, slots: SLOTS },
  );
  const glass = lens({ columns, rim: at(0.83, 0.1), middle: [cx, cy, lean(0) - 0.014], bulge: 0.02, slots: SLOTS, slot: 2 });
  const strap = draft();
  const from = at(1, 0.55)(0.1);
  const line = sampled(Math.round(16 * fine), (t) => {
    const angle = 0.62 + (Math.PI - 0.62) * t;
    const high = table([[0, from[1]], [0.3, 0.12], [0.6, 0.12], [1, 0.02]], t);
    const off = standOff(skull, [0, high, -0.1], [Math.sin(angle), 0, Math.cos(angle)], 0.018);
    return t === 0 ? add(from, [-0.02, 0, -0.01]) : off;
  });
  sweep(strap, line, {
    outline: bevelled(4.2, 0.9, 0.4),
    radius: () => 0.009,
    up: [1, 0, 0],
    patch: { u: [0.35, 0.65], v: [0, 1] },
  });
  const middle = draft();
  const nose = at(1, 0.3)(Math.PI);
  sweep(middle, [[nose[0] + 0.01, nose[1], nose[2]], [0, nose[1] + 0.004, nose[2] + 0.012], [-nose[0] - 0.01, nose[1], nose[2]]], {
    outline: bevelled(1, 1, 0.4),
    radius: () => 0.013,
    up: [0, 0, 1],
    patch: { u: [0.03, 0.3], v: [0, 1] },
  });
  const half = merge(cup, glass, strap);
  return merge(half, mirrored(half), middle);
}
