import { curled, patch, shaded } from "./cards.ts";
import { type Draft, draft, quad, vertex } from "./mesh.ts";
import { swell } from "./noise.ts";
import type { Ground } from "./skin.ts";
import { type Splat, type SplatOptions, sampled, splat } from "./splat.ts";
import { add, cross, dot, sub, unit, type Vec } from "./vector.ts";

export interface ShellOptions extends Partial<SplatOptions> {
  /** Columns around and rows down to the hairline. */
  size: [number, number];
  /** Where its strands run from, as a direction from the middle; off the head's middle plane there is one on each side. */
  pole: Vec;
  /** How steeply it rises from its rim. */
  slope?: number;
  /** Height of its lumps, head units: curls. */
  lumps?: number;
  /** The column of curls that it shows in place of strands. */
  curls?: number;
  /** How far it keeps off the skin, head units: 0.028 keeps it clear of coarse skins. */
  clear?: number;
}

/** Layers of hair that make a cell hair. */
const COVERED = 0.5;
/** Cells without hair that a shell spans. */
const SPAN = 10;
/** How far the fringe reaches up and down from the hairline, head units. */
const FRINGE: [number, number] = [0.042, 0.014];
/** How far off the skin it ends. */
const EDGE = 0.004;
/** Distance of two lumps, radians. */
const LUMP = 0.42;
/** A skin further than this from where its neighbours have it is the edge of a hole. */
const OUTLIER = 0.03;

/**
 * One closed body in place of cards: it follows the outer surface of the cards of the finest level, goes down to the skin at their own hairline all
 * around, and ends there in a fringe whose tips are cut out by alpha.
 */
export function farShell(ground: Ground, cards: Draft, options: ShellOptions): Draft {
  const { size: [round, rows], center = [0, 0.02, -0.08], under = 0.7, slope = 0.9, clear = 0.028, lumps = 0, carved, wanted, pole, curls } = options;
  const hair = splat(cards, { center, under, carved, wanted });
  const rim = hairline(hair);
  const out = draft();
  const columns = Array.from({ length: round }, (_, i) => {
    const x = (i * hair.round) / round;
    const low = rim(x, hair.round / round);
    const cell = (distance(ground, center, toDirection(hair, x, low)) * Math.PI) / hair.high;
    const ys = Array.from({ length: rows }, (_, j) => (j === rows - 1 ? low + FRINGE[1] / cell : ((low - FRINGE[0] / cell) * j) / (rows - 2)));
    return { x, low, cell, ys };
  });
  const skins = columns.map(({ x, ys }) => ys.map((y) => distance(ground, center, toDirection(hair, x, y))));
  const lattice: Vec[][] = columns.map(({ x, low, cell, ys }, i) =>
    ys.map((y, j): Vec => {
      // The skull is open where the ears are: there the neighbours know better.
      const skin = [-2, -1, 0, 1, 2].map((d) => skins[(i + d + round) % round][j]).sort((p, q) => p - q)[2];
      const own = Math.abs(skins[i][j] - skin) > OUTLIER ? skin : skins[i][j];
      const inside = Math.max(0, (low - y) * cell);
      const height = Math.min(sampled(hair.radius, x, y, true) - own + lumps * swell(toDirection(hair, x, y), LUMP), EDGE + slope * inside);
      const least = Math.min(clear, EDGE + inside * 0.45);
      return add(center, toDirection(hair, x, y), own + (j === rows - 1 ? EDGE : Math.max(height, least)));
    }),
  );
  const top = columns.reduce((sum, _, i) => add(sum, lattice[i][0], 1 / round), [0, 0, 0] as Vec);
  for (const line of lattice) line[0] = top;
  const normals = latticeNormals(lattice);
  const strand = (place: Vec): [number, number] => {
    const d = unit(sub(place, center));
    // Both sides are alike; what runs from one point on each side has its cut below it.
    const mirror: Vec = [Math.abs(d[0]), d[1], d[2]];
    const up = unit(cross(pole, unit(cross([0, 1, 0.01], pole))));
    const turn = Math.atan2(dot(mirror, cross(up, pole)), dot(mirror, up)) / Math.PI;
    const down = Math.acos(Math.min(1, Math.max(-1, dot(mirror, pole)))) / Math.PI;
    const across = pole[0] === 0 ? 3 * Math.abs(turn) : 3 * (turn + 1);
    // Carved locks have the whole picture, and are hollow at their roots.
    return carved ? [0.5 + 0.4 * Math.sin(4 * across), 0.08 + 0.16 * down] : shaded(across, down);
  };
  const number = (i: number, j: number, uv: [number, number]) => vertex(out, lattice[i][j], normals[i][j], uv);
  const body = lattice.map((line, i) => line.slice(0, -1).map((place, j) => number(i, j, curls === undefined ? strand(place) : curled(curls, i, j))));
  for (let i = 0; i < round; i++) {
    const next = (i + 1) % round;
    for (let j = 0; j + 2 < rows; j++) {
      if (j === 0) out.triangles.push(body[i][0], body[i][1], body[next][1]);
      else quad(out, body[i][j], body[i][j + 1], body[next][j + 1], body[next][j]);
    }
  }
  if (carved) return skirt();
  // The fringe: tips of tufts, one and a half columns of vertices a tuft, to and fro.
  const ends = lattice.map((_, i) => {
    const { u, v } = patch("dense", Math.floor(i / 2));
    const at = u[0] + (u[1] - u[0]) * (i % 2 ? 0.94 : 0.06);
    return [0.5, 0.93].map((t, k) => number(i, rows - 2 + k, [at, v[0] + (v[1] - v[0]) * t]));
  });
  for (let i = 0; i < round; i += 1) {
    const next = (i + 1) % round;
    if (i % 2 === 0) quad(out, ends[i][0], ends[i][1], ends[next][1], ends[next][0]);
    else {
      // Back from the end of one tuft to its beginning, so that no triangle lies across two.
      const { u, v } = patch("dense", Math.floor(i / 2));
      const at = u[0] + (u[1] - u[0]) * 0.06;
      const [upper, lower] = [0.5, 0.93].map((t, k) => number(next, rows - 2 + k, [at, v[0] + (v[1] - v[0]) * t]));
      quad(out, ends[i][0], ends[i][1], lower, upper);
    }
  }
  return out;

  function skirt(): Draft {
    const lowest = lattice.map((line, i) => number(i, rows - 1, strand(line[rows - 1])));
    for (let i = 0; i < round; i++) {
      const next = (i + 1) % round;
      quad(out, body[i][rows - 2], lowest[i], lowest[next], body[next][rows - 2]);
    }
    return out;
  }
}

