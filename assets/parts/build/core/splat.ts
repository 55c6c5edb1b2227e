import { type Cell, cellOf, rangeOf } from "./cards.ts";
import type { Draft } from "./mesh.ts";
import type { Vec } from "./vector.ts";

/** Share of a cell that hides what is behind it, and from where along it that dwindles to nothing at its tip. */
const OPAQUE: Partial<Record<Cell, [number, number]>> = { dense: [1, 0.55], strand: [0.6, 0.6], curl: [0.75, 0.9], beard: [1, 0.35], solid: [1, 1], shorn: [0.5, 0.6] };
/** Distance of two samples of a card, head units. */
const APART = 0.014;

/** What cards hide, seen from a point within the head, by direction: `round` cells about the vertical (0 in front), `high` from straight up to straight down. */
export interface Splat {
  center: Vec;
  round: number;
  high: number;
  /** F64 [round, high] how many layers of hair hide a cell. */
  cover: Float64Array;
  /** F64 [round, high] distance of the surface, 0 where there is none. */
  radius: Float64Array;
}

export interface SplatOptions {
  center: Vec;
  /** Which of the hair counts. */
  wanted?: (point: Vec) => boolean;
  /** Share of the hair in a direction that lies under the surface. */
  under: number;
  /** Whether the draft is carved: opaque all over. */
  carved?: boolean;
}

const [ROUND, HIGH] = [96, 72];

/** Strews samples over all triangles and gathers them by direction. */
export function splat({ positions, uvs, triangles }: Draft, { center, wanted = () => true, under, carved = false }: SplatOptions): Splat {
  const cover = new Float64Array(ROUND * HIGH);
  const found: { r: number; weight: number }[][] = Array.from({ length: ROUND * HIGH }, () => []);
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => positions.slice(triangles[t + k] * 3, triangles[t + k] * 3 + 3) as Vec);
    if (!wanted([0, 1, 2].map((k) => (a[k] + b[k] + c[k]) / 3) as Vec)) continue;
    const uv = [0, 1, 2].map((k) => uvs.slice(triangles[t + k] * 2, triangles[t + k] * 2 + 2));
    const cell = cellOf((uv[0][0] + uv[1][0] + uv[2][0]) / 3, (uv[0][1] + uv[1][1] + uv[2][1]) / 3);
    if (!carved && !OPAQUE[cell]) continue;
    const side = (from: Vec, to: Vec): Vec => [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
    const [p, q] = [side(a, b), side(a, c)];
    const cut: Vec = [p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]];
    const steps = Math.max(1, Math.ceil(Math.sqrt(Math.hypot(...cut)) / APART));
    for (let i = 0; i < steps; i++) {
      for (let j = 0; j < 2 * (steps - i) - 1; j++) {
        // Centres of the small triangles that the sides' division makes, upright ones and those between them.
        const odd = j % 2;
        const [s, w] = [(i + (odd ? 2 / 3 : 1 / 3)) / steps, ((j - odd) / 2 + (odd ? 2 / 3 : 1 / 3)) / steps];
        const d = [0, 1, 2].map((k) => a[k] + s * p[k] + w * q[k] - center[k]);
        const r = Math.hypot(...d);
        const v = (1 - s - w) * uv[0][1] + s * uv[1][1] + w * uv[2][1];
        const weight = carved ? 1 : opacity(cell, v);
        if (weight <= 0) continue;
        // What a piece hides is its area seen from the middle, in cells.
        const seen = Math.abs(d[0] * cut[0] + d[1] * cut[1] + d[2] * cut[2]) / (2 * r * steps * steps);
        const [x, y] = toGrid(d);
        const at = (Math.floor(x) % ROUND) * HIGH + Math.min(HIGH - 1, Math.floor(y));
        const band = Math.cos((Math.PI * Math.floor(y)) / HIGH) - Math.cos((Math.PI * (Math.floor(y) + 1)) / HIGH);
        cover[at] += (weight * seen) / (r * r * band * ((2 * Math.PI) / ROUND));
        found[at].push({ r, weight });
      }
    }
  }
  const radius = Float64Array.from(found, (list) => {
    if (list.length === 0) return 0;
    list.sort((a, b) => a.r - b.r);
    let left = under * list.reduce((sum, { weight }) => sum + weight, 0);
    return (list.find(({ weight }) => (left -= weight) <= 0) ?? list[list.length - 1]).r;
  });
  return { center, round: ROUND, high: HIGH, cover: blurred(cover, () => true), radius: blurred(blurred(radius, (r) => r > 0), (r) => r > 0) };
}

/** Cell coordinates of a direction: around from the front towards +x, down from straight up. */
function toGrid([x, y, z]: number[]): [number, number] {
  const around = Math.atan2(x, z);
  return [((around / (2 * Math.PI) + 1) % 1) * ROUND, (Math.acos(y / Math.hypot(x, y, z)) / Math.PI) * HIGH];
}

/** A field of the grid between its cells; cells without a value (0) are left out where `sparse`. */
export function sampled(field: Float64Array, x: number, y: number, sparse = false): number {
  let [sum, all] = [0, 0];
  const [fx, fy] = [x - 0.5, Math.min(HIGH - 1, Math.max(0, y - 0.5))];
  for (const [i, j, share] of [
    [0, 0, (1 - (fx - Math.floor(fx))) * (1 - (fy - Math.floor(fy)))],
    [1, 0, (fx - Math.floor(fx)) * (1 - (fy - Math.floor(fy)))],
    [0, 1, (1 - (fx - Math.floor(fx))) * (fy - Math.floor(fy))],
    [1, 1, (fx - Math.floor(fx)) * (fy - Math.floor(fy))],
  ]) {
    const value = field[((Math.floor(fx) + i + ROUND) % ROUND) * HIGH + Math.min(HIGH - 1, Math.floor(fy) + j)];
    if (sparse && value === 0) continue;
    sum += share * value;
    all += share;
  }
  return all > 0 ? sum / all : 0;
}

function opacity(cell: Cell, v: number): number {
  const [share, end] = OPAQUE[cell] ?? [0, 1];
  const [from, to] = rangeOf(cell);
  const t = (v - from) / (to - from);
  return share * (end >= 1 ? 1 : Math.min(1, Math.max(0, (1 - t) / (1 - end))));
}

/** Mean of the cells around that count. */
function blurred(field: Float64Array, counts: (value: number) => boolean): Float64Array {
  return field.map((own, at) => {
    const [i, j] = [Math.floor(at / HIGH), at % HIGH];
    // Cells are narrow near the poles.
    const wide = Math.min(ROUND / 2 - 1, Math.round(1 / Math.max(0.02, Math.sin((Math.PI * (j + 0.5)) / HIGH))));
    let [sum, all] = [0, 0];
    for (let dj = -1; dj <= 1; dj++) {
      if (j + dj < 0 || j + dj >= HIGH) continue;
      for (let di = -wide; di <= wide; di++) {
        const value = field[((i + di + ROUND) % ROUND) * HIGH + j + dj];
        if (!counts(value)) continue;
        sum += value;
        all++;
      }
    }
    return all > 0 ? sum / all : own;
  });
}
