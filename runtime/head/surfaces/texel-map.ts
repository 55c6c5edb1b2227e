import { nearestBaked } from "../../mesh/texels/fill-gutter.ts";
import { rasteriseTexels } from "../../mesh/texels/rasterise-texels.ts";
import { noise3 } from "./noise.ts";

/** A mesh whose texture is to be painted, in the shape that paints know: for skin the average template. */
export interface PaintedMesh {
  /** F32 [V, 3] and F32 [V, 3], F32 [V, 2] as in `LayerMesh`; U32 [T, 3]. */
  positions: Float32Array;
  normals: Float32Array;
  uvs: Float32Array;
  triangles: Uint32Array;
}

/** Where every texel of a texture lies on its mesh: what lets a paint speak of places instead of texture coordinates. */
export interface TexelMap {
  size: number;
  /** Covered texels, N. */
  count: number;
  /** U32 [N] texel numbers (row · size + column), rising; I32 [size²] the way back, −1 where nothing is. */
  at: Uint32Array;
  index: Int32Array;
  /** I32 [size²] the nearest covered texel's number. */
  nearest: Int32Array;
  /** F32 [N, 3] place and unit normal. */
  place: Float32Array;
  normal: Float32Array;
  /** U32 [N] triangle and F32 [N, 2] weights of its corners 1 and 2. */
  triangle: Uint32Array;
  weights: Float32Array;
  /**
   * F32 [N, 3] steps of one texel in the tangent plane: along the tangent for a column (its length); along tangent and
   * cross(normal, tangent) for a row.
   */
  steps: Float32Array;
  /** Covered texels by cells of space. */
  cells: Cells;
}

interface Cells {
  low: [number, number, number];
  counts: [number, number, number];
  /** U32 [cells + 1] where each cell's texels start in `order`. */
  starts: Uint32Array;
  order: Uint32Array;
}

/** Side of a cell in units. */
const CELL = 0.03;

/** @param size of the texture's sides in texels. */
export function mapTexels(mesh: PaintedMesh, size: number): TexelMap {
  const { at, triangle, weights } = rasteriseTexels(mesh.uvs, mesh.triangles, size);
  const count = at.length;
  const place = mix(mesh.positions, mesh.triangles, triangle, weights);
  const normal = mix(mesh.normals, mesh.triangles, triangle, weights);
  for (let n = 0; n < normal.length; n += 3) {
    const length = Math.hypot(normal[n], normal[n + 1], normal[n + 2]) || 1;
    for (let c = 0; c < 3; c++) normal[n + c] /= length;
  }
  const index = new Int32Array(size * size).fill(-1);
  for (let n = 0; n < count; n++) index[at[n]] = n;
  const steps = texelSteps(mesh, triangle, normal, size);
  const nearest = nearestBaked(at, size);
  return { size, count, at, index, nearest, place, normal, triangle, weights, steps, cells: sortIntoCells(place) };
}

/** Vertex values [V, 3] at texels. */
export function mix(values: Float32Array, triangles: Uint32Array, triangle: Uint32Array, weights: Float32Array) {
  const out = new Float32Array(3 * triangle.length);
  for (let n = 0; n < triangle.length; n++) {
    const a = 3 * triangles[3 * triangle[n]];
    const b = 3 * triangles[3 * triangle[n] + 1];
    const c = 3 * triangles[3 * triangle[n] + 2];
    const u = weights[2 * n];
    const v = weights[2 * n + 1];
    for (let k = 0; k < 3; k++) out[3 * n + k] = (1 - u - v) * values[a + k] + u * values[b + k] + v * values[c + k];
  }
  return out;
}

/** Vertex values [V], 0..1 each, at texels. */
export function mixScalar({ triangle, weights, count }: TexelMap, triangles: Uint32Array, values: ArrayLike<number>) {
  const out = new Float32Array(count);
  for (let n = 0; n < count; n++) {
    const t = 3 * triangle[n];
    const u = weights[2 * n];
    const v = weights[2 * n + 1];
    out[n] = (1 - u - v) * values[triangles[t]] + u * values[triangles[t + 1]] + v * values[triangles[t + 2]];
  }
  return out;
}

