import { makeOutline, type Outline } from "../../outline.ts";
import { BROWS, EYELIDS, LIPS, MOUTH } from "../../template-regions.ts";

/** Outlines of the average face that paints keep to, seen from the front, and its surface behind every point of that view. */
export interface FaceGuide {
  /** Landmarks F32 [478, 3]. */
  landmarks: Float32Array;
  lips: Outline;
  mouth: Outline;
  lids: { right: Outline; left: Outline };
  brows: { right: Outline; left: Outline };
  /** Z of the foremost surface at x and y. */
  depth: (x: number, y: number) => number;
}

/** Sides and extent of the grid of depths. */
const GRID = 320;
const EXTENT = 0.9;

/** @param landmarks, positions, triangles of the average head. */
export function guideFace(landmarks: Float32Array, positions: Float32Array, triangles: Uint32Array): FaceGuide {
  const outline = (ids: readonly number[], rounds = 2) =>
    makeOutline(
      rounded(
        ids.map((id) => [landmarks[3 * id], landmarks[3 * id + 1]]),
        rounds,
      ),
      true,
    );
  return {
    landmarks,
    lips: outline(LIPS),
    mouth: outline(MOUTH),
    lids: { right: outline(EYELIDS.right), left: outline(EYELIDS.left) },
    brows: { right: outline(BROWS.right), left: outline(BROWS.left) },
    depth: frontDepth(positions, triangles),
  };
}

/** A closed outline's corners and as many points between them on a Catmull–Rom curve, over and over. */
function rounded(corners: number[][], rounds: number): number[][] {
  let points = corners;
  for (let r = 0; r < rounds; r++) {
    points = points.flatMap((b, i) => {
      const [a, c, d] = [-1, 1, 2].map((k) => points[(i + k + points.length) % points.length]);
      return [b, [0, 1].map((k) => (9 * (b[k] + c[k]) - a[k] - d[k]) / 16)];
    });
  }
  return points;
}

function frontDepth(positions: Float32Array, triangles: Uint32Array): FaceGuide["depth"] {
  const grid = new Float32Array(GRID * GRID).fill(-1);
  const cell = (2 * EXTENT) / GRID;
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [3 * triangles[t], 3 * triangles[t + 1], 3 * triangles[t + 2]];
    const [ax, ay] = [positions[a], positions[a + 1]];
    const [ux, uy] = [positions[b] - ax, positions[b + 1] - ay];
    const [vx, vy] = [positions[c] - ax, positions[c + 1] - ay];
    const area = ux * vy - uy * vx;
    if (area <= 1e-12) continue;
    const range = (o: number, u: number, v: number) => [
      Math.max(0, Math.ceil((o + Math.min(0, u, v) + EXTENT) / cell)),
      Math.min(GRID - 1, Math.floor((o + Math.max(0, u, v) + EXTENT) / cell)),
    ];
    const [[left, right], [low, high]] = [range(ax, ux, vx), range(ay, uy, vy)];
    for (let j = low; j <= high; j++)
      for (let i = left; i <= right; i++) {
        const [px, py] = [i * cell - EXTENT - ax, j * cell - EXTENT - ay];
        const [u, v] = [(px * vy - py * vx) / area, (ux * py - uy * px) / area];
        if (u < 0 || v < 0 || u + v > 1) continue;
        const z = (1 - u - v) * positions[a + 2] + u * positions[b + 2] + v * positions[c + 2];
        if (z > grid[j * GRID + i]) grid[j * GRID + i] = z;
      }
  }
  return (x, y) => {
    const i = Math.min(GRID - 2, Math.max(0, (x + EXTENT) / cell));
    const j = Math.min(GRID - 2, Math.max(0, (y + EXTENT) / cell));
    const [c, r] = [Math.floor(i), Math.floor(j)];
    const at = r * GRID + c;
    const low = grid[at] + (i - c) * (grid[at + 1] - grid[at]);
    const high = grid[at + GRID] + (i - c) * (grid[at + GRID + 1] - grid[at + GRID]);
    return low + (j - r) * (high - low);
  };
}
