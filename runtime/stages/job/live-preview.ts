import type { Field } from "../../field/field.ts";
import type { Kernels } from "../../kernels/load.ts";
import { areaNormals } from "../../mesh/area-normals.ts";
import { type FixedMesh, fieldColors } from "../color/render-color.ts";
import type { StageName } from "./run-stage.ts";

/** The head as it stands, on the JavaScript heap. */
export interface LivePreview {
  stage: StageName;
  step: number;
  /** [V, 3] head space. */
  positions: Float32Array;
  /** [F, 3]. */
  indices: Uint32Array;
  /** [V, 3] unit length. */
  normals: Float32Array;
  /** [V, 4] sRGB, opaque. */
  colors: Uint8Array;
}

/** sRGB of the surface before it has colours. */
const CLAY = [196, 180, 166, 255];

/** Copies a surface out of kernel memory, with the field's colour at each vertex, or clay where there is no field yet. */
export function previewSurface(
  kernels: Kernels,
  stage: StageName,
  step: number,
  mesh: FixedMesh,
  field?: Field,
): LivePreview {
  const mark = kernels.scratch.mark();
  const normals = areaNormals(kernels, mesh.positions, mesh.indices).normals.slice();
  kernels.scratch.release(mark);
  const count = mesh.positions.length / 3;
  const colors = new Uint8Array(count * 4);
  const values = field && fieldColors(kernels, field, mesh.canonical ?? mesh.positions);
  for (let i = 0; i < count; i++) {
    colors.set(CLAY, i * 4);
    if (values) for (let c = 0; c < 3; c++) colors[i * 4 + c] = Math.round(255 * values[i * 3 + c]);
  }
  return { stage, step, positions: mesh.positions.slice(), indices: mesh.indices.slice(), normals, colors };
}
