import { readFileSync } from "node:fs";
import { CLOSED_TUFT } from "../../../../runtime/head/surfaces/hair/strand-cells.ts";
import { type Guide, lengthOf, shares, tangents } from "./guides.ts";
import { type Draft, quad, vertex } from "./mesh.ts";
import { add, cross, length, mix, rotate, sub, unit, type Vec } from "./vector.ts";

const ATLAS = JSON.parse(readFileSync(new URL("../../atlas.json", import.meta.url), "utf8")) as {
  cells: Record<string, { u: [number, number]; v: [number, number]; columns: number }>;
};
export type Cell = "dense" | "strand" | "wisp" | "curl" | "beard" | "stubble" | "brow" | "lash" | "solid" | "shorn";

/** Texture coordinates of a column of a cell. */
export interface Patch {
  u: [number, number];
  v: [number, number];
}

/** Ends drawn in to whole steps of 1/255, which is how texture coordinates are stored; less than the atlas's gutters. */
const inside = (from: number, to: number): [number, number] => [Math.ceil(from * 255) / 255, Math.floor(to * 255) / 255];

/** Columns of a cell that cards show, where they do not show all: tufts with a root line of their own. */
const SHOWN: Partial<Record<Cell, number[]>> = { dense: [0, 2, 3] };

/** One column of a cell of the strand atlas. @param column is taken modulo those that cards show. @param flip mirrors it in u. */
export function patch(cell: Cell, column: number, flip = false): Patch {
  const shown = SHOWN[cell];
  return columnOf(cell, shown ? shown[column % shown.length] : column, flip);
}

/** The tuft that is closed up to its edge: what sheets and shells show. */
export const closedTuft = (): Patch => columnOf("dense", CLOSED_TUFT);

function columnOf(cell: Cell, column: number, flip = false): Patch {
  const { u, v, columns } = ATLAS.cells[cell];
  const width = (u[1] - u[0]) / columns;
  const from = u[0] + width * (column % columns);
  const ends = inside(from, from + width);
  return { u: flip ? [ends[1], ends[0]] : ends, v: inside(v[0], v[1]) };
}

/** The cell that a place of the atlas lies in. */
export function cellOf(u: number, v: number): Cell {
  const found = Object.entries(ATLAS.cells).find(([, cell]) => u >= cell.u[0] && u <= cell.u[1] && v >= cell.v[0] && v <= cell.v[1]);
  return (found?.[0] ?? "solid") as Cell;
}

/** Range of v of a cell. */
export const rangeOf = (cell: Cell): [number, number] => ATLAS.cells[cell].v;

/** A square piece of the cell without gaps: tiles that close the scalp beneath the cards. */
export function tile(column: number): Patch {
  const { u, v } = patch("solid", 0);
  const width = (u[1] - u[0]) / 2;
  const from = u[0] + width * (column % 2);
  return { u: inside(from, from + width), v };
}

/** What is beneath the roots of cards is in their shade: the closed end of a tuft, from its dark roots down, as a share of the cell. */
const SHADED: [number, number] = [0.04, 0.2];

/**
 * A place on hair seen from afar as one body: tufts to and fro across, their roots at `down` = 1. What lies along them is never mirrored, so that no
 * triangle shows one line of the picture alone, which would have no tangent.
 */
export function shaded(across: number, down: number): [number, number] {
  const { u, v } = closedTuft();
  const fold = Math.abs(across - 2 * Math.round(across / 2));
  const along = SHADED[1] + (SHADED[0] - SHADED[1]) * down;
  return [u[0] + (u[1] - u[0]) * (0.07 + 0.86 * fold), v[0] + (v[1] - v[0]) * along];
}

/** A place on curls seen from afar as one body: the closed middle of a clump, mirrored from one to the next. @param column of the cell of curls. */
export function curled(column: number, across: number, down: number): [number, number] {
  const { u, v } = patch("curl", column);
  return [u[0] + (u[1] - u[0]) * CLOSED_CURLS[across % 2], v[0] + (v[1] - v[0]) * CLOSED_CURLS[2 + (down % 2)]];
}
/** Left, right, upper and lower end of what of a clump nothing is seen through, shares of its column. */
const CLOSED_CURLS = [0.31, 0.69, 0.24, 0.68];

