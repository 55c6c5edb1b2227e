import { buildBvh } from "../../mesh/build-bvh.ts";
import { closestPoint, type SurfacePoint } from "../../mesh/closest-point.ts";
import { solveSymmetric } from "../../mesh/conjugate-gradients.ts";
import { addTransposed, type SparseRows, timesRows } from "../../mesh/sparse-rows.ts";
import type { TriMesh } from "../../mesh/types.ts";
import { vertexNormals } from "../../mesh/vertex-normals.ts";
import type { Anatomy } from "../anatomy/anatomy.ts";
import { findFolds } from "./find-folds.ts";
import type { LandmarkFit } from "./fit-landmarks.ts";
import { CHIN, SCALP, type WrapPlan, wrapPlan } from "./wrap-plan.ts";

/** From the first round to the last; what lies between falls geometrically. */
export type Annealed = [from: number, to: number];

/** How the skin is wrapped onto a surface. */
export interface WrapSettings {
  rounds: number;
  /** Weight of the Laplacian of the displacement. */
  stiffness: Annealed;
  /** Weight of the landmarks. */
  pins: Annealed;
  /** Distance from the skin, in head units, at which a place of the surface counts a third; the same where hair may cover the skin. */
  reach: Annealed;
  coveredReach: Annealed;
  /** Share of a foot's weight that also holds along the surface. */
  along: Annealed;
  /** Where a head is of no known identity. */
  fit: LandmarkFit;
}

/** What the skin is wrapped onto. */
export interface WrapTarget {
  /** Head space, closed, triangles counter-clockwise from outside. */
  target: TriMesh;
  /** F32 [478, 3] where it has MediaPipe's landmarks; NaN where one is not known. */
  landmarks: Float32Array;
  /** Whether hair may cover the chin too. */
  isBearded?: boolean;
}

/** Least cosine between the skin's normal and the surface's where it is projected. */
const FACING = 0.4;
/** What holds the seam, and a trace that holds everything, beside a foot's weight of 1. */
const HELD = 1e3;
const TRACE = 1e-6;
/** Rounds at most that smooth what has folded, and how much stiffer it is from each to the next; neither surface nor landmarks draw it then. */
const UNFOLDING = 4;
const SMOOTHING = 10;

/**
 * Wraps the skin's cage onto a surface: optimal-step non-rigid registration (Amberg et al. 2007) of the refined cage in the plane of
 * its feet, the Laplacian of the displacement in place of local affine maps, so that what is not seen on the surface (lids' edges,
 * lips' contact, pocket, sockets) goes along with what is around it.
 * @param start F32 [P, 3] control points of the head that the surface grew out of.
 * @returns F64 [S, 3] the cage's places.
 */
export function wrapSkin(
  anatomy: Anatomy,
  start: Float32Array,
  { target, landmarks, isBearded }: WrapTarget,
  settings: WrapSettings,
): Float64Array {
  const plan = wrapPlan(anatomy);
  const isCovered = (r: number) => plan.cover[r] === SCALP || (isBearded && plan.cover[r] === CHIN);
  const surface = { bvh: buildBvh(target), target, normals: vertexNormals(target) };
  const { skinVertices, hold, skin } = anatomy;
  const cage = Float64Array.from(start.subarray(0, 3 * skinVertices));
  const moves = new Float64Array(cage.length);
  const rest = timesRows(plan.refined, cage, new Float64Array(3 * plan.seen.length));
  const pinned = timesRows(plan.landmarks, cage, new Float64Array(landmarks.length));
  for (let i = 0; i < pinned.length; i++) pinned[i] = landmarks[i] - pinned[i];
  const system = createSystem(plan, hold);
  const feet = { normals: new Float64Array(rest.length), wanted: new Float64Array(rest.length) };
  const weights = new Float64Array(plan.seen.length);
  const points = rest.slice();
  const folded = new Uint8Array(plan.seen.length);
  for (let round = 0; round < settings.rounds + UNFOLDING; round++) {
    const share = Math.min(1, round / (settings.rounds - 1));
    const at = ([from, to]: Annealed) => from * (to / from) ** share;
    if (round >= settings.rounds && findFolds(skin.triangles, rest, points, folded) === 0) break;
    const normals = vertexNormals({ positions: Float32Array.from(points), indices: skin.triangles });
    const [open, covered] = [at(settings.reach), at(settings.coveredReach)];
    const reach = (r: number) => (isCovered(r) ? covered : open);
    findFeet(surface, plan.seen, { points, normals, reach }, { ...feet, weights });
    for (let i = 0; i < points.length; i++) feet.wanted[i] -= rest[i];
    system.solve(moves, { ...feet, weights, along: at(settings.along) }, pinned, {
      stiffness: at(settings.stiffness),
      pins: at(settings.pins),
      folded,
      smoothing: SMOOTHING ** (1 + Math.max(0, round - settings.rounds)),
    });
    timesRows(plan.refined, moves, points);
    for (let i = 0; i < points.length; i++) points[i] += rest[i];
  }
  return moves.map((move, i) => cage[i] + move);
}

interface Feet {
  /** F64 [R, 3] unit normals of the surface, and places there. */
  normals: Float64Array;
  wanted: Float64Array;
  weights: Float64Array;
}

