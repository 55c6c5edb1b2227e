import { addCard, type Cell, closedTuft, patch } from "../../core/cards.ts";
import type { Guide } from "../../core/guides.ts";
import { coarser } from "../../core/levels.ts";
import { type Draft, draft, merge, quad, vertex } from "../../core/mesh.ts";
import { swell } from "../../core/noise.ts";
import { type Draws, draws } from "../../core/random.ts";
import { spreadRoots } from "../../core/roots.ts";
import type { AverageHead, Ground } from "../../core/skin.ts";
import { step, type Vec } from "../../core/vector.ts";
import { combBack } from "../cropped/crop.ts";
import { overHairline } from "../hairline.ts";
import { growShorn } from "../shorn.ts";
import { type Course, type Cut, combed, combedForward, facing } from "./combed.ts";
import { waved } from "./drape.ts";
import { ringlet, type Winding, windingOf } from "./ringlet.ts";
import { hairMass, type Mass } from "./mass.ts";

/** A style of hair that hangs down. */
export interface Fall extends Cut {
  name: string;
  /** How far the ends differ in height. */
  ragged: number;
  /** Thickness of the mass over the scalp. */
  volume: number;
  /** How far it draws in for every unit that it hangs down. */
  fall: number;
  /** Sideways waves: how far, and the length of one. */
  wave?: [number, number];
  /** Share of the thickness that it has at the parting. */
  blown?: number;
  /** Pieces of its locks. */
  segments: number;
  /** How many locks it has, and how broad they are, as factors. */
  thick: number;
  broad?: number;
  /** Ringlets that its locks wind to below the temples: how many on each side, their radius and the length of a turn. */
  ringlets?: [number, number, number];
  /** The side, −1 or 1, that is shorn from the parting to behind the ear; 0 are both. */
  shorn?: number;
}

/** Courses that hang down behind from the crown: all there is on the side that is shorn. */
const BEHIND: [number, number] = [0.74, 1];

const isShorn = ({ shorn }: Fall, side: number) => shorn === 0 || shorn === side;

/** What hair lies on at each side. */
type Sides = (side: number) => Mass;
export type Comb = (course: Course) => Guide;

interface Locks {
  cell: Cell;
  /** How many on each side. */
  count: number;
  /** Share of the volume that they lie at. */
  depth: [number, number];
  width: number;
  /** Ends lower by this, from one to the other. */
  lower: [number, number];
  /** How far down the way they may begin. */
  from?: number;
  /** Which of the courses, 0 at the front to 1 at the back. */
  range?: [number, number];
  segments?: number;
}

/** Four levels of hair that falls from a parting beside the face, over the ears and the nape: locks over a closed sheet, then ever fewer of them over coarser sheets that stand for the rest. */
export function fallLevels(head: AverageHead, style: Fall): Draft[] {
  const [over, behind] = [false, true].map((tucked) => hairMass(head, style.fall, tucked));
  const mass: Sides = (side) => (style.tucked === 0 || style.tucked === side ? behind : over);
  const back: Comb = (course) => facing(combed(mass(course.side), style, course));
  const forward: Comb = (course) => facing(combedForward(over, style, course));
  const locksOf = (own: Fall): Draft => {
    const rng = draws(style.name);
    const locks = draft();
    for (const layer of LAYERS) addLocks(locks, back, own, rng, layer);
    if (style.fringe !== undefined) for (const layer of FRINGE) addLocks(locks, forward, own, rng, layer);
    else {
      addEdge(locks, back, head.skull, own, rng);
      growShorn(locks, head.skull, rng, { over: (p) => overHairline(p) + 0.014 + 0.01 * swell(p, 0.07), comb: combBack, ...DOWN, where: (p) => Number(atFace(p) > 0 && !isShorn(own, Math.sign(p[0] - own.parting))) });
    }
    return locks;
  };
  const locks = locksOf(style);
  // Ringlets of a few pieces would be stars: from afar they are waves.
  const far = style.ringlets ? locksOf({ ...style, ringlets: undefined }) : locks;
  return CAPS.map((cap, level) => {
    const sheet = draft();
    addCap(sheet, back, style, style.ringlets && level === 0 ? { ...cap, ...UNDER_RINGLETS } : cap);
    if (style.fringe !== undefined) addCap(sheet, forward, style, { ...cap, columns: Math.ceil(cap.columns / 2), rows: Math.ceil(0.6 * cap.rows), ends: 0.4 * cap.ends }, 0);
    return merge(sheet, level === 0 ? locks : coarser(far, level, ({ cell }) => KEPT[level - 1][cell] ?? 0));
  });
}

/** Short hair before the locks' roots, so thin that the skin shows through. */
const DOWN = { lifts: [0.002], tile: 0.065, spacing: 0.034 };
/** Whether the hairline is seen there: forehead and temples. */
const atFace = (p: Vec) => step(0.1, 0.05, overHairline(p)) * step(0.12, 0.16, p[1]) * step(0, 0.02, p[2]);

