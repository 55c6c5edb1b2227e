import { cross, dot, type Point, pointOf, reject, scaled, sub, unit } from "../../../mesh/point.ts";
import { weldPlaces } from "../../../mesh/weld-places.ts";

/** A piece of a cloth's edge. */
export interface RimEdge {
  from: Point;
  to: Point;
  /** Normal of the outside beside it, and across the edge away from the cloth: both unit. */
  out: Point;
  border: Point;
}

/** Edges below this height are hems, head units: the chin's. */
const HEM = -0.72;

/**
 * Where a closed cloth turns from its outside to its inside, above the hem.
 * @param positions [V, 3]. @param triangles [T, 3]. @param away the way out at a place.
 */
export function rimEdges(positions: Float32Array, triangles: Uint32Array, away: (at: Point) => Point): RimEdge[] {
  const weld = weldPlaces(positions);
  const at = (v: number) => pointOf(positions, v);
  const inside = new Set<string>();
  /** How many triangles of the outside have an edge: two where cloth is closed over the inside. */
  const counts = new Map<string, number>();
  const outside: { key: string; a: Point; b: Point; middle: Point; normal: Point }[] = [];
  for (let t = 0; t < triangles.length; t += 3) {
    const corners = [0, 1, 2].map((k) => weld[triangles[t + k]]);
    const [a, b, c] = corners.map(at);
    const normal = cross(sub(b, a), sub(c, a));
    const size = Math.hypot(...normal);
    if (size < 1e-9) continue;
    const middle = [0, 1, 2].map((k) => (a[k] + b[k] + c[k]) / 3) as Point;
    const isOut = dot(normal, away(middle)) > 0;
    for (let k = 0; k < 3; k++) {
      const [v, w] = [corners[k], corners[(k + 1) % 3]];
      const key = `${Math.min(v, w)},${Math.max(v, w)}`;
      if (!isOut) inside.add(key);
      else {
        counts.set(key, (counts.get(key) ?? 0) + 1);
        outside.push({ key, a: at(v), b: at(w), middle, normal: scaled(normal, 1 / size) });
      }
    }
  }
  return outside.flatMap(({ key, a, b, middle, normal }) => {
    if (!inside.has(key) || counts.get(key) !== 1 || Math.min(a[1], b[1]) < HEM) return [];
    return [{ from: a, to: b, out: normal, border: unit(reject(sub(a, middle), sub(b, a))) }];
  });
}
