import type { FlatChart } from "./flatten-chart.ts";
import { type ChartFaults, inspectChart } from "./inspect-chart.ts";

/**
 * Smooths a flat chart around its faulty faces until they lie right or `rounds` are over: slivers and the folds of ears
 * and nostrils turn over easily when unfolded, and averaging their corners with their neighbours' turns them back at the
 * price of a little stretch just there. The rim stays, or it would shrink into the chart. Changes `chart.flat` in
 * place; answers what is still wrong.
 */
export function mendChart(chart: FlatChart, areas: Float32Array, rounds = 9): ChartFaults {
  let faults = inspectChart(chart, areas);
  if (faults.part === 0) return faults;
  const { indices, vertices, flat } = chart;
  const rim = rimVertices(indices, vertices.length);
  let best = flat.slice();
  let least = faults;
  let since = 0;
  for (let round = 0; round < rounds && faults.part > 0 && since < 4; round++, since++) {
    // Around the faults, and a ring further every few rounds.
    const soft = new Uint8Array(vertices.length);
    for (let i = 0; i < indices.length; i++) if (faults.faulty[Math.floor(i / 3)]) soft[indices[i]] = 1;
    for (let ring = 0; ring < 1 + round / 4; ring++) {
      const reached: number[] = [];
      for (let t = 0; t < indices.length; t += 3)
        if (soft[indices[t]] || soft[indices[t + 1]] || soft[indices[t + 2]])
          reached.push(indices[t], indices[t + 1], indices[t + 2]);
      for (const v of reached) soft[v] = 1;
    }
    for (let pass = 0; pass < 6; pass++) {
      const sum = new Float64Array(2 * vertices.length);
      const count = new Float64Array(vertices.length);
      for (let i = 0; i < indices.length; i++) {
        const a = indices[i];
        const b = indices[i % 3 === 2 ? i - 2 : i + 1];
        if (!soft[a] || rim[a]) continue;
        sum[2 * a] += flat[2 * b];
        sum[2 * a + 1] += flat[2 * b + 1];
        count[a]++;
      }
      for (let v = 0; v < vertices.length; v++) {
        if (!count[v]) continue;
        flat[2 * v] = sum[2 * v] / count[v];
        flat[2 * v + 1] = sum[2 * v + 1] / count[v];
      }
    }
    faults = inspectChart(chart, areas);
    if (faults.part < least.part) {
      least = faults;
      since = 0;
      best = flat.slice();
    }
  }
  flat.set(best);
  return least;
}

/** 1 for vertices on an edge that has one triangle. */
function rimVertices(indices: Uint32Array, count: number): Uint8Array {
  const open = new Set<number>();
  for (let i = 0; i < indices.length; i++) {
    const a = indices[i];
    const b = indices[i % 3 === 2 ? i - 2 : i + 1];
    if (!open.delete(b * count + a)) open.add(a * count + b);
  }
  const rim = new Uint8Array(count);
  for (const edge of open) {
    rim[edge % count] = 1;
    rim[Math.floor(edge / count)] = 1;
  }
  return rim;
}
