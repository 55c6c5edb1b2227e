import type { RandomStream } from "../kernels/random.ts";
import type { FixedMesh } from "./render-color.ts";

/**
 * Draws points of a surface evenly by area, in random order.
 * @param values [V] any vertex values.
 * @returns `positions` [count, 3] where the points' colours are looked up, and the values there [count].
 */
export function sampleSurface(
  { positions, indices, canonical = positions }: FixedMesh,
  values: Float32Array,
  count: number,
  random: RandomStream,
): { positions: Float32Array; values: Float32Array } {
  const sums = new Float64Array(indices.length / 3);
  let total = 0;
  for (let t = 0; t < sums.length; t++) {
    total += doubleArea(positions, indices[t * 3], indices[t * 3 + 1], indices[t * 3 + 2]);
    sums[t] = total;
  }
  const out = { positions: new Float32Array(count * 3), values: new Float32Array(count) };
  for (let i = 0; i < count; i++) {
    const t = firstAbove(sums, random.uniform(i * 3) * total);
    const root = Math.sqrt(random.uniform(i * 3 + 1));
    const share = random.uniform(i * 3 + 2);
    const weights = [1 - root, root * (1 - share), root * share];
    for (let k = 0; k < 3; k++) {
      const vertex = indices[t * 3 + k];
      out.values[i] += weights[k] * values[vertex];
      for (let c = 0; c < 3; c++) out.positions[i * 3 + c] += weights[k] * canonical[vertex * 3 + c];
    }
  }
  return out;
}

function doubleArea(positions: Float32Array, a: number, b: number, c: number): number {
  const edge = (to: number) => [0, 1, 2].map((k) => positions[to * 3 + k] - positions[a * 3 + k]);
  const [u, v] = [edge(b), edge(c)];
  return Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]);
}

/** Place of the first of the ascending sums that is not below `goal`. */
function firstAbove(sums: Float64Array, goal: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle] < goal) low = middle + 1;
    else high = middle;
  }
  return low;
}
