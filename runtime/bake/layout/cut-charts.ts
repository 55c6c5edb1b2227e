import { faceNormals } from "../../mesh/face-normals.ts";
import type { TriMesh } from "../../mesh/types.ts";
import { type FlatChart, flattenChart, projectChart } from "./flatten-chart.ts";
import { inspectChart } from "./inspect-chart.ts";
import { mendChart } from "./mend-chart.ts";
import { absorbSmallPieces, adjacentTriangles, connectedPieces, labelFaces, spreadNormals } from "./segment-charts.ts";

/** How far normals are spread at each attempt, in head units: first over whole features, at last not at all. */
const SPREADS = [0.16, 0.06, 0];
const LAST = SPREADS.length - 1;
/** A chart with more than these parts faulty or stretched is cut again rather than mended. */
const MENDABLE = 0.02;
const STRETCHABLE = 0.08;
/** Up to this part, what is faulty (an ear folding over its side) is cut out whole and the rest tried again. */
const SEPARABLE = 0.3;

interface Job {
  faces: Uint32Array;
  attempt: number;
  label: number;
}

export interface CutChart extends FlatChart {
  /** What the chart's faces were sorted as (see segment-charts.ts), −1 for what had to be cut out. */
  label: number;
}

/**
 * Cuts a mesh into few large charts and lays each flat without flips or overlaps. The face comes out in one piece where
 * it can. A piece that will not lie flat is cut by its finer forms; faces that alone lie wrongly are cut out of it; in
 * the end single triangles always lie flat, so the answer covers every face exactly once.
 */
