import { multiply, transform } from "../../mesh/matrix.ts";
import { umeyama } from "../../mesh/umeyama.ts";
import { JOINT_NAMES, type LayerMesh, type MorphTarget } from "../layers/types.ts";
import type { BoundLevel, BoundPart } from "./bind.ts";
import { denseTarget, type SkinMesh } from "./dense-target.ts";
import type { FitAnchor } from "./describe.ts";

type Point = [number, number, number];

/** Where an anchor's patch of skin is on the average head and on this one, and which joint carries most of it. */
interface Patch {
  vertices: number[];
  from: Point;
  to: Point;
  joint: number;
}

/** Places the rigid pieces of a part by their anchors. @param size factor about the anchor. */
export function placeRigid(
  { part, on, levels }: BoundPart,
  skin: SkinMesh,
  { size, movingLevels }: { size: number; movingLevels: number },
): LayerMesh[] {
  const patches = part.fit.anchors.map((anchor) => patchOf(anchor, on.skin, skin));
  return levels.map((level, i) => {
    const owner = part.fit.bind === "pose" ? new Uint8Array(level.heights.length) : nearestPatch(level, patches);
    const matrices =
      part.fit.bind === "pose" ? [poseBy(patches, size)] : patches.map(({ from, to }) => shift(from, to, size));
    const mesh = movePieces(level, owner, matrices);
    const count = level.heights.length;
    const joints = new Uint8Array(count * 4);
    const weights = new Float32Array(count * 4);
    for (let v = 0; v < count; v++) {
      joints[v * 4] = patches[owner[v]].joint;
      weights[v * 4] = 1;
    }
    const out = { ...mesh, joints, weights, targets: new Map<string, MorphTarget>() };
    if (part.fit.moves && i < movingLevels) out.targets = moveRigidly(out, owner, patches, skin);
    return out;
  });
}

function patchOf({ point, radius }: FitAnchor, average: SkinMesh, skin: SkinMesh): Patch {
  const distance = (v: number) =>
    Math.hypot(
      average.positions[v * 3] - point[0],
      average.positions[v * 3 + 1] - point[1],
      average.positions[v * 3 + 2] - point[2],
    );
  const all = Array.from({ length: average.positions.length / 3 }, (_, v) => v);
  const near = all.filter((v) => distance(v) < radius);
  const vertices = near.length >= 8 ? near : all.sort((a, b) => distance(a) - distance(b)).slice(0, 8);
  const mean = ({ positions }: SkinMesh) =>
    [0, 1, 2].map((c) => vertices.reduce((sum, v) => sum + positions[v * 3 + c], 0) / vertices.length) as Point;
  const shares = JOINT_NAMES.map(() => 0);
  for (const v of vertices) for (let k = 0; k < 4; k++) shares[skin.joints[v * 4 + k]] += skin.weights[v * 4 + k];
  return { vertices, from: mean(average), to: mean(skin), joint: shares.indexOf(Math.max(...shares)) };
}

function nearestPatch({ mesh, pieces }: BoundLevel, patches: Patch[]): Uint8Array {
  const sums = new Map<number, [number, number, number, number]>();
  for (let v = 0; v < pieces.length; v++) {
    const sum = sums.get(pieces[v]) ?? [0, 0, 0, 0];
    for (let c = 0; c < 3; c++) sum[c] += mesh.positions[v * 3 + c];
    sum[3]++;
    sums.set(pieces[v], sum);
  }
  const owners = new Map(
    [...sums].map(([piece, [x, y, z, n]]) => {
      const far = patches.map(({ from }) => Math.hypot(x / n - from[0], y / n - from[1], z / n - from[2]));
      return [piece, far.indexOf(Math.min(...far))];
    }),
  );
  return Uint8Array.from(pieces, (piece) => owners.get(piece) as number);
}

/** Scales about one point and takes it to another. */
function shift(from: Point, to: Point, size: number): number[] {
  return [size, 0, 0, 0, 0, size, 0, 0, 0, 0, size, 0, ...from.map((x, c) => to[c] - size * x), 1];
}

/**
 * The pose of glasses: the first anchor (the nose) exactly, as wide as the others are apart, as deep as they lie behind it, and tilted to them.
 */