export interface CardOptions {
  patch: Patch;
  /** Full width at t, head units. */
  width: (t: number) => number;
  /** Turn about the line at t, radians; 0 lies flat on the ground. */
  twist?: (t: number) => number;
  /** How much of its normals is the ground's, 0..1: soft shading of the whole. */
  blend?: number;
  /** What takes the ground's place in its normals: cards of a mass that stands off it. */
  shade?: Vec;
  /** Sideways bend of its section: the middle stands out by this share of the width; 0 has two columns of vertices, else three. */
  camber?: number;
  /** How far a piece may lie off its line, head units, where what lies close beneath must not come through. */
  straight?: number;
  /** Over how much of its length hairs begin at the root, head units: at most what the picture has, which is the default. */
  ragged?: number;
}

/** Share of a cell's height over which its hairs begin. */
const RAGGED = 0.15;

/** How far a straight piece of a ribbon may lie off what it stands for, head units (2.1 mm), and by how much its unit normal. */
const STRAIGHT = 0.012;
const TURNED = 0.6;

interface Row {
  point: Vec;
  t: number;
  across: Vec;
  ground: Vec;
  half: number;
}

/** The rows of a ribbon that it needs: between them it is straight (Douglas and Peucker 1973, over the share of its length). */
function bends<T extends Row>(rows: T[], straight: number): T[] {
  const off = (a: T, b: T, row: T): number => {
    const share = (row.t - a.t) / Math.max(1e-9, b.t - a.t);
    const edges = [-1, 1].map((side) => {
      const edge = ({ point, across, half }: T) => add(point, across, side * half);
      return length(sub(edge(row), mix(edge(a), edge(b), share))) / straight;
    });
    return Math.max(...edges, length(sub(row.ground, mix(a.ground, b.ground, share))) / TURNED);
  };
  const between = (first: number, last: number): T[] => {
    let worst = first;
    let most = 1;
    for (let i = first + 1; i < last; i++) {
      const far = off(rows[first], rows[last], rows[i]);
      if (far > most) [worst, most] = [i, far];
    }
    return worst === first ? [rows[last]] : [...between(first, worst), ...between(worst, last)];
  };
  return [rows[0], ...between(0, rows.length - 1)];
}

/** The patch without that of its upper end where hardly a hair has begun. @param left share of the card over which hairs may begin. */
function cutRoots({ u, v }: Patch, left: number): Patch {
  return { u, v: inside(v[0] + (v[1] - v[0]) * Math.max(0, RAGGED - left), v[1]) };
}

/** Adds a ribbon along a guide, its root at the upper edge of the patch. */
export function addCard(to: Draft, guide: Guide, options: CardOptions): void {
  const { width, twist = () => 0, blend = 0.7, camber = 0 } = options;
  const patch = options.ragged === undefined ? options.patch : cutRoots(options.patch, options.ragged / lengthOf(guide));
  const along = tangents(guide);
  const at = shares(guide);
  const sides = camber === 0 ? [-1, 1] : [-1, 0, 1];
  const all = guide.points.map((point, i) => {
    const t = at[i];
    const across = rotate(unit(cross(along[i], guide.normals[i])), along[i], twist(t));
    return { point, t, across, face: unit(cross(across, along[i])), half: width(t) / 2, ground: options.shade ?? guide.normals[i] };
  });
  const rows = bends(all, options.straight ?? STRAIGHT);
  const first = to.positions.length / 3;
  // Column by column: neighbours in memory are neighbours along the strand, which compresses best.
  for (const side of sides) {
    for (const { point, t, across, face, half, ground } of rows) {
      const position = add(add(point, across, side * half), face, camber * half * 2 * (1 - side * side));
      const normal = unit(mix(unit(add(face, across, camber * 2 * side)), ground, blend));
      const u = patch.u[0] + ((patch.u[1] - patch.u[0]) * (side + 1)) / 2;
      vertex(to, position, normal, [u, patch.v[0] + (patch.v[1] - patch.v[0]) * t]);
    }
  }
  const count = rows.length;
  for (let column = 0; column + 1 < sides.length; column++) {
    for (let i = 0; i + 1 < count; i++) {
      const [left, right] = [first + column * count + i, first + (column + 1) * count + i];
      quad(to, left, right, right + 1, left + 1);
    }
  }
}
