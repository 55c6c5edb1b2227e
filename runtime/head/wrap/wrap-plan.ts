import { buildBvh } from "../../mesh/build-bvh.ts";
import { hitDistance } from "../../mesh/hit-distance.ts";
import { type SparseRows, sparseRows } from "../../mesh/sparse-rows.ts";
import { refine, type Subdivision } from "../../mesh/subdivide.ts";
import { vertexNormals } from "../../mesh/vertex-normals.ts";
import type { Anatomy } from "../anatomy/anatomy.ts";

/** What wrapping needs to know of an anatomy, the same for every head. */
export interface WrapPlan {
  /** [R] × cage: points of the refined skin. */
  refined: SparseRows;
  /** [S] × cage: a vertex less the mean of its neighbours. */
  laplacian: SparseRows;
  /** [478] × control points: the landmarks; empty rows where one is not of the skin, or where lips touch. */
  landmarks: SparseRows;
  /** F64 [R] 0..1: how much of a refined point is seen on a surface that was marched: nothing of pocket, sockets, and where lids and lips touch. */
  seen: Float64Array;
  /** U8 [R]: where hair may cover a refined point, {@link SCALP}, or a beard, {@link CHIN}; 0 elsewhere. */
  cover: Uint8Array;
}

export const [SCALP, CHIN] = [1, 2];

/** Loops around an eye, and rows of a lip, that keep their place by what is around them. */
const LID_LOOPS = 5;
const LIP_ROWS = 3;
/** Edges from where lips touch to what is seen again. */
const LIP_RINGS = 4;
/** How far over the mouth a beard reaches, head units. */
const MOUSTACHE = 0.1;
/** What is across a hollow is nearer than this, head units; and where looking begins. */
const [HOLLOW, AWAY] = [0.06, 1e-3];

const known = new WeakMap<Anatomy, WrapPlan>();

/** Found once an anatomy. */
export function wrapPlan(anatomy: Anatomy): WrapPlan {
  const found = known.get(anatomy) ?? makePlan(anatomy);
  known.set(anatomy, found);
  return found;
}

function makePlan(anatomy: Anatomy): WrapPlan {
  const { skin, skinVertices, landmarks } = anatomy;
  const refined = refinedRows(skin);
  const inCage = seenCage(anatomy);
  const seen = new Float64Array(refined.starts.length - 1);
  for (let r = 0; r < seen.length; r++) {
    for (let e = refined.starts[r]; e < refined.starts[r + 1]; e++) {
      seen[r] += refined.values[e] * inCage[refined.columns[e]];
    }
    seen[r] = Math.min(1, Math.max(0, seen[r]));
  }
  const hollows = findHollows(anatomy);
  for (const r of hollows) seen[r] = 0;
  const unpinned = aroundContact(anatomy, 1);
  const nose = anatomy.regionNames.indexOf("nose");
  for (const r of hollows) if (anatomy.regions[r] === nose) unpinned.add(r);
  const pins = Array.from({ length: landmarks.vertices.length / 3 }, (_, i) => {
    const at = [3 * i, 3 * i + 1, 3 * i + 2];
    const isPinned = (v: number) => v < skinVertices && !unpinned.has(v);
    if (at.some((k) => landmarks.weights[k] !== 0 && !isPinned(landmarks.vertices[k]))) return [];
    return at.map((k): [number, number] => [landmarks.vertices[k], landmarks.weights[k]]);
  });
  return { refined, laplacian: laplacianRows(anatomy), landmarks: sparseRows(pins), seen, cover: coverOf(anatomy) };
}

/** Points of the average's refined skin that look at the skin close by, as inside nostrils: a grid has hardly a cell between the two. */
function findHollows({ skin, positions }: Anatomy): Set<number> {
  const points = refine(skin, positions);
  const surface = { positions: points, indices: skin.triangles };
  const [bvh, normals] = [buildBvh(surface), vertexNormals(surface)];
  const hollows = new Set<number>();
  for (let r = 0; r < points.length / 3; r++) {
    const [x, y, z] = [0, 1, 2].map((c) => points[3 * r + c] + AWAY * normals[3 * r + c]);
    const [dx, dy, dz] = normals.subarray(3 * r, 3 * r + 3);
    if (hitDistance(bvh, x, y, z, dx, dy, dz, HOLLOW) < HOLLOW) hollows.add(r);
  }
  return hollows;
}