const LAYERS: Locks[] = [
  { cell: "dense", count: 34, depth: [0.2, 0.5], width: 0.105, lower: [-0.02, 0.03] },
  { cell: "dense", count: 46, depth: [0.5, 0.95], width: 0.075, lower: [-0.09, 0.04], from: 0.05 },
  { cell: "strand", count: 36, depth: [0.8, 1.1], width: 0.05, lower: [-0.1, 0.05], from: 0.12 },
  { cell: "dense", count: 12, depth: [0.25, 0.7], width: 0.06, lower: [-0.1, 0.03], range: [0, 0.16] },
  { cell: "strand", count: 8, depth: [0.3, 0.8], width: 0.04, lower: [-0.1, 0.05], range: [0, 0.1] },
  { cell: "wisp", count: 16, depth: [1.0, 1.2], width: 0.06, lower: [-0.12, 0.08], from: 0.1 },
];
const FRINGE: Locks[] = [
  { cell: "dense", count: 12, depth: [0.3, 0.6], width: 0.1, lower: [-0.02, 0.02], segments: 6 },
  { cell: "dense", count: 14, depth: [0.5, 0.9], width: 0.06, lower: [-0.03, 0.02], segments: 6 },
  { cell: "strand", count: 14, depth: [0.7, 1], width: 0.045, lower: [-0.04, 0.03], segments: 6 },
];
/** Sheets beneath the locks by level, and shares of the locks that stay over them: from afar none, single ones would look like boards. */
const CAPS: Cap[] = [
  { columns: 17, rows: 11, depth: 0.12, ends: -0.05, clear: 0.006 },
  { columns: 14, rows: 9, depth: 0.4, ends: -0.06, clear: 0.008 },
  { columns: 15, rows: 9, depth: 0.6, ends: -0.04, clear: 0.016 },
  { columns: 8, rows: 6, depth: 0.7, ends: -0.03, clear: 0.022 },
];
/** Ringlets leave more of the nearest sheet to be seen: it lies closer under them, and ends above their ends. */
const UNDER_RINGLETS: Partial<Cap> = { depth: 0.35, ends: -0.2 };
const KEPT: Partial<Record<Cell, number>>[] = [{ dense: 0.36, strand: 0.4, wisp: 0.1 }, {}, {}];

/** Share of its thickness that hair has where it leaves the parting: with less of it heads would be flat on top. */
const ROOTED = 0.85;
/** Height over the mass by the way from the parting: hair rises from its root, the less the nearer to the hairline. */
const rising = (lift: number, u: number, { clear = 0, blown = ROOTED } = {}) => (far: number) => 0.003 + clear + lift * (0.3 + 0.7 * step(0, 0.22, u)) * (blown + (1 - blown) * step(-0.02, 0.22, far));

/** The course of the nearest ringlet, a little beside its middle. */
const gathered = (u: number, count: number, rng: Draws) => (Math.min(count - 1, Math.max(0, Math.floor(u * count))) + 0.5 + rng.uniform(-0.16, 0.16)) / count;

/** How the ringlet winds that a course belongs to: its locks run side by side. */
function shared({ name, ringlets = [1, 0, 0] }: Fall, side: number, u: number, rng: Draws): Winding {
  const [count, ...form] = ringlets;
  const winding = windingOf(form, draws(`${name} ${side} ${Math.floor(u * count)}`));
  return { ...winding, wide: winding.wide * rng.uniform(0.8, 1.15), phase: winding.phase + rng.uniform(-0.5, 0.5), above: winding.above + rng.uniform(-0.03, 0.03) };
}

function addLocks(to: Draft, comb: Comb, style: Fall, rng: Draws, locks: Locks): void {
  const { cell, count, depth, width, lower, from = 0, range = [0, 1], segments = style.segments } = locks;
  const many = Math.round(count * style.thick);
  for (const side of [-1, 1]) {
    if (isShorn(style, side) && range[1] < 1) continue;
    const [first, last] = isShorn(style, side) ? BEHIND : range;
    const here = isShorn(style, side) ? Math.round(many * (last - first)) : many;
    for (let i = 0; i < here; i++) {
      const u = first + (last - first) * ((i + rng.uniform(-0.2, 1.2)) / here);
      const winds = style.ringlets !== undefined && cell !== "wisp";
      const inside = Math.min(1, Math.max(first, winds ? gathered(u, style.ringlets?.[0] ?? 1, rng) : u));
      const lift = style.volume * rng.uniform(...depth);
      let guide = comb({
        side,
        u: inside,
        height: rising(lift, inside, { blown: style.blown }),
        from: rng.uniform(0, from),
        lower: rng.uniform(...lower) + style.ragged * rng.uniform(-1, 1),
        stray: rng.uniform(-0.06, 0.06),
        segments,
      });
      const [size, long] = style.wave ?? [0.008, 0.7];
      guide = winds
        ? ringlet(guide, shared(style, side, inside, rng))
        : waved(guide, size * rng.uniform(0.6, 1.2), long, 5 * swell(guide.points[3], 0.5) + rng.uniform(-0.7, 0.7));
      const full = (cell === "wisp" ? 1 : (style.broad ?? 1)) * width * rng.uniform(0.8, 1.2);
      const tilt = rng.uniform(-0.12, 0.12);
      addCard(to, guide, {
        patch: patch(cell, Math.floor(rng.uniform(0, 4)), rng.uniform() < 0.5),
        width: (t) => full * (0.55 + 0.6 * step(0, 0.35, t)) * (1 - 0.4 * step(0.75, 1, t)),
        twist: () => tilt,
        blend: 0.9,
      });
    }
  }
}

