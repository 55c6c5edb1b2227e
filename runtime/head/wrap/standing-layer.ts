import { MeshoptSimplifier } from "meshoptimizer/simplifier";
import { gatherRows } from "../../mesh/gather-rows.ts";
import { openEdges } from "../../mesh/open-edges.ts";
import type { Layer, LayerMesh } from "../layers/types.ts";
import type { Feet } from "../part-files/bind.ts";
import { carry } from "../part-files/place.ts";
import { moveWithSkin } from "../part-files/place-targets.ts";
import { linearOf, type Rgb } from "../surfaces/color.ts";
import type { StandingPart } from "./stand-off.ts";

/** Triangles of each level at most. */
const LEVELS = [24_000, 8000, 2000, 600];
/** Levels with targets. */
const MOVING = 2;
/** How far below the skin its open edges end, head units: no light shows through. */
const TUCKED = 0.006;
/** Edges further from it than this hang free. */
const HANGING = 0.05;
const ROUGHNESS = 0.75;

/**
 * A part of a marched surface as a layer that is bound to the skin and goes with its expressions.
 * @param positions, normals F32 [N, 3] of the surface, {@link tuckEdges}. @param feet of all its vertices. @param colors sRGB in [0, 1] of vertices.
 */
export async function standingLayer(
  { name, triangles }: StandingPart,
  { positions, normals }: { positions: Float32Array; normals: Float32Array },
  { skin, feet }: { skin: LayerMesh; feet: Feet },
  colors: (places: Uint32Array) => Float32Array,
): Promise<Layer> {
  await MeshoptSimplifier.ready;
  const levels: LayerMesh[] = [];
  let indices = triangles;
  for (const [level, most] of LEVELS.entries()) {
    if (indices.length > 3 * most) [indices] = MeshoptSimplifier.simplify(indices, positions, 3, 3 * most, 1);
    levels.push(levelMesh(indices, { positions, normals }, { skin, feet, moves: level < MOVING }, colors));
  }
  return { name, surface: { name, roughness: ROUGHNESS, metallic: 0, doubleSided: true }, levels };
}

function levelMesh(
  indices: Uint32Array,
  { positions, normals }: { positions: Float32Array; normals: Float32Array },
  { skin, feet, moves }: { skin: LayerMesh; feet: Feet; moves: boolean },
  colors: (places: Uint32Array) => Float32Array,
): LayerMesh {
  const used = Uint32Array.from(new Set(indices));
  const number = new Map(Array.from(used, (v, i) => [v, i]));
  const own: Feet = {
    corners: gatherRows(feet.corners, used, 3),
    bary: gatherRows(feet.bary, used, 2),
    heights: gatherRows(feet.heights, used, 1),
  };
  const srgb = colors(used);
  const linear = new Float32Array(srgb.length);
  for (let i = 0; i < srgb.length; i += 3) linear.set(linearOf([...srgb.subarray(i, i + 3)] as Rgb), i);
  const mesh: LayerMesh = {
    positions: gatherRows(positions, used, 3),
    normals: gatherRows(normals, used, 3),
    uvs: new Float32Array(2 * used.length),
    colors: linear,
    triangles: indices.map((v) => number.get(v)!),
    weld: Uint32Array.from(used.keys()),
    ...carry(own, skin, true),
    targets: new Map(),
  };
  if (moves) mesh.targets = moveWithSkin(own, mesh, skin);
  return mesh;
}

/** Places of a surface, where the edges of what stands off it lie a little below the skin. @param parts all of them: where two meet is no edge. */
export function tuckEdges(
  positions: Float32Array,
  parts: StandingPart[],
  { skin, feet: { corners, bary, heights } }: { skin: LayerMesh; feet: Feet },
): Float32Array {
  const triangles = parts.flatMap((part) => [...part.triangles]);
  const out = positions.slice();
  const edges = openEdges(triangles, positions.length / 3);
  for (const v of new Set(edges.map(({ a }) => a))) {
    if (heights[v] > HANGING) continue;
    const shares = [1 - bary[2 * v] - bary[2 * v + 1], bary[2 * v], bary[2 * v + 1]];
    for (let c = 0; c < 3; c++) {
      out[3 * v + c] = 0;
      for (let k = 0; k < 3; k++) {
        const at = 3 * corners[3 * v + k] + c;
        out[3 * v + c] += shares[k] * (skin.positions[at] - TUCKED * skin.normals[at]);
      }
    }
  }
  return out;
}
