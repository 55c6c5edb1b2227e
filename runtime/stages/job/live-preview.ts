import type { Field } from "../../field/field.ts";
import type { Kernels } from "../../kernels/load.ts";
import { areaNormals } from "../../mesh/area-normals.ts";
import type { Cutout } from "../../mesh/cutout.ts";
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
  /** Cards of hair among the triangles, which a mask cuts out. */
  cutout?: Cutout;
}

/** sRGB of a surface that has no colours yet, and what it takes on where it has grown and where it has sunk. */
const CLAY = [196, 180, 166];
const GROWN = [236, 116, 58];
const SUNK = [64, 124, 232];
/** Head units of a move that takes on half of the tint: 2 mm. */
const HALF_TINT = 0.012;

/** Where a preview's colours come from: the colour field, or how far [V] each vertex has moved outwards, in head units. */
export type PreviewColors = { field: Field } | { moved: Float32Array };

/** Copies a surface out of kernel memory, coloured by the field; in clay that shows what shaping changes where there is none yet. */
export function previewSurface(
  kernels: Kernels,
  at: { stage: StageName; step: number },
  mesh: FixedMesh,
  colors: PreviewColors,
): LivePreview {
  const mark = kernels.scratch.mark();
  const normals = areaNormals(kernels, mesh.positions, mesh.indices).normals.slice();
  kernels.scratch.release(mark);
  const count = mesh.positions.length / 3;
  const bytes = new Uint8Array(count * 4).fill(255);
  const values = "field" in colors ? fieldColors(kernels, colors.field, mesh.canonical ?? mesh.positions) : undefined;
  for (let i = 0; i < count; i++) {
    if (values) for (let c = 0; c < 3; c++) bytes[i * 4 + c] = Math.round(255 * values[i * 3 + c]);
    else if ("moved" in colors) bytes.set(changeColor(colors.moved[i]), i * 4);
  }
  return { ...at, positions: mesh.positions.slice(), indices: mesh.indices.slice(), normals, colors: bytes };
}

/** Clay, towards orange where the surface has grown and towards blue where it has sunk. */
function changeColor(moved: number): number[] {
  const share = Math.abs(moved) / (Math.abs(moved) + HALF_TINT);
  const tint = moved > 0 ? GROWN : SUNK;
  return CLAY.map((value, c) => Math.round(value + share * (tint[c] - value)));
}

/** @returns [V] how far vertices have moved along their normals, from where they were. */
export function movedOutwards(before: Float32Array, after: Float32Array, normals: Float32Array): Float32Array {
  return new Float32Array(before.length / 3).map((_, v) => {
    let sum = 0;
    for (let k = 3 * v; k < 3 * v + 3; k++) sum += (after[k] - before[k]) * normals[k];
    return sum;
  });
}
