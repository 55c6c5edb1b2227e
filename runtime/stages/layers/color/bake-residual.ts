import { type Keep, keepNothing } from "../../../head/layers/keep.ts";
import type { LayeredHead, Picture, Surface } from "../../../head/layers/types.ts";
import { mix } from "../../../head/surfaces/texel-map.ts";
import { nearestBaked } from "../../../mesh/texels/fill-gutter.ts";
import { rasteriseTexels } from "../../../mesh/texels/rasterise-texels.ts";
import { skinOf } from "../subject.ts";

/**
 * The head with the residual in its skin's picture, at that picture's own resolution; all other layers are the same objects as before.
 * @param residual [V, 3] sRGB at the vertices of the skin's finest level, which lie far closer than it changes.
 * @param keep keeps where the skin lies in its picture, where all heads have the same.
 */
export function bakeResidual(head: LayeredHead, residual: Float32Array, keep = keepNothing): LayeredHead {
  if (residual.every((value) => value === 0)) return head;
  const layers = head.layers.map((layer) =>
    layer.name === "Skin" ? { ...layer, surface: repainted(head, layer.surface, residual, keep) } : layer,
  );
  return { ...head, layers };
}

function repainted(head: LayeredHead, surface: Surface, residual: Float32Array, keep: Keep): Surface {
  const picture = surface.baseColor;
  if (!picture) return surface;
  const { triangles, uvs } = skinOf(head).levels[0];
  const { width, height, channels } = picture;
  const { texels, source } = keep(`skin-texels-${width}-${height}`, () => {
    const texels = rasteriseTexels(uvs, triangles, width, undefined, height);
    const number = new Int32Array(width * height).fill(-1);
    for (let n = 0; n < texels.at.length; n++) number[texels.at[n]] = n;
    if (width !== height) return { texels, source: number };
    // Beside the charts the nearest texel's, so that mip maps bleed no seam.
    return { texels, source: nearestBaked(texels.at, width).map((texel) => (texel < 0 ? -1 : number[texel])) };
  });
  const added = mix(residual, triangles, texels.triangle, texels.weights);
  const data = picture.data.slice();
  for (let i = 0; i < source.length; i++) {
    if (source[i] < 0) continue;
    const from = 3 * source[i];
    for (let c = 0; c < 3; c++) {
      const at = channels * i + c;
      data[at] = Math.min(255, Math.max(0, Math.round(picture.data[at] + 255 * added[from + c])));
    }
  }
  const baseColor: Picture = { ...picture, data };
  return { ...surface, baseColor };
}
