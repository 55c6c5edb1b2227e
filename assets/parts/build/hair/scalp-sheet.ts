import { patch } from "../core/cards.ts";
import { distance } from "../core/far-shell.ts";
import { type Draft, quad, vertex } from "../core/mesh.ts";
import type { Density } from "../core/roots.ts";
import type { Foot, Ground } from "../core/skin.ts";
import { add, type Vec } from "../core/vector.ts";
import { offEar } from "./shorn.ts";

/** Columns around and rows down of the sheet, and the angle from straight up that it reaches to, radians. */
const SIZE = [48, 16] as const;
const LOWEST = 2.25;
/** The middle that its columns lie about. */
const MIDDLE: Vec = [0, 0.02, -0.08];
/** How far it keeps off the skin, units. */
const LIFT = 0.006;
/** How far it keeps off the hollow of the ear, where the skull is open. */
const EAR = 0.05;
/** Share of the cell without gaps that it shows, below the dark roots. */
const SHOWN = [0.3, 0.62];

/** One sheet over the scalp where the density is not 0: what closes it beneath the cards. A single piece has no edges that show between them. */
export function closeScalp(to: Draft, ground: Ground, density: Density): void {
  const [round, rows] = SIZE;
  const { u, v } = patch("solid", 0);
  const half = (u[0] + u[1]) / 2;
  const numbers = new Map<number, number>();
  const footAt = (i: number, j: number): Foot => {
    const [turn, down] = [(2 * Math.PI * i) / round, (LOWEST * j) / rows];
    const way: Vec = [Math.sin(down) * Math.sin(turn), Math.cos(down), Math.sin(down) * Math.cos(turn)];
    return ground.foot(add(MIDDLE, way, distance(ground, MIDDLE, way)));
  };
  const isClosed = ({ point }: Foot) => density(point) > 0.5 && offEar(point) > EAR;
  const feet = Array.from({ length: round }, (_, i) => Array.from({ length: rows + 1 }, (_, j) => footAt(i, j)));
  const closed = feet.map((column) => column.map(isClosed));
  // Its lowest row is drawn down to where it ends: whole rows would leave a strip of skin above the shorn edge.
  for (let i = 0; i < round; i++) {
    const last = closed[i].lastIndexOf(true);
    if (last < 0 || last === rows) continue;
    let [within, without] = [last, last + 1];
    for (let k = 0; k < 8; k++) {
      const middle = (within + without) / 2;
      if (isClosed(footAt(i, middle))) within = middle;
      else without = middle;
    }
    feet[i][last] = footAt(i, within);
  }
  const number = (i: number, j: number): number => {
    const known = numbers.get(i * (rows + 1) + j);
    if (known !== undefined) return known;
    const { point, normal } = feet[i][j];
    const along = SHOWN[0] + (SHOWN[1] - SHOWN[0]) * Math.abs((j % 4) / 2 - 1);
    const made = vertex(to, add(point, normal, LIFT), normal, [i % 2 ? half : u[0], v[0] + (v[1] - v[0]) * along]);
    numbers.set(i * (rows + 1) + j, made);
    return made;
  };
  for (let i = 0; i < round; i++) {
    const next = (i + 1) % round;
    for (let j = 0; j < rows; j++) {
      const corners = [
        [i, j],
        [i, j + 1],
        [next, j + 1],
        [next, j],
      ] as const;
      if (corners.some(([a, b]) => !closed[a][b])) continue;
      const [a, b, c, d] = corners.map(([column, row]) => number(column, row));
      // At the top all columns meet.
      if (j === 0) to.triangles.push(a, b, c);
      else quad(to, a, b, c, d);
    }
  }
}
