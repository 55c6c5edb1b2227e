/** Work on points is cut into this many parts, whatever the number of threads, so that bytes do not depend on it. */
export const PARTS = 4;

/** Even parts of 0..length, as [begin, end]. */
export function cut(length: number): [number, number][] {
  return Array.from({ length: PARTS }, (_, i) => [
    Math.floor((length * i) / PARTS),
    Math.floor((length * (i + 1)) / PARTS),
  ]);
}
