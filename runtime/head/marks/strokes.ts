/** Half a stroke's soft edge. */
const SOFT = 0.006;
const SEGMENTS = 10;

/**
 * Signed distance to a brush stroke along a quadratic curve that thins out to both ends.
 * @param numbers x and y where it starts, where it is drawn to, and where it ends; half its width.
 */
function stroke([ax, ay, bx, by, cx, cy, width]: number[]): (x: number, y: number) => number {
  const points = Array.from({ length: SEGMENTS + 1 }, (_, i) => {
    const t = i / SEGMENTS;
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    const half = width * Math.sin(Math.PI * Math.min(0.98, Math.max(0.02, t))) ** 0.8;
    return [a * ax + b * bx + c * cx, a * ay + b * by + c * cy, half];
  });
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const reach = width + SOFT;
  const [left, right] = [Math.min(...xs) - reach, Math.max(...xs) + reach];
  const [low, high] = [Math.min(...ys) - reach, Math.max(...ys) + reach];
  return (x, y) => {
    if (x < left || x > right || y < low || y > high) return Number.POSITIVE_INFINITY;
    let best = Number.POSITIVE_INFINITY;
    for (let i = 1; i < points.length; i++) {
      const [px, py, p] = points[i - 1];
      const [dx, dy] = [points[i][0] - px, points[i][1] - py];
      const t = Math.min(1, Math.max(0, ((x - px) * dx + (y - py) * dy) / (dx * dx + dy * dy)));
      best = Math.min(best, Math.hypot(x - px - t * dx, y - py - t * dy) - p - t * (points[i][2] - p));
    }
    return best;
  };
}

/** The nearest of many strokes: signed distance, Infinity out of their reach. */
export function strokes(list: number[][]): (x: number, y: number) => number {
  const all = list.map(stroke);
  return (x, y) => all.reduce((least, distance) => Math.min(least, distance(x, y)), Number.POSITIVE_INFINITY);
}
