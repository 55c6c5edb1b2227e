import type { Layer, LayeredHead } from "./types.ts";

/**
 * The level whose layers together come nearest to a number of triangles, and how many they have.
 * @param triangles wanted, of the whole head. A layer with fewer levels counts with its coarsest.
 */
export function nearestLevel(layers: Pick<Layer, "levels">[], triangles: number): { level: number; triangles: number } {
  const totals = trianglesOf(layers);
  const gap = (level: number) => Math.abs(Math.log(totals[level] / triangles));
  let best = 0;
  for (let level = 1; level < totals.length; level++) if (gap(level) < gap(best)) best = level;
  return { level: best, triangles: totals[best] };
}

/** @returns triangles of each level of the whole head, finest first. */
export function trianglesOf(layers: Pick<Layer, "levels">[]): number[] {
  const count = Math.max(...layers.map(({ levels }) => levels.length));
  return Array.from({ length: count }, (_, level) =>
    layers.reduce((sum, { levels }) => sum + levels[Math.min(level, levels.length - 1)].triangles.length / 3, 0),
  );
}

/** The head with its finer levels left out. */
export function fromLevel(head: LayeredHead, level: number): LayeredHead {
  const layers = head.layers.map((layer) => ({
    ...layer,
    levels: layer.levels.slice(Math.min(level, layer.levels.length - 1)),
  }));
  return { ...head, layers };
}
