import type { LayerMesh, MorphTarget } from "../layers/types.ts";
import type { MeshPlan } from "./mesh-plan.ts";

/** Places and area-weighted normals of a mesh's points, and which triangles meet at each. */
export interface PointMesh {
  /** F32 [P, 3]. */
  positions: Float32Array;
  /** F32 [P, 3] unit. */
  normals: Float32Array;
  /** F32 [P, 3] sums of the triangles' cross products. */
  sums: Float32Array;
  topology: PointTopology;
  scratch: { moved: Float32Array; change: Float32Array; state: Uint8Array; seen: Uint8Array; place: Int32Array };
}

/** Triangles by points, and those at each point: of `around`, from `first[p]` to before `first[p + 1]`. */
export interface PointTopology {
  triangles: Uint32Array;
  first: Uint32Array;
  around: Uint32Array;
}

const known = new WeakMap<MeshPlan, PointTopology>();

/** The triangles of a plan by points; found once a plan, for it is the same for every head. */
export function pointTopology(plan: MeshPlan, points: number): PointTopology {
  const found = known.get(plan);
  if (found) return found;
  const topology = findTopology(plan, points);
  known.set(plan, topology);
  return topology;
}

function findTopology(plan: MeshPlan, points: number): PointTopology {
  const triangles = plan.triangles.map((v) => plan.points[v]);
  const first = new Uint32Array(points + 1);
  for (const p of triangles) first[p + 1]++;
  for (let p = 0; p < points; p++) first[p + 1] += first[p];
  const around = new Uint32Array(triangles.length);
  const next = first.slice();
  for (let i = 0; i < triangles.length; i++) around[next[triangles[i]]++] = Math.floor(i / 3);
  return { triangles, first, around };
}

export function pointMesh(positions: Float32Array, topology: PointTopology): PointMesh {
  const sums = new Float32Array(positions.length);
  const cross = new Float32Array(3);
  const { triangles } = topology;
  for (let t = 0; t < triangles.length; t += 3) {
    crossOf(positions, triangles, t, cross);
    for (let k = 0; k < 3; k++) for (let c = 0; c < 3; c++) sums[3 * triangles[t + k] + c] += cross[c];
  }
  const normals = new Float32Array(positions.length);
  for (let p = 0; p < sums.length; p += 3) unit(sums, p, normals, p);
  const scratch = {
    moved: new Float32Array(positions.length),
    change: new Float32Array(positions.length),
    state: new Uint8Array(positions.length / 3),
    seen: new Uint8Array(triangles.length / 3),
    place: new Int32Array(positions.length / 3).fill(-1),
  };
  return { positions, normals, sums, topology, scratch };
}

/** Offsets of a mesh's points under one target, with what they do to normals: sparse, ascending. */
export interface PointTarget {
  points: Uint32Array;
  positions: Float32Array;
  normals: Float32Array;
}

/** Offsets below this are noise of the quantised morphs (head units; 2 µm). */
const LEAST = 1e-5;

/**
 * What moving points does to places and unit normals, at full weight.
 * @param offsets F32 [P, 3] of every point.
 */
export function movePoints(mesh: PointMesh, offsets: Float32Array): PointTarget {
  const { triangles, first, around } = mesh.topology;
  const count = mesh.positions.length / 3;
  const { moved, change, state, seen } = mesh.scratch;
  change.fill(0);
  seen.fill(0);
  state.fill(0); // 1: its normal turns, 2: it moves
  for (let p = 0; p < count; p++) {
    for (let i = 3 * p; i < 3 * p + 3; i++) {
      moved[i] = mesh.positions[i] + offsets[i];
      if (Math.abs(offsets[i]) > LEAST) state[p] = 2;
    }
  }
  const before = new Float32Array(3);
  const after = new Float32Array(3);
  for (let p = 0; p < count; p++) {
    if (state[p] !== 2) continue;
    for (let a = first[p]; a < first[p + 1]; a++) {
      const t = around[a];
      if (seen[t]) continue;
      seen[t] = 1;
      crossOf(mesh.positions, triangles, 3 * t, before);
      crossOf(moved, triangles, 3 * t, after);
      for (let k = 0; k < 3; k++) {
        const corner = triangles[3 * t + k];
        if (state[corner] === 0) state[corner] = 1;
        for (let c = 0; c < 3; c++) change[3 * corner + c] += after[c] - before[c];
      }
    }
  }
  let size = 0;
  for (let p = 0; p < count; p++) if (state[p]) size++;
  const out = {
    points: new Uint32Array(size),
    positions: new Float32Array(3 * size),
    normals: new Float32Array(3 * size),
  };
  let at = 0;
  for (let p = 0; p < count; p++) {
    if (!state[p]) continue;
    out.points[at] = p;
    for (let c = 0; c < 3; c++) {
      change[3 * p + c] += mesh.sums[3 * p + c];
      out.positions[3 * at + c] = state[p] === 2 ? offsets[3 * p + c] : 0;
    }
    unit(change, 3 * p, out.normals, 3 * at);
    for (let c = 0; c < 3; c++) out.normals[3 * at + c] -= mesh.normals[3 * p + c];
    at++;
  }
  return out;
}

