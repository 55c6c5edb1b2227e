/** A box along the axes. */
export interface Box {
  low: number[];
  high: number[];
}

/** @param positions [V, 3]. */
export function boxOf(positions: ArrayLike<number>): Box {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positions.length; i++) {
    low[i % 3] = Math.min(low[i % 3], positions[i]);
    high[i % 3] = Math.max(high[i % 3], positions[i]);
  }
  return { low, high };
}
