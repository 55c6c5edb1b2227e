/** Roughness 0..1 by region name; "default" serves every name not listed. Dry skin, moist eyes and lips, dull hair. */
export const ROUGHNESS: Record<string, number> = {
  default: 0.55,
  face: 0.5,
  skin: 0.5,
  nose: 0.44,
  lips: 0.34,
  eyes: 0.12,
  brows: 0.6,
  ears: 0.52,
  neck: 0.55,
  hair: 0.62,
};

/**
 * Roughness a vertex from region ids (indices into `names`). Baked through vertices, a border between regions comes out
 * as soft as one triangle is wide.
 */
export function regionRoughness(
  ids: Uint8Array,
  names: string[],
  table: Record<string, number> = ROUGHNESS,
): Float32Array {
  const values = names.map((name) => table[name] ?? table["default"] ?? ROUGHNESS["default"]);
  return Float32Array.from(ids, (id) => values[id] ?? table["default"] ?? ROUGHNESS["default"]);
}
