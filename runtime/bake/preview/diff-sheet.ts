import { vertexNormals } from "../../mesh/vertex-normals.ts";
import type { ColorField } from "../textures/bake-textures.ts";
import type { ColoredMesh } from "../types.ts";
import { type PreviewOptions, renderPreview, type Sheet } from "./preview.ts";
import { fieldSurface, mix, type Surface } from "./surfaces.ts";

/** One version of a head. */
export interface Version {
  mesh: ColoredMesh;
  color: ColorField;
}

/** How far apart two versions are. */
export interface Difference {
  /** Head-space units, over all vertices. */
  displacement: { mean: number; max: number };
  /** Mean over the three channels, in 255ths, over all vertices. */
  color: { mean: number; max: number };
}

/** Colours of the heat map: nothing, half, the most. */
const RAMP = [
  [0.13, 0.15, 0.24],
  [0.9, 0.42, 0.16],
  [1, 0.93, 0.62],
];

/**
 * Two versions with the same connectivity, side by side: rows of the first, the second, a heat map of how far each vertex
 * moved, and one of how much its colour changed; both maps are brightest at the largest value, and stand on the second.
 */
export async function renderDifference(
  before: Version,
  after: Version,
  options: Partial<PreviewOptions> = {},
): Promise<{ sheet: Sheet; difference: Difference }> {
  const moved = distances(before.mesh.positions, after.mesh.positions, (x, y, z) => Math.hypot(x, y, z));
  const [old, fresh] = await Promise.all(
    [before, after].map(({ mesh, color }) => color(mesh.colorAt ?? mesh.positions)),
  );
  const recolored = distances(old, fresh, (r, g, b) => (255 * (Math.abs(r) + Math.abs(g) + Math.abs(b))) / 3);
  const looks = [before, after].map(({ mesh, color }) => fieldSurface(mesh, vertexNormals(mesh), color));
  const rows: Sheet[] = [];
  for (const look of looks) rows.push(await renderPreview(look, { normals: false, ...options }));
  for (const heat of [moved, recolored]) {
    rows.push(await renderPreview(heatSurface(looks[1], heat), { normals: false, lit: false, ...options }));
  }
  return { sheet: stackSheets(rows), difference: { displacement: summary(moved), color: summary(recolored) } };
}

/** Sheets of one width, one below the other. */
export function stackSheets(sheets: readonly Sheet[]): Sheet {
  const rgb = new Uint8Array(sheets.reduce((sum, sheet) => sum + sheet.rgb.length, 0));
  let at = 0;
  for (const sheet of sheets) {
    rgb.set(sheet.rgb, at);
    at += sheet.rgb.length;
  }
  return { rgb, width: sheets[0].width, height: sheets.reduce((sum, { height }) => sum + height, 0) };
}

function distances(a: Float32Array, b: Float32Array, norm: (x: number, y: number, z: number) => number): Float32Array {
  return Float32Array.from({ length: a.length / 3 }, (_, v) => {
    const [x, y, z] = [0, 1, 2].map((c) => b[3 * v + c] - a[3 * v + c]);
    return norm(x, y, z);
  });
}

function summary(values: Float32Array): { mean: number; max: number } {
  const max = values.reduce((most, value) => Math.max(most, value), 0);
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, max };
}

function heatSurface({ mesh, sample }: Surface, values: Float32Array): Surface {
  const { max } = summary(values);
  return {
    mesh,
    async sample(triangle, weights) {
      const heat = mix(values, 1, mesh.indices, triangle, weights);
      const colors = new Float32Array(3 * heat.length);
      heat.forEach((value, i) => {
        colors.set(heatColor(max > 0 ? value / max : 0), 3 * i);
      });
      return { ...(await sample(triangle, weights)), colors };
    },
  };
}

function heatColor(share: number): number[] {
  const place = Math.min(1, Math.max(0, share)) * (RAMP.length - 1);
  const index = Math.min(RAMP.length - 2, Math.floor(place));
  return RAMP[index].map((low, c) => low + (place - index) * (RAMP[index + 1][c] - low));
}
