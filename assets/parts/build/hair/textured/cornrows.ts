import { distance } from "../../core/far-shell.ts";
import { type Draft, draft, quad, vertex } from "../../core/mesh.ts";
import { patch } from "../../core/cards.ts";
import type { AverageHead, Ground } from "../../core/skin.ts";
import { add, cross, length, mix, reject, scale, step, sub, unit, type Vec } from "../../core/vector.ts";
import { overHairline } from "../hairline.ts";

/** Ends of the line that all rows lie about, within forehead and nape: the rows run from one towards the other. */
const FRONT: Vec = [0, 0.1, 0.5];
const NAPE: Vec = [0, -0.4, -0.55];
/** Rows on either side of the middle one, and the angle of the outermost from straight up, radians. */
const ROWS = 7;
const OUTERMOST = 1.1;
/** Half the width of a row where it is widest, and its height, units; towards forehead and nape rows draw together. */
const HALF = 0.046;
const HIGH = 0.036;
/** Share of the scalp that rows take; the rest are partings. */
const FULL = 0.8;
/** How far apart the strands of a plait cross, units. */
const PITCH = 0.06;
/** How far from the hairline a row begins. */
const BEGIN = 0.012;
/** Rows and columns of a strand's mesh by level; from the third level on a row is one ridge. */
const STRANDS = [
  { rows: 3, columns: 3, pitch: PITCH },
  { rows: 2, columns: 3, pitch: 1.5 * PITCH },
];
const RIDGES = [22, 11];

interface Station {
  point: Vec;
  normal: Vec;
  along: Vec;
  across: Vec;
  half: number;
}

/** Rows plaited flat to the scalp from the forehead back to the nape, each strand of the finer levels a piece of its own. */
export function cornrowLevels({ skull }: AverageHead): Draft[] {
  const rows = Array.from({ length: 2 * ROWS + 1 }, (_, i) => ((i - ROWS) / ROWS) * OUTERMOST).map((turn) => wayOf(skull, turn));
  return [0, 1, 2, 3].map((level) => {
    const out = draft();
    for (const way of rows) {
      if (level < 2) plaitRow(out, way, STRANDS[level]);
      else ridgeRow(out, way, RIDGES[level - 2]);
    }
    return out;
  });
}

/** A row's line over the scalp, in a plane through both ends of the axis, as far as hair grows and rows do not meet. */
function wayOf(skull: Ground, turn: number): Vec[] {
  const axis = unit(sub(NAPE, FRONT));
  const up = unit(cross([1, 0, 0], axis));
  const out = add(scale(up, Math.cos(turn)), [1, 0, 0], Math.sin(turn));
  const middle = mix(FRONT, NAPE, 0.5);
  const points: Vec[] = [];
  for (let angle = 0; angle < Math.PI; angle += 0.02) {
    const way = add(scale(axis, -Math.cos(angle)), out, Math.sin(angle));
    const place = add(middle, way, distance(skull, middle, way));
    if (overHairline(place) > BEGIN && offAxis(place) > CLOSEST) points.push(place);
    else if (points.length > 0 && angle > Math.PI / 2) break;
  }
  return points;
}

/** Rows end where the axis is nearer than this. */
const CLOSEST = 0.16;

/** Distance of a place from the axis. */
const offAxis = (place: Vec): number => length(reject(sub(place, FRONT), unit(sub(NAPE, FRONT))));

/** Places along a way at equal distances. */
function stations(way: Vec[], count: number): Station[] {
  const sums = [0];
  for (let i = 1; i < way.length; i++) sums.push(sums[i - 1] + length(sub(way[i], way[i - 1])));
  const whole = sums[sums.length - 1];
  const at = (far: number): Vec => {
    const i = Math.max(1, sums.findIndex((sum) => sum >= far));
    return mix(way[i - 1], way[i], (far - sums[i - 1]) / Math.max(1e-9, sums[i] - sums[i - 1]));
  };
  return Array.from({ length: count + 1 }, (_, k) => {
    const t = k / count;
    const point = at(t * whole);
    const along = unit(sub(at(Math.min(whole, t * whole + 0.03)), at(Math.max(0, t * whole - 0.03))));
    const normal = unit(sub(point, mix(FRONT, NAPE, 0.5)));
    const across = unit(cross(along, normal));
    return { point, normal: unit(cross(across, along)), along, across, half: Math.min(HALF, (0.5 * FULL * OUTERMOST * offAxis(point)) / ROWS) * (0.6 + 0.4 * step(0, 0.08, t)) };
  });
}

