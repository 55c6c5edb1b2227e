import type { HeadKit } from "../../head/layers/kit.ts";
import type { Layer } from "../../head/layers/types.ts";
import type { PartDescription } from "../../head/part-files/describe.ts";
import { dressHead } from "../../head/part-files/dress/dress-head.ts";
import { linearOf } from "../../head/surfaces/color.ts";
import type { EncodeImage } from "../types.ts";
import { encodeSheet } from "./encode-sheet.ts";
import { layeredSurface } from "./layered-surface.ts";
import { type PreviewOptions, renderPreview } from "./preview.ts";

/** Colour of the head beneath, which is not what the picture is of, and of hair whose file says none. */
const CLAY = [0.62, 0.58, 0.55];
const BROWN: [number, number, number] = [0.3, 0.2, 0.13];
/** Side of the strand atlas, texels: a thumbnail shows it far smaller. */
const STRANDS = 1024;
/** From where a kind or a part shows best, degrees; the others from the left front. */
const SIDES: Record<string, number> = {
  ...{ brows: 15, lashes: 15, earrings: 60, mask: 20, piercing: 25 },
  ...{ "hair/bun": 120, "hair/ponytail": 120, "hair/braid": 130 },
};
const USUAL = 32;
/** What is smaller than this fills its picture, but for a margin; nothing is shown larger than the second, units. */
const SMALL = 0.42;
const LEAST = 0.16;
const MARGIN = 1.15;
/** Brows have no tint of the skin beneath here: cut so low their single hairs are seen. */
const SPARSE = 0.12;
const GROWN: PartDescription["layer"][] = ["Hair", "Beard", "Brows"];

/** Draws a part on the average head in clay. @param size of the picture's sides. @returns a PNG. */
export async function drawPart(
  kit: HeadKit,
  part: PartDescription,
  size: number,
  encodeImage: EncodeImage,
): Promise<Uint8Array> {
  const { layers: anatomy } = kit.average;
  const [r, g, b] = linearOf(CLAY);
  const clay = (["Skin", "EyeLeft", "EyeRight"] as const).map(
    (name): Layer => ({ name, surface: { name, color: [r, g, b, 1], roughness: 0.8 }, levels: [anatomy[name][0]] }),
  );
  const grown = GROWN.includes(part.layer) ? { color: BROWN } : {};
  const worn = dressHead([{ choice: { part, size: 1, ...grown }, bound: await kit.bound(part) }], anatomy.Skin[0]);
  const { color: baseColor, normal } = kit.strands(STRANDS);
  const dressed = worn.map((layer) =>
    layer.surface.alphaCutoff !== undefined && !layer.surface.baseColor
      ? {
          ...layer,
          surface: { ...layer.surface, baseColor, normal, ...(part.kind === "brows" ? { alphaCutoff: SPARSE } : {}) },
        }
      : layer,
  );
  const surface = layeredSurface({ layers: [...clay, ...dressed] }, { fine: true });
  const azimuth = SIDES[`${part.kind}/${part.name}`] ?? SIDES[part.kind] ?? USUAL;
  const view = { size, azimuths: [azimuth], normals: false, focus: focusOn(worn, part.kind === "earrings") };
  return encodeSheet(await renderPreview(surface, view), encodeImage);
}

/** The ball around what is small. @param near whether of a pair the nearer one alone is looked at. */
function focusOn(layers: Layer[], near: boolean): PreviewOptions["focus"] {
  const low = [Infinity, Infinity, Infinity];
  const high = low.map((x) => -x);
  for (const { levels } of layers) {
    const { positions } = levels[0];
    for (let v = 0; v < positions.length; v += 3) {
      if (near && positions[v] < 0) continue;
      for (let c = 0; c < 3; c++) {
        low[c] = Math.min(low[c], positions[v + c]);
        high[c] = Math.max(high[c], positions[v + c]);
      }
    }
  }
  const radius = Math.hypot(...high.map((x, c) => x - low[c])) / 2;
  if (!(radius < SMALL)) return undefined;
  const center = high.map((x, c) => (x + low[c]) / 2) as [number, number, number];
  return { center, radius: MARGIN * Math.max(LEAST, radius) };
}
