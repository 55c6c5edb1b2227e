import { addCard, type Cell, patch } from "../../core/cards.ts";
import type { Guide } from "../../core/guides.ts";
import { type Draft, quad, vertex } from "../../core/mesh.ts";
import { swell } from "../../core/noise.ts";
import type { Draws } from "../../core/random.ts";
import type { Ground } from "../../core/skin.ts";
import { add, cross, length, mix, rotate, scale, step, sub, unit, type Vec } from "../../core/vector.ts";
import { around, growEscaped, overHairline, softHairline } from "../hairline.ts";

export interface Gather {
  /** Where all hair is drawn to, and which way it leaves the head there. */
  tie: Vec;
  axis: Vec;
  /** Factor of how far it stands off the scalp on its way. */
  loose?: number;
}

/** Middle of the skull's dome: the way to the tie is the shortest about it. */
const MIDDLE: Vec = [0, 0.1, -0.1];
/** Hair keeps above this between the angles from the front where ears are. */
const OVER_EAR = 0.105;

/** Locks from all around the hairline: how many, share of the height that they lie at, how far inside the hairline they may be rooted, and how far of the way they go. */
const LAYERS: { cell: Cell; count: number; depth: [number, number]; inside: number; width: number; until: number }[] = [
  { cell: "dense", count: 46, depth: [0.5, 0.75], inside: 0.03, width: 0.12, until: 1 },
  { cell: "dense", count: 60, depth: [0.75, 1.1], inside: 0.05, width: 0.085, until: 1 },
  { cell: "strand", count: 48, depth: [0.9, 1.3], inside: 0.06, width: 0.05, until: 1 },
  { cell: "wisp", count: 16, depth: [1.2, 1.7], inside: 0.1, width: 0.05, until: 0.6 },
];
const LIFT = 0.036;
/** Pieces of a lock for every unit of its way as the crow flies. */
const PIECES = 8;
const COLUMNS = 36;
const ROWS = 11;

/** Hair combed from the whole hairline to one place over a closed sheet, with loose hairs at temples and nape. */
export function gather(to: Draft, skull: Ground, rng: Draws, { tie, axis, loose = 1 }: Gather): void {
  const comb = (turn: number, { inside, high, until = 1, segments: given, aim }: { inside: number; high: number; until?: number; segments?: number; aim: Vec }): Guide => {
    const root = hairlineAt(skull, turn, inside);
    // Straight pieces would cut through a head that is rounder.
    const segments = given ?? Math.max(3, Math.round(PIECES * until * length(sub(root, tie))));
    const way = Array.from({ length: segments + 1 }, (_, i) => {
      const t = (until * i) / segments;
      const { point, normal } = skull.foot(overEar(between(root, tie, t)));
      const lift = 0.004 + loose * high * step(0, 0.18, t) * (1 - 0.2 * t);
      return { point: mix(add(point, normal, lift), aim, step(0.75, 1, t)), normal };
    });
    return { points: way.map(({ point }) => point), normals: way.map(({ normal }) => normal) };
  };
  addSheet(to, (turn) => comb(turn, { inside: 0.022, high: 0.45 * LIFT, segments: ROWS - 1, aim: tie }));
  for (const { cell, count, depth, inside, width, until } of LAYERS) {
    for (let i = 0; i < count; i++) {
      const turn = (2 * Math.PI * (i + rng.uniform(-0.3, 1.3))) / count;
      const aim = add(add(tie, axis, 0.03), [rng.uniform(-0.045, 0.045), rng.uniform(-0.045, 0.045), 0]);
      const guide = comb(turn, { inside: inside * rng.uniform(0.1, 1), high: LIFT * rng.uniform(...depth), until, aim });
      const full = width * rng.uniform(0.8, 1.2);
      const tilt = rng.uniform(-0.1, 0.1);
      addCard(to, guide, {
        patch: patch(cell, Math.floor(rng.uniform(0, 4)), rng.uniform() < 0.5),
        width: (t) => full * (0.7 + 0.3 * step(0, 0.2, t)) * (1 - 0.55 * t),
        twist: () => tilt,
        blend: 0.92,
      });
    }
  }
  const over = (point: Vec) => overHairline(point) + 0.01 * swell(point, 0.12);
  softHairline(to, skull, rng, over, (p) => sub(tie, p));
  growEscaped(to, skull, rng, over, { spacing: 0.055, length: [0.1, 0.2], segments: 3, rise: 0.6 });
}

/** A place on the hairline at an angle about the head, or inside it by some way. */
function hairlineAt(skull: Ground, turn: number, inside: number): Vec {
  const place: Vec = [0.45 * Math.sin(turn), 0, 0.45 * Math.cos(turn) - 0.1];
  place[1] = inside - overHairline(place);
  return skull.foot(place).point;
}

/** On the shortest way about the dome's middle. */
function between(from: Vec, to: Vec, t: number): Vec {
  const [a, b] = [sub(from, MIDDLE), sub(to, MIDDLE)];
  const axis = unit(cross(a, b));
  const angle = Math.atan2(length(cross(a, b)), a[0] * b[0] + a[1] * b[1] + a[2] * b[2]);
  const way = rotate(unit(a), axis, angle * t);
  return add(MIDDLE, scale(way, (1 - t) * length(a) + t * length(b)));
}

function overEar(point: Vec): Vec {
  const turn = around(point);
  const beside = step(1.2, 1.4, turn) * step(2.05, 1.85, turn);
  return [point[0], Math.max(point[1], point[1] + (OVER_EAR - point[1]) * beside), point[2]];
}

/** What closes the scalp beneath the locks: courses side by side from the hairline to the tie. */
function addSheet(to: Draft, course: (turn: number) => Guide): void {
  const { u, v } = patch("solid", 0);
  const columns = Array.from({ length: COLUMNS + 1 }, (_, i) => {
    const { points, normals } = course((2 * Math.PI * i) / COLUMNS);
    return points.map((point, j) => vertex(to, point, normals[j], [u[i % 2], v[0] + ((v[1] - v[0]) * j) / (ROWS - 1)]));
  });
  for (let i = 0; i < COLUMNS; i++) {
    for (let j = 0; j + 1 < ROWS; j++) quad(to, columns[i][j], columns[i + 1][j], columns[i + 1][j + 1], columns[i][j + 1]);
  }
}
