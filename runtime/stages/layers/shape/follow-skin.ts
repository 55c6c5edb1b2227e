import { type LayerMesh, type LayerName, layerKind, type PartLayer } from "../../../head/layers/types.ts";
import { warpCenters } from "../../../head/part-files/warp.ts";
import { type Bvh, buildBvh } from "../../../mesh/build-bvh.ts";
import { closestPoint, type SurfacePoint } from "../../../mesh/closest-point.ts";
import { smoothstep } from "../../../mesh/smoothstep.ts";

/** How vertices follow the cage: each has a row, a row is a weighted sum of the moves of cage vertices. */
export interface Follow {
  /** [V] row of each vertex. */
  row: Uint32Array;
  /** [R + 1] where each row starts in `vertices` and `weights`. */
  starts: Uint32Array;
  /** Vertices of the cage, and their weights: those of a row add up to 1. */
  vertices: Uint32Array;
  weights: Float32Array;
}

/** The skin that is followed. */
export interface Cage {
  positions: Float32Array;
  /** Corners by the first vertex at their place. */
  corners: Uint32Array;
  bvh: Bvh;
  /** Vertices spread evenly over it: what hangs far off follows them. */
  centers: Uint32Array;
}

/** Layers that bend with the skin; all others are bodies that it carries. */
const SOFT: PartLayer[] = ["Lashes", "Brows", "Hair", "Beard", "Mask"];
/** Layers with a body on either side of the head. */
const SIDED: PartLayer[] = ["Horns", "Tusks", "Jewellery"];
/** Up to the first height a soft part follows the skin right below, from the second on the head's surface at large. */
const NEAR = [0.04, 0.14];
/** Least reach of what hangs off, and what a body is held by: head units. */
const [SPREAD, GRIP] = [0.12, 0.02];
/** Weights below this share of a row's greatest are left out. */
const LEAST = 1e-3;

export function prepareCage({ positions, triangles, weld }: LayerMesh): Cage {
  const corners = triangles.map((v) => weld[v]);
  const bvh = buildBvh({ positions, indices: corners });
  return { positions, corners, bvh, centers: warpCenters(positions) };
}

/** How a mesh of a layer that is not skin follows the cage, both before anything has moved. */
export function followSkin(cage: Cage, name: LayerName, mesh: Pick<LayerMesh, "positions" | "weld">): Follow {
  return isSoft(name) ? followSoftly(cage, mesh) : followRigidly(cage, mesh, SIDED.includes(layerKind(name)));
}

/** Whether every place of a layer follows the skin by itself. */
export function isSoft(name: LayerName): boolean {
  return SOFT.includes(layerKind(name));
}

/** Every vertex follows the cage vertex of the same number. */
export function followItself({ weld }: LayerMesh): Follow {
  const count = weld.length;
  const numbers = Uint32Array.from({ length: count + 1 }, (_, v) => v);
  return { row: weld, starts: numbers, vertices: numbers.subarray(0, count), weights: new Float32Array(count).fill(1) };
}

/** Several meshes, one after the other, as one. */
export function joinFollows(follows: Follow[]): Follow {
  const rows = noRows();
  const { row, starts, vertices, weights } = rows;
  for (const follow of follows) {
    const [first, entries] = [starts.length - 1, vertices.length];
    for (const r of follow.row) row.push(r + first);
    for (let r = 1; r < follow.starts.length; r++) starts.push(follow.starts[r] + entries);
    for (let e = 0; e < follow.vertices.length; e++) {
      vertices.push(follow.vertices[e]);
      weights.push(follow.weights[e]);
    }
  }
  return packed(rows);
}

/** Adds to `out` [V, 3] what vertices move where the cage's move by `moves`. */
export function follow({ row, starts, vertices, weights }: Follow, moves: Float32Array, out: Float32Array): void {
  const rows = new Float32Array(3 * (starts.length - 1));
  for (let r = 0; r < starts.length - 1; r++) {
    for (let e = starts[r]; e < starts[r + 1]; e++) {
      for (let c = 0; c < 3; c++) rows[3 * r + c] += weights[e] * moves[3 * vertices[e] + c];
    }
  }
  for (let v = 0; v < row.length; v++) for (let c = 0; c < 3; c++) out[3 * v + c] += rows[3 * row[v] + c];
}

/** Adds to the gradient of the cage's moves what follows from that of the vertices' places [V, 3]. */
export function followBackward(
  { row, starts, vertices, weights }: Follow,
  dPositions: Float32Array,
  dMoves: Float32Array,
): void {
  const rows = new Float32Array(3 * (starts.length - 1));
  for (let v = 0; v < row.length; v++) for (let c = 0; c < 3; c++) rows[3 * row[v] + c] += dPositions[3 * v + c];
  for (let r = 0; r < starts.length - 1; r++) {
    for (let e = starts[r]; e < starts[r + 1]; e++) {
      for (let c = 0; c < 3; c++) dMoves[3 * vertices[e] + c] += weights[e] * rows[3 * r + c];
    }
  }
}

