import { cross, dot, type Point, scaled, sub } from "../../../../runtime/mesh/point.ts";

/** A point or direction in head space. */
export type Vec = Point;

export { cross, dot, scaled as scale, sub };
export const add = (a: Vec, b: Vec, scale = 1): Vec => [a[0] + scale * b[0], a[1] + scale * b[1], a[2] + scale * b[2]];
export const length = (a: Vec): number => Math.sqrt(dot(a, a));
export const unit = (a: Vec): Vec => scaled(a, 1 / Math.max(length(a), 1e-12));
export const mix = (a: Vec, b: Vec, t: number): Vec => add(scaled(a, 1 - t), b, t);
/** What of `a` lies across the unit vector `n`. */
export const reject = (a: Vec, n: Vec): Vec => add(a, n, -dot(a, n));

/** Turns `a` about the unit `axis` by an angle in radians (Rodrigues). */
export function rotate(a: Vec, axis: Vec, angle: number): Vec {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return add(add(scaled(a, c), cross(axis, a), s), axis, dot(axis, a) * (1 - c));
}

/** Smooth step from 0 at `from` to 1 at `to`, in either order. */
export function step(from: number, to: number, x: number): number {
  const t = Math.min(1, Math.max(0, (x - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/** Piecewise linear table of [x, y], ascending in x, held at its ends. */
export function table(points: [number, number][], x: number): number {
  if (x <= points[0][0]) return points[0][1];
  for (let i = 1; i < points.length; i++) {
    const [[ax, ay], [bx, by]] = [points[i - 1], points[i]];
    if (x <= bx) return ay + ((by - ay) * (x - ax)) / (bx - ax);
  }
  return points[points.length - 1][1];
}

/** A line through `count` + 1 places, t from 0 to 1. */
export const sampled = (count: number, at: (t: number) => Vec): Vec[] => Array.from({ length: count + 1 }, (_, i) => at(i / count));

/** Catmull–Rom through control points, `per` samples a span and the last point. */
export function curve(points: Vec[], per: number): Vec[] {
  const out: Vec[] = [];
  const at = (i: number) => points[Math.min(points.length - 1, Math.max(0, i))];
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    for (let k = 0; k < per; k++) {
      const t = k / per;
      out.push(
        [0, 1, 2].map((x) => {
          const slope = (c[x] - a[x]) / 2;
          const next = (d[x] - b[x]) / 2;
          const bend = 3 * (c[x] - b[x]) - 2 * slope - next;
          return b[x] + t * (slope + t * (bend + t * (slope + next - 2 * (c[x] - b[x]))));
        }) as Vec,
      );
    }
  }
  out.push(points[points.length - 1]);
  return out;
}
