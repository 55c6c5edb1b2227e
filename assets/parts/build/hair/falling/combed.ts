import { type Guide, shares } from "../../core/guides.ts";
import { add, curve, length, mix, step, sub, table, unit, type Vec } from "../../core/vector.ts";
import type { Mass } from "./mass.ts";

type Line = [number, number][];

/** How hair is parted and where it ends. */
export interface Cut {
  /** Where the parting meets the forehead, units to the left. */
  parting: number;
  /** The side, −1 or 1, on which it is tucked behind the ear; 0 are both. */
  tucked?: number;
  /** The side, −1 or 1, on which it falls over the eye. */
  overEye?: number;
  /** Height of its ends over the angle from the front, radians. */
  bottom: Line;
  /** Angles from the front at which the foremost hair ends, and the foremost that is tucked. */
  frame: [number, number];
  /** How far its ends draw in to the neck, over the last part of the way. */
  curl: number;
  /** Height at which a fringe over the forehead ends. */
  fringe?: number;
}

/** One line of hair. */
export interface Course {
  /** −1 right of the parting, 1 left of it. */
  side: number;
  /** 0 along the hairline at the front, to 1 down the middle of the back; of a fringe to the temple. */
  u: number;
  /** Height over the mass along the way from its root, units. */
  height: (far: number) => number;
  /** Where it is rooted instead of at the parting. */
  root?: Vec;
  /** How far beside the parting, units. */
  beside?: number;
  /** Shares of the way at which it begins and ends. */
  from?: number;
  until?: number;
  /** Its end, lower by this. */
  lower?: number;
  /** How far it strays on its way past temple and cheek, radians. */
  stray?: number;
  /** Pieces, and how much shorter they are where the skull bends away than where it hangs. */
  segments: number;
  bent?: number;
}

/** Share of the courses that leave from the parting; the others leave from the crown. */
const PARTED = 0.6;
/** Angles above the horizontal, from the front, between which the parting runs, and where it ends above a fringe. */
const PARTING = [0.44, 1.86];
const FRINGE = 1.0;
/** Angles about the head, radians from the front, that courses pass through at the temples, before the ears and at the cheeks. */
const FREE: Record<"temple" | "ear" | "cheek", Line> = {
  temple: [[0, 0.6], [0.15, 0.8], [0.35, 1.1], [0.6, 1.7], [0.8, 2.38], [1, Math.PI]],
  ear: [[0, 0.97], [0.15, 1.1], [0.35, 1.42], [0.6, 1.9], [0.8, 2.48], [1, Math.PI]],
  cheek: [[0, 0.92], [0.15, 1.06], [0.35, 1.42], [0.6, 1.9], [0.8, 2.48], [1, Math.PI]],
};
/** The same of hair tucked behind an ear. */
const TUCKED: typeof FREE = {
  temple: [[0, 0.66], [0.15, 0.85], [0.35, 1.2], [0.6, 1.75], [0.8, 2.38], [1, Math.PI]],
  ear: [[0, 1.24], [0.15, 1.46], [0.35, 1.75], [0.6, 2.05], [0.8, 2.52], [1, Math.PI]],
  cheek: [[0, 2.0], [0.15, 2.06], [0.35, 2.16], [0.6, 2.35], [0.8, 2.68], [1, Math.PI]],
};
/** The same of hair that falls over an eye. */
const OVER_EYE: typeof FREE = {
  temple: [[0, 0.12], [0.15, 0.45], [0.35, 1.0], [0.6, 1.7], [0.8, 2.38], [1, Math.PI]],
  ear: [[0, 0.16], [0.15, 0.55], [0.35, 1.2], [0.6, 1.85], [0.8, 2.48], [1, Math.PI]],
  cheek: [[0, 0.42], [0.15, 0.74], [0.35, 1.3], [0.6, 1.88], [0.8, 2.48], [1, Math.PI]],
};
/** Where it turns down behind the ear. */
const BEHIND: Line = [[0, 1.74], [0.35, 1.96], [0.6, 2.2], [0.8, 2.6], [1, Math.PI]];
/** Height at which tucked hair passes over the ear. */
const OVER_EAR = 0.1;

/** About where the skin is at a height. */
const around = (turn: number, y: number): Vec => [0.5 * Math.sin(turn), y, 0.5 * Math.cos(turn) - 0.1];

