import type { TriMesh } from "./types.ts";

/**
 * A bounding-volume tree over triangles. Triangles are put in Morton order and cut into leaves of LEAF; the tree above
 * them is complete, so it needs no pointers: node i has children 2i+1 and 2i+2, leaves start at `leaves − 1`.
 * Building takes about 40 ms for 100k triangles; a surface-area heuristic was not worth its time for the near-surface queries here.
 */
export interface Bvh {
  /** 6 floats a node: min x y z, max x y z. An empty node is all NaN. */
  boxes: Float32Array;
  /** Number of leaves, a power of two. */
  leaves: number;
  /** Triangle numbers in leaf order; leaf l holds order[l·LEAF .. (l+1)·LEAF), fewer at the end. */
  order: Uint32Array;
  /** 9 floats a triangle in leaf order: its corners, next to each other in memory. */
  corners: Float32Array;
}

export const LEAF = 4;

/** Spreads the low 10 bits of v so that two zero bits follow each. */
function spread(v: number): number {
  let x = v & 0x3ff;
  x = (x | (x << 16)) & 0x30000ff;
  x = (x | (x << 8)) & 0x300f00f;
  x = (x | (x << 4)) & 0x30c30c3;
  return (x | (x << 2)) & 0x9249249;
}

/** Builds the tree. Deterministic: equal Morton codes keep the triangles' own order. */
export function buildBvh({ positions, indices }: TriMesh): Bvh {
  const count = indices.length / 3;
  const min = [Infinity, Infinity, Infinity];
  const max = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positions.length; i++) {
    min[i % 3] = Math.min(min[i % 3], positions[i]);
    max[i % 3] = Math.max(max[i % 3], positions[i]);
  }
  const scale = 1023 / Math.max(max[0] - min[0], max[1] - min[1], max[2] - min[2], 1e-9);
  // Code and number share one double, so that a plain numeric sort of a typed array orders both.
  const keys = new Float64Array(count);
  for (let t = 0; t < count; t++) {
    let code = 0;
    for (let axis = 0; axis < 3; axis++) {
      const sum =
        positions[3 * indices[3 * t] + axis] +
        positions[3 * indices[3 * t + 1] + axis] +
        positions[3 * indices[3 * t + 2] + axis];
      code |= spread((sum / 3 - min[axis]) * scale) << axis;
    }
    keys[t] = code * 0x400000 + t;
  }
  keys.sort();

  const order = new Uint32Array(count);
  const corners = new Float32Array(9 * count);
  let leaves = 1;
  while (leaves * LEAF < count) leaves *= 2;
  const boxes = new Float32Array(6 * (2 * leaves - 1));
  for (let i = 0; i < boxes.length; i++) boxes[i] = i % 6 < 3 ? Infinity : -Infinity;
  for (let s = 0; s < count; s++) {
    const t = keys[s] % 0x400000;
    order[s] = t;
    const box = 6 * (leaves - 1 + Math.floor(s / LEAF));
    for (let c = 0; c < 3; c++)
      for (let axis = 0; axis < 3; axis++) {
        const p = positions[3 * indices[3 * t + c] + axis];
        corners[9 * s + 3 * c + axis] = p;
        if (p < boxes[box + axis]) boxes[box + axis] = p;
        if (p > boxes[box + 3 + axis]) boxes[box + 3 + axis] = p;
      }
  }
  for (let n = leaves - 2; n >= 0; n--) {
    const left = 6 * (2 * n + 1);
    for (let axis = 0; axis < 3; axis++) {
      boxes[6 * n + axis] = Math.min(boxes[left + axis], boxes[left + 6 + axis]);
      boxes[6 * n + 3 + axis] = Math.max(boxes[left + 3 + axis], boxes[left + 9 + axis]);
    }
  }
  // Inside out, an empty box looks endless to a ray; NaN fails every comparison.
  for (let i = 0; i < boxes.length; i++) if (!Number.isFinite(boxes[i])) boxes[i] = Number.NaN;
  return { boxes, leaves, order, corners };
}
