import { findComponents } from "../../mesh/components.ts";
import { weldPlaces } from "../../mesh/weld-places.ts";
import type { SourceMesh } from "./source-mesh.ts";

/** Triangles of a source by what they can bound. */
export interface SplitSource {
  /** Index list of pieces that enclose a volume but for holes: skulls, eyeballs, teeth. */
  solids: Uint32Array;
  /** Index list of open sheets: hair cards, scalp caps, lashes, collars. */
  sheets: Uint32Array;
  /** Triangle numbers of both. */
  kept: Uint32Array;
  /** Names of the parts with transparent sheets, which are left out: lashes, tear lines, lenses. */
  leftOut: string[];
}

/** A piece is a sheet where its squared boundary exceeds this many times its area; a half sphere has 6.3, a square 16. */
const OPEN = 9;

/**
 * Splits a source into connected pieces (vertices at one place are one), and those into solids and sheets. Pieces of
 * BLEND material that are sheets are left out: what shows through is no surface to sculpt.
 */
export function splitSolids(mesh: SourceMesh): SplitSource {
  const { positions, indices, partOf, parts } = mesh;
  const weld = weldPlaces(positions);
  const piece = findComponents(
    indices.map((vertex) => weld[vertex]),
    new Uint32Array(weld.length),
  );
  const count = indices.length / 3;
  const area = new Map<number, number>();
  const rim = new Map<number, number>();
  const volume = new Map<number, number>();
  const add = (to: Map<number, number>, key: number, value: number) => to.set(key, (to.get(key) ?? 0) + value);
  const edges = new Map<number, number>();
  const edgeKey = (a: number, b: number) => Math.min(a, b) * positions.length + Math.max(a, b);
  for (let t = 0; t < count; t++) {
    const [a, b, c] = [0, 1, 2].map((k) => weld[indices[3 * t + k]]);
    if (a === b || b === c || c === a) continue;
    for (const key of [edgeKey(a, b), edgeKey(b, c), edgeKey(c, a)]) edges.set(key, (edges.get(key) ?? 0) + 1);
  }
  for (let t = 0; t < count; t++) {
    const corners = [0, 1, 2].map((k) => weld[indices[3 * t + k]]);
    const root = piece[corners[0]];
    const { area: size, volume: part } = measure(positions, corners);
    add(area, root, size);
    add(volume, root, part);
    if (size === 0) continue;
    for (let k = 0; k < 3; k++) {
      const [a, b] = [corners[k], corners[(k + 1) % 3]];
      if (a === b || edges.get(edgeKey(a, b)) !== 1) continue;
      add(rim, root, Math.hypot(...[0, 1, 2].map((c) => positions[3 * a + c] - positions[3 * b + c])));
    }
  }
  const [solids, sheets, kept]: number[][] = [[], [], []];
  const leftOut = new Set<string>();
  for (let t = 0; t < count; t++) {
    const root = piece[weld[indices[3 * t]]];
    const part = parts[partOf[t]];
    const [i, j, k] = [indices[3 * t], indices[3 * t + 1], indices[3 * t + 2]];
    if ((rim.get(root) ?? 0) ** 2 <= OPEN * (area.get(root) ?? 0)) {
      // Files that turn a piece inside out would dig a hole where it stands.
      solids.push(...((volume.get(root) ?? 0) < 0 ? [i, k, j] : [i, j, k]));
    } else if (part.paint.alpha === "BLEND") {
      leftOut.add(part.name);
      continue;
    } else sheets.push(i, j, k);
    kept.push(t);
  }
  const list = (values: number[]) => Uint32Array.from(values);
  return { solids: list(solids), sheets: list(sheets), kept: list(kept), leftOut: [...leftOut] };
}

/** Area of a triangle and its share of the volume that its mesh encloses. */
function measure(p: Float32Array, [a, b, c]: number[]): { area: number; volume: number } {
  const [ax, ay, az] = [p[3 * a], p[3 * a + 1], p[3 * a + 2]];
  const [ux, uy, uz] = [p[3 * b] - ax, p[3 * b + 1] - ay, p[3 * b + 2] - az];
  const [vx, vy, vz] = [p[3 * c] - ax, p[3 * c + 1] - ay, p[3 * c + 2] - az];
  const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
  return { area: Math.hypot(nx, ny, nz) / 2, volume: (ax * nx + ay * ny + az * nz) / 6 };
}
