import { evaluateField } from "../../../field/field.ts";
import type { Layer, LayeredHead, Picture, Surface } from "../../../head/layers/types.ts";
import { toLinear } from "../../../head/surfaces/color.ts";
import { mix } from "../../../head/surfaces/texel-map.ts";
import { nearestBaked } from "../../../mesh/texels/fill-gutter.ts";
import { rasteriseTexels } from "../../../mesh/texels/rasterise-texels.ts";
import { learnedOf, type ResidualModel, skinPoint, skinResidual, tintPoint } from "./residual-model.ts";

/**
 * The head with the residual in its surfaces: the skin's in its picture, at that picture's own resolution, tints in their
 * layers' factors. Layers that learned nothing are the same objects as before.
 * @param rest the head as it was before shaping; its skin's finest level says where the texels' colours are looked up.
 */
export function bakeResidual(model: ResidualModel, head: LayeredHead, rest: LayeredHead): LayeredHead {
  const layers = head.layers.map((layer) => {
    const learned = learnedOf(layer.name, model.settings);
    if (learned === "nothing") return layer;
    if (learned === "tint") return tinted(model, layer);
    const before = rest.layers.find(({ name }) => name === layer.name) ?? layer;
    return { ...layer, surface: repainted(model, layer.surface, before) };
  });
  return { ...head, layers };
}

function tinted({ field, settings, drawn, paints }: ResidualModel, layer: Layer): Layer {
  const part = drawn.parts.findIndex(({ layer: { name } }) => name === layer.name);
  if (part < 0) return layer;
  const point = new Float32Array(3);
  tintPoint(point, 0, layer.name);
  const output = new Float32Array(3);
  evaluateField(field, point, output);
  if (output.every((value) => value === 0)) return layer;
  const [red, green, blue, alpha] = layer.surface.color ?? [1, 1, 1, 1];
  // A factor is linear and the tint is not: it says what the layer's mean becomes.
  const color = [red, green, blue].map((factor, c) => {
    const before = paints[part].mean[c];
    const after = Math.min(1, before * (1 + settings.bound * Math.tanh(output[c])));
    return before > 0 ? Math.min(1, (factor * toLinear(after)) / toLinear(before)) : factor;
  });
  return { ...layer, surface: { ...layer.surface, color: [color[0], color[1], color[2], alpha] } };
}

function repainted(model: ResidualModel, surface: Surface, { levels }: Layer): Surface {
  const picture = surface.baseColor;
  if (!picture) return surface;
  const { positions, triangles, uvs } = levels[0];
  const { width, height, channels } = picture;
  const texels = rasteriseTexels(uvs, triangles, width, undefined, height);
  const places = mix(positions, triangles, texels.triangle, texels.weights);
  for (let i = 0; i < places.length; i += 3) skinPoint(places, i, places[i], places[i + 1], places[i + 2]);
  const residual = skinResidual(model, places);
  const number = new Int32Array(width * height).fill(-1);
  for (let n = 0; n < texels.at.length; n++) number[texels.at[n]] = n;
  // Beside the charts the nearest texel's, so that mip maps bleed no seam.
  const nearest = width === height ? nearestBaked(texels.at, width) : number.map((n, i) => (n < 0 ? -1 : i));
  const data = picture.data.slice();
  for (let i = 0; i < nearest.length; i++) {
    if (nearest[i] < 0) continue;
    const from = 3 * number[nearest[i]];
    for (let c = 0; c < 3; c++) {
      const at = channels * i + c;
      data[at] = Math.min(255, Math.max(0, Math.round(picture.data[at] + 255 * residual[from + c])));
    }
  }
  const baseColor: Picture = { ...picture, data };
  return { ...surface, baseColor };
}
