import { type Bvh, buildBvh } from "../../mesh/build-bvh.ts";
import { closestPoint, type SurfacePoint } from "../../mesh/closest-point.ts";
import { findComponents } from "../../mesh/components.ts";
import { weldPlaces } from "../../mesh/weld-places.ts";
import { denseTarget, type SkinMesh } from "./dense-target.ts";
import { frameAt } from "./frame.ts";
import type { Part, PartMesh } from "./read-part.ts";
import { prepareWarp, type WarpSource, warpCenters } from "./warp.ts";

/** The average skin, made ready for parts to be bound to it. */
export interface BindSkin {
  skin: SkinMesh;
  /** Triangles that parts may be bound to and the trees over them: all, those the jaw carries, the others. */
  sides: Record<"all" | "jaw" | "skull", { corners: Uint32Array; bvh: Bvh }>;
  /** U8 [V] vertices that the jaw carries. */
  jaw: Uint8Array;
  /** U8 [V] vertices that nothing is bound to: ears, and what lies inside the head. */
  loose: Uint8Array;
  /** Of the warps that carry what stands off the skin. */
  warp: WarpSource;
}

/** Where each vertex of one level is bound. */
export interface BoundLevel {
  mesh: PartMesh;
  /** U32 [V, 3] vertices of the skin, F32 [V, 2] barycentric weights of the second and third. */
  corners: Uint32Array;
  bary: Float32Array;
  /** F32 [V, 3] offset and unit normal in the frame there. */
  offsets: Float32Array;
  turns: Float32Array;
  /** F32 [V] how far from the skin, head units. */
  heights: Float32Array;
  /** U32 [V] first vertex of each connected piece. */
  pieces: Uint32Array;
  weld: Uint32Array;
}

/** Where vertices stand on the skin, and how far from it. */
export type Feet = Pick<BoundLevel, "corners" | "bary" | "heights">;

export interface BoundPart {
  part: Part;
  on: BindSkin;
  levels: BoundLevel[];
}

/** Share of the greatest displacement of `jawOpen` from which on a vertex goes with the jaw. */
const JAW_SHARE = 0.35;

/**
 * Prepares the average skin. @param keepOff U8 [V] vertices that nothing is bound to, such as ears, which other morphs drag about.
 */
export function prepareSkin(skin: SkinMesh, keepOff?: Uint8Array): BindSkin {
  const count = skin.positions.length / 3;
  const jaw = new Uint8Array(count);
  const opening = skin.targets.get("jawOpen");
  if (opening) {
    const { positions } = denseTarget(opening, count);
    const moved = Float32Array.from(jaw, (_, v) =>
      Math.hypot(positions[v * 3], positions[v * 3 + 1], positions[v * 3 + 2]),
    );
    const most = moved.reduce((a, b) => Math.max(a, b), 0);
    for (let v = 0; v < count; v++) jaw[v] = moved[v] > JAW_SHARE * most ? 1 : 0;
  }
  const side = (wanted: (v: number) => boolean) => {
    const chosen: number[] = [];
    for (let t = 0; t < skin.triangles.length; t += 3) {
      const [a, b, c] = [skin.triangles[t], skin.triangles[t + 1], skin.triangles[t + 2]];
      if (keepOff && (keepOff[a] || keepOff[b] || keepOff[c])) continue;
      if (wanted(a) && wanted(b) && wanted(c)) chosen.push(a, b, c);
    }
    const corners = Uint32Array.from(chosen);
    return { corners, bvh: buildBvh({ positions: skin.positions, indices: corners }) };
  };
  const all = side(() => true);
  return {
    skin,
    jaw,
    loose: keepOff ?? new Uint8Array(count),
    sides: { all, jaw: opening ? side((v) => jaw[v] === 1) : all, skull: opening ? side((v) => jaw[v] === 0) : all },
    warp: prepareWarp(skin.positions, warpCenters(skin.positions)),
  };
}

/** Pieces wider than this are no locks but sheets that lie on both sides of the mouth, head units. */
const SHEET = 0.5;

/**
 * Binds a part to the average skin it was modelled on. Of a part that moves with expressions every connected piece is bound to the side of
 * the mouth that its root stands on, so that a moustache stays with the upper lip when the jaw drops; a sheet goes with what is beneath it.
 */