/** How far back from the hairline it is seen: at the temples as far as to hair that is tucked behind the ear. */
const edgeDepth = ([, y]: Vec) => 0.035 + 0.07 * step(0.3, 0.2, y);

/** Hairs rooted along the hairline, swept the way of the locks behind them: no sheet's edge is seen against the skin. */
function addEdge(to: Draft, comb: Comb, skull: Ground, style: Fall, rng: Draws): void {
  const line = (p: Vec) => overHairline(p) + 0.008 * swell(p, 0.12);
  for (const [cell, spacing, width, reach, lift, lowest] of [
    ["strand", 0.027, 0.045, 0.34, 0.35, 0.05],
    ["wisp", 0.034, 0.045, 0.25, 0.4, 0.02],
    ["stubble", 0.028, 0.055, 0.07, 0.08, 0.2],
  ] as const) {
    const density = (p: Vec) => step(-0.012, 0.006, line(p)) * step(0.025, 0, line(p) - edgeDepth(p)) * step(lowest, lowest + 0.08, p[1]) * step(-0.04, 0.04, p[2]);
    for (const root of spreadRoots(skull, density, spacing, rng)) {
      const side = Math.sign(root.point[0] - style.parting * step(0.3, 0.34, root.point[1])) || 1;
      if (isShorn(style, side)) continue;
      const high = style.volume * lift * rng.uniform(0.5, 1);
      const guide = comb({
        side,
        u: rng.uniform(0, 0.1),
        root: root.point,
        height: (far) => 0.002 + high * step(0, 0.12, far),
        until: reach * rng.uniform(0.7, 1.2),
        segments: cell === "stubble" ? 1 : 4,
      });
      addCard(to, guide, {
        patch: patch(cell, Math.floor(rng.uniform(0, 4)), rng.uniform() < 0.5),
        width: () => width * rng.uniform(0.8, 1.2),
        blend: 0.94,
      });
    }
  }
}

export interface Cap {
  /** Of each side. */
  columns: number;
  rows: number;
  /** Share of the volume that it lies at. */
  depth: number;
  /** Its ends, lower by this than the locks'. */
  ends: number;
  /** How far it keeps off coarse skins. */
  clear: number;
}

/** How far both sides' sheets reach over the parting. */
const OVERLAP = -0.006;
/** From where down a tuft the tips of a sheet are, and how long they are, units. */
const TUFT = [0.04, 0.42, 0.95];
const TIPS = 0.12;

/** One closed sheet beneath the locks, from the parting to all around their ends: no gap opens on the skin. @param middle course that both sides share: at the back 1, of a fringe 0. */
export function addCap(to: Draft, comb: Comb, style: Fall, { columns, rows, depth, ends, clear }: Cap, middle = 1): void {
  const lines = [-1, 1].flatMap((sign) => {
    const side = middle ? sign : -sign;
    const own = Array.from({ length: columns }, (_, i) => {
      const from = isShorn(style, side) ? BEHIND[0] : 0;
      const u = from + (1 - from) * (i / (columns - 1)) ** 1.1;
      const course = { side, u, height: rising(style.volume * depth, u, { clear, blown: style.blown }), bent: 1.2, beside: OVERLAP };
      const lower = ends + 0.03 * (i % 2);
      const [body, tip] = [comb({ ...course, lower: lower - TIPS, segments: rows - 1 }), comb({ ...course, lower, segments: 2 })];
      return { points: [...body.points, tip.points[2]], normals: [...body.normals, tip.normals[2]] };
    });
    return (sign < 0) === (middle === 1) ? own.slice(sign < 0 ? 0 : 1) : own.reverse().slice(sign < 0 ? 0 : 1);
  });
  const { u, v } = closedTuft();
  const [first, last, tip] = TUFT;
  const numbers = lines.map(({ points, normals }, i) =>
    points.map((point, j) => {
      const down = j === rows ? tip : first + ((last - first) * j) / (rows - 1);
      return vertex(to, point, normals[j], [u[0] + (u[1] - u[0]) * (i % 2 ? 0.93 : 0.07), v[0] + (v[1] - v[0]) * down]);
    }),
  );
  for (let i = 0; i + 1 < lines.length; i++) {
    for (let j = 0; j < rows; j++) quad(to, numbers[i][j], numbers[i + 1][j], numbers[i + 1][j + 1], numbers[i][j + 1]);
  }
}