function coverOf({ regions, regionNames, lips, skin, positions }: Anatomy): Uint8Array {
  const points = refine(skin, positions);
  const touching = lips.filter(({ row }) => row === 0);
  const mouth = touching.reduce((sum, { vertex }) => sum + positions[3 * vertex + 1] / touching.length, 0);
  return regions.map((region, r) => {
    const name = regionNames[region];
    if (["hair", "ears", "neck"].includes(name)) return SCALP;
    return name === "face" && points[3 * r + 1] < mouth + MOUSTACHE ? CHIN : 0;
  });
}

/** How much of each cage vertex is seen on a marched surface. */
function seenCage(anatomy: Anatomy): Float64Array {
  const { regions, regionNames, lidRings, lips, hold, skinVertices } = anatomy;
  const hidden = ["mouth", "sockets", "eyes"].map((name) => regionNames.indexOf(name));
  const seen = Float64Array.from({ length: skinVertices }, (_, v) => (hidden.includes(regions[v]) ? 0 : 1 - hold[v]));
  for (const ring of lidRings.flatMap((rings) => rings.slice(0, LID_LOOPS))) for (const v of ring) seen[v] = 0;
  for (const { vertex, row } of lips) if (row < LIP_ROWS) seen[vertex] = 0;
  // What is next to where lips touch lies in a groove, which the grid fills.
  for (const v of aroundContact(anatomy, LIP_RINGS)) seen[v] = 0;
  return seen;
}

/** Cage vertices up to so many edges from where lips touch. */
function aroundContact({ lips, skin }: Anatomy, rings: number): Set<number> {
  let near = new Set(lips.filter(({ row }) => row === 0).map(({ vertex }) => vertex));
  for (let ring = 0; ring < rings; ring++) {
    const wider = new Set(near);
    for (let e = 0; e < skin.edges.length; e += 2) {
      const [a, b] = [skin.edges[e], skin.edges[e + 1]];
      if (near.has(a)) wider.add(b);
      if (near.has(b)) wider.add(a);
    }
    near = wider;
  }
  return near;
}

/** The Catmull–Clark rules of `refine` as a matrix: vertices, edges, faces. */
function refinedRows({ controlCount, edges, edgeFaces, border, faces, valence }: Subdivision): SparseRows {
  type Row = (readonly [number, number])[];
  const scaled = (row: Row, by: number): Row => row.map(([column, value]) => [column, by * value]);
  const faceRows: Row[] = [];
  const vertexSums: Row[] = Array.from({ length: controlCount }, () => []);
  for (let f = 0; f < faces.length; f += 4) {
    const corners = [...new Set(faces.subarray(f, f + 4))];
    const row = corners.map((v): [number, number] => [v, 1 / corners.length]);
    faceRows.push(row);
    for (const v of corners) vertexSums[v].push(...row);
  }
  const edgeRows: Row[] = [];
  const borderRows = new Map<number, Row>();
  for (let e = 0; e < border.length; e++) {
    const [a, b] = [edges[2 * e], edges[2 * e + 1]];
    const ends: Row = [
      [a, 1],
      [b, 1],
    ];
    const sides = [...faceRows[edgeFaces[2 * e]], ...faceRows[edgeFaces[2 * e + 1]]];
    edgeRows.push(border[e] ? scaled(ends, 1 / 2) : scaled([...ends, ...sides], 1 / 4));
    for (const [v, other] of [
      [a, b],
      [b, a],
    ]) {
      vertexSums[v].push(...ends);
      if (border[e]) borderRows.set(v, [...(borderRows.get(v) ?? []), [v, 3 / 8], [other, 1 / 8]]);
    }
  }
  const vertexRows = vertexSums.map((sums, v): Row => {
    const n = valence[v];
    return borderRows.get(v) ?? [...scaled(sums, 1 / (n * n)), [v, (n - 3) / n]];
  });
  return sparseRows([...vertexRows, ...edgeRows, ...faceRows]);
}

/** Neighbours weigh by how near they are on the average: what is small, as the corner of the mouth, moves as one. */
function laplacianRows({ skin: { controlCount, edges }, positions }: Anatomy): SparseRows {
  const neighbours: [vertex: number, weight: number][][] = Array.from({ length: controlCount }, () => []);
  for (let e = 0; e < edges.length; e += 2) {
    const [a, b] = [edges[e], edges[e + 1]];
    const weight = 1 / Math.hypot(...[0, 1, 2].map((c) => positions[3 * a + c] - positions[3 * b + c]));
    neighbours[a].push([b, weight]);
    neighbours[b].push([a, weight]);
  }
  return sparseRows(
    neighbours.map((others, v) => {
      const sum = others.reduce((total, [, weight]) => total + weight, 0);
      return [[v, 1], ...others.map(([other, weight]): [number, number] => [other, -weight / sum])];
    }),
  );
}
