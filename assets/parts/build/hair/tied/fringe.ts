import type { Cell } from "../../core/cards.ts";
import { growLayer } from "../../core/grow.ts";
import { along } from "../../core/guides.ts";
import type { Draft } from "../../core/mesh.ts";
import type { Draws } from "../../core/random.ts";
import type { Ground } from "../../core/skin.ts";
import { add, unit, type Vec } from "../../core/vector.ts";
import { growShorn } from "../shorn.ts";
import { overTied, tiedBorder, turnsAlong } from "./border.ts";

/** Rows of fine hair along the border: how many cards, how far inside it they are rooted, how long and wide they are, how high their tips lie. */
const ROWS: { cell: Cell; count: number; inside: [number, number]; length: [number, number]; width: number; lift: number }[] = [
  { cell: "wisp", count: 100, inside: [-0.018, 0.002], length: [0.08, 0.15], width: 0.05, lift: 0.008 },
  { cell: "strand", count: 150, inside: [-0.012, 0.008], length: [0.12, 0.2], width: 0.038, lift: 0.012 },
  { cell: "strand", count: 110, inside: [0.006, 0.026], length: [0.16, 0.24], width: 0.042, lift: 0.016 },
];

/**
 * The border of gathered hair: hair of some millimetres that thins out over it, and fine strands rooted along it and a little before it, so that
 * no card's edge is seen.
 * @param comb which way hair runs.
 */
export function growFringe(to: Draft, ground: Ground, rng: Draws, comb: (point: Vec) => Vec): void {
  // Before and above the ears it reaches up to where the locks pass over them.
  growShorn(to, ground, rng, { over: (p) => overTied(p) - 0.008, comb, lifts: [0.0012], tile: 0.07, spacing: 0.037, where: (p) => Number(overTied(p) < (p[1] < 0.24 ? 0.16 : 0.08)) });
  for (const { cell, count, inside, length, width, lift } of ROWS) {
    growLayer(to, ground, rng, {
      cell,
      density: () => 1,
      roots: turnsAlong(ground, count, rng).map((turn) => tiedBorder(ground, turn, rng.uniform(...inside))),
      spacing: 0,
      guide: () => {
        const stray: Vec = [rng.uniform(-0.2, 0.2), rng.uniform(-0.2, 0.2), rng.uniform(-0.2, 0.2)];
        return {
          length: rng.uniform(...length),
          segments: 2,
          cling: 0.9,
          // Stray from the way over the skin: straight to a low tie would be down into the forehead.
          flow: (point, normal) => unit(add(along(add(along(comb(point), normal), stray), normal), normal, 0.1)),
          lift: (t) => 0.002 + lift * t,
        };
      },
      card: () => ({ width: () => width, blend: 0.94 }),
    });
  }
}
