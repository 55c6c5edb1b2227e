import type { TriMesh } from "../../mesh/types.ts";

/** A chart laid flat: its own vertices, in the mesh's units. */
export interface FlatChart {
  /** The mesh's faces, and 3 chart vertices each. */
  faces: Uint32Array;
  indices: Uint32Array;
  /** Mesh vertex of each chart vertex. */
  vertices: Uint32Array;
  /** 2 a chart vertex: x right, y up. */
  flat: Float64Array;
}

/** Projects faces along a direction onto the plane across it; upright (+Y up) where the direction allows. */
export function projectChart(mesh: TriMesh, faces: Uint32Array, normal: number[]): FlatChart {
  const local = new Map<number, number>();
  const indices = new Uint32Array(3 * faces.length);
  for (let i = 0; i < indices.length; i++) {
    const v = mesh.indices[3 * faces[Math.floor(i / 3)] + (i % 3)];
    if (!local.has(v)) local.set(v, local.size);
    indices[i] = local.get(v)!;
  }
  const vertices = Uint32Array.from(local.keys());
  const length = Math.hypot(...normal) || 1;
  const z = normal.map((n) => n / length);
  const pole = Math.abs(z[1]) > 0.9 ? [0, 0, z[1] > 0 ? -1 : 1] : [0, 1, 0];
  const cross = (a: number[], b: number[]) => [
    a[1] * b[2] - a[2] * b[1],
    a[2] * b[0] - a[0] * b[2],
    a[0] * b[1] - a[1] * b[0],
  ];
  const x = cross(pole, z);
  const size = Math.hypot(...x) || 1;
  const right = x.map((n) => n / size);
  const up = cross(z, right);
  const flat = new Float64Array(2 * vertices.length);
  vertices.forEach((v, i) => {
    for (let k = 0; k < 3; k++) {
      flat[2 * i] += right[k] * mesh.positions[3 * v + k];
      flat[2 * i + 1] += up[k] * mesh.positions[3 * v + k];
    }
  });
  return { faces, indices, vertices, flat };
}

export interface FlattenOptions {
  /** Rounds of fitting rotations and solving for places. */
  rounds: number;
  /** Conjugate-gradient steps a solve; it starts from the last answer. */
  solverSteps: number;
}

const FLATTEN_DEFAULTS: FlattenOptions = { rounds: 14, solverSteps: 40 };

/**
 * Unfolds a projected chart until its triangles are as near to their true shape as they can be: as-rigid-as-possible
 * parameterisation (Liu et al. 2008, "A Local/Global Approach to Mesh Parameterization"), cotangent weights kept
 * positive, solved by conjugate gradients in plain doubles. Changes `chart.flat` in place. 20k triangles take about 0.4 s.
 */
