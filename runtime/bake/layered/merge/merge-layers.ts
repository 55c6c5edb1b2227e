import type { Layer, Picture, Surface } from "../../../head/layers/types.ts";
import type { WrittenLayer } from "../written-layer.ts";
import { concatenate } from "./concatenate.ts";
import { packPictures, placedUvs } from "./pack-pictures.ts";
import { vertexColors } from "./vertex-colors.ts";

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
    const { places, pictures } = packPictures(
      members.map(({ surface }) => surface),
      textureSize,
    );
    const meshes = members.map(({ mesh }, i) => ({ ...mesh, uvs: placedUvs(mesh.uvs, places[i]) }));
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
