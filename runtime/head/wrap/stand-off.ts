import { buildBvh } from "../../mesh/build-bvh.ts";
import { closestPoint, type SurfacePoint } from "../../mesh/closest-point.ts";
import { findComponents } from "../../mesh/components.ts";
import { faceNormals } from "../../mesh/face-normals.ts";
import type { TriMesh } from "../../mesh/types.ts";
import type { LayerMesh, LayerName } from "../layers/types.ts";
import type { Feet } from "../part-files/bind.ts";

export interface StandOffSettings {
  /** What stands off the skin: everything further from it than `from` that hangs together with something further than `at`, head units, and is larger than `area`, head units². */
  standOff: { from: number; at: number; area: number };
}

/** The skin that a surface was wrapped with. */
export interface WrappedSkin {
  mesh: LayerMesh;
  /** Region of each vertex. */
  regions: Uint8Array;
  regionNames: string[];
  /** Height below which the surface is the bust, which heads of layers have not, head space. */
  floor: number;
  eyes: { center: [number, number, number]; radius: number }[];
  /** Height of the mouth, head space. */
  mouth: number;
}

/** A part of a surface that is not skin. */
export interface StandingPart {
  name: LayerName;
  /** Its vertices are the surface's. */
  triangles: Uint32Array;
}

/** What lies behind lips and lids carries nothing. */
const WITHIN = ["mouth", "sockets"];
/** Less than this off the skin, head units, a piece over neck and ears alone, or a small one at an ear, is where the skin fits badly. */
const MISFIT = { height: 0.1, area: 0.06 };
/** Radii of an eye's centre within which the surface is the eye's. */
const EYE = 1.3;

/**
 * Finds what of a surface stands off the skin that it was wrapped with.
 * @param hat whether what is on top of the head is worn.
 * @returns the parts by layer, and where every vertex of the surface stands on the skin.
 */
export function findStandOff(
  skin: WrappedSkin,
  target: TriMesh,
  { standOff }: StandOffSettings,
  hat: boolean,
): { parts: StandingPart[]; feet: Feet } {
  const feet = standOn(skin, target.positions);
  const heights = outwards(skin, target.positions, feet);
  const { indices } = target;
  const open: number[] = [];
  for (let t = 0; t < indices.length; t += 3) {
    const corners = [indices[t], indices[t + 1], indices[t + 2]];
    if (corners.every((v) => heights[v] > standOff.from)) open.push(...corners);
  }
  const triangles = Uint32Array.from(open);
  const pieces = findComponents(triangles, new Uint32Array(heights.length));
  const { areas } = faceNormals({ positions: target.positions, indices: triangles });
  const sizes = new Map<number, { area: number; height: number; regions: Set<string> }>();
  for (let t = 0; t < triangles.length; t += 3) {
    const size = sizes.get(pieces[triangles[t]]) ?? { area: 0, height: 0, regions: new Set() };
    size.area += areas[t / 3];
    for (let k = 0; k < 3; k++) size.height = Math.max(size.height, heights[triangles[t + k]]);
    size.regions.add(skin.regionNames[skin.regions[feet.corners[3 * triangles[t]]]]);
    sizes.set(pieces[triangles[t]], size);
  }
  const byName = new Map<LayerName, number[]>();
  for (let t = 0; t < triangles.length; t += 3) {
    const size = sizes.get(pieces[triangles[t]])!;
    if (size.area < standOff.area || size.height < standOff.at || isMisfit(size)) continue;
    const name = nameOf(skin, target.positions, feet, triangles[t], hat);
    const found = byName.get(name) ?? [];
    found.push(triangles[t], triangles[t + 1], triangles[t + 2]);
    byName.set(name, found);
  }
  const parts = [...byName].map(([name, found]) => ({ name, triangles: Uint32Array.from(found) }));
  return { parts, feet };
}

function isMisfit({ area, height, regions }: { area: number; height: number; regions: Set<string> }): boolean {
  if (height >= MISFIT.height) return false;
  return (regions.has("ears") && area < MISFIT.area) || [...regions].every((name) => ["neck", "ears"].includes(name));
}

function standOn({ mesh: { positions, triangles: all }, regions, regionNames }: WrappedSkin, points: Float32Array) {
  const within = WITHIN.map((name) => regionNames.indexOf(name));
  const triangles = all.filter((_, i) => {
    const first = i - (i % 3);
    return !all.subarray(first, first + 3).some((v) => within.includes(regions[v]));
  });
  const count = points.length / 3;
  const bvh = buildBvh({ positions, indices: triangles });
  const feet = {
    corners: new Uint32Array(3 * count),
    bary: new Float32Array(2 * count),
    heights: new Float32Array(count),
  };
  const hit: SurfacePoint = { slot: -1, u: 0, v: 0, squared: 0 };
  for (let v = 0; v < count; v++) {
    closestPoint(bvh, points[3 * v], points[3 * v + 1], points[3 * v + 2], 0, 0, 0, hit);
    const at = 3 * bvh.order[hit.slot];
    feet.corners.set(triangles.subarray(at, at + 3), 3 * v);
    feet.bary.set([hit.u, hit.v], 2 * v);
    feet.heights[v] = Math.sqrt(hit.squared);
  }
  return feet;
}

/** How far each point is outside the skin, 0 within it, at the eyes, on lips and on the bust. */
function outwards(
  { mesh, regions, regionNames, floor, eyes }: WrappedSkin,
  points: Float32Array,
  { corners, bary, heights }: Feet,
) {
  const lips = regionNames.indexOf("lips");
  return heights.map((height, v) => {
    const point = points.subarray(3 * v, 3 * v + 3);
    if (point[1] < floor || regions[corners[3 * v]] === lips) return 0;
    if (eyes.some(({ center, radius }) => Math.hypot(...center.map((x, c) => x - point[c])) < EYE * radius)) return 0;
    const shares = [1 - bary[2 * v] - bary[2 * v + 1], bary[2 * v], bary[2 * v + 1]];
    let along = 0;
    for (let k = 0; k < 3; k++) {
      const at = 3 * corners[3 * v + k];
      for (let c = 0; c < 3; c++) along += shares[k] * (point[c] - mesh.positions[at + c]) * mesh.normals[at + c];
    }
    return along > 0 ? height : 0;
  });
}

/** Which layer a triangle belongs to, by the skin below its first vertex. */
function nameOf(
  { regions, regionNames, mouth }: WrappedSkin,
  points: Float32Array,
  { corners }: Feet,
  v: number,
  hat: boolean,
): LayerName {
  const region = regionNames[regions[corners[3 * v]]];
  // Below the mouth and in front of the ears.
  if (["face", "neck"].includes(region) && points[3 * v + 1] < mouth && points[3 * v + 2] > 0) return "Beard";
  return hat && region === "hair" ? "Headwear" : "Hair";
}