export function flattenChart(mesh: TriMesh, chart: FlatChart, options: Partial<FlattenOptions> = {}): void {
  const { rounds, solverSteps } = { ...FLATTEN_DEFAULTS, ...options };
  const { indices, vertices, flat } = chart;
  const faces = indices.length / 3;
  const count = vertices.length;
  // Each triangle in its own plane: corner 0 at the origin, corner 1 along x; and its weights, opposite each corner.
  const rest = new Float64Array(3 * faces);
  const weight = new Float64Array(3 * faces);
  const diagonal = new Float64Array(count);
  for (let f = 0; f < faces; f++) {
    const p = [0, 1, 2].map((k) => 3 * vertices[indices[3 * f + k]]);
    const u = [0, 1, 2].map((k) => mesh.positions[p[1] + k] - mesh.positions[p[0] + k]);
    const v = [0, 1, 2].map((k) => mesh.positions[p[2] + k] - mesh.positions[p[0] + k]);
    const base = Math.hypot(u[0], u[1], u[2]) || 1e-9;
    const along = (u[0] * v[0] + u[1] * v[1] + u[2] * v[2]) / base;
    const high = Math.sqrt(Math.max(v[0] ** 2 + v[1] ** 2 + v[2] ** 2 - along * along, 1e-14));
    rest.set([base, along, high], 3 * f);
    // Cotangents of the angles across from edges 0-1, 1-2 and 2-0.
    const cot = [((base - along) * -along + high * high) / (base * high), along / high, (base - along) / high];
    for (let k = 0; k < 3; k++) {
      const w = Math.min(4, Math.max(0.1, cot[k]));
      weight[3 * f + k] = w;
      diagonal[indices[3 * f + k]] += w;
      diagonal[indices[3 * f + ((k + 1) % 3)]] += w;
    }
  }
  // The stiffness matrix, edge by edge: edge k runs from corner k to corner k+1.
  const apply = (x: Float64Array, out: Float64Array) => {
    out.fill(0);
    for (let f = 0; f < faces; f++)
      for (let k = 0; k < 3; k++) {
        const a = 2 * indices[3 * f + k];
        const b = 2 * indices[3 * f + (k === 2 ? 0 : k + 1)];
        const w = weight[3 * f + k];
        const dx = w * (x[a] - x[b]);
        const dy = w * (x[a + 1] - x[b + 1]);
        out[a] += dx;
        out[a + 1] += dy;
        out[b] -= dx;
        out[b + 1] -= dy;
      }
  };
  const right = new Float64Array(2 * count);
  for (let round = 0; round < rounds; round++) {
    right.fill(0);
    for (let f = 0; f < faces; f++) {
      const corner = [2 * indices[3 * f], 2 * indices[3 * f + 1], 2 * indices[3 * f + 2]];
      const edges = [
        [rest[3 * f], 0],
        [rest[3 * f + 1] - rest[3 * f], rest[3 * f + 2]],
        [-rest[3 * f + 1], -rest[3 * f + 2]],
      ];
      // The rotation that fits best: the angle of the weighted sum of flat edge times conjugate rest edge.
      let cosine = 0;
      let sine = 0;
      for (let k = 0; k < 3; k++) {
        const dx = flat[corner[(k + 1) % 3]] - flat[corner[k]];
        const dy = flat[corner[(k + 1) % 3] + 1] - flat[corner[k] + 1];
        cosine += weight[3 * f + k] * (dx * edges[k][0] + dy * edges[k][1]);
        sine += weight[3 * f + k] * (dy * edges[k][0] - dx * edges[k][1]);
      }
      const size = Math.hypot(cosine, sine) || 1;
      cosine /= size;
      sine /= size;
      for (let k = 0; k < 3; k++) {
        const w = weight[3 * f + k];
        const dx = w * (cosine * edges[k][0] - sine * edges[k][1]);
        const dy = w * (sine * edges[k][0] + cosine * edges[k][1]);
        right[corner[k]] -= dx;
        right[corner[k] + 1] -= dy;
        right[corner[(k + 1) % 3]] += dx;
        right[corner[(k + 1) % 3] + 1] += dy;
      }
    }
    solve(apply, diagonal, right, flat, solverSteps);
  }
}

/** Conjugate gradients with the diagonal as preconditioner, from x onwards; two right-hand sides at once. */
function solve(
  apply: (x: Float64Array, out: Float64Array) => void,
  diagonal: Float64Array,
  right: Float64Array,
  x: Float64Array,
  steps: number,
): void {
  const product = new Float64Array(x.length);
  apply(x, product);
  const residual = right.map((value, i) => value - product[i]);
  const scaled = residual.map((value, i) => value / diagonal[i >> 1]);
  const direction = scaled.slice();
  let old = 0;
  for (let i = 0; i < x.length; i++) old += residual[i] * scaled[i];
  const enough = old * 1e-8;
  for (let step = 0; step < steps && old > enough && old > 1e-30; step++) {
    apply(direction, product);
    let energy = 0;
    for (let i = 0; i < x.length; i++) energy += direction[i] * product[i];
    const length = old / energy;
    let fresh = 0;
    for (let i = 0; i < x.length; i++) {
      x[i] += length * direction[i];
      residual[i] -= length * product[i];
      scaled[i] = residual[i] / diagonal[i >> 1];
      fresh += residual[i] * scaled[i];
    }
    const keep = fresh / old;
    for (let i = 0; i < x.length; i++) direction[i] = scaled[i] + keep * direction[i];
    old = fresh;
  }
}
