import { addCard, type Cell, patch } from "../../core/cards.ts";
import type { Guide } from "../../core/guides.ts";
import { type Draft, quad, vertex } from "../../core/mesh.ts";
import type { Draws } from "../../core/random.ts";
import type { Ground } from "../../core/skin.ts";
import { add, cross, length, mix, rotate, scale, step, sub, unit, type Vec } from "../../core/vector.ts";
import { around, growEscaped } from "../hairline.ts";
import { overTied, tiedBorder, turnsAlong } from "./border.ts";
import { growFringe } from "./fringe.ts";

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

/** Locks from all around the hairline: how many, share of the height that they lie at, how far inside the hairline they are rooted, and how far of the way they go. */
const LAYERS: { cell: Cell; count: number; depth: [number, number]; inside: [number, number]; width: number; until: number }[] = [
  { cell: "dense", count: 48, depth: [0.5, 0.75], inside: [0.02, 0.032], width: 0.12, until: 1 },
  { cell: "dense", count: 96, depth: [0.75, 1.1], inside: [0.006, 0.016], width: 0.062, until: 1 },
  { cell: "strand", count: 60, depth: [0.9, 1.3], inside: [0.0, 0.03], width: 0.05, until: 1 },
  { cell: "wisp", count: 16, depth: [1.2, 1.7], inside: [0.0, 0.1], width: 0.05, until: 0.6 },
];
/** Over how much of a lock hairs begin at its root, units (3 mm). */
const RAGGED = 0.016;
const LIFT = 0.036;
/** Pieces of a lock for every unit of its way as the crow flies. */
const PIECES = 8;
const COLUMNS = 48;
const ROWS = 10;

/** Hair combed from the whole hairline to one place over a closed sheet, with loose hairs at temples and nape. */
export function gather(to: Draft, skull: Ground, rng: Draws, { tie, axis, loose = 1 }: Gather): void {
  const comb = (turn: number, { inside, high, until = 1, segments: given, aim }: { inside: number; high: number; until?: number; segments?: number; aim: Vec }): Guide => {
    const root = tiedBorder(skull, turn, inside).point;
    // Straight pieces would cut through a head that is rounder.
    const segments = given ?? Math.max(3, Math.round(PIECES * until * length(sub(root, tie))));
    const way = Array.from({ length: segments + 1 }, (_, i) => {
      const t = (until * i) / segments;
      const { point, normal } = skull.foot(overEar(between(root, tie, t)));
      const lift = 0.004 + loose * high * step(0, 0.18, t) * (1 - 0.2 * t);
      return { point: mix(add(point, normal, lift), aim, step(0.84, 1, t)), normal };
    });
    return { points: way.map(({ point }) => point), normals: way.map(({ normal }) => normal) };
  };
  addSheet(to, (turn) => comb(turn, { inside: 0.018, high: 0.45 * LIFT, segments: ROWS - 1, aim: tie }));
  for (const { cell, count, depth, inside, width, until } of LAYERS) {
    for (const turn of turnsAlong(skull, count, rng)) {
      const aim = add(add(tie, axis, 0.03), [rng.uniform(-0.045, 0.045), rng.uniform(-0.045, 0.045), 0]);
      const guide = comb(turn, { inside: rng.uniform(...inside), high: LIFT * rng.uniform(...depth), until, aim });
      const full = width * rng.uniform(0.8, 1.2);
      const tilt = rng.uniform(-0.1, 0.1);
      addCard(to, guide, {
        patch: patch(cell, Math.floor(rng.uniform(0, 4)), rng.uniform() < 0.5),
        width: (t) => full * (0.6 + 0.4 * step(0, 0.16, t)) * (1 - 0.55 * t),
        twist: () => tilt,
        blend: 0.92,
        ragged: RAGGED,
      });
    }
  }
  growFringe(to, skull, rng, (p) => sub(tie, p));
  growEscaped(to, skull, rng, overTied, { spacing: 0.09, length: [0.1, 0.2], segments: 3, rise: 0.6 });
}

/** On the shortest way about the dome's middle. */
function between(from: Vec, to: Vec, t: number): Vec {
  const [a, b] = [sub(from, MIDDLE), sub(to, MIDDLE)];
  const axis = unit(cross(a, b));
  const angle = Math.atan2(length(cross(a, b)), a[0] * b[0] + a[1] * b[1] + a[2] * b[2]);
  const way = rotate(unit(a), axis, angle * t);
  return add(MIDDLE, scale(way, (1 - t) * length(a) + t * length(b)));
}

/** A place beside the ear, over it instead. */
export function overEar(point: Vec): Vec {
  const turn = around(point);
  const beside = step(1.2, 1.4, turn) * step(2.05, 1.85, turn);
  return [point[0], Math.max(point[1], point[1] + (OVER_EAR - point[1]) * beside), point[2]];
}

/** What closes the scalp beneath the locks: courses side by side from the hairline to the tie. */
function addSheet(to: Draft, course: (turn: number) => Guide): void {
  const { u, v } = patch("solid", 0);
  const columns = Array.from({ length: COLUMNS + 1 }, (_, i) => {
    // Ways from the forehead part the most: closer together there, no chord between two of them cuts through the crown.
    const share = (2 * i) / COLUMNS - 1;
    const { points, normals } = course(Math.PI * Math.sign(share) * Math.abs(share) ** 1.5);
    return points.map((point, j) => vertex(to, point, normals[j], [u[i % 2], v[0] + ((v[1] - v[0]) * j) / (ROWS - 1)]));
  });
  for (let i = 0; i < COLUMNS; i++) {
    for (let j = 0; j + 1 < ROWS; j++) quad(to, columns[i][j], columns[i + 1][j], columns[i + 1][j + 1], columns[i][j + 1]);
  }
}
