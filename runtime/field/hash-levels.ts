/** How the levels of a multiresolution hash grid share one table. */

/** Numbers of an entry. */
export const FEATURES = 2;

export interface GridConfig {
  /** Resolutions of the grid. */
  levels: number;
  /** Entries of one level's table: 2^log2TableSize at most; levels that fit are stored densely. */
  log2TableSize: number;
  baseResolution: number;
  perLevelScale: number;
}

/** One level of the grid inside the shared table. */
export interface GridLevel {
  /** First entry; an entry is {@link FEATURES} floats. */
  offset: number;
  entries: number;
  /** Cells per unit of the cube scaled to [0,1]. */
  scale: number;
  /** Grid points along an axis. */
  resolution: number;
  /** entries − 1 where entries are hashed, 0 where the level is dense. */
  mask: number;
}

/**
 * Levels of a grid as Instant-NGP lays them out: scale = base·perLevelScale^level − 1, points at x·scale + 0.5 for x in [0,1]. Its
 * ⌈scale⌉ + 1 grid points get one more, so that the last half cell of a dense level has a neighbour instead of wrapping around.
 */
export function gridLevels(config: GridConfig): GridLevel[] {
  const levels: GridLevel[] = [];
  let offset = 0;
  for (let level = 0; level < config.levels; level++) {
    const scale = config.baseResolution * config.perLevelScale ** level - 1;
    const resolution = Math.ceil(scale) + 2;
    const dense = Math.ceil(resolution ** 3 / 8) * 8;
    const hashed = dense > 2 ** config.log2TableSize;
    const entries = hashed ? 2 ** config.log2TableSize : dense;
    levels.push({ offset, entries, scale: Math.fround(scale), resolution, mask: hashed ? entries - 1 : 0 });
    offset += entries;
  }
  return levels;
}