function texelSteps(mesh: PaintedMesh, triangle: Uint32Array, normal: Float32Array, size: number): Float32Array {
  const faces = mesh.triangles.length / 3;
  /** Displacement of one column and one row, [T, 6]. */
  const moves = new Float32Array(6 * faces);
  for (let t = 0; t < faces; t++) {
    const [a, b, c] = mesh.triangles.subarray(3 * t, 3 * t + 3);
    const ux = mesh.uvs[2 * b] - mesh.uvs[2 * a];
    const uy = mesh.uvs[2 * b + 1] - mesh.uvs[2 * a + 1];
    const vx = mesh.uvs[2 * c] - mesh.uvs[2 * a];
    const vy = mesh.uvs[2 * c + 1] - mesh.uvs[2 * a + 1];
    const area = ux * vy - uy * vx;
    const inverse = Math.abs(area) > 1e-14 ? 1 / (area * size) : 0;
    for (let k = 0; k < 3; k++) {
      const e = mesh.positions[3 * b + k] - mesh.positions[3 * a + k];
      const f = mesh.positions[3 * c + k] - mesh.positions[3 * a + k];
      moves[6 * t + k] = (e * vy - f * uy) * inverse;
      moves[6 * t + 3 + k] = (f * ux - e * vx) * inverse;
    }
  }
  const out = new Float32Array(3 * triangle.length);
  for (let n = 0; n < triangle.length; n++) {
    const m = 6 * triangle[n];
    const nx = normal[3 * n];
    const ny = normal[3 * n + 1];
    const nz = normal[3 * n + 2];
    const off = moves[m] * nx + moves[m + 1] * ny + moves[m + 2] * nz;
    let [tx, ty, tz] = [moves[m] - off * nx, moves[m + 1] - off * ny, moves[m + 2] - off * nz];
    const length = Math.hypot(tx, ty, tz) || 1e-9;
    [tx, ty, tz] = [tx / length, ty / length, tz / length];
    const bx = ny * tz - nz * ty;
    const by = nz * tx - nx * tz;
    const bz = nx * ty - ny * tx;
    out[3 * n] = length;
    out[3 * n + 1] = moves[m + 3] * tx + moves[m + 4] * ty + moves[m + 5] * tz;
    out[3 * n + 2] = moves[m + 3] * bx + moves[m + 4] * by + moves[m + 5] * bz;
  }
  return out;
}

function sortIntoCells(place: Float32Array): Cells {
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < place.length; i++) {
    const c = i % 3;
    if (place[i] < low[c]) low[c] = place[i];
    if (place[i] > high[c]) high[c] = place[i];
  }
  const counts = low.map((value, c) => Math.max(1, Math.floor((high[c] - value) / CELL) + 1)) as Cells["counts"];
  const starts = new Uint32Array(counts[0] * counts[1] * counts[2] + 1);
  const cellOf = (n: number) =>
    Math.floor((place[3 * n] - low[0]) / CELL) +
    counts[0] *
      (Math.floor((place[3 * n + 1] - low[1]) / CELL) + counts[1] * Math.floor((place[3 * n + 2] - low[2]) / CELL));
  const count = place.length / 3;
  for (let n = 0; n < count; n++) starts[cellOf(n) + 1]++;
  for (let i = 1; i < starts.length; i++) starts[i] += starts[i - 1];
  const order = new Uint32Array(count);
  const next = starts.slice();
  for (let n = 0; n < count; n++) order[next[cellOf(n)]++] = n;
  return { low, counts, starts, order };
}

