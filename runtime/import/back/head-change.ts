import { outsideBust } from "../../head/template-sdf.ts";
import type { HeadShape } from "../../head/template-shape.ts";
import { type Bvh, buildBvh } from "../../mesh/build-bvh.ts";
import { closestPoint } from "../../mesh/closest-point.ts";
import { smoothstep } from "../../mesh/smoothstep.ts";
import type { TriMesh } from "../../mesh/types.ts";

/** What an edit did to an imported head, ready to be asked at points of the original. */
export interface HeadChange {
  /** The head as it was imported. */
  before: TriMesh;
  bvh: Bvh;
  /** [V, 3] how far the edit moved each of its vertices. */
  moves: Float32Array;
  shape: HeadShape;
  /** [V] own surface of each vertex, an index into `OWN_SURFACES`; absent of heads imported before it was written down. */
  own?: Uint32Array;
}

/** Where a point of the original lies on the imported head. */
export interface Footing {
  /** Triangle of the imported head, and weights of its corners 1 and 2. */
  triangle: number;
  u: number;
  v: number;
  /** How much of the edit reaches the point, 0 to 1. */
  share: number;
}

/** Units from the imported surface within which the original follows it, and beyond which it stays (mouth, brain pan). */
const FOLLOWS = [0.08, 0.3];
/** Units from the bust's cut within which nothing moves, and beyond which all does: the neck must meet the body. */
const SEAM = [0.03, 0.15];

export function createChange(before: TriMesh, moves: Float32Array, shape: HeadShape, own?: Uint32Array): HeadChange {
  return { before, bvh: buildBvh(before), moves, shape, own };
}

/**
 * Share of a footing that shows one of these own surfaces: a colour that changed there is not that of the lens, the tooth
 * or the skin beneath.
 */
export function ownShare(
  { before, own }: HeadChange,
  { triangle, u, v }: Footing,
  surfaces: readonly number[],
): number {
  if (!own) return 1;
  const shows = (k: number) => (surfaces.includes(own[before.indices[3 * triangle + k]]) ? 1 : 0);
  return (1 - u - v) * shows(0) + u * shows(1) + v * shows(2);
}

const near = { slot: -1, u: 0, v: 0, squared: 0 };

/** Finds a point's footing. A function of its place alone, so that what meets in the original still meets. */
export function findFooting({ bvh, shape }: HeadChange, x: number, y: number, z: number): Footing {
  const edge = Math.max(outsideBust(shape, x, y, z), Math.max(Math.abs(x), Math.abs(y), Math.abs(z)) - 1);
  const kept = smoothstep(SEAM[0], SEAM[1], -edge);
  if (kept === 0) return { triangle: 0, u: 0, v: 0, share: 0 };
  near.slot = -1;
  closestPoint(bvh, x, y, z, 0, 0, 0, near);
  const share = kept * (1 - smoothstep(FOLLOWS[0], FOLLOWS[1], Math.sqrt(near.squared)));
  return { triangle: bvh.order[near.slot], u: near.u, v: near.v, share };
}

/** Mixes values of the imported head's vertices [V, 3] at a footing. */
export function mixAt(
  { before: { indices } }: HeadChange,
  { triangle, u, v }: Footing,
  values: Float32Array,
): number[] {
  const [a, b, c] = [0, 1, 2].map((k) => 3 * indices[3 * triangle + k]);
  return [0, 1, 2].map((k) => (1 - u - v) * values[a + k] + u * values[b + k] + v * values[c + k]);
}

/** How far the edit moves points [n, 3] of the original. */
export function moveOf(change: HeadChange, points: Float32Array): Float32Array<ArrayBuffer> {
  const out = new Float32Array(points.length);
  for (let i = 0; i < points.length; i += 3) {
    const foot = findFooting(change, points[i], points[i + 1], points[i + 2]);
    if (foot.share === 0) continue;
    const move = mixAt(change, foot, change.moves);
    for (let c = 0; c < 3; c++) out[i + c] = foot.share * move[c];
  }
  return out;
}
