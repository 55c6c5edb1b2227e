import { hash3 } from "../noise.ts";

/** Side of the tiles in texels. */
export const TILE = 256;
/** Furrows' cells and pores across a tile. */
const CELLS = 58;
const PORES = 34;

/** Reliefs that repeat in both directions, 0..1, F32 [TILE, TILE]. */
export interface MicroTiles {
  /** The net of fine furrows that divides all skin into small fields: 0 in the furrows. */
  furrows: Float32Array;
  /** Mouths of pores: 1 at their bottom. */
  pores: Float32Array;
}

let made: MicroTiles | undefined;

/** The tiles, made once: cells of a jittered lattice on a torus (Worley 1996) for furrows, scattered pits for pores. */
export function microTiles(): MicroTiles {
  if (made) return made;
  const furrows = new Float32Array(TILE * TILE);
  const pores = new Float32Array(TILE * TILE);
  for (let y = 0; y < TILE; y++)
    for (let x = 0; x < TILE; x++) {
      // Two nets aslant of each other cross, as primary and secondary lines do.
      const [first, second] = nearestTwo((x * CELLS) / TILE, (y * CELLS) / TILE, CELLS, 0);
      furrows[y * TILE + x] = Math.min(1, 1.9 * (second - first));
      const [pore, , cell] = nearestTwo((x * PORES) / TILE, (y * PORES) / TILE, PORES, 7);
      const size = 0.16 + 0.2 * hash3(cell, 3, 9);
      pores[y * TILE + x] = Math.exp(-((pore / size) ** 2)) * (0.3 + 0.7 * hash3(cell, 5, 1));
    }
  made = { furrows, pores };
  return made;
}

/** Distances to the nearest and second nearest point of a jittered lattice on a torus of `cells`, and the nearest's number. */
function nearestTwo(x: number, y: number, cells: number, salt: number): [number, number, number] {
  const [i, j] = [Math.floor(x), Math.floor(y)];
  let [first, second, found] = [9, 9, 0];
  for (let b = j - 1; b <= j + 1; b++)
    for (let a = i - 1; a <= i + 1; a++) {
      const u = (a + cells) % cells;
      const v = (b + cells) % cells;
      const dx = a + 0.1 + 0.8 * hash3(u, v, salt) - x;
      const dy = b + 0.1 + 0.8 * hash3(u, v, salt + 1) - y;
      const distance = Math.sqrt(dx * dx + dy * dy);
      if (distance < first) [second, first, found] = [first, distance, u + cells * v];
      else if (distance < second) second = distance;
    }
  return [first, second, found];
}