function poseBy([nose, left, right]: Patch[], size: number): number[] {
  const apart = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  const back = (head: "from" | "to") => [1, 2].map((c) => nose[head][c] - (left[head][c] + right[head][c]) / 2);
  const [before, after] = [back("from"), back("to")];
  const wide = (size * apart(left.to, right.to)) / apart(left.from, right.from);
  const deep = Math.hypot(...after) / Math.hypot(...before);
  const tilt = Math.atan2(before[0], before[1]) - Math.atan2(after[0], after[1]);
  const [c, s] = [Math.cos(tilt), Math.sin(tilt)];
  const scaled = [wide, 0, 0, 0, 0, wide, 0, 0, 0, 0, deep, 0, 0, 0, 0, 1];
  const turn = [1, 0, 0, 0, 0, c, s, 0, 0, -s, c, 0, 0, 0, 0, 1];
  const linear = multiply(turn, scaled);
  const moved = transform(linear, nose.from);
  for (let k = 0; k < 3; k++) linear[12 + k] = nose.to[k] - moved[k];
  return linear;
}

function movePieces(
  { mesh, weld }: BoundLevel,
  owner: Uint8Array,
  matrices: number[][],
): Pick<LayerMesh, "positions" | "normals" | "uvs" | "colors" | "triangles" | "weld"> {
  const placed = matrices.map((matrix) => transform(matrix, mesh.positions));
  // Normals go by the inverse transpose; scales here are along the axes before the turn, so dividing twice does it.
  const bent = matrices.map((m) => {
    const squares = [0, 1, 2].map((k) => m[4 * k] ** 2 + m[4 * k + 1] ** 2 + m[4 * k + 2] ** 2);
    return transform(
      m,
      mesh.normals.map((x, i) => x / squares[i % 3]),
      0,
    );
  });
  const positions = new Float32Array(mesh.positions.length);
  const normals = new Float32Array(mesh.positions.length);
  for (let v = 0; v < owner.length; v++) {
    const n = bent[owner[v]].subarray(v * 3, v * 3 + 3);
    const l = Math.hypot(n[0], n[1], n[2]) || 1;
    for (let c = 0; c < 3; c++) {
      positions[v * 3 + c] = placed[owner[v]][v * 3 + c];
      normals[v * 3 + c] = n[c] / l;
    }
  }
  const { uvs, colors, triangles } = mesh;
  return { positions, normals, uvs, triangles, weld, ...(colors ? { colors } : {}) };
}

/** Patches that an expression moves by less than this leave their pieces alone, head units (0.2 mm). */
const LEAST = 1e-3;

/** Each expression as the rigid motion of the patch that carries a piece. */
function moveRigidly(
  mesh: Omit<LayerMesh, "targets">,
  owner: Uint8Array,
  patches: Patch[],
  skin: SkinMesh,
): Map<string, MorphTarget> {
  const out = new Map<string, MorphTarget>();
  for (const [name, target] of skin.targets) {
    const dense = denseTarget(target, skin.positions.length / 3);
    const motions = patches.map(({ vertices }) => motionOf(vertices, skin, dense.positions));
    const indices: number[] = [];
    const positions: number[] = [];
    const normals: number[] = [];
    for (let v = 0; v < owner.length; v++) {
      const motion = motions[owner[v]];
      if (!motion) continue;
      const place = mesh.positions.subarray(v * 3, v * 3 + 3);
      const normal = mesh.normals.subarray(v * 3, v * 3 + 3);
      indices.push(v);
      positions.push(...transform(motion, place).map((x, c) => x - place[c]));
      normals.push(...transform(motion, normal, 0).map((x, c) => x - normal[c]));
    }
    if (indices.length > 0) {
      out.set(name, {
        indices: Uint32Array.from(indices),
        positions: Float32Array.from(positions),
        normals: Float32Array.from(normals),
      });
    }
  }
  return out;
}

/** The rotation and shift of a patch of skin, without the stretch; nothing where it hardly moves. */
function motionOf(vertices: number[], { positions }: SkinMesh, offsets: Float32Array): number[] | undefined {
  const from = vertices.flatMap((v) => [...positions.subarray(v * 3, v * 3 + 3)]);
  const to = from.map((x, i) => x + offsets[vertices[Math.floor(i / 3)] * 3 + (i % 3)]);
  const middle = (values: number[]) =>
    [0, 1, 2].map((c) => values.reduce((sum, x, i) => (i % 3 === c ? sum + x : sum), 0) / vertices.length);
  const [a, b] = [middle(from), middle(to)];
  if (Math.hypot(...a.map((x, c) => b[c] - x)) < LEAST) return undefined;
  const matrix = umeyama(from, to);
  const scale = Math.hypot(matrix[0], matrix[1], matrix[2]);
  for (let k = 0; k < 12; k++) matrix[k] /= k % 4 === 3 ? 1 : scale;
  const turned = transform(matrix, a, 0);
  for (let c = 0; c < 3; c++) matrix[12 + c] = b[c] - turned[c];
  return matrix;
}
