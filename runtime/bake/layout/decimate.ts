import { MeshoptSimplifier } from "meshoptimizer/simplifier";
import type { TriMesh } from "../../mesh/types.ts";
import { repairMesh } from "./repair-mesh.ts";

export interface DecimateOptions {
  /** Triangles to come down to. */
  triangles: number;
  /** Furthest the new surface may be from the old one, in units of the mesh's largest extent; the budget yields to it. */
  error: number;
  /** Weight of normals against positions in the choice of collapses: keeps creases of lips and eyelids. */
  normalWeight: number;
}

const DECIMATE_DEFAULTS: DecimateOptions = { triangles: 20000, error: 0.02, normalWeight: 0.1 };

/**
 * Quadric edge collapse (meshoptimizer) down to a triangle budget. Kept vertices stay exactly where they were: the
 * answer is an index list into the same vertices, with the largest deviation in the mesh's own units.
 * Now and then a collapse pinches two sheets together and repairing that leaves a hole; a slightly smaller budget takes
 * another path, so a few are tried for the one with the fewest.
 */
export async function decimate(
  { positions, indices }: TriMesh,
  normals: Float32Array,
  options: Partial<DecimateOptions> = {},
): Promise<{ indices: Uint32Array; deviation: number }> {
  const { triangles, error, normalWeight } = { ...DECIMATE_DEFAULTS, ...options };
  if (indices.length / 3 <= triangles) return { indices: indices.slice(), deviation: 0 };
  await MeshoptSimplifier.ready;
  const scale = MeshoptSimplifier.getScale(positions, 3);
  let best: { indices: Uint32Array; deviation: number } | undefined;
  let fewestOpen = Infinity;
  for (let attempt = 0; attempt < 5 && fewestOpen > 0; attempt++) {
    const [reduced, relative] = MeshoptSimplifier.simplifyWithAttributes(
      indices,
      positions,
      3,
      normals,
      3,
      [normalWeight, normalWeight, normalWeight],
      null,
      3 * Math.floor(triangles * (1 - 0.01 * attempt)),
      error,
      ["RegularizeLight"],
    );
    const { indices: repaired, report } = repairMesh({ positions, indices: reduced }, { smallestPiece: 0 });
    if (report.openEdges >= fewestOpen) continue;
    fewestOpen = report.openEdges;
    best = { indices: repaired, deviation: relative * scale };
  }
  return best!;
}
