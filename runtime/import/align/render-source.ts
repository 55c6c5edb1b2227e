import { traceView, type View, type ViewHits } from "../../bake/preview/trace-views.ts";
import type { TriMesh } from "../../mesh/types.ts";
import { type SourceMesh, sourceColors } from "../source/source-mesh.ts";

/** A picture of the source with what each pixel shows. */
export interface SourcePicture {
  size: number;
  /** [size, size, 3] sRGB in 0..1, rows from the top. */
  rgb: Float32Array;
  hits: ViewHits;
}

/**
 * Renders base colours, each pixel that shows nothing in `background`.
 * @param shade lights the colours from the eye, which face finders trained on photographs need of untextured heads.
 */
export function renderSource(
  mesh: SourceMesh,
  view: View,
  size: number,
  { background = [0.5, 0.5, 0.5], shade = false } = {},
): SourcePicture {
  const hits = traceView(mesh, view, size);
  const colors = sourceColors(mesh, hits.triangle, hits.weights);
  const rgb = new Float32Array(3 * size * size);
  for (let i = 0; i < rgb.length; i++) rgb[i] = background[i % 3];
  for (let i = 0; i < hits.at.length; i++) {
    const light = shade ? 0.35 + 0.65 * facing(mesh, hits.triangle[i], hits.axes[2]) : 1;
    for (let c = 0; c < 3; c++) rgb[3 * hits.at[i] + c] = colors[3 * i + c] * light;
  }
  return { size, rgb, hits };
}

/** Point of the surface behind hit `i`. */
export function hitPoint({ positions, indices }: TriMesh, { triangle, weights }: ViewHits, i: number): number[] {
  const [u, v] = [weights[2 * i], weights[2 * i + 1]];
  const [a, b, c] = [0, 1, 2].map((k) => 3 * indices[3 * triangle[i] + k]);
  return [0, 1, 2].map((k) => (1 - u - v) * positions[a + k] + u * positions[b + k] + v * positions[c + k]);
}

/** Cosine between a triangle's normal and the direction to the eye, at least 0. */
function facing({ positions, indices }: SourceMesh, triangle: number, towards: number[]): number {
  const [a, b, c] = [0, 1, 2].map((k) => 3 * indices[3 * triangle + k]);
  const u = [0, 1, 2].map((k) => positions[b + k] - positions[a + k]);
  const v = [0, 1, 2].map((k) => positions[c + k] - positions[a + k]);
  const n = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
  const dot = n[0] * towards[0] + n[1] * towards[1] + n[2] * towards[2];
  return Math.max(0, dot / (Math.hypot(n[0], n[1], n[2]) || 1));
}
