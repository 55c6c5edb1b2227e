import type { TriMesh } from "../../mesh/types.ts";

/**
 * Directions that surfaces are sorted by, and how much each is favoured. The front is favoured most, so that the whole
 * face from ear to ear is one chart without a seam; head space tells where that is.
 */
const DIRECTIONS = [
  { axis: [0, 0, 1], favour: 0.45 },
  { axis: [0, 0, -1], favour: 0.15 },
  { axis: [1, 0, 0], favour: 0 },
  { axis: [-1, 0, 0], favour: 0 },
  { axis: [0, 1, 0], favour: 0 },
  { axis: [0, -1, 0], favour: 0 },
];
/** Labels of the face's chart, and of the flat cut under the bust (neck part, looking down). */
export const FRONT = 0;
export const UNDERSIDE = 11;
/** Height below which charts are the neck's and not the head's: just under every chin of head space. */
const NECK = -0.66;
/** What a border costs a triangle against its own direction's score. */
const BORDER = 0.3;

/** For each triangle and each of its edges the triangle across it, −1 where there is none. */
export function adjacentTriangles(indices: Uint32Array, vertices: number): Int32Array {
  const open = new Map<number, number>();
  const adjacent = new Int32Array(indices.length).fill(-1);
  for (let e = 0; e < indices.length; e++) {
    const a = indices[e];
    const b = indices[e % 3 === 2 ? e - 2 : e + 1];
    const twin = open.get(b * vertices + a);
    if (twin === undefined) open.set(a * vertices + b, e);
    else {
      adjacent[e] = Math.floor(twin / 3);
      adjacent[twin] = Math.floor(e / 3);
      open.delete(b * vertices + a);
    }
  }
  return adjacent;
}

/**
 * Normals spread over their neighbours for `rounds` rounds within the given faces: small forms (nose, lips, bumps)
 * vanish and what they sit on remains, so that they do not break up a chart.
 */
export function spreadNormals(
  normals: Float32Array,
  areas: Float32Array,
  adjacent: Int32Array,
  faces: Uint32Array,
  rounds: number,
): Float32Array<ArrayBuffer> {
  const member = new Uint8Array(areas.length);
  for (const f of faces) member[f] = 1;
  let current = new Float32Array(normals);
  for (const f of faces) for (let k = 0; k < 3; k++) current[3 * f + k] *= areas[f];
  let next = current.slice();
  for (let round = 0; round < rounds; round++) {
    for (const f of faces)
      for (let k = 0; k < 3; k++) {
        let sum = current[3 * f + k];
        let count = 1;
        for (let e = 0; e < 3; e++) {
          const g = adjacent[3 * f + e];
          if (g < 0 || !member[g]) continue;
          sum += current[3 * g + k];
          count++;
        }
        next[3 * f + k] = sum / count;
      }
    [current, next] = [next, current];
  }
  for (const f of faces) {
    const length = Math.hypot(current[3 * f], current[3 * f + 1], current[3 * f + 2]) || 1;
    for (let k = 0; k < 3; k++) current[3 * f + k] /= length;
  }
  return current;
}

/**
 * Sorts faces by the direction their (spread) normals look in, with short borders: a few rounds in which each triangle
 * weighs its own direction against its neighbours' labels. Answers a label a face of the mesh, −1 for faces not given.
 */
export function labelFaces(
  mesh: TriMesh,
  spread: Float32Array,
  adjacent: Int32Array,
  faces: Uint32Array,
  smooth: number,
): Int32Array {
  const count = DIRECTIONS.length;
  const labels = new Int32Array(mesh.indices.length / 3).fill(-1);
  const scores = new Float32Array(faces.length * count);
  const parts = new Uint8Array(faces.length);
  faces.forEach((f, i) => {
    const n = spread.subarray(3 * f, 3 * f + 3);
    DIRECTIONS.forEach(({ axis, favour }, d) => {
      scores[i * count + d] = n[0] * axis[0] + n[1] * axis[1] + n[2] * axis[2] + (smooth > 0 ? favour : 0);
    });
    let height = 0;
    for (let k = 0; k < 3; k++) height += mesh.positions[3 * mesh.indices[3 * f + k] + 1] / 3;
    parts[i] = height < NECK ? 1 : 0;
  });
  const votes = new Float32Array(count);
  for (let round = 0; round <= smooth; round++)
    faces.forEach((f, i) => {
      votes.fill(0);
      if (round > 0)
        for (let e = 0; e < 3; e++) {
          const g = adjacent[3 * f + e];
          // Towards the end borders count for more than directions, which takes the teeth out of them.
          if (g >= 0 && labels[g] >= 0) votes[labels[g] % count] += 3 * round > 2 * smooth ? 3 * BORDER : BORDER;
        }
      let best = 0;
      for (let d = 1; d < count; d++)
        if (scores[i * count + d] + votes[d] > scores[i * count + best] + votes[best]) best = d;
      labels[f] = best + parts[i] * count;
    });
  return labels;
}

/** Groups the given faces into connected pieces of one label, in order of their first face. */
export function connectedPieces(labels: Int32Array, adjacent: Int32Array, faces: Uint32Array): Uint32Array[] {
  const seen = new Uint8Array(labels.length).fill(1);
  for (const f of faces) seen[f] = 0;
  const pieces: Uint32Array[] = [];
  for (const start of faces) {
    if (seen[start]) continue;
    seen[start] = 1;
    const piece = [start];
    for (let i = 0; i < piece.length; i++)
      for (let e = 0; e < 3; e++) {
        const g = adjacent[3 * piece[i] + e];
        if (g < 0 || seen[g] || labels[g] !== labels[start]) continue;
        seen[g] = 1;
        piece.push(g);
      }
    pieces.push(Uint32Array.from(piece).sort());
  }
  return pieces;
}

/**
 * Gives pieces smaller than `least` of all the area to the neighbour they share the longest border with, smallest first;
 * relabels in place. Pieces without a neighbour among the faces stay.
 */
export function absorbSmallPieces(
  labels: Int32Array,
  adjacent: Int32Array,
  areas: Float32Array,
  faces: Uint32Array,
  least: number,
): void {
  let total = 0;
  for (const f of faces) total += areas[f];
  for (let round = 0; round < 4; round++) {
    const small = connectedPieces(labels, adjacent, faces)
      .map((piece) => ({ piece, area: piece.reduce((sum, f) => sum + areas[f], 0) }))
      .filter(({ area }) => area < least * total)
      .sort((a, b) => a.area - b.area);
    if (small.length === 0) return;
    for (const { piece } of small) {
      const borders = new Map<number, number>();
      for (const f of piece)
        for (let e = 0; e < 3; e++) {
          const g = adjacent[3 * f + e];
          if (g >= 0 && labels[g] >= 0 && labels[g] !== labels[f])
            borders.set(labels[g], (borders.get(labels[g]) ?? 0) + 1);
        }
      const [best] = [...borders].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      if (best) for (const f of piece) labels[f] = best[0];
    }
  }
}