/** A target of a mesh's points as one of a level's vertices; points that the level has not are left out. */
export function levelTarget(plan: MeshPlan, target: PointTarget, { scratch: { place } }: PointMesh): MorphTarget {
  for (let i = 0; i < target.points.length; i++) place[target.points[i]] = i;
  let size = 0;
  for (const p of plan.points) if (place[p] >= 0) size++;
  const out = {
    indices: new Uint32Array(size),
    positions: new Float32Array(3 * size),
    normals: new Float32Array(3 * size),
  };
  let at = 0;
  for (let v = 0; v < plan.points.length; v++) {
    const i = place[plan.points[v]];
    if (i < 0) continue;
    out.indices[at] = v;
    for (let c = 0; c < 3; c++) {
      out.positions[3 * at + c] = target.positions[3 * i + c];
      out.normals[3 * at + c] = target.normals[3 * i + c];
    }
    at++;
  }
  place.fill(-1);
  return out;
}

/** A level of a mesh without its targets. `shares` F32 [P, 4] are the points' weights, `joints` U8 [4] whose they are. */
export function levelMesh(
  plan: MeshPlan,
  mesh: Pick<PointMesh, "positions" | "normals">,
  joints: readonly number[],
  shares: (point: number, slot: number) => number,
): LayerMesh {
  const count = plan.points.length;
  const out: LayerMesh = {
    positions: new Float32Array(3 * count),
    normals: new Float32Array(3 * count),
    uvs: plan.uvs,
    triangles: plan.triangles,
    weld: plan.weld,
    joints: new Uint8Array(4 * count),
    weights: new Float32Array(4 * count),
    targets: new Map(),
  };
  for (let v = 0; v < count; v++) {
    const p = plan.points[v];
    for (let c = 0; c < 3; c++) {
      out.positions[3 * v + c] = mesh.positions[3 * p + c];
      out.normals[3 * v + c] = mesh.normals[3 * p + c];
    }
    for (let k = 0; k < 4; k++) {
      out.joints[4 * v + k] = joints[k];
      out.weights[4 * v + k] = shares(p, k);
    }
  }
  return out;
}

function crossOf(positions: Float32Array, triangles: Uint32Array, t: number, out: Float32Array): void {
  const a = 3 * triangles[t];
  const b = 3 * triangles[t + 1];
  const c = 3 * triangles[t + 2];
  const ux = positions[b] - positions[a];
  const uy = positions[b + 1] - positions[a + 1];
  const uz = positions[b + 2] - positions[a + 2];
  const vx = positions[c] - positions[a];
  const vy = positions[c + 1] - positions[a + 1];
  const vz = positions[c + 2] - positions[a + 2];
  out[0] = uy * vz - uz * vy;
  out[1] = uz * vx - ux * vz;
  out[2] = ux * vy - uy * vx;
}

function unit(from: Float32Array, at: number, to: Float32Array, put: number): void {
  // Math.hypot guards against overflow and takes ten times as long.
  const length = Math.sqrt(from[at] ** 2 + from[at + 1] ** 2 + from[at + 2] ** 2);
  to[put] = length > 0 ? from[at] / length : 0;
  to[put + 1] = length > 0 ? from[at + 1] / length : 1;
  to[put + 2] = length > 0 ? from[at + 2] / length : 0;
}
