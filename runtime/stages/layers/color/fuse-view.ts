import type { LayerMesh, LayerName } from "../../../head/layers/types.ts";
import { smoothstep } from "../../../mesh/smoothstep.ts";
import { projectPoint } from "../../../render/camera.ts";
import type { DrawnColors, PaintedHead } from "./draw-colors.ts";

/** Changes of several views at the vertices of a mesh: weighted sums [V, 3] and weights [V]. */
export interface FusedChange {
  sums: Float32Array;
  weights: Float32Array;
}

/** How a view is fused. */
export interface FuseOptions {
  /** Pixels around a place that must show the bare head: what a latent cell beside hair says is of hair as well. */
  margin: number;
  /** Exponent of the cosine between surface and camera. */
  falloff: number;
  /** Weight of the whole view. */
  weight: number;
}

/** What is seen flatter than this does not count. */
const LEAST_COSINE = 0.15;
/** A vertex is seen where nothing lies further before it, head units: drawn levels are coarser than the mesh. */
const DEPTH_SLACK = 0.03;
/** Share of the pixels around a place that show the bare head: from the first on it counts, from the second on fully. */
const BARE_AROUND = [0.75, 1] as const;
/** Layers that do not keep the skin beside them from being judged. */
const BARE: LayerName[] = ["Skin", "EyeLeft", "EyeRight", "Teeth", "Tongue", "Lashes", "Brows"];

/**
 * Adds a view's change of colours to what others want (Liu et al. 2023, SyncMVD, eq. 6: by cos^k where it is seen).
 * @param change [size, size, 3]. @param seen what the view's camera sees of the head. @param mesh with unit normals.
 */
export function fuseView(
  into: FusedChange,
  change: Float32Array,
  { head, seen, mesh }: { head: PaintedHead; seen: DrawnColors; mesh: LayerMesh },
  { margin, falloff, weight }: FuseOptions,
): void {
  const { frame, raster, renderSize } = seen;
  const size = Math.sqrt(change.length / 3);
  const scale = renderSize / size;
  const around = bareAround(head, seen, margin * scale);
  const { positions, normals, weld } = mesh;
  for (let v = 0; v < weld.length; v++) {
    if (weld[v] !== v) continue;
    const point = positions.subarray(3 * v, 3 * v + 3);
    const cosine = facing(frame.eye, point, normals.subarray(3 * v, 3 * v + 3));
    if (cosine < LEAST_COSINE) continue;
    const [x, y, depth] = projectPoint(frame, size, point);
    if (x < 0.5 || y < 0.5 || x >= size - 0.5 || y >= size - 0.5) continue;
    const pixel = Math.floor(y * scale) * renderSize + Math.floor(x * scale);
    if (raster.triangles[pixel] < 0) continue;
    if (1 / raster.inverseDepth[pixel] < depth - DEPTH_SLACK) continue;
    const share = weight * cosine ** falloff * smoothstep(...BARE_AROUND, around[pixel]);
    if (share === 0) continue;
    into.weights[v] += share;
    const out = into.sums.subarray(3 * v, 3 * v + 3);
    addBilinear(change, size, [x - 0.5, y - 0.5], { share, out });
  }
}

function facing(eye: readonly number[], point: Float32Array, normal: Float32Array): number {
  const [x, y, z] = [eye[0] - point[0], eye[1] - point[1], eye[2] - point[2]];
  return (x * normal[0] + y * normal[1] + z * normal[2]) / Math.hypot(x, y, z);
}

/** [renderSize²] share of the pixels at most `margin` away along both axes that show the bare head; beyond the picture all do. */
function bareAround(
  { drawn, partOf }: PaintedHead,
  { raster: { triangles }, renderSize }: DrawnColors,
  margin: number,
): Float32Array {
  const bare = drawn.parts.map(({ layer }) => BARE.includes(layer.name));
  const other = Float32Array.from(triangles, (triangle) => (triangle >= 0 && bare[partOf[triangle]] ? 0 : 1));
  const reach = Math.round(margin);
  const share = 1 / (2 * reach + 1);
  const across = boxSums(other, renderSize, { step: 1, line: renderSize }, reach);
  return boxSums(across, renderSize, { step: renderSize, line: 1 }, reach).map((sum) => 1 - share * share * sum);
}

/** Distance of two neighbours along an axis, and of two of its lines. */
interface Axis {
  step: number;
  line: number;
}

/** Sums of the values at most `reach` steps away along one axis of a square. */
function boxSums(values: Float32Array, size: number, { step, line }: Axis, reach: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let row = 0; row < size; row++) {
    let sum = 0;
    for (let i = -reach; i < size; i++) {
      if (i + reach < size) sum += values[row * line + (i + reach) * step];
      if (i - reach - 1 >= 0) sum -= values[row * line + (i - reach - 1) * step];
      if (i >= 0) out[row * line + i * step] = sum;
    }
  }
  return out;
}

/** Adds `share` times the bilinear value at a place between pixels' centres to `out`. */
function addBilinear(
  image: Float32Array,
  size: number,
  [x, y]: readonly [number, number],
  { share, out }: { share: number; out: Float32Array },
): void {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, bottom] = [Math.min(size - 1, left + 1), Math.min(size - 1, top + 1)];
  const [fx, fy] = [x - left, y - top];
  for (let c = 0; c < 3; c++) {
    const at = (column: number, row: number) => image[3 * (row * size + column) + c];
    const above = at(left, top) * (1 - fx) + at(right, top) * fx;
    const below = at(left, bottom) * (1 - fx) + at(right, bottom) * fx;
    out[c] += share * (above * (1 - fy) + below * fy);
  }
}
