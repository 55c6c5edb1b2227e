import type { LayerMesh } from "../../../runtime/head/layers/types.ts";
import { solveSymmetric } from "../../../runtime/mesh/conjugate-gradients.ts";
import { addTransposed, sparseRows, timesRows } from "../../../runtime/mesh/sparse-rows.ts";

/** Weight of vertices that the expression leaves where they are. */
const STILL = 1e3;

/**
 * Deformation transfer between meshes of one topology (Sumner and Popović 2004, with the triangle's plane in place of a fourth vertex, as
 * Botsch et al. 2006 show to be the same): what every triangle of the source does, the target's does.
 * @returns F64 [V, 3] offsets of the target's vertices, by the first at each place.
 */
export function transferDeformation(source: LayerMesh, target: LayerMesh, name: string): Float64Array {
  const { triangles, weld } = source;
  const moved = source.positions.slice();
  const moving = new Uint8Array(weld.length);
  const { indices, positions } = source.targets.get(name)!;
  for (const [i, v] of indices.entries()) {
    moving[v] = 1;
    for (let c = 0; c < 3; c++) moved[3 * v + c] += positions[3 * i + c];
  }
  const rows: [number, number][][] = [];
  const wanted: number[] = [];
  for (let t = 0; t < triangles.length; t += 3) {
    const corners = [0, 1, 2].map((k) => weld[triangles[t + k]]);
    const [from, to] = [source.positions, moved].map((points) => frameOf(points, corners));
    const rest = frameOf(target.positions, corners);
    const change = multiply(to.columns, inverse(from.columns));
    const root = Math.sqrt(rest.area);
    const inverted = inverse(rest.columns);
    // Gradients of the corners' hat functions on the target: rows of the inverse of its edges.
    const gradients = [0, 1, 2].map((c) => [-inverted[0][c] - inverted[1][c], inverted[0][c], inverted[1][c]]);
    const flat = [0, 1, 2].map((r) => [0, 1, 2].map((c) => Number(r === c) - rest.normal[r] * rest.normal[c]));
    const goal = multiply(change, flat);
    for (let c = 0; c < 3; c++) {
      rows.push(corners.map((v, k): [number, number] => [v, root * gradients[c][k]]));
      wanted.push(...[0, 1, 2].map((r) => root * goal[r][c]));
    }
  }
  for (let v = 0; v < weld.length; v++) {
    if (weld[v] === v && moving[v]) continue;
    rows.push([[v, STILL]]);
    for (let c = 0; c < 3; c++) wanted.push(STILL * target.positions[3 * v + c]);
  }
  const matrix = sparseRows(rows);
  const [b, diagonal] = [new Float64Array(3 * weld.length), new Float64Array(3 * weld.length)];
  const between = timesRows(matrix, target.positions, new Float64Array(wanted.length));
  addTransposed(
    matrix,
    Float64Array.from(wanted, (value, i) => value - between[i]),
    b,
  );
  for (let e = 0; e < matrix.columns.length; e++)
    for (let c = 0; c < 3; c++) diagonal[3 * matrix.columns[e] + c] += matrix.values[e] ** 2;
  const x = new Float64Array(b.length);
  const apply = (p: Float64Array, out: Float64Array) => {
    out.fill(0);
    addTransposed(matrix, timesRows(matrix, p, between), out);
  };
  solveSymmetric(apply, diagonal, { b, x }, { tolerance: 1e-5, steps: 3000 });
  return x.map((_, i) => x[3 * weld[Math.floor(i / 3)] + (i % 3)]);
}

/** Two edges and the normal of a triangle, as columns. */
function frameOf(points: Float32Array, [a, b, c]: number[]) {
  const [u, v] = [b, c].map((end) => [0, 1, 2].map((k) => points[3 * end + k] - points[3 * a + k]));
  const n = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
  const length = Math.hypot(...n) || 1e-12;
  const normal = n.map((x) => x / length);
  return { columns: [0, 1, 2].map((k) => [u[k], v[k], normal[k]]), normal, area: length / 2 };
}

function multiply(a: number[][], b: number[][]): number[][] {
  return a.map((row) => [0, 1, 2].map((c) => row.reduce((sum, x, k) => sum + x * b[k][c], 0)));
}

function inverse(m: number[][]): number[][] {
  const minor = (r: number, c: number) => {
    const [r1, r2, c1, c2] = [(r + 1) % 3, (r + 2) % 3, (c + 1) % 3, (c + 2) % 3];
    return m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1];
  };
  const det = [0, 1, 2].reduce((sum, c) => sum + m[0][c] * minor(0, c), 0) || 1e-18;
  return [0, 1, 2].map((r) => [0, 1, 2].map((c) => minor(c, r) / det));
}
