import type { LayerMesh } from "../../layers/types.ts";

/** Two parts of one layer as one mesh a level. */
export function joinLevels(a: LayerMesh[], b: LayerMesh[]): LayerMesh[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, level) =>
    join(a[Math.min(level, a.length - 1)], b[Math.min(level, b.length - 1)]),
  );
}

function join(a: LayerMesh, b: LayerMesh): LayerMesh {
  const first = a.positions.length / 3;
  const floats = (x: Float32Array, y: Float32Array) => Float32Array.from([...x, ...y]);
  const targets = new Map(a.targets);
  for (const [name, { indices, positions, normals }] of b.targets) {
    const shifted = indices.map((v) => v + first);
    const before = targets.get(name);
    targets.set(name, {
      indices: before ? Uint32Array.from([...before.indices, ...shifted]) : shifted,
      positions: before ? floats(before.positions, positions) : positions,
      normals: before ? floats(before.normals, normals) : normals,
    });
  }
  return {
    positions: floats(a.positions, b.positions),
    normals: floats(a.normals, b.normals),
    uvs: floats(a.uvs, b.uvs),
    ...(a.colors || b.colors ? { colors: floats(colorsOf(a), colorsOf(b)) } : {}),
    triangles: Uint32Array.from([...a.triangles, ...b.triangles.map((v) => v + first)]),
    weld: Uint32Array.from([...a.weld, ...b.weld.map((v) => v + first)]),
    joints: Uint8Array.from([...a.joints, ...b.joints]),
    weights: floats(a.weights, b.weights),
    targets,
  };
}

const colorsOf = ({ colors, positions }: LayerMesh) => colors ?? new Float32Array(positions.length).fill(1);
