import { MeshoptSimplifier } from "meshoptimizer/simplifier";
import { compactPlan, type MeshPlan } from "./mesh-plan.ts";

/** Weights of texture coordinates and normals against positions in the choice of collapses. */
const UV_WEIGHT = 0.3;
const NORMAL_WEIGHT = 0.4;

/** How much smaller than it is the hidden inside of a mouth or socket counts. */
const HIDDEN = 0.15;

/**
 * Fewer triangles on some of the same vertices (quadric collapses of meshoptimizer), the neck's border kept as it is.
 * @param points F32 [P, 3] and normals F32 [P, 3] of the average head. @param hidden groups of points that are seldom seen:
 * they may lose most.
 */
export async function reducePlan(
  plan: MeshPlan,
  points: Float32Array,
  normals: Float32Array,
  { triangles, hidden }: { triangles: number; hidden: number[][] },
): Promise<MeshPlan> {
  await MeshoptSimplifier.ready;
  const count = plan.points.length;
  const places = points.slice();
  for (const group of hidden) {
    const middle = [0, 1, 2].map((c) => group.reduce((sum, p) => sum + points[3 * p + c], 0) / group.length);
    for (const p of group) {
      for (let c = 0; c < 3; c++) places[3 * p + c] = middle[c] + HIDDEN * (points[3 * p + c] - middle[c]);
    }
  }
  const positions = new Float32Array(3 * count);
  const attributes = new Float32Array(5 * count);
  for (let v = 0; v < count; v++) {
    const p = plan.points[v];
    positions.set(places.subarray(3 * p, 3 * p + 3), 3 * v);
    attributes.set(plan.uvs.subarray(2 * v, 2 * v + 2), 5 * v);
    attributes.set(normals.subarray(3 * p, 3 * p + 3), 5 * v + 2);
  }
  const weights = [UV_WEIGHT, UV_WEIGHT, NORMAL_WEIGHT, NORMAL_WEIGHT, NORMAL_WEIGHT];
  const lock = null;
  const target = 3 * triangles;
  const [reduced] = MeshoptSimplifier.simplifyWithAttributes(
    plan.triangles,
    positions,
    3,
    attributes,
    5,
    weights,
    lock,
    target,
    1,
    ["LockBorder"],
  );
  return compactPlan(plan, reduced);
}