export function cutCharts(mesh: TriMesh): CutChart[] {
  const adjacent = adjacentTriangles(mesh.indices, mesh.positions.length / 3);
  const { normals, areas } = faceNormals(mesh);
  const every = new Uint32Array(areas.length).map((_, f) => f);
  const charts: CutChart[] = [];
  const jobs: Job[] = relabel(every, 0, -1);
  for (let job = jobs.pop(); job; job = jobs.pop()) {
    const chart = layFlat(job);
    if (chart.faces.length === 1) {
      charts.push(chart);
      continue;
    }
    const { faulty, part, stretched } = mendChart(chart, areas);
    if (part <= MENDABLE && stretched <= STRETCHABLE) {
      const { kept, out } = takeOut(chart, faulty, 0);
      for (const faces of kept) charts.push(faces.length === chart.faces.length ? chart : subChart(chart, faces));
      for (const faces of out) jobs.push({ faces, attempt: Math.min(job.attempt + 1, LAST), label: -1 });
    } else if (part <= SEPARABLE && stretched <= STRETCHABLE && job.attempt < LAST) {
      const { kept, out } = takeOut(chart, faulty, 2);
      for (const faces of kept) jobs.push({ ...job, faces, attempt: out.length > 0 ? job.attempt : LAST });
      for (const faces of out) jobs.push({ faces, attempt: job.attempt + 1, label: -1 });
    } else if (job.attempt < LAST) jobs.push(...relabel(job.faces, job.attempt + 1, job.label));
    else jobs.push(...halve(job));
  }
  return charts;

  function layFlat({ faces, attempt, label }: Job): CutChart {
    const mean = [0, 0, 0];
    for (const f of faces) for (let k = 0; k < 3; k++) mean[k] += normals[3 * f + k] * areas[f];
    const chart = projectChart(mesh, faces, mean[0] || mean[1] || mean[2] ? mean : [0, 0, 1]);
    // What is left at the last attempt mostly looks one way, and its plain projection cannot turn over.
    const projected = attempt === LAST && inspectChart(chart, areas).part === 0;
    if (faces.length > 1 && !projected) flattenChart(mesh, chart);
    if (faces.length === 1 && !(inspectChart(chart, areas).part === 0)) chart.flat.set([0, 0, 1e-4, 0, 0, 1e-4]);
    return { ...chart, label };
  }

  function relabel(faces: Uint32Array, attempt: number, label: number): Job[] {
    let area = 0;
    for (const f of faces) area += areas[f];
    const edge = Math.sqrt((area / faces.length) * 2.3);
    const rounds = Math.min(80, Math.round((SPREADS[attempt] / edge) ** 2));
    const spread = spreadNormals(normals, areas, adjacent, faces, rounds);
    const labels = labelFaces(mesh, spread, adjacent, faces, SPREADS[attempt] > 0 ? 12 : 0);
    if (SPREADS[attempt] > 0) absorbSmallPieces(labels, adjacent, areas, faces, attempt === 0 ? 0.004 : 0.02);
    const pieces = connectedPieces(labels, adjacent, faces);
    // What does not come apart this way would only fail again.
    if (pieces.length === 1 && attempt > 0)
      return attempt < LAST ? relabel(faces, attempt + 1, label) : halve({ faces, attempt, label });
    return pieces.map((piece) => ({ faces: piece, attempt, label: attempt === 0 ? labels[piece[0]] : label }));
  }

  /** Parts a chart's faulty faces, and so many rings around them, from the rest; both in connected pieces. */
  function takeOut(chart: CutChart, faulty: Uint8Array, rings: number): { kept: Uint32Array[]; out: Uint32Array[] } {
    const labels = new Int32Array(areas.length).fill(-1);
    chart.faces.forEach((f, i) => {
      labels[f] = faulty[i];
    });
    const outside = (f: number) => [0, 1, 2].filter((e) => labels[adjacent[3 * f + e]] === 1).length;
    for (let ring = 0; ring < rings; ring++)
      for (const f of chart.faces.filter((f) => labels[f] === 0 && outside(f) > 0)) labels[f] = 1;
    // Notches between the rings are filled, so that what is cut out has a plain border.
    for (let round = 0; round < 2 * rings; round++)
      for (const f of chart.faces) if (labels[f] === 0 && outside(f) >= 2) labels[f] = 1;
    const pieces = connectedPieces(labels, adjacent, chart.faces);
    return {
      kept: pieces.filter((piece) => labels[piece[0]] === 0),
      out: pieces.filter((piece) => labels[piece[0]] === 1),
    };
  }

  /** Two halves of a job's faces along the axis they spread over most; each half may be in several pieces. */
  function halve(job: Job): Job[] {
    const middles = [0, 1, 2].map((k) =>
      Array.from(job.faces, (f) => {
        const [a, b, c] = [0, 1, 2].map((corner) => mesh.positions[3 * mesh.indices[3 * f + corner] + k]);
        return (a + b + c) / 3;
      }),
    );
    const extents = middles.map((values) => Math.max(...values) - Math.min(...values));
    const values = middles[extents.indexOf(Math.max(...extents))];
    const ranked = values.map((_, i) => i).sort((a, b) => values[a] - values[b] || a - b);
    const labels = new Int32Array(areas.length).fill(-1);
    ranked.forEach((i, rank) => {
      labels[job.faces[i]] = 2 * rank < ranked.length ? 0 : 1;
    });
    return connectedPieces(labels, adjacent, job.faces).map((faces) => ({ ...job, faces }));
  }
}

/** Some faces of a chart, as they lie in it. */
function subChart(chart: CutChart, faces: Uint32Array): CutChart {
  const wanted = new Set(faces);
  const local = new Map<number, number>();
  const indices: number[] = [];
  chart.faces.forEach((f, i) => {
    if (!wanted.has(f)) return;
    for (let k = 0; k < 3; k++) {
      const v = chart.indices[3 * i + k];
      if (!local.has(v)) local.set(v, local.size);
      indices.push(local.get(v)!);
    }
  });
  const kept = [...local.keys()];
  return {
    faces,
    indices: new Uint32Array(indices),
    vertices: Uint32Array.from(kept, (v) => chart.vertices[v]),
    flat: Float64Array.from(kept.flatMap((v) => [chart.flat[2 * v], chart.flat[2 * v + 1]])),
    label: chart.label,
  };
}
