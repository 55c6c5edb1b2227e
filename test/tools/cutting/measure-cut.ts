import type { LayerMesh } from "../../../runtime/head/layers/types.ts";
import { type Bvh, buildBvh } from "../../../runtime/mesh/build-bvh.ts";
import { closestPoint, type SurfacePoint } from "../../../runtime/mesh/closest-point.ts";
import { hitDistance } from "../../../runtime/mesh/hit-distance.ts";
import { poseMesh } from "../draw/pose.ts";

/** Head units within which the skin is looked for: 14 mm. */
const NEAR = 0.08;
/** Of what lies beneath the skin at rest, roots, pins, linings, no more is asked. */
const OUTSIDE = 0.0015;
/** Middle of the skull at hats' bands, and how far over a hat's rim hair must lie within it, radians. */
const MIDDLE = [1e-4, 0.22, -0.06] as const;
const OVER = 0.15;

export interface Cut {
  expression: string;
  /** Head units by which what stood outside has come into the skin, in the worst place of all but one in two hundred. */
  depth: number;
  /** Where the deepest is. */
  at: number[];
}

/**
 * How deep a part comes into the skin under each expression: of corners and middles of its triangles that are outside at rest.
 * @param skin finest level, with targets. @param expressions mixes of targets by their names.
 */
export function measureCuts(
  skin: LayerMesh,
  part: LayerMesh,
  expressions: Readonly<Record<string, Record<string, number>>>,
): Cut[] {
  const depths = depthsIn(skin, skin.normals, part, part.positions);
  return Object.entries(expressions).map(([expression, weights]) => {
    const [face, worn] = [poseMesh(skin, weights), poseMesh(part, weights)];
    const moved = depthsIn({ ...skin, positions: face.positions }, face.normals, part, worn.positions);
    const order = [...moved.keys()]
      .filter((i) => depths.values[i] < OUTSIDE)
      .sort((a, b) => moved.values[b] - moved.values[a]);
    const worst = order[Math.floor(order.length / 200)] ?? 0;
    const at = order[0] ?? 0;
    return {
      expression,
      depth: Math.max(0, moved.values[worst] ?? 0),
      at: [...moved.places.subarray(3 * at, 3 * at + 3)],
    };
  });
}

/** Depth under the skin, negative outside it, of a mesh's vertices and middles of triangles. */
function depthsIn(
  skin: Pick<LayerMesh, "positions" | "triangles">,
  normals: Float32Array,
  part: LayerMesh,
  positions: Float32Array,
) {
  const bvh = buildBvh({ positions: skin.positions, indices: skin.triangles });
  const count = positions.length / 3;
  const total = count + part.triangles.length / 3;
  const places = new Float32Array(3 * total);
  places.set(positions);
  for (let t = 0; t < part.triangles.length; t++)
    for (let c = 0; c < 3; c++) places[3 * (count + Math.floor(t / 3)) + c] += positions[3 * part.triangles[t] + c] / 3;
  const values = new Float32Array(total);
  for (let i = 0; i < total; i++) values[i] = depthAt(bvh, skin, normals, places.subarray(3 * i, 3 * i + 3));
  return { values, places, keys: () => values.keys() };
}

const hit: SurfacePoint = { slot: -1, u: 0, v: 0, squared: 0 };

function depthAt(
  bvh: Bvh,
  { positions, triangles }: Pick<LayerMesh, "positions" | "triangles">,
  normals: Float32Array,
  [x, y, z]: Float32Array,
): number {
  hit.slot = -1;
  closestPoint(bvh, x, y, z, 0, 0, 0, hit, 0, NEAR * NEAR);
  if (hit.slot < 0) return -NEAR;
  const shares = [1 - hit.u - hit.v, hit.u, hit.v];
  let out = 0;
  for (let c = 0; c < 3; c++) {
    let [foot, normal] = [0, 0];
    for (let k = 0; k < 3; k++) {
      const v = triangles[3 * bvh.order[hit.slot] + k];
      foot += shares[k] * positions[3 * v + c];
      normal += shares[k] * normals[3 * v + c];
    }
    out += normal * ([x, y, z][c] - foot);
  }
  return -Math.sign(out) * Math.sqrt(hit.squared);
}

/** How far hair stands out through a hat over it, head units, in the worst place of all but one in two hundred. */
export function measureHairThrough(hair: LayerMesh, hat: LayerMesh): number {
  const bvh = buildBvh({ positions: hat.positions, indices: hat.triangles });
  const through: number[] = [];
  for (let v = 0; v < hair.positions.length; v += 3) {
    const way = MIDDLE.map((x, c) => hair.positions[v + c] - x);
    const far = Math.hypot(...way);
    const [x, y, z] = way.map((w) => w / far || 1e-9);
    // What lies over the rim: lower directions see the hat as well.
    const rise = Math.asin(y) - OVER;
    const flat = Math.cos(rise) / Math.hypot(x, z);
    const free = hitDistance(bvh, ...MIDDLE, x * flat, Math.sin(rise) || 1e-9, z * flat, 2);
    const outside = lastHit(bvh, [x, y, z]);
    if (free < 2 && outside !== undefined) through.push(far - outside);
  }
  through.sort((a, b) => b - a);
  return Math.max(0, through[Math.floor(through.length / 200)] ?? 0);
}

/** The outermost surface in a direction from the middle. */
function lastHit(bvh: Bvh, [x, y, z]: number[]): number | undefined {
  let [at, last] = [0, undefined as number | undefined];
  for (let i = 0; i < 12; i++) {
    const [ox, oy, oz] = MIDDLE.map((m, c) => m + at * [x, y, z][c]);
    const far = hitDistance(bvh, ox, oy, oz, x, y, z, 2);
    if (far >= 2) break;
    at += far + 1e-4;
    last = at;
  }
  return last;
}