export function bindPart(on: BindSkin, part: Part): BoundPart {
  return { part, on, levels: part.meshes.map((mesh) => bindLevel(on, part, mesh)) };
}

function bindLevel(on: BindSkin, part: Part, mesh: PartMesh): BoundLevel {
  const count = mesh.positions.length / 3;
  const weld = weldPlaces(mesh.positions);
  const pieces = findComponents(
    mesh.triangles.map((v) => weld[v]),
    new Uint32Array(count),
  );
  for (let v = 0; v < count; v++) pieces[v] = pieces[weld[v]];
  const out: BoundLevel = {
    mesh,
    corners: new Uint32Array(count * 3),
    bary: new Float32Array(count * 2),
    offsets: new Float32Array(count * 3),
    turns: new Float32Array(count * 3),
    heights: new Float32Array(count),
    pieces,
    weld,
  };
  let before: BindSkin["sides"]["all"] | undefined;
  for (let v = 0; v < count; v++) bindVertex(out, v, on.sides.all);
  if (!part.fit.moves || part.fit.bind !== "skin") return out;
  const roots = new Map<number, number>();
  for (let v = 0; v < count; v++) {
    const root = roots.get(pieces[v]);
    if (root === undefined || out.heights[v] < out.heights[root]) roots.set(pieces[v], v);
  }
  const wide = widePieces(mesh.positions, pieces);
  const sides = new Map([...roots].map(([piece, root]) => [piece, on.jaw[out.corners[root * 3]] === 1]));
  for (let v = 0; v < count; v++) {
    const withJaw = sides.get(pieces[v]) as boolean;
    if (wide.has(pieces[v])) continue;
    if ((on.jaw[out.corners[v * 3]] === 1) !== withJaw) bindVertex(out, v, withJaw ? on.sides.jaw : on.sides.skull);
  }
  return out;

  function bindVertex(to: BoundLevel, v: number, side: BindSkin["sides"]["all"]): void {
    const { corners, bvh } = side;
    const [x, y, z] = [mesh.positions[v * 3], mesh.positions[v * 3 + 1], mesh.positions[v * 3 + 2]];
    hit.slot = -1;
    // The foot of the vertex before is on the surface: this one's is no further.
    const apart = (x - frame[0]) ** 2 + (y - frame[1]) ** 2 + (z - frame[2]) ** 2;
    closestPoint(bvh, x, y, z, 0, 0, 0, hit, 0, side === before ? SLACK * apart + LEAST : Infinity);
    before = side;
    const at = bvh.order[hit.slot] * 3;
    to.corners.set(corners.subarray(at, at + 3), v * 3);
    to.bary[v * 2] = hit.u;
    to.bary[v * 2 + 1] = hit.v;
    to.heights[v] = Math.sqrt(hit.squared);
    const f = frameAt(frame, on.skin, { corners: to.corners, at: v * 3, u: to.bary[v * 2], v: to.bary[v * 2 + 1] });
    const offset = [x - f[0], y - f[1], z - f[2]];
    for (let axis = 0; axis < 3; axis++) {
      const [fx, fy, fz] = [f[3 + axis * 3], f[4 + axis * 3], f[5 + axis * 3]];
      to.offsets[v * 3 + axis] = offset[0] * fx + offset[1] * fy + offset[2] * fz;
      to.turns[v * 3 + axis] = mesh.normals[v * 3] * fx + mesh.normals[v * 3 + 1] * fy + mesh.normals[v * 3 + 2] * fz;
    }
  }
}

/** Room for rounding in a squared distance. */
const [SLACK, LEAST] = [1.001, 1e-9];

const hit: SurfacePoint = { slot: -1, u: 0, v: 0, squared: 0 };
const frame = new Float64Array(12);

function widePieces(positions: Float32Array, pieces: Uint32Array): Set<number> {
  const reach = new Map<number, [number, number]>();
  for (const [v, piece] of pieces.entries()) {
    const x = positions[v * 3];
    const [least, most] = reach.get(piece) ?? [x, x];
    reach.set(piece, [Math.min(least, x), Math.max(most, x)]);
  }
  return new Set([...reach].filter(([, [least, most]]) => most - least > SHEET).map(([piece]) => piece));
}
