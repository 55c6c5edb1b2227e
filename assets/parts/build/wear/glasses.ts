import { type Draft, draft, merge, mirrored } from "../core/mesh.ts";
import type { AverageHead } from "../core/skin.ts";
import { type Outline, sweep } from "../core/sweep.ts";
import { add, curve, type Vec } from "../core/vector.ts";

/** A rounded rectangle: corners cut by bevels that catch the light. @param wide, high half sizes relative to the sweep's radius. */
function bevelled(wide: number, high: number, bevel: number): Outline {
  const d = Math.SQRT1_2;
  const corners: [number, number, number, number][] = [
    [wide, high - bevel, 1, 0],
    [wide - bevel, high, 0, 1],
    [-wide + bevel, high, 0, 1],
    [-wide, high - bevel, -1, 0],
    [-wide, -high + bevel, -1, 0],
    [-wide + bevel, -high, 0, -1],
    [wide - bevel, -high, 0, -1],
    [wide, -high + bevel, 1, 0],
  ];
  return corners.map(([x, y, nx, ny]) => ({
    point: [x, y],
    normal: [nx * d + Math.sign(x) * d * (1 - Math.abs(nx)), ny * d + Math.sign(y) * d * (1 - Math.abs(ny))],
  }));
}

const WHOLE = { u: [0, 1] as [number, number], v: [0, 1] as [number, number] };

/** Glasses with round rims, a bridge, nose pads and temples that bend behind the ears. */
export function roundGlasses({ landmark, eyes, skin }: AverageHead, level: number): Draft {
  const left = draft();
  const fine = level === 0 ? 1 : 0.5;
  const bridge = landmark(6);
  const [cx, cy] = [eyes.left[0] + 0.012, eyes.left[1] - 0.018];
  const RADIUS = 0.128;
  // In front of the lashes, and bowed back to the temples.
  const front = Math.max(bridge[2] + 0.045, eyes.left[2] + eyes.radius + 0.068);
  const depth = (x: number) => front - 0.28 * Math.max(0, x - 0.04) ** 2 - 0.05 * Math.max(0, x - 0.04);
  const rim = (angle: number): Vec => {
    const [x, y] = [cx + RADIUS * Math.cos(angle), cy + RADIUS * Math.sin(angle)];
    return [x, y, depth(x) + 0.05 * (y - cy)];
  };
  const steps = Math.round(44 * fine);
  const circle = Array.from({ length: steps + 1 }, (_, i) => rim((2 * Math.PI * i) / steps));
  sweep(left, circle, { outline: bevelled(0.9, 1.15, 0.45), radius: () => 0.0056, up: [0, 0, 1], patch: WHOLE, repeats: 4, closed: true });
  // Half the bridge: an arch from the rim to the middle.
  const from = rim(Math.PI * 0.86);
  const arch = curve([add(from, [0.002, -0.002, 0]), [from[0] * 0.62, from[1] + 0.018, from[2] + 0.012], [0, from[1] + 0.022, from[2] + 0.016]], Math.round(6 * fine));
  const whole = [...arch, ...arch.slice(0, -1).reverse().map(([x, y, z]): Vec => [-x, y, z])];
  const middle = draft();
  sweep(middle, whole, { outline: bevelled(1, 1, 0.4), radius: () => 0.0058, up: [0, 0, 1], patch: WHOLE });
  // Nose pads on short wires, where the nose slopes out beside its bridge.
  const side = skin.foot([0.082, cy - 0.02, bridge[2] - 0.005]);
  const pad = add(side.point, side.normal, 0.008);
  const wire = rim(Math.PI * 1.06);
  sweep(left, curve([wire, add(wire, [0.002, 0.003, -0.014]), add(pad, side.normal, 0.005)], Math.round(4 * fine)), {
    outline: bevelled(1, 1, 0.5),
    radius: () => 0.0026,
    up: [0, 1, 0],
    patch: WHOLE,
  });
  sweep(left, [-0.022, -0.013, 0, 0.013, 0.022].map((d) => add(pad, [0.28 * d, -d, 0.25 * d])), {
    outline: bevelled(0.45, 1.1, 0.3),
    radius: (t) => 0.0095 * Math.sqrt(Math.max(0.08, 1 - (2 * t - 1) ** 2)),
    up: [1, 0, 0],
    patch: WHOLE,
  });
  // Hinge and temple: along the head over the ear, then down behind it.
  const corner = rim(0.18);
  const hinge: Vec = [corner[0] + 0.045, corner[1] + 0.004, corner[2] - 0.035];
  sweep(left, curve([add(corner, [-0.004, 0, 0]), add(corner, [0.028, 0.003, -0.004]), hinge], Math.round(4 * fine)), {
    outline: bevelled(1, 1.6, 0.5),
    radius: () => 0.006,
    up: [0, 1, 0],
    patch: WHOLE,
  });
  const clear = (p: Vec, least: number): Vec => {
    const foot = skin.foot(p);
    return foot.height < least ? add(foot.point, foot.normal, least) : p;
  };
  const temple = curve(
    [hinge, [0.405, 0.03, 0.2], clear([0.42, 0.035, 0.03], 0.012), [0.44, 0.035, -0.06], [0.445, 0.0, -0.15], [0.42, -0.09, -0.2], [0.405, -0.16, -0.215]],
    Math.round(6 * fine),
  );
  sweep(left, temple, {
    outline: bevelled(0.55, 1.25, 0.25),
    radius: (t) => 0.0072 + 0.005 * Math.max(0, (t - 0.6) / 0.4),
    up: [0, 1, 0],
    patch: WHOLE,
    repeats: 6,
  });
  return merge(left, mirrored(left), middle);
}
