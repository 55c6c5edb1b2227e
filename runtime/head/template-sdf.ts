import { closestOnTriangle } from "../mesh/closest-on-triangle.ts";
import { keepOnePiece } from "./one-piece.ts";
import { sweepDistances } from "./sweep-distances.ts";
import type { Eye, HeadShape } from "./template-shape.ts";

/** Distances are exact up to this many cells from the surface. */
export const BAND = 2;
/** Height below which the bust is trimmed: under every chin. */
const BELOW_CHIN = -0.6;
/** The column around the neck opens into a cone above this height, and by this slope, so no jaw meets it. */
const COLUMN_TOP = -0.88;
const OPENING = 1.5;
/** Width over which cuts' edges are rounded, in units: a sharp one comes out of the grid as teeth. */
const ROUNDING = 0.07;

/**
 * Signed distance of a template head, negative inside, at the vertices of the regular grid on [−1, 1]³: the skin united
 * with the eyeballs and cut off at the bust plane, in one piece. Near the surface exact; farther off a fast-sweeping
 * solution, and short of the true depth inside where skin and eyeballs overlap.
 * @param resolution cells along an axis, R. @returns [(R + 1)³], index = x + (R + 1)·(y + (R + 1)·z).
 */
export function templateSdf(shape: HeadShape, resolution: number): Float32Array<ArrayBuffer> {
  const sdf = meshSdf(shape.positions, shape.indices, resolution);
  for (const eye of [shape.eyes.right, shape.eyes.left]) uniteSphere(sdf, resolution, eye);
  trimBust(sdf, shape, resolution);
  keepOnePiece(sdf, resolution + 1);
  return sdf;
}

/** Cuts a head off at the bust plane, and its shoulders at the column around the neck. @param sdf [(R + 1)³] in place. */
export function trimBust(sdf: Float32Array, shape: HeadShape, resolution: number): void {
  const side = resolution + 1;
  const at = (index: number) => (index % side) * (2 / resolution) - 1;
  for (let i = 0; i < sdf.length; i++) {
    const [x, y, z] = [at(i), at(Math.floor(i / side)), at(Math.floor(i / (side * side)))];
    sdf[i] = roundMax(roundMax(sdf[i], outsideShoulders(shape, x, y, z)), shape.bustCut - y);
  }
}

/** How far a point of head space lies outside what a bust may fill, its edges sharp; negative inside. */
export function outsideBust(shape: HeadShape, x: number, y: number, z: number): number {
  return Math.max(outsideShoulders(shape, x, y, z), shape.bustCut - y);
}

/** What lies below the chin must also lie in the column around the neck. */
function outsideShoulders({ bustRadius, sockets }: HeadShape, x: number, y: number, z: number): number {
  const [neckX, , neckZ] = sockets.neck;
  const column = Math.hypot(x - neckX, z - neckZ) - bustRadius;
  const cone = (column - OPENING * (y - COLUMN_TOP)) / Math.hypot(1, OPENING);
  return Math.min(column, cone, BELOW_CHIN - y);
}

/** Maximum of two distances, their edge rounded (Quilez' polynomial smooth maximum). */
function roundMax(a: number, b: number): number {
  const near = Math.max(ROUNDING - Math.abs(a - b), 0) / ROUNDING;
  return Math.max(a, b) + (near * near * ROUNDING) / 4;
}

/**
 * Signed distance to a closed triangle mesh. What two overlapping parts both hold counts as inside.
 * @param positions [V, 3]. @param indices [F, 3], counter-clockwise from outside.
 */
export function meshSdf(positions: Float32Array, indices: Uint32Array, resolution: number): Float32Array<ArrayBuffer> {
  const distances = bandDistances(positions, indices, resolution);
  const inside = windings(positions, indices, resolution);
  sweepDistances(distances, resolution + 1, 2 / resolution, BAND * (2 / resolution));
  for (let i = 0; i < distances.length; i++) if (inside[i] > 0) distances[i] = -distances[i];
  return distances;
}

function uniteSphere(sdf: Float32Array, resolution: number, { center, radius }: Eye): void {
  const side = resolution + 1;
  const cell = 2 / resolution;
  for (let z = 0, i = 0; z < side; z++) {
    const dz = z * cell - 1 - center[2];
    for (let y = 0; y < side; y++) {
      const dy = y * cell - 1 - center[1];
      for (let x = 0; x < side; x++, i++) {
        const dx = x * cell - 1 - center[0];
        sdf[i] = Math.min(sdf[i], Math.sqrt(dx * dx + dy * dy + dz * dz) - radius);
      }
    }
  }
}

