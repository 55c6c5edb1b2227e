import { shaded } from "../core/cards.ts";
import { distance, toDirection } from "../core/far-shell.ts";
import { coarser } from "../core/levels.ts";
import { type Draft, draft, merge, quad, vertex } from "../core/mesh.ts";
import type { AverageHead, Ground } from "../core/skin.ts";
import { sampled, splat } from "../core/splat.ts";
import type { StripPlace } from "../core/thin.ts";
import { add, cross, sub, unit, type Vec } from "../core/vector.ts";

/** A point behind the chin from which a beard is seen as one sheet, and how far to each side that reaches, radians. */
const CENTER: Vec = [0, -0.36, 0.06];
const SIDE = 1.9;
/** Layers of hair that make a direction beard. */
const COVERED = 0.6;
/** How far the sheet keeps off the skin, and how far it ends off it, head units. */
const CLEAR = 0.02;
const EDGE = 0.003;

const onLip = ([x, y, z]: Vec) => z > 0.25 && y > -0.345 && Math.abs(x) < 0.18;

/** Levels of a beard with its moustache: all of its strips, then sheets that close it under ever fewer of them. */
export function beardLevels({ skin }: AverageHead, finest: Draft, carved = false): Draft[] {
  const kept = (beard: number, lip: number) => (strip: StripPlace) => {
    if (onLip(strip.root)) return strip.cell === "wisp" ? 0 : lip;
    return carved || strip.cell === "beard" || strip.cell === "strand" ? beard : strip.cell === "wisp" ? 0.5 * beard : 0;
  };
  const sheet = (columns: number, rows: number, hidden: number) => beardSheet(skin, finest, { columns, rows, under: carved ? 0.35 : hidden, carved });
  return [
    finest,
    merge(sheet(32, 7, 0.4), coarser(finest, 1, carved ? kept(0.8, 0.9) : kept(0.5, 0.7))),
    merge(sheet(28, 7, 0.7), coarser(finest, 2, carved ? kept(0.4, 0.7) : kept(0.2, 0.5))),
    merge(sheet(18, 6, 0.7), coarser(finest, 3, carved ? kept(0.25, 0.5) : kept(0, 0.25))),
  ];
}

interface SheetOptions {
  columns: number;
  rows: number;
  under: number;
  carved: boolean;
}

/** From the upper edge on the cheeks over the outer surface of the hair to its tips and back to the throat. */
function beardSheet(skin: Ground, cards: Draft, { columns, rows, under, carved }: SheetOptions): Draft {
  const out = draft();
  const hair = splat(cards, { center: CENTER, under, carved, wanted: (point) => !(Math.abs(point[0]) < 0.19 && point[1] > -0.41 && point[2] > 0.25) });
  const lines = Array.from({ length: columns + 1 }, (_, i) => {
    const angle = SIDE * ((2 * i) / columns - 1);
    const x = (angle / (2 * Math.PI)) * hair.round;
    return { x, ends: ends(hair.cover, x, hair.high) };
  });
  const found = lines.filter(({ ends }) => ends !== undefined) as { x: number; ends: [number, number] }[];
  const lattice = found.map(({ x, ends: own }, i) => {
    const [before, after] = [found[Math.max(0, i - 1)].ends, found[Math.min(found.length - 1, i + 1)].ends];
    const [top, low] = [0, 1].map((k) => (before[k] + 2 * own[k] + after[k]) / 4);
    return Array.from({ length: rows + 1 }, (_, j): Vec => {
      const y = top + ((low - top) * j) / rows;
      const direction = toDirection(hair, x, y);
      const bare = distance(skin, CENTER, direction);
      const last = j === 0 || j === rows || i === 0 || i === found.length - 1;
      return add(CENTER, direction, last ? bare + EDGE : Math.max(sampled(hair.radius, x, y, true), bare + CLEAR));
    });
  });
  const number = lattice.map((line, i) =>
    line.map((place, j) => {
      const across = sub(lattice[Math.min(lattice.length - 1, i + 1)][j], lattice[Math.max(0, i - 1)][j]);
      const down = sub(line[Math.min(rows, j + 1)], line[Math.max(0, j - 1)]);
      const normal = unit(cross(down, across));
      return vertex(out, place, normal, carved ? [0.1 + (0.8 * i) / (lattice.length - 1), 0.1 + (0.15 * j) / rows] : shaded((2.7 * i) / (lattice.length - 1), 1 - j / rows));
    }),
  );
  for (let i = 0; i + 1 < number.length; i++)
    for (let j = 0; j < rows; j++) quad(out, number[i][j], number[i][j + 1], number[i + 1][j + 1], number[i + 1][j]);
  return out;
}

/** First and last row of a column that hair hides, in cells from straight up. */
function ends(cover: Float64Array, x: number, high: number): [number, number] | undefined {
  const here = Array.from({ length: high }, (_, j) => sampled(cover, x, j + 0.5));
  const first = here.findIndex((value) => value >= COVERED);
  const last = here.findLastIndex((value) => value >= COVERED);
  if (first < 0 || last - first < 3) return undefined;
  return [first + 0.5, last + 0.5];
}