/** Where the parting is at a share of its length. */
function partingAt(mass: Mass, { parting, fringe }: Cut, share: number): Vec {
  const from = fringe === undefined ? PARTING[0] : FRINGE;
  const turn = from + (PARTING[1] - from) * share;
  const x = parting * step(2.1, 1.2, turn) + 0.008 * Math.sin(5 * turn);
  return mass.at([x / 0.55, 0.1 + Math.sin(turn), -0.1 + Math.cos(turn)], 0);
}

/** The line of a course: from the parting over the skull, past temple and ear, and down. */
export function combed(mass: Mass, cut: Cut, course: Course): Guide {
  const { side, u, root, lower = 0, stray = 0 } = course;
  const from = root ?? add(partingAt(mass, cut, Math.min(1, u / PARTED)), [side * (course.beside ?? 0.003), 0, 0]);
  const tuck = cut.tucked === 0 || cut.tucked === side;
  const { temple, ear, cheek } = tuck ? TUCKED : cut.overEye === side ? OVER_EYE : FREE;
  const last = table([[0, cut.frame[tuck ? 1 : 0]], [0.35, tuck ? 2.0 : 1.42], [0.6, tuck ? 2.3 : 1.9], [1, Math.PI]], u);
  const turned = (turn: number, y: number) => around(side * turn, y);
  const beside = table(temple, u);
  const passed = [
    // The foremost keeps along the hairline where the shortest way would lead over the bald head.
    mix(mix(from, turned(beside, 0.3), 0.5), around((Math.atan2(from[0], from[2] + 0.1) + side * beside) / 2, 0.365), step(0.3, 0, u)),
    turned(beside + 0.5 * stray, (tuck ? 0.285 : 0.27) + 0.04 * step(0, 0.25, u)),
    turned(table(ear, u) - 0.3 * stray, tuck ? OVER_EAR + (root ? 0.4 * Math.min(0, root[1] - 0.2) : 0) : 0.08),
    ...(tuck ? [turned(table(BEHIND, u), 0.075 - 0.08 * step(0, 0.5, u))] : []),
    turned(table(cheek, u) + stray, -0.2),
    turned(last - 0.5 * stray, Math.min(-0.3, table(cut.bottom, last) - lower)),
  ];
  // What is rooted below the temple does not pass it.
  return laid(mass, [from, ...(root ? passed.slice(from[1] > 0.33 ? 1 : 2) : passed)], cut, course);
}

/** The line of a course of the fringe: from the end of the parting forward over the forehead. */
export function combedForward(mass: Mass, cut: Cut, course: Course): Guide {
  const { side, u, lower = 0, stray = 0 } = course;
  const turn = (share: number) => side * share * 0.86 * u + 0.5 * stray;
  const end = (cut.fringe ?? 0) - lower - 0.16 * u ** 3;
  const from = add(partingAt(mass, cut, 0), [side * 0.16 * u, 0, 0.05 * (1 - u)]);
  return laid(mass, [from, around(turn(0.85), 0.42), around(turn(0.95), 0.27), around(turn(1) + 0.4 * stray, end)], cut, course);
}

function laid(mass: Mass, way: Vec[], { curl }: Cut, { height, from = 0, until = 1, segments, bent = 1.05 }: Course): Guide {
  const dense = curve(way.map((place) => mass.at(place, 0)), 8).map((place) => mass.at(place, 0));
  const ways = shares({ points: dense, normals: dense });
  const whole = dense.reduce((sum, place, i) => sum + (i ? length(sub(place, dense[i - 1])) : 0), 0);
  const points: Vec[] = [];
  for (let k = 0, i = 0; k <= segments; k++) {
    const t = from + (until - from) * (k / segments) ** bent;
    while (i + 2 < dense.length && ways[i + 1] < t) i++;
    const share = Math.min(1, Math.max(0, (t - ways[i]) / Math.max(1e-9, ways[i + 1] - ways[i])));
    points.push(mass.at(mix(dense[i], dense[i + 1], share), height(t * whole) - curl * step(0.7, 1, t) ** 2));
  }
  return { points, normals: points.map((place) => mass.normal(place)) };
}

/** Normals that look to the front as well beside the face: edge on to the eye hair would be all gloss. */
export const facing = (guide: Guide): Guide => ({
  ...guide,
  normals: guide.normals.map((normal, i) => {
    const [x, y, z] = guide.points[i];
    const beside = step(1.9, 1.1, Math.atan2(Math.abs(x), z + 0.1)) * step(0.5, 0.2, y);
    return unit(add(normal, [0, 0, 0.8 * beside]));
  }),
});
