import type { Image } from "../../../bake/types.ts";
import type { Picture } from "../../../head/layers/types.ts";
import { toSrgb } from "../../../head/surfaces/color.ts";
import { type SourceMesh, sampleImage } from "../../source/source-mesh.ts";
import type { Paint } from "../../types.ts";
import type { SourceSlot } from "../read-slots.ts";
import { cornerCoordinates, type Window, windowOf } from "./corner-coordinates.ts";
import { shelves } from "./shelves.ts";

/** Texels of the picture along each side at most. */
const LARGEST = 1024;
/** Texels around a cell's window, so that filters and mips do not mix neighbours. */
const GUTTER = 4;
/** Side of the cell of a slot without a picture. */
const PLAIN = 16;
/** Samples along each side of a texel at most, where the source is finer. */
const FINEST = 4;
/** Alpha below which what is blended in the source is cut out: strands keep most of their ends. */
const BLENDED = 0.35;

export interface PaintedCells {
  /** RGBA, sRGB. */
  picture: Picture;
  /** Of each slot: left, top, right, bottom, 0..1. */
  cells: [number, number, number, number][];
  /** F32 [F·3, 2] coordinates of each corner in the picture. */
  uvs: Float32Array;
  /** F32 [F·3, 3] linear colours of the corners where vertices have colours of their own. */
  tints?: Float32Array;
  /** Alpha below which it is cut out; undefined where all of it is opaque. */
  cutoff?: number;
}

/** Copies what each slot shows of its source's picture, repeats included, into one picture: only the part that is used. */
export function paintCells(mesh: SourceMesh, slots: SourceSlot[], slotOf: Uint8Array): PaintedCells {
  const source = cornerCoordinates(mesh);
  const windows = slots.map(({ part }, slot) =>
    part.paint.image ? windowOf(source, slotOf, slot, part.paint.image) : undefined,
  );
  const wanted = windows.map((window, i) => sizeOf(window, slots[i].part.paint.image));
  const { boxes, width, height } = shelves(wanted, LARGEST);
  const picture: Picture = { width, height, channels: 4, data: new Uint8Array(4 * width * height) };
  const tinted = mesh.parts.some(({ paint }) => isUneven(paint));
  const cutoffs = slots.flatMap(({ material, part }) => {
    const see = part.paint.image && part.paint.alpha !== "OPAQUE" && hasHoles(part.paint.image);
    return see ? [part.paint.alpha === "MASK" ? (material?.getAlphaCutoff() ?? 0.5) : BLENDED] : [];
  });
  for (const [i, { part }] of slots.entries()) paintCell(picture, boxes[i], windows[i], part.paint, tinted);
  const cells = boxes.map(
    ([x, y, w, h]) => [x / width, y / height, (x + w) / width, (y + h) / height] as PaintedCells["cells"][0],
  );
  const uvs = new Float32Array(2 * mesh.indices.length);
  for (let corner = 0; corner < mesh.indices.length; corner++) {
    const slot = slotOf[Math.floor(corner / 3)];
    const [x, y, w, h] = boxes[slot];
    const window = windows[slot];
    const share = (c: 0 | 1) => (window ? (source[2 * corner + c] - window.from[c]) / window.size[c] : 0.5);
    uvs[2 * corner] = Math.min(1, Math.max(0, (x + GUTTER + share(0) * (w - 2 * GUTTER)) / width));
    uvs[2 * corner + 1] = Math.min(1, Math.max(0, (y + GUTTER + share(1) * (h - 2 * GUTTER)) / height));
  }
  return {
    picture,
    cells,
    uvs,
    ...(tinted ? { tints: cornerTints(mesh) } : {}),
    ...(cutoffs.length > 0 ? { cutoff: Math.min(...cutoffs) } : {}),
  };
}

/** Whether the vertices of a part have colours of their own. */
export const isUneven = ({ tint }: Paint): boolean => tint.some((value, i) => Math.abs(value - tint[i % 3]) > 0.01);

function hasHoles({ rgba }: Image): boolean {
  for (let i = 3; i < rgba.length; i += 4) if (rgba[i] < 128) return true;
  return false;
}

function sizeOf(window: Window | undefined, image: Image | undefined): [number, number] {
  if (!window || !image) return [PLAIN, PLAIN];
  const most = LARGEST - 2 * GUTTER;
  const [w, h] = [window.size[0] * image.width, window.size[1] * image.height];
  const scale = Math.min(1, most / Math.max(w, h));
  return [Math.ceil(w * scale) + 2 * GUTTER, Math.ceil(h * scale) + 2 * GUTTER];
}

function paintCell(
  { width, data }: Picture,
  [left, top, w, h]: [number, number, number, number],
  window: Window | undefined,
  paint: Paint,
  tinted: boolean,
): void {
  const factor = [0, 1, 2].map((c) => (tinted ? 1 : paint.tint[c]));
  const opaque = paint.alpha === "OPAQUE";
  const texel = new Float32Array(4);
  const bytes = factor.map((f) => Math.round(255 * Math.min(1, toSrgb(f))));
  // The factor is linear, the picture sRGB: a power of 1/2.2 is what the factor's byte is multiplied by.
  const shares = factor.map((f) => Math.min(1, f) ** (1 / 2.2));
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const at = 4 * ((top + y) * width + left + x);
      if (!window || !paint.image) {
        data.set([...bytes, 255], at);
        continue;
      }
      meanOver(paint, window, [(x - GUTTER) / (w - 2 * GUTTER), (y - GUTTER) / (h - 2 * GUTTER)], [w, h], texel);
      for (let c = 0; c < 3; c++) data[at + c] = Math.round(255 * texel[c] * shares[c]);
      data[at + 3] = opaque ? 255 : Math.round(255 * texel[3]);
    }
  }
}

const sample = new Float32Array(4);

/** Mean of the source over one texel, colours by their alpha. @param at the texel's corner, shares of the window. */
function meanOver(paint: Paint, { from, size }: Window, at: number[], [w, h]: number[], out: Float32Array): void {
  const { width, height } = paint.image as Image;
  const step = [size[0] / (w - 2 * GUTTER), size[1] / (h - 2 * GUTTER)];
  const n = Math.max(1, Math.min(FINEST, Math.round(Math.max(step[0] * width, step[1] * height))));
  out.fill(0);
  let weight = 0;
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) {
      const u = from[0] + at[0] * size[0] + ((i + 0.5) / n) * step[0];
      const v = from[1] + at[1] * size[1] + ((j + 0.5) / n) * step[1];
      sampleImage(paint, u, v, sample);
      const share = sample[3] + 1e-3;
      for (let c = 0; c < 3; c++) out[c] += share * sample[c];
      out[3] += sample[3];
      weight += share;
    }
  }
  for (let c = 0; c < 3; c++) out[c] /= weight;
  out[3] /= n * n;
}

function cornerTints({ parts, partOf, first, indices }: SourceMesh): Float32Array {
  const out = new Float32Array(3 * indices.length);
  for (let corner = 0; corner < indices.length; corner++) {
    const part = partOf[Math.floor(corner / 3)];
    for (let c = 0; c < 3; c++)
      out[3 * corner + c] = Math.min(1, parts[part].paint.tint[3 * (indices[corner] - first[part]) + c]);
  }
  return out;
}