function followSoftly(cage: Cage, { positions, weld }: Pick<LayerMesh, "positions" | "weld">): Follow {
  const rows = noRows();
  const { row, starts, vertices, weights } = rows;
  for (let v = 0; v < weld.length; v++) {
    if (weld[v] !== v) {
      row.push(row[weld[v]]);
      continue;
    }
    row.push(starts.length - 1);
    const [x, y, z] = [positions[3 * v], positions[3 * v + 1], positions[3 * v + 2]];
    const { corners, shares, height } = footOf(cage, x, y, z);
    const far = smoothstep(NEAR[0], NEAR[1], height);
    for (let k = 0; k < 3 && far < 1; k++) {
      vertices.push(corners[k]);
      weights.push((1 - far) * shares[k]);
    }
    if (far > 0) addSpread(cage, { x, y, z, height, share: far }, vertices, weights);
    starts.push(vertices.length);
  }
  return packed(rows);
}

/** Weights of the centres round about, wider the farther off: nothing jumps where the nearest skin is another. */
function addSpread(
  { positions, centers }: Cage,
  { x, y, z, height, share }: { x: number; y: number; z: number; height: number; share: number },
  vertices: number[],
  weights: number[],
): void {
  let least = Infinity;
  for (let i = 0; i < centers.length; i++) {
    const at = 3 * centers[i];
    const [dx, dy, dz] = [positions[at] - x, positions[at + 1] - y, positions[at + 2] - z];
    squares[i] = dx * dx + dy * dy + dz * dz;
    if (squares[i] < least) least = squares[i];
  }
  const scale = 2 * Math.max(SPREAD, 0.6 * height) ** 2;
  const furthest = least - scale * Math.log(LEAST);
  const begin = weights.length;
  let sum = 0;
  for (let i = 0; i < centers.length; i++) {
    if (squares[i] > furthest) continue;
    const weight = Math.exp((least - squares[i]) / scale);
    vertices.push(centers[i]);
    weights.push(weight);
    sum += weight;
  }
  for (let i = begin; i < weights.length; i++) weights[i] *= share / sum;
}

/** One row a body: the mean of the skin's moves where the body comes nearest to it. */
function followRigidly(cage: Cage, { positions }: Pick<LayerMesh, "positions">, sided: boolean): Follow {
  const count = positions.length / 3;
  const rows = noRows();
  const { row, starts, vertices, weights } = rows;
  for (let v = 0; v < count; v++) row.push(Number(sided && positions[3 * v] < 0));
  const bodies = [0, 1].map(() => new Map<number, number>());
  for (let v = 0; v < count; v++) {
    const { corners, shares, height } = footOf(cage, positions[3 * v], positions[3 * v + 1], positions[3 * v + 2]);
    const grip = Math.exp(-height / GRIP);
    const body = bodies[row[v]];
    for (let k = 0; k < 3; k++) body.set(corners[k], (body.get(corners[k]) ?? 0) + grip * shares[k]);
  }
  for (const body of bodies) {
    const sum = [...body.values()].reduce((a, b) => a + b, 0);
    for (const [vertex, weight] of body) {
      if (weight < LEAST * sum * LEAST) continue;
      vertices.push(vertex);
      weights.push(weight / sum);
    }
    starts.push(vertices.length);
  }
  return packed(rows);
}

/** A `Follow` in the making. */
type Rows = Record<keyof Follow, number[]>;

const noRows = (): Rows => ({ row: [], starts: [0], vertices: [], weights: [] });

function packed({ row, starts, vertices, weights }: Rows): Follow {
  return {
    row: Uint32Array.from(row),
    starts: Uint32Array.from(starts),
    vertices: Uint32Array.from(vertices),
    weights: Float32Array.from(weights),
  };
}

/** Squared distances of centres. */
const squares = new Float64Array(256);
const hit: SurfacePoint = { slot: -1, u: 0, v: 0, squared: 0 };

/** The place on the cage that is nearest to a point. */
function footOf({ bvh, corners }: Cage, x: number, y: number, z: number) {
  hit.slot = -1;
  closestPoint(bvh, x, y, z, 0, 0, 0, hit);
  const at = 3 * bvh.order[hit.slot];
  return {
    corners: corners.subarray(at, at + 3),
    shares: [1 - hit.u - hit.v, hit.u, hit.v],
    height: Math.sqrt(hit.squared),
  };
}