/** Calls `visit` with every texel in a box of space, low and high corner. */
export function visitBox({ cells, place }: TexelMap, low: number[], high: number[], visit: (n: number) => void): void {
  const [i0, j0, k0] = low.map((value, c) => Math.max(0, Math.floor((value - cells.low[c]) / CELL)));
  const [i1, j1, k1] = high.map((value, c) => Math.min(cells.counts[c] - 1, Math.floor((value - cells.low[c]) / CELL)));
  for (let k = k0; k <= k1; k++)
    for (let j = j0; j <= j1; j++) {
      const row = cells.counts[0] * (j + cells.counts[1] * k);
      for (let p = cells.starts[row + i0]; i1 >= i0 && p < cells.starts[row + i1 + 1]; p++) {
        const n = cells.order[p];
        const x = place[3 * n];
        const y = place[3 * n + 1];
        const z = place[3 * n + 2];
        if (x >= low[0] && x <= high[0] && y >= low[1] && y <= high[1] && z >= low[2] && z <= high[2]) visit(n);
      }
    }
}

/**
 * Tangent-space normals of a relief, 8 bits, RGB [size², 3] with gutters filled: +Y up in the picture, against v.
 * @param heights F32 [N] of covered texels, in units. @param strength factor of all slopes.
 */
export function reliefNormals(map: TexelMap, heights: Float32Array, strength = 1): Uint8Array {
  const { size, at, index, steps, nearest } = map;
  const out = new Uint8Array(3 * size * size);
  for (let n = 0; n < map.count; n++) {
    const texel = at[n];
    const column = texel % size;
    const left = column > 0 ? index[texel - 1] : -1;
    const right = column < size - 1 ? index[texel + 1] : -1;
    const above = texel >= size ? index[texel - size] : -1;
    const below = texel < size * (size - 1) ? index[texel + size] : -1;
    const du = slope(heights, map, n, left, right);
    const dv = slope(heights, map, n, above, below);
    const along = du / Math.max(1e-6, steps[3 * n]);
    const across = steps[3 * n + 2];
    const over = (dv - steps[3 * n + 1] * along) / (Math.abs(across) > 1e-6 ? across : Math.sign(across || 1) * 1e-6);
    const x = -strength * along;
    // Rows run down: where a row's step goes against cross(normal, tangent), that is up already.
    const y = across < 0 ? -strength * over : strength * over;
    // As slopes, which are finer and take less room than unit vectors: every shader brings them to length 1.
    out[3 * texel] = Math.round(128 + 127 * Math.max(-1, Math.min(1, x)));
    out[3 * texel + 1] = Math.round(128 + 127 * Math.max(-1, Math.min(1, y)));
    out[3 * texel + 2] = 255;
  }
  return fillRest(out, nearest);
}

/** Difference over one texel; 0 where the neighbours lie elsewhere on the surface. */
function slope(heights: Float32Array, { place }: TexelMap, n: number, before: number, after: number): number {
  const near = (m: number) =>
    m >= 0 &&
    Math.abs(place[3 * m] - place[3 * n]) +
      Math.abs(place[3 * m + 1] - place[3 * n + 1]) +
      Math.abs(place[3 * m + 2] - place[3 * n + 2]) <
      0.06;
  const [a, b] = [near(before), near(after)];
  if (a && b) return (heights[after] - heights[before]) / 2;
  if (a) return heights[n] - heights[before];
  return b ? heights[after] - heights[n] : 0;
}

/** Copies into texels that nothing covers the nearest covered one, of three channels. */
export function fillRest(data: Uint8Array, nearest: Int32Array): Uint8Array {
  for (let i = 0; i < nearest.length; i++) {
    const from = nearest[i];
    if (from < 0 || from === i) continue;
    data[3 * i] = data[3 * from];
    data[3 * i + 1] = data[3 * from + 1];
    data[3 * i + 2] = data[3 * from + 2];
  }
  return data;
}

/** A grain that is the same at every texture size: noise of cells `scale` to a unit, −0.5..0.5. */
export const grain = (x: number, y: number, z: number, scale: number) => noise3(x * scale, y * scale, z * scale) - 0.5;
