import { smoothstep } from "../../../mesh/smoothstep.ts";
import { mixScalar, type TexelMap } from "../texel-map.ts";
import type { FaceGuide } from "./face.ts";

/** A millimetre in units of head space, about. */
export const MILLIMETRE = 1 / 176;

/** A distance that is too long to matter. */
export const FAR = 1;

/** What skin is drawn on: the average face's texels, and which parts of a head they belong to. */
export interface SkinSheet {
  map: TexelMap;
  face: FaceGuide;
  /** F32 [N] shares 0..1 of regions. */
  regions: Record<"lips" | "ears" | "mouth" | "sockets" | "neck", Float32Array>;
  /** F32 [N] signed distances to outlines, seen from the front, in units; `FAR` beyond their reach and behind the face. */
  lines: Record<"lips" | "lids" | "brows", Float32Array>;
  /** F64 [T] areas of the triangles, summed up. */
  areas: Float64Array;
  /** F32 [N] share of open sky, 0..1. */
  occlusion: Float32Array;
  /** Vertices of the average face that marks are scattered over, and its triangles. */
  positions: Float32Array;
  triangles: Uint32Array;
}

/** Skin while it is drawn, a value a texel: what lies in it, how it stands out, what lies upon it. */
export interface SkinCanvas {
  /** Added to the tone's melanin and blood: shares of the table's axes, which are logarithmic. */
  melanin: Float32Array;
  blood: Float32Array;
  /** Units above the surface. */
  height: Float32Array;
  /** 0..1 where skin is folded in. */
  crease: Float32Array;
  roughness: Float32Array;
  /** 0..1 where it is metal. */
  metal: Float32Array;
  /** Linear colour [N, 3] and its share [N] of what lies on the skin. */
  paint: Float32Array;
  cover: Float32Array;
}

export function blankCanvas(count: number): SkinCanvas {
  const one = () => new Float32Array(count);
  return {
    melanin: one(),
    blood: one(),
    height: one(),
    crease: one(),
    roughness: one().fill(0.5),
    metal: one(),
    paint: new Float32Array(3 * count),
    cover: one(),
  };
}

/** Lays a linear colour over a texel, the later ones over the earlier ones. */
export function layOn({ paint, cover }: SkinCanvas, n: number, color: ArrayLike<number>, share: number): void {
  if (share <= 0) return;
  const kept = cover[n] * (1 - share);
  const total = kept + share;
  for (let c = 0; c < 3; c++) paint[3 * n + c] = (paint[3 * n + c] * kept + color[c] * share) / total;
  cover[n] = total;
}

/** How near to the line where lips meet, 0..1. @param distance from their outline, `lines.lips` of a sheet. */
export const lipLine = (distance: number): number => (distance < FAR ? smoothstep(-0.012, -0.04, distance) : 0);

/**
 * A smooth field over a face, asked for at its vertices and mixed between them: some forty times fewer questions than texels.
 * @param field of a point on the average face. @returns F32 [N].
 */
export function smoothField(
  { map, positions, triangles }: SkinSheet,
  field: (x: number, y: number, z: number) => number,
): Float32Array {
  const values = new Float32Array(positions.length / 3);
  for (let v = 0; v < values.length; v++)
    values[v] = field(positions[3 * v], positions[3 * v + 1], positions[3 * v + 2]);
  return mixScalar(map, triangles, values);
}
