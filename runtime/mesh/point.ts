/** A place or a direction. */
export type Point = [number, number, number];

/** The v-th of [V, 3]. */
export const pointOf = (values: ArrayLike<number>, v: number): Point => [
  values[3 * v],
  values[3 * v + 1],
  values[3 * v + 2],
];
export const add = (a: Point, b: Point): Point => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const sub = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scaled = (a: Point, by: number): Point => [a[0] * by, a[1] * by, a[2] * by];
export const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a: Point, b: Point): Point => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
/** Of length 1, or nothing of nothing. */
export const unit = (a: Point): Point => scaled(a, 1 / (Math.hypot(...a) || 1));
/** What of a way lies across a direction. */
export const reject = (way: Point, from: Point): Point =>
  sub(way, scaled(from, dot(way, from) / (dot(from, from) || 1)));
