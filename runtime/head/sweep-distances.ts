/**
 * Continues distances from a band around a surface over a whole grid: fast sweeping for |∇d| = 1 (Zhao 2005), each of the
 * eight diagonal directions once.
 * @param distances [side³] in place; finite in the band, Infinity where unknown. @param cell length of a cell.
 * @param band every unknown distance is greater than this.
 */
export function sweepDistances(distances: Float32Array, side: number, cell: number, band: number): void {
  const fixed = new Uint8Array(distances.length);
  for (let i = 0; i < distances.length; i++) fixed[i] = distances[i] <= band ? 1 : 0;
  const last = side - 1;
  const plane = side * side;
  for (let direction = 0; direction < 8; direction++) {
    const [fromX, stepX] = direction & 1 ? [last, -1] : [0, 1];
    const [fromY, stepY] = direction & 2 ? [last, -1] : [0, 1];
    const [fromZ, stepZ] = direction & 4 ? [last, -1] : [0, 1];
    for (let z = fromZ; z >= 0 && z <= last; z += stepZ) {
      for (let y = fromY; y >= 0 && y <= last; y += stepY) {
        const row = side * y + plane * z;
        for (let x = fromX; x >= 0 && x <= last; x += stepX) {
          const i = row + x;
          if (fixed[i]) continue;
          const a = Math.min(
            x > 0 ? distances[i - 1] : Number.POSITIVE_INFINITY,
            x < last ? distances[i + 1] : Number.POSITIVE_INFINITY,
          );
          const b = Math.min(
            y > 0 ? distances[i - side] : Number.POSITIVE_INFINITY,
            y < last ? distances[i + side] : Number.POSITIVE_INFINITY,
          );
          const c = Math.min(
            z > 0 ? distances[i - plane] : Number.POSITIVE_INFINITY,
            z < last ? distances[i + plane] : Number.POSITIVE_INFINITY,
          );
          const d = solve(a, b, c, cell);
          if (d < distances[i]) distances[i] = d;
        }
      }
    }
  }
}

/** The d with (d−a)⁺² + (d−b)⁺² + (d−c)⁺² = h², Godunov's scheme: as many axes as lie upwind. */
function solve(a: number, b: number, c: number, h: number): number {
  const low = Math.min(a, b, c);
  const high = Math.max(a, b, c);
  const middle = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  let d = low + h;
  if (d <= middle) return d;
  const gap = low - middle;
  d = (low + middle + Math.sqrt(2 * h * h - gap * gap)) / 2;
  if (d <= high) return d;
  const sum = low + middle + high;
  return (sum + Math.sqrt(sum * sum - 3 * (low * low + middle * middle + high * high - h * h))) / 3;
}
