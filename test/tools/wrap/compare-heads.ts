import type { Anatomy } from "../../../runtime/head/anatomy/anatomy.ts";
import { landmarksOf } from "../../../runtime/head/anatomy/landmarks.ts";
import type { AnatomyShape } from "../../../runtime/head/anatomy/shape.ts";
import { fitLandmarks } from "../../../runtime/head/wrap/fit-landmarks.ts";
import { wrapAnatomy } from "../../../runtime/head/wrap/wrap-anatomy.ts";
import type { WrapSettings } from "../../../runtime/head/wrap/wrap-skin.ts";
import { randomStream } from "../../../runtime/kernels/random.ts";
import { nearestPlaces } from "../../../runtime/mesh/nearest-places.ts";
import { refine } from "../../../runtime/mesh/subdivide.ts";
import type { TriMesh } from "../../../runtime/mesh/types.ts";
import { vertexNormals } from "../../../runtime/mesh/vertex-normals.ts";
import { crossings } from "./crossings.ts";

/** Head units around where lips touch that are theirs: the corners of the mouth are of the face. */
const CORNER = 0.03;
const FACE = ["face", "nose", "lips", "lids", "brows"];

/** How far vertices of a wrapped head's refined skin are from a known head's, in per cent of the head's height. */
export interface Distances {
  mean: number;
  /** 95th percentile. */
  most: number;
}

export interface Comparison {
  /** Before wrapping: the head that the landmarks alone tell. */
  start: Distances;
  face: Distances;
  ears: Distances;
  /** Triangles of the skin that face away from the mean normal of their corners, which are folds, and those of the known head. */
  flipped: number;
  knownFlipped: number;
  /** Pairs of triangles of the skin that cross, but for lips, which overlap to be shut, and those of the known head. */
  crossings: number;
  knownCrossings: number;
  milliseconds: number;
}

/**
 * Wraps the skin onto a surface that was marched from a known head, from nothing but the surface and its landmarks there.
 * @param noise standard deviation along each axis by which landmarks are off, in per cent of the head's height.
 */
export function wrapKnown(
  anatomy: Anatomy,
  known: AnatomyShape,
  target: TriMesh,
  settings: WrapSettings,
  noise = 0,
): { wrapped: AnatomyShape; comparison: Comparison } {
  const off = randomStream(7).normals(new Float32Array(anatomy.landmarks.vertices.length));
  const places = landmarksOf(anatomy, known.control).map(
    (x, i) => x + (noise / 100) * anatomy.frame.headHeight * off[i],
  );
  const landmarks = nearestPlaces(places, target);
  const begin = performance.now();
  const start = fitLandmarks(anatomy, landmarks, settings.fit);
  const wrapped = wrapAnatomy(anatomy, start, { target, landmarks }, settings);
  const milliseconds = performance.now() - begin;
  const [is, was, wanted] = [wrapped, start, known].map(({ control }) => refine(anatomy.skin, control));
  return {
    wrapped,
    comparison: {
      start: distances(anatomy, FACE, was, wanted),
      face: distances(anatomy, FACE, is, wanted),
      ears: distances(anatomy, ["ears"], is, wanted),
      flipped: flipped(is, anatomy.skin.triangles),
      knownFlipped: flipped(wanted, anatomy.skin.triangles),
      crossings: crossed(anatomy, is),
      knownCrossings: crossed(anatomy, wanted),
      milliseconds,
    },
  };
}

/** Pairs of triangles that cross and have no corner near where the lips touch. */
function crossed(anatomy: Anatomy, positions: Float32Array): number {
  const { regions, regionNames, skin, lips } = anatomy;
  const mouth = ["lips", "mouth"].map((name) => regionNames.indexOf(name));
  const contact = lips.filter(({ row }) => row === 0).map(({ vertex }) => vertex);
  const isMouth = (p: number) =>
    mouth.includes(regions[p]) ||
    contact.some((v) => Math.hypot(...[0, 1, 2].map((c) => positions[3 * v + c] - positions[3 * p + c])) < CORNER);
  return crossings({ positions, indices: skin.triangles }).filter(
    (pair) => !pair.some((t) => [...skin.triangles.subarray(3 * t, 3 * t + 3)].some(isMouth)),
  ).length;
}

function distances(anatomy: Anatomy, regions: string[], is: Float32Array, wanted: Float32Array): Distances {
  const found: number[] = [];
  for (const [p, region] of anatomy.regions.entries()) {
    if (!regions.includes(anatomy.regionNames[region])) continue;
    const distance = Math.hypot(...[0, 1, 2].map((c) => is[3 * p + c] - wanted[3 * p + c]));
    found.push((100 * distance) / anatomy.frame.headHeight);
  }
  found.sort((a, b) => a - b);
  return { mean: found.reduce((sum, d) => sum + d, 0) / found.length, most: found[Math.floor(0.95 * found.length)] };
}

function flipped(positions: Float32Array, indices: Uint32Array): number {
  const normals = vertexNormals({ positions, indices });
  let count = 0;
  for (let t = 0; t < indices.length; t += 3) {
    const corners = indices.subarray(t, t + 3);
    const own = normalOf(positions, corners);
    const facing = own.reduce((sum, n, c) => sum + n * corners.reduce((mean, v) => mean + normals[3 * v + c], 0), 0);
    if (facing < 0) count++;
  }
  return count;
}

function normalOf(points: Float32Array, [a, b, c]: Uint32Array): number[] {
  const side = (from: number, to: number) => [0, 1, 2].map((k) => points[3 * to + k] - points[3 * from + k]);
  const [u, v] = [side(a, b), side(a, c)];
  return [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
}
