export interface SolveOptions {
  /** Relative residual at which the solution is good enough. */
  tolerance: number;
  steps: number;
}

const SOLVE_DEFAULTS: SolveOptions = { tolerance: 1e-3, steps: 300 };

/**
 * Solves A·x = b for a symmetric positive definite A by conjugate gradients with Jacobi preconditioning (Hestenes and Stiefel 1952).
 * @param apply writes A·p into `out`. @param diagonal F64 [N] of A, positive. @param x F64 [N] the start, changed in place.
 * @returns steps taken.
 */
export function solveSymmetric(
  apply: (p: Float64Array, out: Float64Array) => void,
  diagonal: Float64Array,
  { b, x }: { b: Float64Array; x: Float64Array },
  { tolerance, steps }: SolveOptions = SOLVE_DEFAULTS,
): number {
  const n = b.length;
  const ap = new Float64Array(n);
  apply(x, ap);
  const r = b.map((value, i) => value - ap[i]);
  const z = r.map((value, i) => value / diagonal[i]);
  const p = z.slice();
  let rz = dot(r, z);
  const goal = tolerance * tolerance * dot(b, b);
  for (let step = 0; step < steps; step++) {
    if (dot(r, r) <= goal) return step;
    apply(p, ap);
    const alpha = rz / dot(p, ap);
    for (let i = 0; i < n; i++) {
      x[i] += alpha * p[i];
      r[i] -= alpha * ap[i];
      z[i] = r[i] / diagonal[i];
    }
    const next = dot(r, z);
    const beta = next / rz;
    for (let i = 0; i < n; i++) p[i] = z[i] + beta * p[i];
    rz = next;
  }
  return steps;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
