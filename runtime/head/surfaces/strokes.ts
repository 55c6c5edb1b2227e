import { noise3 } from "./noise.ts";
import { type TexelMap, visitBox } from "./texel-map.ts";

/** A line on a surface, in space, that thins out to both ends. */
export interface Stroke {
  points: number[][];
  /** Half its width in units. */
  width: number;
}

/** How far beyond its half width a stroke is felt. */
const REACH = 2.8;

/**
 * Visits the texels near a stroke.
 * @param visit takes the texel, its distance from the stroke's middle in half widths (0..2.8) and the stroke's fullness there:
 * 1 along its middle, 0 at its ends.
 */
export function followStroke(
  map: TexelMap,
  { points, width }: Stroke,
  visit: (n: number, across: number, fullness: number) => void,
): void {
  const reach = REACH * width;
  const lengths = [0];
  for (let i = 1; i < points.length; i++) {
    lengths.push(lengths[i - 1] + Math.hypot(...points[i].map((value, c) => value - points[i - 1][c])));
  }
  const total = lengths.at(-1) || 1;
  const nearest = new Map<number, [number, number]>();
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]];
    const d = b.map((value, c) => value - a[c]);
    const square = d[0] ** 2 + d[1] ** 2 + d[2] ** 2 || 1e-12;
    visitBox(
      map,
      a.map((value, c) => Math.min(value, b[c]) - reach),
      a.map((value, c) => Math.max(value, b[c]) + reach),
      (n) => {
        const [x, y, z] = [map.place[3 * n] - a[0], map.place[3 * n + 1] - a[1], map.place[3 * n + 2] - a[2]];
        const t = Math.min(1, Math.max(0, (x * d[0] + y * d[1] + z * d[2]) / square));
        const distance = Math.hypot(x - t * d[0], y - t * d[1], z - t * d[2]);
        if (distance > reach) return;
        const found = nearest.get(n);
        const along = (lengths[i - 1] + t * (lengths[i] - lengths[i - 1])) / total;
        if (!found) nearest.set(n, [distance, along]);
        else if (distance < found[0]) [found[0], found[1]] = [distance, along];
      },
    );
  }
  for (const [n, [distance, along]] of nearest) visit(n, distance / width, Math.sin(Math.PI * along));
}

/**
 * Presses a crease into a relief: a groove between two soft swells, uneven as skin is.
 * @param stroke `dark` is the share of shade that gathers in it. @param heights F32 [N] in units, lowered and raised. @param crease F32 [N] raised to the groove's share, 0..1.
 */
export function pressCrease(
  map: TexelMap,
  stroke: Stroke & { depth: number; dark?: number },
  heights: Float32Array,
  crease: Float32Array,
): void {
  const { depth, dark = 1 } = stroke;
  const shift = 40 * stroke.points[0][0];
  followStroke(map, stroke, (n, across, fullness) => {
    const [x, y, z] = [map.place[3 * n], map.place[3 * n + 1], map.place[3 * n + 2]];
    // Along its course a line fades, sets in again and leaves its bed.
    const uneven = 0.25 + 1.2 * noise3(17 * x + shift, 17 * y, 17 * z);
    const bent = Math.abs(across + 1.5 * (noise3(30 * x + 9, 30 * y, 30 * z) - 0.5));
    const groove = (0.55 * Math.exp(-bent * bent * 2.2) + 0.45 * Math.exp(-bent * bent * 0.5)) * fullness * uneven;
    const swell = Math.exp(-(((bent - 1.7) / 0.9) ** 2)) * fullness * uneven;
    heights[n] += depth * (0.3 * swell - groove);
    crease[n] = Math.max(crease[n], dark * Math.exp(-bent * bent) * fullness * uneven);
  });
}
