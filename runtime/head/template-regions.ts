import type { Template } from "./template.ts";
import type { HeadShape } from "./template-shape.ts";

/** Names of the template's regions, as `assets/template/template.json` lists them. */
export const REGIONS = ["face", "hair", "eyes", "brows", "nose", "lips", "ears", "neck"] as const;
export type Region = (typeof REGIONS)[number];

/** Side of a search cell, in units. */
const CELL = 0.05;
/** How far from an eyeball's surface a point still belongs to the eye, in units. */
const EYE_REACH = 0.035;
/** Closed outlines, MediaPipe landmark ids. */
export const LIPS = [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185];
export const MOUTH = [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191];
export const BROWS = {
  right: [46, 53, 52, 65, 55, 107, 66, 105, 63, 70],
  left: [276, 283, 282, 295, 285, 336, 296, 334, 293, 300],
};
export const EYELIDS = {
  right: [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246],
  left: [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466],
};

/**
 * Region of each point: that of the nearest vertex of the template's skin; between the eyelids, the eye.
 * @param points [N, 3] in head space, on or near a head that grew out of `shape`.
 * @returns indices into `template.regionNames` [N].
 */
export function nearestRegion(template: Template, shape: HeadShape, points: Float32Array): Uint8Array<ArrayBuffer> {
  const find = nearestVertex(shape.positions);
  const eye = template.regionNames.indexOf("eyes");
  const out = new Uint8Array(points.length / 3);
  for (let i = 0; i < out.length; i++) {
    const [x, y, z] = [points[i * 3], points[i * 3 + 1], points[i * 3 + 2]];
    const region = template.regions[find(x, y, z)];
    const face = template.regionNames.indexOf("face");
    out[i] = isEye(shape, x, y, z) ? eye : region === eye ? face : region;
  }
  return out;
}

function isEye({ eyes, landmarks }: HeadShape, x: number, y: number, z: number): boolean {
  const side = x > 0 ? "left" : "right";
  const { center, radius } = eyes[side];
  const distance = Math.hypot(x - center[0], y - center[1], z - center[2]);
  if (z < center[2] || Math.abs(distance - radius) > EYE_REACH) return false;
  let inside = false;
  const lids = EYELIDS[side];
  for (let k = 0; k < lids.length; k++) {
    const [a, b] = [lids[k] * 3, lids[(k + 1) % lids.length] * 3];
    const [ay, by] = [landmarks[a + 1], landmarks[b + 1]];
    if (ay > y === by > y) continue;
    if (x < landmarks[a] + ((y - ay) / (by - ay)) * (landmarks[b] - landmarks[a])) inside = !inside;
  }
  return inside;
}

/** Nearest of a set of vertices, by a grid of cells searched in growing shells. */
function nearestVertex(positions: Float32Array): (x: number, y: number, z: number) => number {
  const low = [0, 1, 2].map((c) => positions.reduce((m, v, i) => (i % 3 === c ? Math.min(m, v) : m), Infinity));
  const high = [0, 1, 2].map((c) => positions.reduce((m, v, i) => (i % 3 === c ? Math.max(m, v) : m), -Infinity));
  const size = high.map((value, c) => Math.floor((value - low[c]) / CELL) + 1);
  const cellOf = (value: number, c: number) => Math.floor((value - low[c]) / CELL);
  const count = positions.length / 3;
  const starts = new Uint32Array(size[0] * size[1] * size[2] + 1);
  const cells = new Uint32Array(count);
  for (let v = 0; v < count; v++) {
    const [x, y, z] = [0, 1, 2].map((c) => cellOf(positions[v * 3 + c], c));
    cells[v] = x + size[0] * (y + size[1] * z);
    starts[cells[v] + 1]++;
  }
  for (let i = 1; i < starts.length; i++) starts[i] += starts[i - 1];
  const order = new Uint32Array(count);
  const next = starts.slice();
  for (let v = 0; v < count; v++) order[next[cells[v]]++] = v;

  return (x, y, z) => {
    const [px, py, pz] = [x, y, z].map((value, c) => Math.min(size[c] - 1, Math.max(0, cellOf(value, c))));
    // A point outside the grid starts at its edge; shells only promise distances beyond that gap.
    let best = Number.POSITIVE_INFINITY;
    let found = 0;
    const rings = Math.max(...size);
    for (let ring = 0; ring < rings && best > (Math.max(0, ring - 1) * CELL) ** 2; ring++) {
      for (let cz = Math.max(0, pz - ring); cz <= Math.min(size[2] - 1, pz + ring); cz++) {
        for (let cy = Math.max(0, py - ring); cy <= Math.min(size[1] - 1, py + ring); cy++) {
          const shell = Math.max(Math.abs(cz - pz), Math.abs(cy - py)) === ring ? 1 : Math.max(1, 2 * ring);
          for (let cx = px - ring; cx <= px + ring; cx += shell) {
            if (cx < 0 || cx >= size[0]) continue;
            const cell = cx + size[0] * (cy + size[1] * cz);
            for (let k = starts[cell]; k < starts[cell + 1]; k++) {
              const v = order[k] * 3;
              const d = (positions[v] - x) ** 2 + (positions[v + 1] - y) ** 2 + (positions[v + 2] - z) ** 2;
              if (d < best) {
                best = d;
                found = order[k];
              }
            }
          }
        }
      }
    }
    return found;
  };
}
