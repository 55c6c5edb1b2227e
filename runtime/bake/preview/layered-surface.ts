import type { Layer, LayeredHead, LayerMesh, Picture } from "../../head/layers/types.ts";
import type { Cutout } from "../../mesh/cutout.ts";
import type { TriMesh } from "../../mesh/types.ts";
import { bend, strandField } from "./bend.ts";
import { levelOf, type Mip, mipAt, mipsOf, pictureScales, sampleMip } from "./mips.ts";
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
      const drawn = mesh.parts.map(({ from, layer }) => ({ from, ...drawnOf(layer.surface), name: layer.name }));
      const found = [0, 0, 0];
      const at = [0, 0];
      let part = 0;
      for (let i = 0; i < count; i++) {
        const t = triangle[i];
        while (drawn[part].from > t) part--;
        while (part + 1 < drawn.length && drawn[part + 1].from <= t) part++;
        const { base, orm, normal, factor, tinted, rough, metal, coat, name } = drawn[part];
        at[0] = uvs[2 * i];
        at[1] = uvs[2 * i + 1];
        const texel = (picture: Drawn) => {
          if (picture.triangle !== t) {
            picture.triangle = t;
            picture.mip = mipAt(picture.mips, levelOf((scales as Float32Array)[t], picture.mips, spacing));
          }
          sampleMip(picture.mip, picture.mips.channels, at, found, 3);
        };
        if (base) texel(base);
        else found.fill(1);
        for (let c = 0; c < 3; c++) {
          const tint = tints[3 * i + c];
          samples.colors[3 * i + c] = found[c] * (tint === 1 ? factor[c] : (tinted[c] * tint) ** DISPLAYED);
        }
        if (orm) {
          texel(orm);
          samples.occlusion[i] = found[0];
          samples.roughness[i] = rough * found[1];
          samples.metallic[i] = metal * found[2];
        } else {
          samples.roughness[i] = rough;
          samples.metallic[i] = metal;
        }
        if (!detail) continue;
        detail.coat[i] = coat;
        if (name === "Skin" || name === "Tongue") detail.skin[i] = 1 - samples.metallic[i];
        if (!normal) continue;
        texel(normal);
        bend(mesh, t, found, detail.relief, 3 * i);
      }
      return samples;
    },
  };
}

/** The factor is linear, the picture and the samples are sRGB: a power of 1/2.2 is near enough for a preview. */
const DISPLAYED = 1 / 2.2;

/** A picture, and its level at the triangle that was asked for last. */
interface Drawn {
  mips: ReturnType<typeof mipsOf>;
  triangle: number;
  mip: Mip;
}

/** What samples of a surface are made of. */
function drawnOf({ baseColor, orm, normal, ...surface }: Layer["surface"]) {
  const drawn = (picture: Picture | undefined): Drawn | undefined => {
    const mips = picture && mipsOf(picture);
    return mips && { mips, triangle: -1, mip: mips.levels[0] };
  };
  const tinted = [0, 1, 2].map((c) => surface.color?.[c] ?? 1);
  return {
    base: drawn(baseColor),
    orm: drawn(orm),
    // Cards' normals bend with their strands.
    normal: surface.alphaCutoff === undefined ? drawn(normal) : undefined,
    tinted,
    factor: tinted.map((value) => value ** DISPLAYED),
    rough: surface.roughness ?? 1,
    metal: surface.metallic ?? (orm ? 1 : 0),
    coat: surface.clearcoat?.factor ?? 0,
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
