import { patch, shaded } from "../core/cards.ts";
import { coarser } from "../core/levels.ts";
import { type Draft, draft, quad, vertex } from "../core/mesh.ts";
import type { AverageHead } from "../core/skin.ts";
import { add, mix, sub, unit, type Vec } from "../core/vector.ts";
import { combTip, HALF, REACH } from "./mohawk.ts";

/** Cards reach beyond the strip that they are rooted on. */
const WIDE = HALF + 0.018;
/** Half the comb's thickness at its tips, and what it is hollowed by between. */
const EDGE = 0.034;
const HOLLOW = 0.014;
/** Height of what is seen between them. */
const FLOOR = 0.01;
/** How far its foot is sunk in the skin. */
const SUNK = 0.012;

/** Levels of the comb: its cards, fewer of them, then two sheets of spikes that lean on each other. */
export function combLevels(head: AverageHead, finest: Draft): Draft[] {
  const kept: Record<string, number> = { dense: 0.5, strand: 0.4, wisp: 0.3, stubble: 0.4 };
  return [finest, coarser(finest, 1, ({ cell }) => kept[cell] ?? 0), sheets(head, 17, 3), sheets(head, 9, 2)];
}

/** @param spikes from the forehead to the nape. @param rows pieces from root to tip. */
function sheets({ skull }: AverageHead, spikes: number, rows: number): Draft {
  const out = draft();
  const { v } = patch("dense", 0);
  const stations = Array.from({ length: 2 * spikes + 1 }, (_, i) => {
    const angle = REACH[0] + ((REACH[1] - REACH[0]) * i) / (2 * spikes);
    const middle = skull.foot([0, 0.1 + 0.8 * Math.sin(angle), -0.1 + 0.8 * Math.cos(angle)]);
    // It draws together to a point on the forehead and on the nape.
    const wide = WIDE * Math.min(1, 0.5 + Math.min(i, 2 * spikes - i) * (2 / spikes));
    const roots = [-1, 1].map((side) => {
      const { point, normal } = skull.foot([side * wide, middle.point[1], middle.point[2]]);
      return add(point, normal, -SUNK);
    });
    return { roots, middle, tip: combTip(skull, angle, i % 2 ? 1.12 : 0.74) };
  });
  const column = (root: Vec, tip: Vec, side: Vec, u: number, face: Vec): number[] =>
    Array.from({ length: rows + 1 }, (_, j) => {
      const t = j / rows;
      const place = add(mix(root, tip, t), side, EDGE * t - HOLLOW * Math.sin(Math.PI * t));
      return vertex(out, place, unit(add(face, unit(sub(tip, root)), 0.35)), [u, v[0] + (v[1] - v[0]) * t]);
    });
  const join = (a: number[], b: number[]) => {
    for (let j = 0; j < rows; j++) quad(out, a[j], b[j], b[j + 1], a[j + 1]);
  };
  /** Column of the atlas at a share of its width; its sides are frayed. */
  const across = (tuft: number, share: number) => {
    const { u } = patch("dense", tuft);
    return u[0] + (u[1] - u[0]) * (0.1 + 0.8 * share);
  };
  for (let i = 0; i < spikes; i++) {
    const places = stations.slice(2 * i, 2 * i + 3);
    const onward = unit(sub(places[2].middle.point, places[0].middle.point));
    for (const [k, side] of [
      [0, [-1, 0, 0]],
      [1, [1, 0, 0]],
    ] as [number, Vec][]) {
      // Each spike is lit as if it were round.
      const [a, b, c] = places.map(({ roots, tip }, n) => column(roots[k], tip, side, across(i + k, n / 2), add(side, onward, 0.8 * (n - 1))));
      join(...((k === 0 ? [a, b] : [b, a]) as [number[], number[]]));
      join(...((k === 0 ? [b, c] : [c, b]) as [number[], number[]]));
    }
  }
  // Sheets across, which fill it seen from the front and from behind.
  for (let i = 0; i < stations.length; i += 2) {
    const { roots, tip } = stations[i];
    const way: Vec = i < spikes ? [0, 0.4, 1] : [0, 0.4, -1];
    const columns = [1, 0].map((k) => {
      const side: Vec = [2 * k - 1, 0, 0];
      return column(roots[k], add(tip, sub(tip, mix(roots[0], roots[1], 0.5)), 0.3), side, across(i, k), way);
    });
    join(...((i < spikes ? columns.toReversed() : columns) as [number[], number[]]));
  }
  // What is between the sheets is not scalp.
  const floor = stations.map(({ middle, roots }, i) =>
    roots.map((root, k) => {
      const place = add(add(mix(root, middle.point, 0.3), middle.normal, SUNK), middle.normal, FLOOR);
      return vertex(out, place, middle.normal, shaded(0.2 + 0.6 * k, (i >> 1) % 2));
    }),
  );
  for (let i = 0; i + 2 < floor.length; i += 2) quad(out, floor[i][0], floor[i + 2][0], floor[i + 2][1], floor[i][1]);
  return out;
}