/** Distance to the nearest triangle where that is within {@link BAND} cells, Infinity elsewhere; [(R + 1)³]. */
export function bandDistances(
  positions: Float32Array,
  indices: Uint32Array,
  resolution: number,
): Float32Array<ArrayBuffer> {
  const side = resolution + 1;
  const cell = 2 / resolution;
  const reach = BAND * cell;
  const out = new Float32Array(side ** 3).fill(Number.POSITIVE_INFINITY);
  const low = [0, 0, 0];
  const high = [0, 0, 0];
  const corners = new Float32Array(9);
  const foot = { u: 0, v: 0, squared: 0 };
  for (let t = 0; t < indices.length; t += 3) {
    for (let c = 0; c < 3; c++) {
      const [a, b, d] = [0, 1, 2].map((k) => positions[indices[t + k] * 3 + c]);
      low[c] = Math.max(0, Math.ceil((Math.min(a, b, d) - reach + 1) / cell));
      high[c] = Math.min(resolution, Math.floor((Math.max(a, b, d) + reach + 1) / cell));
    }
    if (low[0] > high[0] || low[1] > high[1] || low[2] > high[2]) continue;
    for (let k = 0; k < 9; k++) corners[k] = positions[indices[t + Math.floor(k / 3)] * 3 + (k % 3)];
    for (let z = low[2]; z <= high[2]; z++) {
      for (let y = low[1]; y <= high[1]; y++) {
        const row = side * (y + side * z);
        for (let x = low[0]; x <= high[0]; x++) {
          closestOnTriangle(corners, 0, x * cell - 1, y * cell - 1, z * cell - 1, foot);
          if (foot.squared < out[row + x]) out[row + x] = foot.squared;
        }
      }
    }
  }
  const limit = reach * reach;
  for (let i = 0; i < out.length; i++) out[i] = out[i] <= limit ? Math.sqrt(out[i]) : Number.POSITIVE_INFINITY;
  return out;
}

/**
 * Winding number of the mesh around each grid vertex, by rays along x: a row counts the surfaces it enters and leaves.
 * Rays are shifted by a hair, and edges are tested in one direction for both their triangles, so none slips through.
 */
function windings(positions: Float32Array, indices: Uint32Array, resolution: number): Int8Array {
  const side = resolution + 1;
  const cell = 2 / resolution;
  const out = new Int8Array(side ** 3);
  const [shiftY, shiftZ] = [1.37e-6, 2.91e-6];
  const rightOf = (from: number, to: number, y: number, z: number): boolean => {
    const [a, b] = from < to ? [from * 3, to * 3] : [to * 3, from * 3];
    const [ay, az] = [positions[a + 1], positions[a + 2]];
    const cross = (positions[b + 1] - ay) * (z - az) - (positions[b + 2] - az) * (y - ay);
    return from < to ? cross >= 0 : cross < 0;
  };
  for (let t = 0; t < indices.length; t += 3) {
    const [a, b, c] = [indices[t], indices[t + 1], indices[t + 2]];
    const [ax, ay, az] = positions.subarray(a * 3, a * 3 + 3);
    const [bx, by, bz] = positions.subarray(b * 3, b * 3 + 3);
    const [cx, cy, cz] = positions.subarray(c * 3, c * 3 + 3);
    const facing = (by - ay) * (cz - az) - (bz - az) * (cy - ay);
    if (facing === 0) continue;
    const firstY = Math.max(0, Math.ceil((Math.min(ay, by, cy) + 1 - shiftY) / cell));
    const lastY = Math.min(resolution, Math.floor((Math.max(ay, by, cy) + 1 - shiftY) / cell));
    const firstZ = Math.max(0, Math.ceil((Math.min(az, bz, cz) + 1 - shiftZ) / cell));
    const lastZ = Math.min(resolution, Math.floor((Math.max(az, bz, cz) + 1 - shiftZ) / cell));
    for (let row = firstZ; row <= lastZ; row++) {
      const z = row * cell - 1 + shiftZ;
      for (let column = firstY; column <= lastY; column++) {
        const y = column * cell - 1 + shiftY;
        const side1 = rightOf(a, b, y, z);
        if (side1 !== rightOf(b, c, y, z) || side1 !== rightOf(c, a, y, z)) continue;
        const s = ((y - ay) * (cz - az) - (z - az) * (cy - ay)) / facing;
        const r = ((by - ay) * (z - az) - (bz - az) * (y - ay)) / facing;
        const x = Math.max(0, Math.ceil((ax + s * (bx - ax) + r * (cx - ax) + 1) / cell));
        // The normal's x has the sign of `facing`: against the ray it enters.
        if (x < side) out[x + side * (column + side * row)] += facing < 0 ? 1 : -1;
      }
    }
  }
  for (let i = 0; i < out.length; i++) if (i % side > 0) out[i] += out[i - 1];
  return out;
}
