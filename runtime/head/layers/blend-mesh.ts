import type { Layer, LayerMesh, MorphTarget } from "./types.ts";

/** Whether two layers have the same vertices, triangles and texture coordinates at every level. */
export function sharesTopology(a: Layer, b: Layer): boolean {
  if (a.levels.length !== b.levels.length) return false;
  return a.levels.every((level, i) => {
    const other = b.levels[i];
    return same(level.triangles, other.triangles) && same(level.uvs, other.uvs);
  });
}

function same(a: Float32Array | Uint32Array, b: Float32Array | Uint32Array): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}

/** Mixes places, normals and targets of two meshes of the same topology. @param amount of `b`, 0..1. */
export function blendMesh(a: LayerMesh, b: LayerMesh, amount: number): LayerMesh {
  const targets = new Map<string, MorphTarget>();
  for (const name of new Set([...a.targets.keys(), ...b.targets.keys()]))
    targets.set(name, blendTarget(a.targets.get(name), b.targets.get(name), amount));
  const normals = mixed(a.normals, b.normals, amount);
  for (let i = 0; i < normals.length; i += 3) {
    const length = Math.hypot(normals[i], normals[i + 1], normals[i + 2]) || 1;
    for (let c = 0; c < 3; c++) normals[i + c] /= length;
  }
  return {
    ...a,
    positions: mixed(a.positions, b.positions, amount),
    normals,
    weights: mixed(a.weights, b.weights, amount),
    targets,
  };
}

function mixed(a: Float32Array, b: Float32Array, amount: number): Float32Array {
  return a.map((x, i) => x + amount * (b[i] - x));
}

/** What either moves; a head without the target moves nothing by it. */
function blendTarget(a: MorphTarget | undefined, b: MorphTarget | undefined, amount: number): MorphTarget {
  const [first, second] = [a?.indices ?? new Uint32Array(), b?.indices ?? new Uint32Array()];
  const indices = Uint32Array.from([...new Set([...first, ...second])].sort((x, y) => x - y));
  const rows = new Map([...indices].map((v, row) => [v, row]));
  const gather = (pick: (target: MorphTarget) => Float32Array) => {
    const out = new Float32Array(3 * indices.length);
    for (const [target, share] of [
      [a, 1 - amount],
      [b, amount],
    ] as const) {
      if (!target || share === 0) continue;
      const values = pick(target);
      for (const [i, v] of target.indices.entries()) {
        const row = rows.get(v) as number;
        for (let c = 0; c < 3; c++) out[3 * row + c] += share * values[3 * i + c];
      }
    }
    return out;
  };
  return { indices, positions: gather(({ positions }) => positions), normals: gather(({ normals }) => normals) };
}
