import { add, cross, dot, type Point, pointOf, reject, scaled, sub, unit } from "../../mesh/point.ts";
import { weldPlaces } from "../../mesh/weld-places.ts";
import type { PartMesh } from "./read-part.ts";

/** An edge is split where its surface would stand off its middle by more, head units (0.4 mm). */
const LEAST = 2.4e-3;
/** Where it would stand off further the edge is a lining's, which nobody sees, and would come through the outside. */
const MOST = 1.8e-2;
/** Between normals further apart than the second cosine lies a corner that was smoothed over, not a curve. */
const CURVED = [0.6, 0.35] as const;
/** Normals of one place nearer to one another are one. */
const SAME = 0.97;
const PASSES = 2;

/**
 * A mesh whose outline is round where its normals say that it is: edges are split at the middle of the cubic that their ends' normals
 * span (curved PN triangles, Vlachos et al. 2001), along creases of the one that the normals of both sides share, where that is off the
 * edge. Flat and finely cut places stay as they are.
 */
export function roundEdges(mesh: PartMesh): PartMesh {
  let out = mesh;
  for (let pass = 0; pass < PASSES; pass++) {
    const next = splitOnce(out);
    if (!next) break;
    out = next;
  }
  return out;
}

interface Edge {
  /** Of the welded ends. */
  a: number;
  b: number;
  /** Normals at both ends, one pair a side that shades otherwise. */
  sides: [Point, Point][];
}

function splitOnce(mesh: PartMesh): PartMesh | undefined {
  const { positions, normals, triangles } = mesh;
  const weld = weldPlaces(positions);
  const count = weld.length;
  const keyOf = (v: number, w: number) => Math.min(weld[v], weld[w]) * count + Math.max(weld[v], weld[w]);
  const edges = new Map<number, Edge>();
  for (let t = 0; t < triangles.length; t++) {
    const [v, w] = [triangles[t], triangles[t % 3 === 2 ? t - 2 : t + 1]];
    if (weld[v] === weld[w]) continue;
    const [p, q] = weld[v] < weld[w] ? [v, w] : [w, v];
    const edge = edges.get(keyOf(v, w)) ?? { a: weld[p], b: weld[q], sides: [] };
    edges.set(keyOf(v, w), edge);
    const own: [Point, Point] = [pointOf(normals, p), pointOf(normals, q)];
    if (!edge.sides.some((side) => side.every((n, k) => dot(n, own[k]) > SAME))) edge.sides.push(own);
  }
  const bulges = new Map<number, Point>();
  for (const [key, { a, b, sides }] of edges) {
    const bulge = bulgeOf(sub(pointOf(positions, b), pointOf(positions, a)), sides);
    const off = bulge ? Math.hypot(...bulge) : 0;
    if (bulge && off > LEAST && off < MOST) bulges.set(key, bulge);
  }
  if (bulges.size === 0) return undefined;
  const ends: [number, number][] = [];
  const middles = new Map<number, number>();
  /** The new vertex between two, undefined where their edge is whole. */
  const middle = (v: number, w: number): number | undefined => {
    if (!bulges.has(keyOf(v, w))) return undefined;
    const key = Math.min(v, w) * count + Math.max(v, w);
    const found = middles.get(key) ?? count + ends.length;
    if (found === count + ends.length) {
      ends.push([v, w]);
      middles.set(key, found);
    }
    return found;
  };
  const cut: number[] = [];
  for (let t = 0; t < triangles.length; t += 3) cutTriangle(triangles.subarray(t, t + 3), middle, cut);
  const grown = (values: Float32Array, size: number, between: (v: number, w: number) => ArrayLike<number>) => {
    const out = new Float32Array(size * (count + ends.length));
    out.set(values);
    for (const [i, [v, w]] of ends.entries()) out.set(between(v, w), size * (count + i));
    return out;
  };
  const mean = (values: Float32Array, size: number) => (v: number, w: number) =>
    Array.from({ length: size }, (_, c) => (values[size * v + c] + values[size * w + c]) / 2);
  return {
    positions: grown(positions, 3, (v, w) => {
      // Doubled vertices weld by their places: the same sum in the same order for all.
      const [p, q] = weld[v] < weld[w] ? [v, w] : [w, v];
      const bulge = bulges.get(keyOf(v, w)) as Point;
      return mean(positions, 3)(p, q).map((x, c) => x + bulge[c]);
    }),
    normals: grown(normals, 3, (v, w) => {
      const sum = add(pointOf(normals, v), pointOf(normals, w));
      return unit(reject(sum, sub(pointOf(positions, w), pointOf(positions, v))));
    }),
    uvs: grown(mesh.uvs, 2, mean(mesh.uvs, 2)),
    ...(mesh.colors ? { colors: grown(mesh.colors, 3, mean(mesh.colors, 3)) } : {}),
    triangles: Uint32Array.from(cut),
  };
}

/** How far the curve over an edge is off its middle. */
function bulgeOf(edge: Point, sides: [Point, Point][]): Point | undefined {
  if (sides.length > 2) return undefined;
  const curved = Math.min(...sides.map(([a, b]) => share(dot(a, b))));
  if (curved === 0) return undefined;
  const [start, end] = [0, 1].map((k) =>
    tangent(
      edge,
      sides.map((side) => side[k]),
    ),
  );
  return scaled(sub(start, end), curved / 8);
}

const share = (cosine: number) => Math.min(1, Math.max(0, (cosine - CURVED[1]) / (CURVED[0] - CURVED[1])));

/** What of an edge lies in the surface at its end, or along the crease there. */
function tangent(edge: Point, [first, second = first]: Point[]): Point {
  const along = cross(first, second);
  const sharp = dot(along, along);
  if (sharp > 1 - SAME * SAME) return scaled(along, dot(along, edge) / sharp);
  return reject(edge, first);
}

/** Adds the triangles that one becomes whose edges are split. */
function cutTriangle(corners: Uint32Array, middle: (v: number, w: number) => number | undefined, to: number[]): void {
  const middles = [0, 1, 2].map((k) => middle(corners[k], corners[(k + 1) % 3]));
  const split = middles.filter((m) => m !== undefined).length;
  // Turned so that its first edge is split and, of two, the last is whole.
  const first =
    split === 2
      ? (middles.indexOf(undefined) + 1) % 3
      : Math.max(
          0,
          middles.findIndex((m) => m !== undefined),
        );
  const [a, b, c] = [0, 1, 2].map((k) => corners[(first + k) % 3]);
  const [ab, bc, ca] = [0, 1, 2].map((k) => middles[(first + k) % 3] as number);
  if (split === 0) to.push(a, b, c);
  if (split === 1) to.push(a, ab, c, ab, b, c);
  if (split === 2) to.push(ab, b, bc, a, ab, bc, a, bc, c);
  if (split === 3) to.push(a, ab, ca, ab, b, bc, ca, bc, c, ab, bc, ca);
}
