import type { Lattice } from "./lattice.ts";
import { restPositions, surfaceTetrahedra, tetrahedronVolumes } from "./lattice.ts";

/** Rounds of local smoothing before everything is halved. */
const ROUNDS = 24;

/** What {@link limitMoves} asks of a lattice; made once for an edit. */
export interface MoveLimit {
  /** Shape [lattice, 3]: the lattice before the edit. */
  positions: Float32Array;
  tetrahedra: Uint32Array;
  /** Shape [tetrahedra]: six times the least volume each may come down to. */
  floor: Float32Array;
}

/** @param least share in (0, 1) of its volume that every tetrahedron keeps; one that is inverted already keeps what it has. */
export function createMoveLimit(lattice: Lattice, least: number): MoveLimit {
  const positions = restPositions(lattice, new Float32Array(lattice.ids.length * 3));
  for (let i = 0; i < positions.length; i++) positions[i] += lattice.offsets[i];
  const tetrahedra = surfaceTetrahedra(lattice);
  const floor = tetrahedronVolumes(positions, tetrahedra).map((volume) => (volume > 0 ? least * volume : -Infinity));
  return { positions, tetrahedra, floor };
}

/**
 * Keeps tetrahedra from turning inside out: where one would be squeezed under its floor, its corners' moves are brought
 * half way to their mean, again and again; what a few rounds do not heal is healed by halving all moves.
 * @param moves Shape [lattice, 3], changed in place. @param mask Shape [lattice]: corners of weight 0 stay where they are.
 */
export function limitMoves({ positions, tetrahedra, floor }: MoveLimit, moves: Float32Array, mask: Float32Array): void {
  const moved = new Float32Array(positions.length);
  const squeezed = () => {
    for (let i = 0; i < moved.length; i++) moved[i] = positions[i] + moves[i];
    const volumes = tetrahedronVolumes(moved, tetrahedra);
    const found: number[] = [];
    for (let t = 0; t < volumes.length; t++) if (volumes[t] < floor[t]) found.push(t);
    return found;
  };
  for (let round = 0; ; round++) {
    const found = squeezed();
    if (found.length === 0) return;
    if (round < ROUNDS) for (const t of found) smooth(tetrahedra.subarray(t * 4, t * 4 + 4), moves, mask);
    else for (let i = 0; i < moves.length; i++) moves[i] /= 2;
  }
}

function smooth(corners: Uint32Array, moves: Float32Array, mask: Float32Array): void {
  for (let c = 0; c < 3; c++) {
    let mean = 0;
    for (const place of corners) mean += moves[place * 3 + c] / 4;
    for (const place of corners) if (mask[place] > 0) moves[place * 3 + c] = (moves[place * 3 + c] + mean) / 2;
  }
}
