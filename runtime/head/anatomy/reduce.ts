import { MeshoptSimplifier } from "meshoptimizer/simplifier";
import { compactPlan, type MeshPlan } from "./mesh-plan.ts";

/** Weights of texture coordinates and normals against positions in the choice of collapses. */
const UV_WEIGHT = 0.3;
const NORMAL_WEIGHT = 0.4;

/** Share of the triangles that one step leaves: small steps fold few faces of the texture. */
const STEP = 0.8;
/** How often faces that fold are locked and a step tried again. */
const ATTEMPTS = 30;
/** How much smaller than it is the hidden inside of a mouth or socket counts. */
const HIDDEN = 0.3;

/**
 * Fewer triangles on some of the same vertices (quadric collapses of meshoptimizer), the neck's border kept as it is, no
 * face of the texture turned over.
 * @param points F32 [P, 3] and normals F32 [P, 3] of the average head. @param hidden groups of points that are seldom seen:
 * they may lose most. Once the simplifier is ready. @throws Error when the texture folds whatever is locked.
 */
export function reducePlan(
  plan: MeshPlan,
  points: Float32Array,
  normals: Float32Array,
  { triangles, hidden }: { triangles: number; hidden: number[][] },
): MeshPlan {
  const places = points.slice();
  for (const group of hidden) {
    const middle = [0, 1, 2].map((c) => group.reduce((sum, p) => sum + points[3 * p + c], 0) / group.length);
    for (const p of group) {
      for (let c = 0; c < 3; c++) places[3 * p + c] = middle[c] + HIDDEN * (points[3 * p + c] - middle[c]);
    }
  }
  let out = plan;
  while (out.triangles.length > 3 * triangles) {
    out = reduceStep(out, places, normals, Math.max(triangles, Math.floor((out.triangles.length / 3) * STEP)));
  }
  return out;
}

function reduceStep(plan: MeshPlan, places: Float32Array, normals: Float32Array, triangles: number): MeshPlan {
  const count = plan.points.length;
  const positions = new Float32Array(3 * count);
  const attributes = new Float32Array(5 * count);
  for (let v = 0; v < count; v++) {
    const p = plan.points[v];
    positions.set(places.subarray(3 * p, 3 * p + 3), 3 * v);
    attributes.set(plan.uvs.subarray(2 * v, 2 * v + 2), 5 * v);
    attributes.set(normals.subarray(3 * p, 3 * p + 3), 5 * v + 2);
  }
  const weights = [UV_WEIGHT, UV_WEIGHT, NORMAL_WEIGHT, NORMAL_WEIGHT, NORMAL_WEIGHT];
  const lock = new Uint8Array(count);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const [reduced] = MeshoptSimplifier.simplifyWithAttributes(
      plan.triangles,
      positions,
      3,
      attributes,
      5,
      weights,
      lock,
      3 * triangles,
      1,
      ["LockBorder"],
    );
    if (!lockFolded(plan, reduced, lock)) return compactPlan(plan, reduced);
  }
  throw new Error(`the skin's texture folds when it is reduced to ${triangles} triangles`);
}

/** Locks the surroundings of faces that turn over in the texture; answers whether there were any. */
function lockFolded({ points, uvs, triangles }: MeshPlan, reduced: Uint32Array, lock: Uint8Array): boolean {
  const folded = new Set<number>();
  for (let t = 0; t < reduced.length; t += 3) {
    const [a, b, c] = reduced.subarray(t, t + 3);
    const [ux, uy] = [uvs[2 * b] - uvs[2 * a], uvs[2 * b + 1] - uvs[2 * a + 1]];
    const [wx, wy] = [uvs[2 * c] - uvs[2 * a], uvs[2 * c + 1] - uvs[2 * a + 1]];
    if (ux * wy - uy * wx >= 0) for (const v of [a, b, c]) folded.add(points[v]);
  }
  const near = new Set<number>();
  for (let t = 0; t < triangles.length; t += 3) {
    const corners = [...triangles.subarray(t, t + 3)].map((v) => points[v]);
    if (corners.some((p) => folded.has(p))) for (const p of corners) near.add(p);
  }
  for (let v = 0; v < points.length; v++) if (near.has(points[v])) lock[v] = 1;
  return folded.size > 0;
}
