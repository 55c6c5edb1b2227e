import { traceView, type View } from "../../bake/preview/trace-views.ts";
import { outsideBust } from "../../head/template-sdf.ts";
import type { HeadShape } from "../../head/template-shape.ts";
import { buildBvh } from "../../mesh/build-bvh.ts";
import { closestPoint } from "../../mesh/closest-point.ts";
import { sampleSurface } from "../../mesh/sample-surface.ts";
import type { TriMesh } from "../../mesh/types.ts";
import { stageRandom } from "../../stages/guidance/step-rng.ts";
import { hitPoint, renderSource } from "../align/render-source.ts";
import type { SourceMesh } from "../source/source-mesh.ts";

/** How near a fitted head is to what was imported. */
export interface FitReport {
  /**
   * Chamfer distance in % of the head's height: the mean of two mean distances, from the fitted surface to the source's
   * and from points of the source that are seen from outside to the fitted surface.
   */
  chamfer: number;
  /** The two of them. */
  toSource: number;
  toFit: number;
  /** Peak signal-to-noise ratio in dB of base colours, over pixels where either head shows; the mean over views, and each. */
  psnr: number;
  views: { azimuth: number; elevation: number; psnr: number }[];
}

const SIZE = 256;
const VIEWS = [
  [0, 0],
  [45, 0],
  [90, 0],
  [135, 0],
  [180, 0],
  [225, 0],
  [270, 0],
  [315, 0],
  [0, 40],
  [180, 40],
].map(([azimuth, elevation]) => ({ azimuth, elevation }));
const SAMPLES = 20000;
/** Nearer the cut than this, in units, nothing is compared: the fitted head is closed there. */
const MARGIN = 0.08;

/** What was fitted to a source. */
export interface FittedHead {
  surface: TriMesh;
  /** sRGB of points of it. */
  colors: (positions: Float32Array) => Float32Array;
  shape: HeadShape;
  headHeight: number;
}

/** @param source in head space. @param kept its triangles that count. */
export function measureFit(
  source: SourceMesh,
  kept: Uint32Array,
  { surface: fitted, colors, shape, headHeight }: FittedHead,
): FitReport {
  const inside = (x: number, y: number, z: number) => outsideBust(shape, x, y, z) < -MARGIN && inCube(x, y, z);
  const only = cropSource(source, kept, shape);
  const seen: number[] = [];
  const views = VIEWS.map(({ azimuth, elevation }) => {
    const view: View = { azimuth, elevation, fov: 30, distance: 4.4, target: [0, -0.05, 0] };
    const ours = renderFit(fitted, colors, view, inside);
    const picture = renderSource(only, view, SIZE);
    const theirs = new Float32Array(ours.rgb.length).fill(Number.NaN);
    for (let i = 0; i < picture.hits.at.length; i++) {
      const point = hitPoint(only, picture.hits, i);
      if (!inside(point[0], point[1], point[2])) continue;
      seen.push(...point);
      theirs.set(picture.rgb.subarray(3 * picture.hits.at[i], 3 * picture.hits.at[i] + 3), 3 * picture.hits.at[i]);
    }
    return { azimuth, elevation, psnr: compare(theirs, ours.rgb) };
  });
  const sample = sampleSurface(fitted, SAMPLES, stageRandom(0, "measure").run);
  const toSource = meanDistance(
    sample.positions.filter((_, i, all) => insideAt(inside, all, i)),
    only,
  );
  const stride = Math.max(1, Math.floor(seen.length / 3 / SAMPLES));
  const toFit = meanDistance(
    Float32Array.from(seen).filter((_, i) => Math.floor(i / 3) % stride === 0),
    fitted,
  );
  const percent = (distance: number) => (100 * distance) / headHeight;
  return {
    chamfer: percent((toSource + toFit) / 2),
    toSource: percent(toSource),
    toFit: percent(toFit),
    psnr: views.reduce((sum, { psnr }) => sum + psnr, 0) / views.length,
    views,
  };
}

function inCube(x: number, y: number, z: number): boolean {
  return Math.max(Math.abs(x), Math.abs(y), Math.abs(z)) < 1 - MARGIN;
}

function insideAt(inside: (x: number, y: number, z: number) => boolean, points: Float32Array, i: number): boolean {
  const at = i - (i % 3);
  return inside(points[at], points[at + 1], points[at + 2]);
}

/** The triangles that count and reach into the bust. */
function cropSource(source: SourceMesh, kept: Uint32Array, shape: HeadShape): SourceMesh {
  const { positions, indices, partOf } = source;
  const reaches = (vertex: number) => {
    const [x, y, z] = positions.subarray(3 * vertex, 3 * vertex + 3);
    return outsideBust(shape, x, y, z) < 0;
  };
  const triangles = kept.filter((t) => [0, 1, 2].some((k) => reaches(indices[3 * t + k])));
  const list = new Uint32Array(3 * triangles.length);
  for (let i = 0; i < list.length; i++) list[i] = indices[3 * triangles[Math.floor(i / 3)] + (i % 3)];
  return { ...source, indices: list, partOf: Uint16Array.from(triangles, (t) => partOf[t]) };
}

/** [size, size, 3] sRGB, NaN where the head does not show. */
function renderFit(
  mesh: TriMesh,
  colors: (positions: Float32Array) => Float32Array,
  view: View,
  inside: (x: number, y: number, z: number) => boolean,
): { rgb: Float32Array } {
  const hits = traceView(mesh, view, SIZE);
  const points = new Float32Array(3 * hits.at.length);
  for (let i = 0; i < hits.at.length; i++) points.set(hitPoint(mesh, hits, i), 3 * i);
  const values = colors(points);
  const rgb = new Float32Array(3 * SIZE * SIZE).fill(Number.NaN);
  for (let i = 0; i < hits.at.length; i++) {
    if (!insideAt(inside, points, 3 * i)) continue;
    rgb.set(values.subarray(3 * i, 3 * i + 3), 3 * hits.at[i]);
  }
  return { rgb };
}

/** PSNR over pixels where either picture shows something; the other's there is mid grey. */
function compare(a: Float32Array, b: Float32Array): number {
  let [squares, count] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]) && Number.isNaN(b[i])) continue;
    squares += ((Number.isNaN(a[i]) ? 0.5 : a[i]) - (Number.isNaN(b[i]) ? 0.5 : b[i])) ** 2;
    count++;
  }
  return -10 * Math.log10(Math.max(squares / Math.max(1, count), 1e-10));
}

function meanDistance(points: Float32Array, mesh: TriMesh): number {
  const bvh = buildBvh(mesh);
  const near = { slot: -1, u: 0, v: 0, squared: 0 };
  let sum = 0;
  for (let i = 0; i < points.length; i += 3) {
    closestPoint(bvh, points[i], points[i + 1], points[i + 2], 0, 0, 0, near);
    sum += Math.sqrt(near.squared);
  }
  return (3 * sum) / Math.max(3, points.length);
}
