import type { Layer, LayeredHead, Picture } from "../../head/layers/types.ts";
import { bend, strandField } from "./bend.ts";
import { joinHead } from "./join-head.ts";
import { levelOf, type Mip, mipAt, mipsOf, pictureScales, sampleMip } from "./mips.ts";
import { mix, type Surface, type SurfaceSamples, unit } from "./surfaces.ts";

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
      const texel = (picture: Drawn, t: number) => {
        if (picture.triangle !== t) {
          picture.triangle = t;
          picture.mip = mipAt(picture.mips, levelOf((scales as Float32Array)[t], picture.mips, spacing));
        }
        sampleMip(picture.mip, picture.mips.channels, at, found, 3);
      };
      let part = 0;
      for (let i = 0; i < count; i++) {
        const t = triangle[i];
        while (drawn[part].from > t) part--;
        while (part + 1 < drawn.length && drawn[part + 1].from <= t) part++;
        const { base, orm, normal, factor, tinted, rough, metal, coat, name } = drawn[part];
        at[0] = uvs[2 * i];
        at[1] = uvs[2 * i + 1];
        if (base) texel(base, t);
        else found.fill(1);
        for (let c = 0; c < 3; c++) {
          const tint = tints[3 * i + c];
          samples.colors[3 * i + c] = found[c] * (tint === 1 ? factor[c] : (tinted[c] * tint) ** DISPLAYED);
        }
        if (orm) {
          texel(orm, t);
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
        texel(normal, t);
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
