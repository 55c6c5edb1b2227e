import { type Draft, draft, merge, mirrored } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { ellipse, type Outline, sweep } from "../../core/sweep.ts";
import { add, curve, type Vec } from "../../core/vector.ts";
import { lens } from "./lens.ts";

/** What a pair of spectacles looks like from the front; the left half, 0 at its temple, half a turn at the nose. */
export interface Style {
  /** Middle of a glass beside the pupil: outwards and up. */
  middle: [number, number];
  /** Outline of a glass at an angle, from its middle. */
  outline: (angle: number) => [number, number];
  /** Half the rim's thickness, across its front and along the view. */
  rim: [number, number];
  /** Heights of bridges over the middle of the glass, each an arch by so much. */
  bridges: [number, number][];
  /** Angle at the glass at which the temple is hinged. */
  hinge: number;
  /** Half the temple's height. */
  temple: number;
  /** Further down the nose, and thus further in front of the eyes. */
  down?: number;
}

/** Slots: the frame, the lenses. */
const FRAME = { u: [0.02, 0.46] as [number, number], v: [0, 1] as [number, number] };

/** A rounded rectangle: corners cut by bevels that catch the light. @param wide, high half sizes relative to the sweep's radius. */
export function bevelled(wide: number, high: number, bevel: number): Outline {
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

/** Spectacles: rims with lenses, bridges, nose pads and temples that bend behind the ears. @param level 0 fine, 1 coarse. */
export function spectacles({ landmark, eyes, skin }: AverageHead, level: number, style: Style): Draft {
  const left = draft();
  const fine = level === 0 ? 1 : 0.45;
  const { down = 0, rim: half } = style;
  const bridge = landmark(6);
  const [cx, cy] = [eyes.left[0] + style.middle[0], eyes.left[1] + style.middle[1]];
  // In front of the lashes, and bowed back to the temples.
  const front = Math.max(bridge[2] + 0.045, eyes.left[2] + eyes.radius + 0.068) + 0.5 * down;
  const depth = (x: number) => front - 0.28 * Math.max(0, x - 0.04) ** 2 - 0.05 * Math.max(0, x - 0.04);
  const at = (dx: number, dy: number): Vec => [cx + dx, cy + dy, depth(cx + dx) + 0.05 * dy];
  const rim = (angle: number): Vec => at(...style.outline(angle));
  const steps = Math.round(32 * fine);
  const circle = Array.from({ length: steps + 1 }, (_, i) => rim((2 * Math.PI * i) / steps));
  sweep(left, circle, {
    outline: bevelled(half[0] / half[1], 1, 0.45 * Math.min(1, half[0] / half[1])),
    radius: () => half[1],
    up: [0, 0, 1],
    patch: FRAME,
    repeats: 4,
    closed: true,
  });
  const middle = draft();
  for (const [high, arch] of style.bridges) {
    // From the rim to the middle, and on.
    const from = rim(nearestAngle(style, high));
    const line = curve([add(from, [0.004, 0, 0]), [from[0] * 0.6, from[1] + 0.8 * arch, from[2] + 0.012], [0, from[1] + arch, from[2] + 0.016]], Math.round(3 * fine));
    const whole = [...line, ...line.slice(0, -1).reverse().map(([x, y, z]): Vec => [-x, y, z])];
    sweep(middle, whole, { outline: ellipse(level === 0 ? 7 : 5), radius: () => 0.9 * Math.min(...half) + 0.001, up: [0, 0, 1], patch: FRAME });
  }
  // Nose pads on short wires, where the nose slopes out beside its bridge.
  const side = skin.foot([0.082, eyes.left[1] - 0.038 - down, bridge[2] - 0.005 + 0.5 * down]);
  const pad = add(side.point, side.normal, 0.008);
  const wire = rim(nearestAngle(style, 0.02 + (pad[1] - cy)));
  sweep(left, curve([wire, add(wire, [0.002, 0.003, -0.014]), add(pad, side.normal, 0.005)], Math.round(3 * fine)), {
    outline: ellipse(5),
    radius: () => 0.003,
    up: [0, 1, 0],
    patch: FRAME,
  });
  const reach = level === 0 ? [-0.022, -0.013, 0, 0.013, 0.022] : [-0.02, 0, 0.02];
  sweep(left, reach.map((d) => add(pad, [0.28 * d, -d, 0.25 * d])), {
    outline: bevelled(0.45, 1.1, 0.3),
    radius: (t) => 0.0095 * Math.sqrt(Math.max(0.08, 1 - (2 * t - 1) ** 2)),
    up: [1, 0, 0],
    patch: FRAME,
  });
  // Hinge and temple: along the head over the ear, then down behind it.
  const corner = rim(style.hinge);
  const hinge: Vec = [Math.max(corner[0] + 0.03, 0.365), corner[1] + 0.004, corner[2] - 0.045];
  sweep(left, curve([add(corner, [-0.004, 0, 0]), add(corner, [0.024, 0.003, -0.006]), hinge], Math.round(3 * fine)), {
    outline: bevelled(1, style.temple / 0.006, 0.5),
    radius: () => 0.006,
    up: [0, 1, 0],
    patch: FRAME,
  });
  const clear = (p: Vec, least: number): Vec => {
    const foot = skin.foot(p);
    return foot.height < least ? add(foot.point, foot.normal, least) : p;
  };
  const temple = curve(
    [hinge, [0.405, 0.6 * hinge[1] + 0.018, 0.2], clear([0.42, 0.035, 0.03], 0.012), [0.44, 0.035, -0.06], [0.445, 0.0, -0.15], [0.42, -0.09, -0.2], [0.405, -0.16, -0.215]],
    Math.round(3 * fine),
  );
  sweep(left, temple, {
    outline: bevelled(0.55, style.temple / 0.0072, 0.25),
    radius: (t) => 0.0072 + 0.003 * Math.max(0, (t - 0.6) / 0.4),
    up: [0, 1, 0],
    patch: FRAME,
    repeats: 6,
  });
  const glass = lens({ columns: Math.round(20 * fine), rim: (angle) => at(...inset(style.outline(angle), 0.3 * half[0])), middle: at(0, 0), bulge: 0.012 });
  return merge(left, glass, mirrored(left), mirrored(glass), middle);
}

/** Where the nose's side of the outline is nearest to a height over the middle. */
function nearestAngle({ outline }: Style, high: number): number {
  const angles = Array.from({ length: 60 }, (_, i) => Math.PI * (0.55 + (0.9 * i) / 59));
  return angles.reduce((best, angle) => (Math.abs(outline(angle)[1] - high) < Math.abs(outline(best)[1] - high) ? angle : best));
}

const inset = ([x, y]: [number, number], by: number): [number, number] => {
  const share = 1 - by / Math.hypot(x, y);
  return [x * share, y * share];
};
