import { distance } from "../../core/far-shell.ts";
import type { AverageHead, Ground } from "../../core/skin.ts";
import { add, cross, length, sub, unit, type Vec } from "../../core/vector.ts";

/** The surface that hair lies on: the skull above, below it what hair hangs down over, free of the hollows under ears and nape. */
export interface Mass {
  /** The place at a height over the surface, straight out through a point. */
  at(point: Vec, height: number): Vec;
  /** Outward unit normal of the surface there. */
  normal(point: Vec): Vec;
}

/** The axis about which hair lies: a vertical line that ends in the middle of the skull's dome. */
const MIDDLE: Vec = [0, 0.1, -0.1];
const ROUND = 64;
const DOME = 20;
/** Height of a row below the dome, and how many there are. */
const ROW = 0.04;
const ROWS = 36;
/** Columns on either side over which it spans what is narrower than a lock: ears. */
const SPAN = 3;
/** How steeply it swells towards what lies below: ears. */
const BULGE = 0.3;
/** How far hair keeps off the skin at the least. */
const CLEAR = 0.012;

/**
 * Measures it by rays from the head's axis.
 * @param fall how far hair that hangs draws in for every unit of height, down to the skin.
 * @param tucked whether it lies behind the ears instead of over them.
 */
export function hairMass({ skin, skull }: AverageHead, fall: number, tucked = false): Mass {
  const bare = measured(tucked ? skull : skin, skull);
  const hull = bare.map((row, j) => (j <= DOME ? [...row] : spanned(row)));
  for (let j = DOME + 1; j < hull.length; j++) {
    for (let i = 0; i <= ROUND; i++) hull[j][i] = Math.max(hull[j][i], hull[j - 1][i] - fall * ROW);
  }
  for (let j = hull.length - 2; j > DOME / 2; j--) {
    for (let i = 0; i <= ROUND; i++) hull[j][i] = Math.max(hull[j][i], hull[j + 1][i] - BULGE * ROW);
  }
  const soft = hull.map((row, j) => (j <= DOME / 2 ? row : blurred(row)));
  const at = (point: Vec, height: number): Vec => {
    const middle: Vec = [0, Math.min(point[1], MIDDLE[1]), MIDDLE[2]];
    const way = unit(sub(point, middle));
    const place = gridPlace(point);
    return add(middle, way, Math.max(sampled(soft, place) + height, sampled(bare, place) + Math.min(CLEAR, height)));
  };
  const normal = (point: Vec): Vec => {
    const middle: Vec = [0, Math.min(point[1], MIDDLE[1]), MIDDLE[2]];
    const way = unit(sub(point, middle));
    const across = length([way[0], 0, way[2]]) > 0.05 ? unit([way[2], 0, -way[0]]) : ([1, 0, 0] as Vec);
    const up = unit(cross(way, across));
    const tilt = (by: Vec) => sub(at(add(point, by, 0.05), 0), at(add(point, by, -0.05), 0));
    return unit(cross(tilt(across), tilt(up)));
  };
  return { at, normal };
}

/** Column and row of a point: around from the front, down from the top. */
function gridPlace([x, y, z]: Vec): [number, number] {
  const out = Math.hypot(x, z - MIDDLE[2]);
  const around = (Math.atan2(Math.abs(x), z - MIDDLE[2]) / Math.PI) * ROUND;
  const dome = (1 - Math.atan2(y - MIDDLE[1], out) / (Math.PI / 2)) * DOME;
  return [around, y >= MIDDLE[1] ? dome : DOME + (MIDDLE[1] - y) / ROW];
}

/** Distance of the skin from the axis by row and column; both sides of the head are alike. */
function measured(skin: Ground, skull: Ground): number[][] {
  return Array.from({ length: DOME + ROWS + 1 }, (_, j) => {
    const rise = (1 - Math.min(j, DOME) / DOME) * (Math.PI / 2);
    const middle: Vec = [0, MIDDLE[1] - Math.max(0, j - DOME) * ROW, MIDDLE[2]];
    return Array.from({ length: ROUND + 1 }, (_, i) => {
      const turn = (i * Math.PI) / ROUND;
      const way: Vec = [Math.cos(rise) * Math.sin(turn), Math.sin(rise), Math.cos(rise) * Math.cos(turn)];
      // The skin ends at the neck's seam.
      return middle[1] < -0.84 ? 0.2 : distance(j <= DOME ? skull : skin, middle, way);
    });
  });
}

const spanned = (row: number[]) => row.map((_, i) => Math.max(...row.slice(Math.max(0, i - SPAN), i + SPAN + 1)));

const blurred = (row: number[]) =>
  row.map((_, i) => {
    const near = row.slice(Math.max(0, i - SPAN), i + SPAN + 1);
    return near.reduce((sum, r) => sum + r, 0) / near.length;
  });

function sampled(grid: number[][], [x, y]: [number, number]): number {
  const [i, j] = [Math.min(ROUND - 1, Math.floor(x)), Math.min(grid.length - 2, Math.max(0, Math.floor(y)))];
  const [s, t] = [x - i, Math.min(1, y - j)];
  return (1 - t) * ((1 - s) * grid[j][i] + s * grid[j][i + 1]) + t * ((1 - s) * grid[j + 1][i] + s * grid[j + 1][i + 1]);
}
