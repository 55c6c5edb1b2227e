import type { TriMesh } from "../../mesh/types.ts";
import { vertexNormals } from "../../mesh/vertex-normals.ts";
import { BakeError, type HeadLayout } from "../types.ts";
import { buildLevels, type LevelOptions } from "./build-levels.ts";
import { type DecimateOptions, decimate } from "./decimate.ts";
import { type RepairReport, repairMesh } from "./repair-mesh.ts";
import { type UnwrapOptions, unwrap } from "./unwrap.ts";

export interface LayoutOptions {
  decimate?: Partial<DecimateOptions>;
  unwrap?: Partial<UnwrapOptions>;
  levels?: Partial<LevelOptions>;
}

export interface LayoutReport {
  repair: RepairReport;
  /** Furthest the decimated surface is from the high-resolution one, in head units. */
  deviation: number;
  charts: number;
  /** Part of the texture that charts cover, 0..1. */
  utilization: number;
}

/**
 * Lays a high-resolution surface out for baking: repaired, decimated to the triangle budget, cut and packed into one
 * atlas, with its coarser levels. This is the step a child document skips when it reuses its parent's layout.
 */
export async function layoutHead(
  mesh: TriMesh,
  normals: Float32Array,
  options: LayoutOptions = {},
): Promise<{ layout: HeadLayout; report: LayoutReport }> {
  const { indices, report: repair } = repairMesh(mesh);
  const low = await decimate({ positions: mesh.positions, indices }, normals, options.decimate);
  const atlas = unwrap({ positions: mesh.positions, indices: low.indices }, options.unwrap);
  const positions = gather(mesh.positions, atlas.source, 3);
  const smooth = vertexNormals({ positions, indices: atlas.indices }, weldSeams(atlas.source));
  const lods = await buildLevels(positions, smooth, atlas.uvs, atlas.indices, options.levels);
  return {
    layout: { source: atlas.source, uvs: atlas.uvs, lods },
    report: { repair, deviation: low.deviation, charts: atlas.charts, utilization: atlas.utilization },
  };
}

/** Rows of `values`, `width` floats each, at the given places. */
export function gather(values: Float32Array, rows: Uint32Array, width: number): Float32Array {
  const out = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++)
    for (let k = 0; k < width; k++) out[i * width + k] = values[rows[i] * width + k];
  return out;
}

/** For each vertex of a layout the first one at the same place, so that values can be joined across UV seams. */
export function weldSeams(source: Uint32Array): Uint32Array {
  const first = new Map<number, number>();
  return source.map((from, v) => {
    const held = first.get(from);
    if (held !== undefined) return held;
    first.set(from, v);
    return v;
  });
}

/** Throws BakeError "layout-mismatch" unless a layout fits a surface of so many vertices. */
export function checkLayout(layout: HeadLayout, vertices: number): void {
  const count = layout.source.length;
  const fits =
    layout.uvs.length === 2 * count &&
    layout.lods.length > 0 &&
    layout.source.every((v) => v < vertices) &&
    layout.lods.every((lod) => lod.every((v) => v < count));
  if (!fits)
    throw new BakeError(
      "layout-mismatch",
      `the given UV layout does not belong to this surface of ${vertices} vertices`,
    );
}
