import type { FlatChart } from "./flatten-chart.ts";

/** Side of the grid that overlaps are looked for on: some fifty points a face, up to a limit. */
const gridSide = (faces: number) => Math.min(512, 8 * Math.ceil(Math.sqrt(faces)) + 24);

/** What is wrong with a flat chart. */
export interface ChartFaults {
  /** 1 for each of the chart's faces that lies upside down or on top of another. */
  faulty: Uint8Array;
  /** Their part of the chart's area, 0..1. */
  part: number;
  /** Part of the area whose texels would be more than `worst` times too large or too small. */
  stretched: number;
}

/**
 * Finds faces that are flipped, that cover others (on a grid of points), and how much of the chart is stretched.
 * `areas` are the true areas of all the mesh's faces.
 */
export function inspectChart({ faces, indices, flat }: FlatChart, areas: Float32Array, worst = 4): ChartFaults {
  const grid = gridSide(faces.length);
  const faulty = new Uint8Array(faces.length);
  let left = Infinity;
  let bottom = Infinity;
  let side = 0;
  for (let i = 0; i < flat.length; i += 2) {
    left = Math.min(left, flat[i]);
    bottom = Math.min(bottom, flat[i + 1]);
  }
  for (let i = 0; i < flat.length; i += 2) side = Math.max(side, flat[i] - left, flat[i + 1] - bottom);
  const scale = (grid - 1) / Math.max(side, 1e-9);
  const owner = new Int32Array(grid * grid).fill(-1);
  let total = 0;
  let stretchedArea = 0;
  for (let f = 0; f < faces.length; f++) {
    const [a, b, c] = [2 * indices[3 * f], 2 * indices[3 * f + 1], 2 * indices[3 * f + 2]];
    const ux = (flat[b] - flat[a]) * scale;
    const uy = (flat[b + 1] - flat[a + 1]) * scale;
    const vx = (flat[c] - flat[a]) * scale;
    const vy = (flat[c + 1] - flat[a + 1]) * scale;
    const twice = ux * vy - uy * vx;
    const area = areas[faces[f]];
    total += area;
    const ratio = twice / (2 * area * scale * scale);
    // A sliver's area says nothing of its neighbourhood's.
    if (area > 1e-9 && (ratio < 1 / worst || ratio > worst)) stretchedArea += area;
    if (!(twice > 0)) {
      faulty[f] = 1;
      continue;
    }
    const ax = (flat[a] - left) * scale;
    const ay = (flat[a + 1] - bottom) * scale;
    for (let y = Math.ceil(ay + Math.min(0, uy, vy)); y <= ay + Math.max(0, uy, vy); y++)
      for (let x = Math.ceil(ax + Math.min(0, ux, vx)); x <= ax + Math.max(0, ux, vx); x++) {
        const u = ((x - ax) * vy - (y - ay) * vx) / twice;
        const v = (ux * (y - ay) - uy * (x - ax)) / twice;
        // Strictly inside: points on an edge two faces share are no overlap.
        if (u < 1e-6 || v < 1e-6 || u + v > 1 - 1e-6) continue;
        const at = y * grid + x;
        if (owner[at] < 0) owner[at] = f;
        else faulty[f] = 1;
      }
  }
  let bad = 0;
  for (let f = 0; f < faces.length; f++) if (faulty[f]) bad += areas[faces[f]];
  return { faulty, part: total > 0 ? bad / total : 0, stretched: total > 0 ? stretchedArea / total : 0 };
}
