import { toLinear } from "../../head/surfaces/color.ts";
import { transform } from "../../mesh/matrix.ts";
import type { TriMesh } from "../../mesh/types.ts";
import type { Paint, Part } from "../types.ts";

/** Parts joined into one mesh that remembers what each triangle came from. */
export interface SourceMesh extends TriMesh {
  /** [F] index into `parts`. */
  partOf: Uint16Array;
  /** [parts] where each one's vertices begin. */
  first: Uint32Array;
  parts: Part[];
}

/** Joins parts, in the coordinates that `matrix` (column-major 4×4) takes the scene's to. */
export function joinParts(parts: Part[], matrix: ArrayLike<number>): SourceMesh {
  const first = new Uint32Array(parts.length);
  let [vertices, corners] = [0, 0];
  for (const [p, part] of parts.entries()) {
    first[p] = vertices;
    vertices += part.positions.length / 3;
    corners += part.indices.length;
  }
  const positions = new Float32Array(3 * vertices);
  const indices = new Uint32Array(corners);
  const partOf = new Uint16Array(corners / 3);
  let at = 0;
  for (const [p, part] of parts.entries()) {
    positions.set(transform(matrix, part.positions), 3 * first[p]);
    partOf.fill(p, at / 3, (at + part.indices.length) / 3);
    for (const vertex of part.indices) indices[at++] = first[p] + vertex;
  }
  return { positions, indices, partOf, first, parts };
}

/**
 * Base colours of surface points: image (bilinear, wrapped as its sampler says) times factor and vertex colours.
 * @param triangle [n]. @param weights [n, 2] of corners 1 and 2. @returns [n, 3] sRGB in 0..1.
 */
export function sourceColors(
  mesh: SourceMesh,
  triangle: Uint32Array,
  weights: Float32Array,
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(3 * triangle.length);
  const color = [0, 0, 0, 1];
  for (let i = 0; i < triangle.length; i++) {
    sampleMesh(mesh, triangle[i], [weights[2 * i], weights[2 * i + 1]], color);
    for (let c = 0; c < 3; c++) out[3 * i + c] = toDisplay(color[c]);
  }
  return out;
}

/**
 * What a point of a triangle shows: linear base colour, and alpha as its material takes it.
 * @param weights of corners 1 and 2. @param out 4 numbers.
 */
export function sampleMesh(mesh: SourceMesh, triangle: number, [u, v]: readonly [number, number], out: number[]): void {
  const p = mesh.partOf[triangle];
  const { paint } = mesh.parts[p];
  const corners = [0, 1, 2].map((k) => mesh.indices[3 * triangle + k] - mesh.first[p]);
  const mix = (values: Float32Array, width: number, c: number) =>
    (1 - u - v) * values[width * corners[0] + c] +
    u * values[width * corners[1] + c] +
    v * values[width * corners[2] + c];
  if (paint.image && paint.uvs) sampleImage(paint, mix(paint.uvs, 2, 0), mix(paint.uvs, 2, 1), out);
  else out.fill(1);
  for (let c = 0; c < 3; c++) out[c] = toLinear(out[c]) * mix(paint.tint, 3, c);
  if (paint.alpha === "OPAQUE") out[3] = 1;
}

/** Bilinear sRGB and alpha at a texture coordinate. @param out 4 numbers. */
export function sampleImage(
  { image, wrap }: Pick<Paint, "image" | "wrap">,
  u: number,
  v: number,
  out: number[] | Float32Array,
): void {
  if (!image) return;
  const { rgba, width, height } = image;
  const [x, y] = [u * width - 0.5, v * height - 0.5];
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - x0, y - y0];
  const columns = [wrapTexel(x0, width, wrap[0]), wrapTexel(x0 + 1, width, wrap[0])];
  const rows = [wrapTexel(y0, height, wrap[1]), wrapTexel(y0 + 1, height, wrap[1])];
  for (let c = 0; c < 4; c++) {
    const at = (row: number, column: number) => rgba[4 * (rows[row] * width + columns[column]) + c];
    const top = at(0, 0) * (1 - fx) + at(0, 1) * fx;
    out[c] = (top * (1 - fy) + (at(1, 0) * (1 - fx) + at(1, 1) * fx) * fy) / 255;
  }
}

/** Where a texel number beyond the image's edge lies inside it. */
function wrapTexel(i: number, size: number, mode: Paint["wrap"][0]): number {
  if (mode === "clamp") return Math.min(size - 1, Math.max(0, i));
  const period = mode === "mirror" ? 2 * size : size;
  const at = ((i % period) + period) % period;
  return at < size ? at : period - 1 - at;
}

export function toDisplay(c: number): number {
  return c <= 0.0031308 ? 12.92 * Math.max(0, c) : Math.min(1, 1.055 * c ** (1 / 2.4) - 0.055);
}
