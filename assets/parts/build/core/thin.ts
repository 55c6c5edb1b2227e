import { type Cell, cellOf, rangeOf } from "./cards.ts";
import { type Draft, draft } from "./mesh.ts";
import { add, dot, mix, sub, type Vec } from "./vector.ts";

/** A card, a lock or a sweep: vertices in rows along it and columns across. */
export interface Strip {
  rows: number;
  columns: number;
  /** Number of the vertex of a row and column. */
  at: (row: number, column: number) => number;
  /** Vertices that close the two ends of a sweep, or none. */
  tips: number[];
}

/** What is known of a strip. */
export interface StripPlace {
  /** Middle of its first row. */
  root: Vec;
  /** Cell of the strand atlas that it shows. */
  cell: Cell;
  /** Whether it is closed around: a braid, a coil. */
  swept: boolean;
}

export interface ThinOptions {
  /** Which share of such strips to keep, 0 to 1; cards that are left are widened to cover what they covered before. */
  share: (strip: StripPlace) => number;
  /** How many rows and columns to keep of a strip. */
  rows: (strip: Strip) => number;
  columns: (strip: Strip) => number;
}

const WIDEST = 1.8;

/**
 * The strips of a draft, coarser: whole ones are left out evenly, those kept are widened, and rows and columns are dropped. Nothing is drawn
 * anew, so that a level looks like the finer one.
 */
export function thin(from: Draft, { share, rows, columns }: ThinOptions): Draft {
  const out = draft();
  let owed = 0;
  for (const strip of strips(from)) {
    const place = (row: number, column: number) => placeOf(from, strip.at(row, column));
    const [first, last] = [strip.at(0, 0), strip.at(1, strip.columns - 1)];
    const [u, v] = [0, 1].map((c) => (from.uvs[first * 2 + c] + from.uvs[last * 2 + c]) / 2);
    const swept = strip.tips.length > 0;
    const cell = cellOf(u, v);
    const part = share({ root: place(0, Math.floor(strip.columns / 2)), cell, swept });
    owed += part;
    if (part <= 0 || owed < 1) continue;
    owed -= 1;
    const wider = swept ? 1 : Math.min(WIDEST, 1 / part);
    const kept = { rows: spread(strip.rows, Math.max(swept ? 4 : 2, rows(strip))), columns: spread(strip.columns, columns(strip)) };
    const start = out.positions.length / 3;
    const copy = (vertex: number, position: Vec, v = from.uvs[vertex * 2 + 1]) => {
      out.positions.push(...position);
      out.normals.push(...placeOf({ positions: from.normals }, vertex));
      out.uvs.push(from.uvs[vertex * 2], v);
    };
    // To and fro along a sweep is too much for few rows: once over its length.
    const [above, below] = rangeOf(cell);
    const over = (row: number) => (swept ? above + (below - above) * (0.04 + (0.92 * row) / (strip.rows - 1)) : undefined);
    for (const column of kept.columns) {
      for (const row of kept.rows) {
        const own = place(row, column);
        const [a, b] = [place(row, 0), place(row, strip.columns - 1)];
        const across = sub(b, a);
        const off = dot(sub(own, mix(a, b, 0.5)), across) / Math.max(1e-9, dot(across, across));
        copy(strip.at(row, column), add(own, across, (wider - 1) * off), over(row));
      }
    }
    const count = kept.rows.length;
    const triangle = (a: number, b: number, c: number) => out.triangles.push(start + a, start + b, start + c);
    for (let column = 0; column + 1 < kept.columns.length; column++) {
      const [left, right] = [column * count, (column + 1) * count];
      for (let row = 0; row + 1 < count; row++) {
        triangle(left + row, right + row, right + row + 1);
        triangle(left + row, right + row + 1, left + row + 1);
      }
      if (!swept) continue;
      const ends = kept.columns.length * count;
      triangle(right, left, ends);
      triangle(left + count - 1, right + count - 1, ends + 1);
    }
    for (const [i, tip] of strip.tips.entries()) copy(tip, placeOf(from, tip), over(i * (strip.rows - 1)));
  }
  return out;
}

const placeOf = ({ positions }: Pick<Draft, "positions">, v: number) => positions.slice(v * 3, v * 3 + 3) as Vec;

/** Whole numbers below `count`, first and last among them, spread evenly. */
function spread(count: number, wanted: number): number[] {
  const many = Math.max(2, Math.min(count, Math.round(wanted)));
  return Array.from({ length: many }, (_, i) => Math.round((i * (count - 1)) / (many - 1)));
}

/** Finds the strips that a draft is made of: runs of vertices that triangles connect, numbered row by row or column by column. Other runs are left out. */
function strips({ positions, triangles }: Draft): Strip[] {
  const count = positions.length / 3;
  const reach = new Uint32Array(count);
  const many = new Uint32Array(count);
  const first = new Map<number, number[]>();
  for (let t = 0; t < triangles.length; t += 3) {
    const corners = triangles.slice(t, t + 3);
    const low = Math.min(...corners);
    reach[low] = Math.max(reach[low], ...corners);
    many[low]++;
    if (!first.has(low)) first.set(low, corners);
  }
  const out: Strip[] = [];
  for (let start = 0; start < count; ) {
    // Where no triangle reaches over the border between two numbers, one run ends and the next begins.
    let end = reach[start];
    for (let k = start; k <= end; k++) end = Math.max(end, reach[k]);
    const total = end - start + 1;
    const from = start;
    start = end + 1;
    const [a, b, c] = first.get(from) ?? [-1, 0, 0];
    if (a !== from || total < 4) continue;
    // Locks and sweeps: one row, then the next, then what closes the ends. Cards: one column, then the next.
    const byRows = b - a === 1;
    const columns = byRows ? c - b : Math.floor(total / (b - a));
    const rows = byRows ? Math.floor(total / columns) : b - a;
    const tips = Array.from({ length: total - rows * columns }, (_, i) => from + rows * columns + i);
    const caps = tips.length === 2 ? 2 * (columns - 1) : 0;
    const held = many.subarray(from, start).reduce((sum, own) => sum + own, 0);
    if (held !== 2 * (rows - 1) * (columns - 1) + caps) continue;
    out.push({ rows, columns, at: (row, column) => from + (byRows ? row * columns + column : column * rows + row), tips });
  }
  return out;
}
