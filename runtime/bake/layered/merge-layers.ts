import type { Layer, LayerMesh, MorphTarget, Picture, Surface } from "../../head/layers/types.ts";
import { packPictures } from "./pack-pictures.ts";
import type { WrittenLayer } from "./write-layers.ts";

const GROUPS = ["Opaque", "Cutout", "Blend"] as const;
type Group = (typeof GROUPS)[number];

export interface MergeOptions {
  /** Side of the largest picture's place in the atlas, texels, a multiple of 16. */
  textureSize: number;
  /** Whether the merged meshes keep morph targets. */
  morphs: boolean;
}

/**
 * Merges the layers of a coarse level into at most three meshes, one for each way of drawing: opaque, cut out by alpha, blended. Pictures
 * go into one atlas a group, factors of colours onto the vertices. Clear coats and anisotropy, which nobody sees from afar, are left
 * out.
 */
export function mergeLayers(layers: Layer[], level: number, { textureSize, morphs }: MergeOptions): WrittenLayer[] {
  const out: WrittenLayer[] = [];
  for (const group of GROUPS) {
    const members = layers
      .filter(({ surface }) => groupOf(surface) === group)
      .map(({ surface, levels }) => ({ surface, mesh: levels[Math.min(level, levels.length - 1)] }))
      .filter(({ mesh }) => mesh.triangles.length > 0);
    if (members.length === 0) continue;
    const { surfaces, places, pictures } = packPictures(
      members.map(({ surface }) => surface),
      textureSize,
    );
    const meshes = members.map(({ surface, mesh }) => {
      const [x, y, w, h] = places[surfaces.indexOf(surface)];
      const uvs = mesh.uvs.map((value, i) => (i % 2 === 0 ? x + w * clamp(value) : y + h * clamp(value)));
      return { ...mesh, uvs };
    });
    out.push({
      name: group,
      surface: mergedSurface(
        group,
        members.map(({ surface }) => surface),
        pictures,
      ),
      levels: [{ ...concatenate(meshes, morphs), colors: vertexColors(members) }],
    });
  }
  return out;
}

function groupOf({ alphaCutoff, blend }: Surface): Group {
  return alphaCutoff !== undefined ? "Cutout" : blend ? "Blend" : "Opaque";
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function mergedSurface(
  name: Group,
  surfaces: Surface[],
  pictures: { baseColor: Picture; normal?: Picture; orm: Picture },
): Surface {
  const cutoffs = surfaces.flatMap(({ alphaCutoff }) => (alphaCutoff === undefined ? [] : [alphaCutoff]));
  return {
    name,
    ...pictures,
    alphaCutoff: cutoffs.length > 0 ? Math.min(...cutoffs) : undefined,
    blend: name === "Blend",
    doubleSided: surfaces.some(({ doubleSided }) => doubleSided),
    specular: surfaces.find(({ specular }) => specular !== undefined)?.specular,
  };
}

function vertexColors(members: { surface: Surface; mesh: LayerMesh }[]): Float32Array {
  const count = members.reduce((sum, { mesh }) => sum + mesh.positions.length, 0);
  const out = new Float32Array(count);
  let at = 0;
  for (const { surface, mesh } of members) {
    const color = surface.color ?? [1, 1, 1, 1];
    for (let i = 0; i < mesh.positions.length; i++) out[at++] = color[i % 3] * (mesh.colors?.[i] ?? 1);
  }
  return out;
}

function concatenate(meshes: LayerMesh[], morphs: boolean): LayerMesh {
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
