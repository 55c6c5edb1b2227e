/** Lines and outlines in the front view, and distances to them. */

export interface Outline {
  /** [N, 2] x and y of the corners. */
  points: Float64Array;
  /** Whether the last corner joins the first. */
  closed: boolean;
  low: readonly [number, number];
  high: readonly [number, number];
}

export function makeOutline(corners: readonly (readonly number[])[], closed: boolean): Outline {
  const [xs, ys] = [0, 1].map((axis) => corners.map((corner) => corner[axis]));
  const low = [Math.min(...xs), Math.min(...ys)] as const;
  const high = [Math.max(...xs), Math.max(...ys)] as const;
  return { points: Float64Array.from(corners.flat()), closed, low, high };
}

/** Whether a point lies within `reach` of the box around an outline: all points as near to the outline itself do. */
export function isNear({ low, high }: Outline, x: number, y: number, reach: number): boolean {
  return x >= low[0] - reach && x <= high[0] + reach && y >= low[1] - reach && y <= high[1] + reach;
}

/** Distance to a closed outline, negative inside; Infinity for points beyond `reach` of its box. */
export function signedDistance(outline: Outline, x: number, y: number, reach: number): number {
  if (!isNear(outline, x, y, reach)) return Number.POSITIVE_INFINITY;
  const { points } = outline;
  let inside = false;
  for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2) {
    const ay = points[j + 1];
    const by = points[i + 1];
    if (ay > y === by > y) continue;
    if (x < points[j] + ((y - ay) / (by - ay)) * (points[i] - points[j])) inside = !inside;
  }
  const distance = Math.sqrt(squareDistance(outline, x, y, reach));
  return inside ? -distance : distance;
}

/** Squared distance to the nearest segment; Infinity for points beyond `reach` of the box. */
export function squareDistance(outline: Outline, x: number, y: number, reach: number): number {
  let best = Number.POSITIVE_INFINITY;
  if (!isNear(outline, x, y, reach)) return best;
  const { points, closed } = outline;
  for (let i = closed ? 0 : 2, j = closed ? points.length - 2 : 0; i < points.length; j = i, i += 2) {
    const ax = points[j];
    const ay = points[j + 1];
    const dx = points[i] - ax;
    const dy = points[i + 1] - ay;
    const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    best = Math.min(best, (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2);
  }
  return best;
}
