import type { TriMesh } from "../../../runtime/mesh/types.ts";

/** Side of the cells that triangles are looked for in, head units. */
const CELL = 0.03;

/** Pairs of triangles of a mesh that cross each other and share no vertex. @param indices by places, not by vertices of a texture. */
export function crossings({ positions, indices }: TriMesh): [number, number][] {
  const boxes = new Float32Array(2 * indices.length);
  const cells = new Map<number, number[]>();
  for (let t = 0; t < indices.length / 3; t++) {
    for (let c = 0; c < 3; c++) {
      const values = [0, 1, 2].map((k) => positions[3 * indices[3 * t + k] + c]);
      boxes[6 * t + c] = Math.min(...values);
      boxes[6 * t + 3 + c] = Math.max(...values);
    }
    const [low, high] = [0, 3].map((from) => [0, 1, 2].map((c) => Math.floor(boxes[6 * t + from + c] / CELL)));
    for (let x = low[0]; x <= high[0]; x++)
      for (let y = low[1]; y <= high[1]; y++)
        for (let z = low[2]; z <= high[2]; z++) {
          const key = (x + 512) * 0x100000 + (y + 512) * 0x400 + z + 512;
          const found = cells.get(key);
          if (found) found.push(t);
          else cells.set(key, [t]);
        }
  }
  const pairs = new Map<number, [number, number]>();
  for (const members of cells.values()) {
    for (let i = 0; i < members.length; i++) {
      for (let k = i + 1; k < members.length; k++) {
        const [a, b] = [members[i], members[k]];
        if (boxesApart(boxes, a, b) || shareVertex(indices, a, b)) continue;
        const key = a * 0x100000 + b;
        if (!pairs.has(key) && (pierces(positions, indices, a, b) || pierces(positions, indices, b, a)))
          pairs.set(key, [a, b]);
      }
    }
  }
  return [...pairs.values()];
}

function boxesApart(boxes: Float32Array, a: number, b: number): boolean {
  for (let c = 0; c < 3; c++)
    if (boxes[6 * a + c] > boxes[6 * b + 3 + c] || boxes[6 * b + c] > boxes[6 * a + 3 + c]) return true;
  return false;
}

function shareVertex(indices: Uint32Array, a: number, b: number): boolean {
  for (let i = 0; i < 3; i++) for (let k = 0; k < 3; k++) if (indices[3 * a + i] === indices[3 * b + k]) return true;
  return false;
}

/** Whether an edge of the first triangle goes through the second (Möller and Trumbore 1997). */
function pierces(positions: Float32Array, indices: Uint32Array, a: number, b: number): boolean {
  const at = (t: number, k: number) => positions.subarray(3 * indices[3 * t + k], 3 * indices[3 * t + k] + 3);
  const [p, q, r] = [at(b, 0), at(b, 1), at(b, 2)];
  const [u, v] = [minus(q, p), minus(r, p)];
  for (let k = 0; k < 3; k++) {
    const [from, to] = [at(a, k), at(a, (k + 1) % 3)];
    const way = minus(to, from);
    const h = cross(way, v);
    const det = dot(u, h);
    if (det === 0) continue;
    const s = minus(from, p);
    const x = dot(s, h) / det;
    if (x <= 0 || x >= 1) continue;
    const g = cross(s, u);
    const y = dot(way, g) / det;
    if (y <= 0 || x + y >= 1) continue;
    const share = dot(v, g) / det;
    if (share > 0 && share < 1) return true;
  }
  return false;
}

const minus = (a: ArrayLike<number>, b: ArrayLike<number>) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a: number[], b: number[]) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: number[], b: number[]) => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
