import type { Layer, LayeredHead, LayerMesh, Picture } from "../../head/layers/types.ts";
import type { Cutout } from "../../mesh/cutout.ts";
import type { TriMesh } from "../../mesh/types.ts";
import { levelOf, mipsOf, pictureScales, sampleMips } from "./mips.ts";
import { mix, type Surface, type SurfaceSamples, unit } from "./surfaces.ts";

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

/** Glass that one looks through; what is darker is drawn as if it were solid. */
const isClear = ({ blend, color }: Layer["surface"]) => blend === true && (color?.[3] ?? 1) < 0.5;

/**
 * A layered head as previews and the face judge see it: its pictures and factors.
 * @param fine also says what a studio's light needs: the relief of normal maps, strands, coats, skin.
 */
export function layeredSurface(head: Pick<LayeredHead, "layers">, { level = 0, fine = false } = {}): Surface {
  const mesh = joinHead({ layers: head.layers.filter(({ surface }) => !isClear(surface)) }, level);
  const strands = fine ? strandField(mesh) : undefined;
  let scales: Float32Array | undefined;
  return {
    mesh,
    sample(triangle, weights, spacing = 0) {
      scales ??= pictureScales(mesh, mesh.uvs);
      const tints = mix(mesh.colors, 3, mesh.indices, triangle, weights);
      const uvs = mix(mesh.uvs, 2, mesh.indices, triangle, weights);
      const count = triangle.length;
      const samples: SurfaceSamples = {
        colors: new Float32Array(count * 3),
        normals: unit(mix(mesh.normals, 3, mesh.indices, triangle, weights)),
        occlusion: new Float32Array(count).fill(1),
        roughness: new Float32Array(count),
        metallic: new Float32Array(count),
      };
      const detail = strands && fineSamples(samples);
      if (strands) samples.strands = unit(mix(strands, 3, mesh.indices, triangle, weights));
      for (let i = 0; i < count; i++) {
        let part = mesh.parts.length - 1;
        while (mesh.parts[part].from > triangle[i]) part--;
        const { surface, name } = mesh.parts[part].layer;
        const [u, v] = [uvs[2 * i], uvs[2 * i + 1]];
        const scale = scales[triangle[i]];
        const texel = (picture: Picture, channel: number) => {
          const mips = mipsOf(picture);
          return sampleMips(mips, u, v, channel, levelOf(scale, mips, spacing));
        };
        for (let c = 0; c < 3; c++) {
          // The factor is linear, the picture and the samples are sRGB: a power of 1/2.2 is near enough for a preview.
          const factor = ((surface.color?.[c] ?? 1) * tints[3 * i + c]) ** (1 / 2.2);
          samples.colors[3 * i + c] = factor * (surface.baseColor ? texel(surface.baseColor, c) : 1);
        }
        if (surface.orm) samples.occlusion[i] = texel(surface.orm, 0);
        samples.roughness[i] = (surface.roughness ?? 1) * (surface.orm ? texel(surface.orm, 1) : 1);
        samples.metallic[i] = (surface.metallic ?? (surface.orm ? 1 : 0)) * (surface.orm ? texel(surface.orm, 2) : 1);
        if (!detail) continue;
        detail.coat[i] = surface.clearcoat?.factor ?? 0;
        if (name === "Skin" || name === "Tongue") detail.skin[i] = 1 - samples.metallic[i];
        if (surface.alphaCutoff === undefined && surface.normal)
          bend(
            mesh,
            triangle[i],
            [0, 1, 2].map((c) => 2 * texel(surface.normal as Picture, c) - 1),
            detail.relief.subarray(3 * i, 3 * i + 3),
          );
      }
      return samples;
    },
  };
}

/** Adds what a studio's light needs, blank. */
function fineSamples(samples: SurfaceSamples) {
  const count = samples.roughness.length;
  const fine = {
    relief: samples.normals.slice(),
    coat: new Float32Array(count),
    skin: new Float32Array(count),
  };
  Object.assign(samples, fine);
  return fine;
}

const edges = new Float64Array(6);
/** Writes a triangle's edges to `edges`. @returns steps of its texture coordinates along both, and their area. */
function layEdges({ positions, indices, uvs }: JoinedHead, triangle: number) {
  const [a, b, c] = [indices[3 * triangle], indices[3 * triangle + 1], indices[3 * triangle + 2]];
  for (let k = 0; k < 3; k++) {
    edges[k] = positions[3 * b + k] - positions[3 * a + k];
    edges[3 + k] = positions[3 * c + k] - positions[3 * a + k];
  }
  const [u1, v1] = [uvs[2 * b] - uvs[2 * a], uvs[2 * b + 1] - uvs[2 * a + 1]];
  const [u2, v2] = [uvs[2 * c] - uvs[2 * a], uvs[2 * c + 1] - uvs[2 * a + 1]];
  return { u1, v1, u2, v2, area: u1 * v2 - u2 * v1 };
}

/** F32 [V, 3]: where strands run at the vertices of cards, which is along v; 0 elsewhere. */
function strandField(mesh: JoinedHead): Float32Array {
  const out = new Float32Array(mesh.positions.length);
  const ends = mesh.parts.slice(1).map(({ from }) => from);
  for (const [i, { from, layer }] of mesh.parts.entries()) {
    if (layer.surface.alphaCutoff === undefined) continue;
    for (let t = from; t < (ends[i] ?? mesh.indices.length / 3); t++) {
      const { u1, u2, area } = layEdges(mesh, t);
      const turn = Math.sign(area);
      for (const v of mesh.indices.subarray(3 * t, 3 * t + 3))
        for (let k = 0; k < 3; k++) out[3 * v + k] += turn * (u1 * edges[3 + k] - u2 * edges[k]);
    }
  }
  return unit(out);
}

/** Bends a normal, in place, by what a normal map says, each −1 to 1. */
function bend(mesh: JoinedHead, triangle: number, [x, y, z]: number[], normal: Float32Array): void {
  const { u1, v1, u2, v2, area } = layEdges(mesh, triangle);
  if (Math.abs(area) < 1e-12) return;
  const turn = Math.sign(area);
  const tangent = [0, 1, 2].map((k) => turn * (edges[k] * v2 - edges[3 + k] * v1));
  const side = [0, 1, 2].map((k) => turn * (edges[3 + k] * u1 - edges[k] * u2));
  const flat = (w: number[]) => {
    const out = w[0] * normal[0] + w[1] * normal[1] + w[2] * normal[2];
    const level = w.map((value, k) => value - out * normal[k]);
    const length = Math.hypot(...level) || 1;
    return level.map((value) => value / length);
  };
  const [along, across] = [flat(tangent), flat(side)];
  // glTF's green points up in the picture, against v.
  for (let k = 0; k < 3; k++) normal[k] = z * normal[k] + x * along[k] - y * across[k];
  unit(normal);
}
