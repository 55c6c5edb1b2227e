import type { LayerMesh, MorphTarget } from "../../../head/layers/types.ts";

/** Meshes one after the other as one. @param morphs whether their targets are kept. */
export function concatenate(meshes: LayerMesh[], morphs: boolean): LayerMesh {
  const starts: number[] = [];
  let count = 0;
  for (const { positions } of meshes) {
    starts.push(count);
    count += positions.length / 3;
  }
  const shifted = (values: Uint32Array, i: number) => values.map((v) => v + starts[i]);
  const targets = new Map<string, MorphTarget>();
  const names = morphs ? new Set(meshes.flatMap(({ targets }) => [...targets.keys()])) : [];
  for (const name of names) {
    const moved = meshes.flatMap((mesh, i) => {
      const target = mesh.targets.get(name);
      return target ? [{ ...target, indices: shifted(target.indices, i) }] : [];
    });
    targets.set(name, {
      indices: joinU32(moved.map(({ indices }) => indices)),
      positions: joinF32(moved.map(({ positions }) => positions)),
      normals: joinF32(moved.map(({ normals }) => normals)),
    });
  }
  return {
    positions: joinF32(meshes.map(({ positions }) => positions)),
    normals: joinF32(meshes.map(({ normals }) => normals)),
    uvs: joinF32(meshes.map(({ uvs }) => uvs)),
    triangles: joinU32(meshes.map(({ triangles }, i) => shifted(triangles, i))),
    weld: joinU32(meshes.map(({ weld }, i) => shifted(weld, i))),
    joints: joinU8(meshes.map(({ joints }) => joints)),
    weights: joinF32(meshes.map(({ weights }) => weights)),
    targets,
  };
}

const joinF32 = (arrays: Float32Array[]) => join(arrays, (length) => new Float32Array(length));
const joinU32 = (arrays: Uint32Array[]) => join(arrays, (length) => new Uint32Array(length));
const joinU8 = (arrays: Uint8Array[]) => join(arrays, (length) => new Uint8Array(length));

function join<T extends Float32Array | Uint32Array | Uint8Array>(arrays: T[], create: (length: number) => T): T {
  const out = create(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    out.set(array, at);
    at += array.length;
  }
  return out;
}