function findFeet(
  {
    bvh,
    target,
    normals: surfaceNormals,
  }: { bvh: ReturnType<typeof buildBvh>; target: TriMesh; normals: Float32Array },
  seen: Float64Array,
  { points, normals, reach }: { points: Float64Array; normals: Float32Array; reach: (r: number) => number },
  out: Feet,
): void {
  const hit: SurfacePoint = { slot: -1, u: 0, v: 0, squared: 0 };
  for (let r = 0; r < seen.length; r++) {
    const at = 3 * r;
    out.weights[r] = 0;
    for (let c = 0; c < 3; c++) out.wanted[at + c] = points[at + c];
    if (seen[r] === 0) continue;
    hit.slot = -1;
    closestPoint(bvh, points[at], points[at + 1], points[at + 2], normals[at], normals[at + 1], normals[at + 2], hit);
    if (hit.slot < 0) continue;
    const corners = [0, 1, 2].map((k) => target.indices[3 * bvh.order[hit.slot] + k]);
    const shares = [1 - hit.u - hit.v, hit.u, hit.v];
    let [length, facing] = [0, 0];
    for (let c = 0; c < 3; c++) {
      let [place, normal] = [0, 0];
      for (let k = 0; k < 3; k++) {
        place += shares[k] * target.positions[3 * corners[k] + c];
        normal += shares[k] * surfaceNormals[3 * corners[k] + c];
      }
      out.wanted[at + c] = place;
      out.normals[at + c] = normal;
      length += normal * normal;
      facing += normal * normals[at + c];
    }
    length = Math.sqrt(length) || 1;
    for (let c = 0; c < 3; c++) out.normals[at + c] /= length;
    if (facing / length < FACING) continue;
    out.weights[r] = seen[r] * Math.exp(-hit.squared / reach(r) ** 2);
  }
}

/** The normal equations of a round. */
function createSystem({ refined, laplacian, landmarks }: WrapPlan, hold: Float32Array) {
  const [atPoints, atCage, atPins] = [refined, laplacian, landmarks].map(
    ({ starts }) => new Float64Array(3 * (starts.length - 1)),
  );
  const held = Float64Array.from(hold, (value) => TRACE + (value === 1 ? HELD : 0));
  const [stiff, pull] = [new Float64Array(hold.length), new Float64Array(atPins.length / 3)];
  /** Weighs vectors at the refined points in place: whole along the surface's normal, by a share across it. */
  const project = ({ normals, weights, along }: Feet & { along: number }, y: Float64Array) => {
    for (let r = 0; r < weights.length; r++) {
      const at = 3 * r;
      const by = (1 - along) * (normals[at] * y[at] + normals[at + 1] * y[at + 1] + normals[at + 2] * y[at + 2]);
      for (let c = 0; c < 3; c++) y[at + c] = weights[r] * (by * normals[at + c] + along * y[at + c]);
    }
  };
  return {
    /** @param moves F64 [S, 3] the last round's, changed in place. @param pinned F64 [478, 3] wanted of the landmarks. */
    solve(
      moves: Float64Array,
      feet: Feet & { along: number },
      pinned: Float64Array,
      {
        stiffness,
        pins,
        folded,
        smoothing,
      }: { stiffness: number; pins: number; folded: Uint8Array; smoothing: number },
    ): void {
      // A cage vertex has the number of its refined point.
      for (let v = 0; v < stiff.length; v++) stiff[v] = stiffness * (folded[v] ? smoothing : 1);
      for (let r = 0; r < feet.weights.length; r++) if (folded[r]) feet.weights[r] = 0;
      for (let i = 0; i < pull.length; i++) {
        const columns = landmarks.columns.subarray(landmarks.starts[i], landmarks.starts[i + 1]);
        pull[i] = Number.isNaN(pinned[3 * i]) || columns.some((v) => folded[v]) ? 0 : pins;
      }
      const apply = (x: Float64Array, out: Float64Array) => {
        for (let i = 0; i < out.length; i++) out[i] = held[Math.floor(i / 3)] * x[i];
        project(feet, timesRows(refined, x, atPoints));
        addTransposed(refined, atPoints, out);
        timesRows(laplacian, x, atCage);
        for (let i = 0; i < atCage.length; i++) atCage[i] *= stiff[Math.floor(i / 3)];
        addTransposed(laplacian, atCage, out);
        timesRows(landmarks, x, atPins);
        for (let i = 0; i < atPins.length; i++) atPins[i] *= pull[Math.floor(i / 3)];
        addTransposed(landmarks, atPins, out);
      };
      const diagonal = new Float64Array(moves.length);
      for (let i = 0; i < diagonal.length; i++) diagonal[i] = held[Math.floor(i / 3)];
      const { normals, weights, along } = feet;
      addDiagonal(refined, (r, c) => weights[r] * ((1 - along) * normals[3 * r + c] ** 2 + along), diagonal);
      addDiagonal(laplacian, (r) => stiff[r], diagonal);
      addDiagonal(landmarks, (r) => pull[r], diagonal);
      const b = new Float64Array(moves.length);
      atPoints.set(feet.wanted);
      project(feet, atPoints);
      addTransposed(refined, atPoints, b);
      for (let i = 0; i < atPins.length; i++) {
        const weight = pull[Math.floor(i / 3)];
        atPins[i] = weight === 0 ? 0 : weight * pinned[i];
      }
      addTransposed(landmarks, atPins, b);
      solveSymmetric(apply, diagonal, { b, x: moves });
    },
  };
}

/** Adds the diagonal of Mᵀ·W·M. */
function addDiagonal(rows: SparseRows, weight: (r: number, c: number) => number, out: Float64Array): void {
  for (let r = 0; r + 1 < rows.starts.length; r++) {
    for (let e = rows.starts[r]; e < rows.starts[r + 1]; e++) {
      for (let c = 0; c < 3; c++) out[3 * rows.columns[e] + c] += rows.values[e] ** 2 * weight(r, c);
    }
  }
}
