import { smoothstep } from "../../../mesh/smoothstep.ts";
import type { LayerName, Picture, Surface } from "../../layers/types.ts";
import type { FileKind, Slot } from "../describe.ts";
import type { Part } from "../read-part.ts";
import type { ChosenPart } from "../select-files.ts";

/** Least mean of a channel that a picture is recoloured from, sRGB: black has no shades to stretch. */
const DARKEST = 0.04;

/**
 * What a textured part shows: its own picture, in which the cells of recoloured slots have the new colour for their mean. Without a wish
 * it is the part's own object, so that heads share it.
 * @param part with its picture.
 */
export function texturedSurface(
  name: LayerName,
  { color, colors = {}, metallic, roughness }: ChosenPart,
  part: Part,
): Surface {
  const slots = Object.entries(part.slots);
  const [, main] = slots[0];
  const wishes = slots.flatMap(([slot, { cell, color: mean }], i) => {
    const to = i === 0 ? color : colors[slot];
    return to && cell ? [{ cell, mean, to }] : [];
  });
  const alike = slots.every(([, slot]) => slot.metallic === main.metallic && slot.roughness === main.roughness);
  const same = metallic !== undefined || roughness !== undefined || alike;
  const picture = part.picture as Picture;
  const grown = GROWN.includes(part.kind);
  return {
    name,
    baseColor: wishes.length > 0 ? recolored(picture, wishes, grown) : picture,
    ...(grown && metallic === undefined && roughness === undefined
      ? { orm: glossOfStrands(picture, main) }
      : same
        ? { metallic: metallic ?? main.metallic, roughness: roughness ?? main.roughness }
        : { orm: glossOf(picture, Object.values(part.slots)) }),
    ...(part.cutoff === undefined ? {} : { alphaCutoff: part.cutoff }),
    doubleSided: true,
  };
}

/** How far from the mean a texel is recoloured, sRGB, and from where on it is something else: teeth, buttons, a band. */
const LIKE = [0.35, 0.6];
/** Mean of grown things' pictures over the colour that they were given, as that of the strand atlas: its lightest strands have the colour. */
const STRANDS = 0.75;
/** What has one colour however its picture was lit. */
const GROWN: FileKind[] = ["hair", "beard", "moustache"];

/** How much rougher a texel of strands is for every unit of sRGB that it is darker than the mean: what lies deeper shines less, in black hair too. */
const DULL = 0.8;

/** Roughness of strands that are painted on a picture, at half its size. */
function glossOfStrands({ width, height, data }: Picture, { color, roughness }: Slot): Picture {
  const size = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
  const out = new Uint8Array(size.width * size.height * 3);
  const mean = luma(color);
  eachTexel(size, [0, 0, 1, 1], (at) => {
    const from = 4 * (2 * Math.floor(at / size.width) * width + 2 * (at % size.width));
    // Of four texels: single strands would glitter.
    const near = [from, from + 4, from + 4 * width, from + 4 * width + 4].map((i) =>
      i + 2 < data.length ? luma(data.subarray(i, i + 3)) / 255 : mean,
    );
    const rough = roughness + DULL * (mean - near.reduce((sum, value) => sum + value, 0) / near.length);
    out.set([255, Math.round(255 * Math.min(1, Math.max(0.2, rough))), 0], 3 * at);
  });
  return { ...size, data: out, channels: 3 };
}

type Cell = NonNullable<Slot["cell"]>;
interface Wish {
  cell: Cell;
  mean: ArrayLike<number>;
  to: ArrayLike<number>;
}

/** @param grown takes brightness alone from the picture, so that no tint of it is stretched; else every channel is scaled. */
function recolored(picture: Picture, wishes: Wish[], grown: boolean): Picture {
  // A Buffer's slice would be the part's own bytes.
  const data = Uint8Array.from(picture.data);
  for (const { cell, mean, to } of wishes) {
    const bright = Math.max(DARKEST, luma(mean));
    const gain = [0, 1, 2].map((c) => (grown ? (STRANDS * to[c]) / bright : to[c] / Math.max(DARKEST, mean[c])));
    eachTexel(picture, cell, (at) => {
      const texel = data.subarray(4 * at, 4 * at + 3);
      const grey = luma(texel);
      const off = Math.hypot(...[0, 1, 2].map((c) => texel[c] / 255 - mean[c]));
      const share = grown ? 1 : 1 - smoothstep(LIKE[0], LIKE[1], off);
      for (let c = 0; c < 3; c++) {
        const to = gain[c] * (grown ? grey : texel[c]);
        texel[c] = Math.min(255, Math.round(texel[c] + share * (to - texel[c])));
      }
    });
  }
  return { ...picture, data };
}

const luma = (rgb: ArrayLike<number>) => 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];

/** Roughness and metal of each cell, at a quarter of the picture's size. */
function glossOf({ width, height }: Picture, slots: Slot[]): Picture {
  const size = { width: Math.ceil(width / 4), height: Math.ceil(height / 4) };
  const data = new Uint8Array(size.width * size.height * 3);
  for (const { cell = [0, 0, 1, 1], roughness, metallic } of slots) {
    const texel = [255, Math.round(255 * roughness), Math.round(255 * metallic)];
    eachTexel(size, cell as Cell, (at) => data.set(texel, 3 * at));
  }
  return { ...size, data, channels: 3 };
}

function eachTexel(
  { width, height }: { width: number; height: number },
  [left, top, right, bottom]: Cell,
  visit: (at: number) => void,
): void {
  for (let y = Math.floor(top * height); y < Math.min(height, Math.ceil(bottom * height)); y++)
    for (let x = Math.floor(left * width); x < Math.min(width, Math.ceil(right * width)); x++) visit(y * width + x);
}
