import { MeshoptSimplifier } from "meshoptimizer/simplifier";

export interface LevelOptions {
  /** Part of the triangles each level keeps, finest first. */
  ratios: number[];
  /** Furthest a level may be from level 0, relative to the extent; coarse levels are seen from afar. */
  error: number;
  /** Weight of texture coordinates, per axis, against positions: keeps the texture from sliding. */
  uvWeight: number;
  /** The same for normals: a coarse level wears the fine one's normals, so they had better fit its shape. */
  normalWeight: number;
}

const LEVEL_DEFAULTS: LevelOptions = { ratios: [1, 0.35, 0.1], error: 0.05, uvWeight: 0.5, normalWeight: 0.05 };

/**
 * Coarser index lists over the same vertices (meshoptimizer). Vertices on a UV seam only slide along it, on both sides
 * at once, so that every level reads the one atlas rightly.
 */
export async function buildLevels(
  positions: Float32Array,
  normals: Float32Array,
  uvs: Float32Array,
  indices: Uint32Array,
  options: Partial<LevelOptions> = {},
): Promise<Uint32Array[]> {
  const { ratios, error, uvWeight, normalWeight } = { ...LEVEL_DEFAULTS, ...options };
  await MeshoptSimplifier.ready;
  const attributes = new Float32Array((positions.length / 3) * 5);
  for (let v = 0; v < positions.length / 3; v++) {
    attributes.set(uvs.subarray(2 * v, 2 * v + 2), 5 * v);
    attributes.set(normals.subarray(3 * v, 3 * v + 3), 5 * v + 2);
  }
  const weights = [uvWeight, uvWeight, normalWeight, normalWeight, normalWeight];
  const reduce = (target: number, flags: "Permissive"[]) =>
    MeshoptSimplifier.simplifyWithAttributes(
      indices,
      positions,
      3,
      attributes,
      5,
      weights,
      null,
      target,
      error,
      flags,
    )[0];
  return ratios.map((ratio) => {
    if (ratio >= 1) return indices;
    const target = 3 * Math.round((indices.length / 3) * ratio);
    const kept = reduce(target, []);
    // A surface so rough that its seams are everywhere comes down only by crossing some of them.
    return (kept.length <= 1.25 * target ? kept : reduce(target, ["Permissive"])).slice();
  });
}