/** Direction of grid coordinates. */
export function toDirection({ round, high }: Splat, x: number, y: number): Vec {
  const [around, down] = [(2 * Math.PI * x) / round, (Math.PI * y) / high];
  return [Math.sin(down) * Math.sin(around), Math.cos(down), Math.sin(down) * Math.cos(around)];
}

/** How far the skin is in a direction, by walking in from outside. */
export function distance(ground: Ground, center: Vec, direction: Vec): number {
  let r = 1.4;
  for (let n = 0; n < 40; n++) {
    const { height } = ground.foot(add(center, direction, r));
    if (Math.abs(height) < 0.001) break;
    r = Math.max(0.05, r - 0.85 * height);
  }
  return r;
}

/** Where the hair ends below each column: grid rows, smooth along the hairline. @returns by column and over how many columns. */
function hairline({ cover, round, high }: Splat): (x: number, wide: number) => number {
  const ends = Array.from({ length: round }, (_, i) => {
    let end = 0;
    for (let j = 0, bare = 0; j < high && bare <= SPAN; j++) {
      const here = cover[i * high + j];
      if (here >= COVERED) {
        bare = 0;
        const next = j + 1 < high ? cover[i * high + j + 1] : 0;
        end = j + 0.5 + (next < COVERED ? (here - COVERED) / Math.max(1e-6, here - next) : 0);
      } else bare++;
    }
    return end;
  });
  // A single column that reaches further or less far is chance.
  const at = (i: number) => ends[(i + round) % round];
  const calm = ends.map((_, i) => [at(i - 1), at(i), at(i + 1)].sort((a, b) => a - b)[1]);
  return (x, wide) => {
    const reach = Math.max(1, wide);
    let [sum, all] = [0, 0];
    for (let d = Math.ceil(x - 0.5 - reach); d <= x - 0.5 + reach; d++) {
      const share = 1 - Math.abs(d - (x - 0.5)) / (reach + 1e-3);
      sum += share * calm[(d + round) % round];
      all += share;
    }
    return sum / all;
  };
}

/** Smooth outward normals; along the rim they are the lattice's own, so that the fringe has no crease. */
function latticeNormals(lattice: Vec[][]): Vec[][] {
  const round = lattice.length;
  const rows = lattice[0].length;
  const pole = lattice.reduce((sum, line, i) => add(sum, cross(sub(line[1], line[0]), sub(lattice[(i + 1) % round][1], line[0]))), [0, 0, 0] as Vec);
  return lattice.map((line, i) =>
    line.map((_, j) => {
      if (j === 0) return unit(pole);
      const across = sub(lattice[(i + 1) % round][j], lattice[(i + round - 1) % round][j]);
      const down = sub(line[Math.min(rows - 1, j + 1)], line[j - 1]);
      return unit(cross(down, across));
    }),
  );
}
