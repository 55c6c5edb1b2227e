import type { Layer, LayeredHead, LayerMesh, Picture } from "../../head/layers/types.ts";
import type { Cutout } from "../../mesh/cutout.ts";
import type { TriMesh } from "../../mesh/types.ts";

/** A layered head's meshes in one, its cards last. */
export interface JoinedHead extends TriMesh {
  normals: Float32Array;
  uvs: Float32Array;
  /** Linear, multiplied onto the base colours. */
  colors: Float32Array;
  /** First triangle and the layer of each part of the mesh, ascending. */
  parts: { from: number; layer: Layer }[];
}

/** Joins one level of a head's layers into one mesh, whose cards are cut out by their pictures' alpha. */
export function joinHead({ layers }: Pick<LayeredHead, "layers">, level = 0): JoinedHead {
  const pick = ({ levels }: Layer): LayerMesh => levels[Math.min(level, levels.length - 1)];
  const drawn = layers.filter((layer) => layer.levels.length > 0 && pick(layer).triangles.length > 0);
  const isCard = ({ surface }: Layer) => surface.alphaCutoff !== undefined && surface.baseColor?.channels === 4;
  const order = [...drawn.filter((layer) => !isCard(layer)), ...drawn.filter(isCard)];
  const meshes = order.map(pick);
  const vertices = meshes.reduce((sum, { positions }) => sum + positions.length / 3, 0);
  const corners = meshes.reduce((sum, { triangles }) => sum + triangles.length, 0);
  const out: JoinedHead = {
    positions: new Float32Array(vertices * 3),
    normals: new Float32Array(vertices * 3),
    uvs: new Float32Array(vertices * 2),
    colors: new Float32Array(vertices * 3).fill(1),
    indices: new Uint32Array(corners),
    parts: [],
  };
  let [vertex, corner] = [0, 0];
  for (const [i, { positions, normals, uvs, colors, triangles }] of meshes.entries()) {
    out.parts.push({ from: corner / 3, layer: order[i] });
    out.positions.set(positions, vertex * 3);
    out.normals.set(normals, vertex * 3);
    out.uvs.set(uvs, vertex * 2);
    if (colors) out.colors.set(colors, vertex * 3);
    for (let k = 0; k < triangles.length; k++) out.indices[corner + k] = triangles[k] + vertex;
    vertex += positions.length / 3;
    corner += triangles.length;
  }
  const cards = out.parts.filter(({ layer }) => isCard(layer));
  return cards.length === 0 ? out : { ...out, cutout: stackMasks(out, cards) };
}

/** One mask for all cards: their pictures below each other, each scaled so that its own cutoff is at 128. */
function stackMasks({ uvs, indices }: JoinedHead, cards: JoinedHead["parts"]): Cutout {
  const pictures = [...new Set(cards.map(({ layer }) => layer.surface.baseColor as Picture))];
  const width = Math.max(...pictures.map((picture) => picture.width));
  const height = pictures.reduce((sum, picture) => sum + picture.height, 0);
  const alpha = new Uint8Array(width * height);
  const tops = new Map<Picture, number>();
  let top = 0;
  for (const picture of pictures) {
    tops.set(picture, top);
    const surface = cards.find(({ layer }) => layer.surface.baseColor === picture)?.layer.surface;
    const scale = ((surface?.color?.[3] ?? 1) * 0.5) / (surface?.alphaCutoff ?? 0.5);
    for (let y = 0; y < picture.height; y++) {
      for (let x = 0; x < width; x++) {
        const column = Math.floor((x * picture.width) / width);
        alpha[(top + y) * width + x] = Math.min(255, picture.data[4 * (y * picture.width + column) + 3] * scale);
      }
    }
    top += picture.height;
  }
  const stacked = uvs.slice();
  for (const [i, { from, layer }] of cards.entries()) {
    const picture = layer.surface.baseColor as Picture;
    const end = (cards[i + 1]?.from ?? indices.length / 3) * 3;
    for (const v of new Set(indices.subarray(from * 3, end))) {
      stacked[v * 2 + 1] = ((tops.get(picture) as number) + uvs[v * 2 + 1] * picture.height) / height;
    }
  }
  return { from: cards[0].from, uvs: stacked, alpha, width, height, cutoff: 128 };
}