const lengthOf = (way: Vec[]) => way.reduce((sum, point, i) => sum + (i ? length(sub(point, way[i - 1])) : 0), 0);

/** Strands from either side in turn, from the row's edge in and back under the next. */
function plaitRow(to: Draft, way: Vec[], { rows, columns, pitch }: (typeof STRANDS)[number]): void {
  const count = Math.max(4, Math.round((2 * lengthOf(way)) / pitch));
  const places = stations(way, count);
  for (let k = 0; k + 3 <= count; k++) {
    const side = k % 2 ? 1 : -1;
    const [from, middle, end] = [places[k], places[k + 1], places[k + 3]];
    // From the edge to beyond the middle, where the strand of the other side covers it.
    const spine: Vec[] = [
      add(add(from.point, from.across, side * 0.95 * from.half), from.normal, 0.1 * HIGH),
      add(add(middle.point, middle.across, side * 0.5 * middle.half), middle.normal, HIGH * (middle.half / HALF)),
      add(add(end.point, end.across, -side * 0.25 * end.half), end.normal, 0.35 * HIGH * (end.half / HALF)),
    ];
    strand(to, rows === 3 ? spine : [mix(spine[0], spine[1], 0.35), mix(spine[1], spine[2], 0.65)], middle, { columns, side, shade: k });
  }
}

/** A strand as a ridge across its spine. */
function strand(to: Draft, spine: Vec[], place: Station, { columns, side, shade }: { columns: number; side: number; shade: number }): void {
  const { u, v } = patch("solid", 0);
  const piece = (u[1] - u[0]) / 4;
  const left = u[0] + (shade % 3) * piece;
  const numbers = spine.map((point, j) => {
    const way = unit(sub(spine[Math.min(spine.length - 1, j + 1)], spine[Math.max(0, j - 1)]));
    const across = unit(cross(way, place.normal));
    const wide = 0.42 * place.half * (spine.length === 2 ? 1.5 : j === 1 ? 1.15 : 0.85);
    return Array.from({ length: columns }, (_, c) => {
      const s = (2 * c) / (columns - 1) - 1;
      const at = add(add(point, across, s * wide), place.normal, -0.55 * HIGH * Math.abs(s));
      const normal = unit(add(add(place.normal, across, 0.9 * s), place.across, 0.35 * side));
      return vertex(to, at, normal, [left + (piece * (s + 1)) / 2, v[0] + ((v[1] - v[0]) * 0.6 * j) / (spine.length - 1)]);
    });
  });
  for (let j = 0; j + 1 < spine.length; j++) {
    for (let c = 0; c + 1 < columns; c++) quad(to, numbers[j][c], numbers[j][c + 1], numbers[j + 1][c + 1], numbers[j + 1][c]);
  }
}

/** The whole row as one ridge, seen from afar. */
function ridgeRow(to: Draft, way: Vec[], count: number): void {
  const { u, v } = patch("solid", 0);
  const numbers = stations(way, count).map(({ point, normal, across, half }, k) =>
    [-1, 0, 1].map((s) =>
      vertex(to, add(add(point, across, 0.95 * s * half), normal, s === 0 ? HIGH * (half / HALF) : 0.004), unit(add(normal, scale(across, 0.9 * s))), [
        u[0] + ((u[1] - u[0]) * (s + 1)) / 4,
        v[k % 2],
      ]),
    ),
  );
  for (let k = 0; k < count; k++) {
    for (let c = 0; c < 2; c++) quad(to, numbers[k][c], numbers[k][c + 1], numbers[k + 1][c + 1], numbers[k + 1][c]);
  }
}
