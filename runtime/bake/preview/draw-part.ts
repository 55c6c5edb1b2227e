import type { HeadKit } from "../../head/layers/kit.ts";
import type { Layer } from "../../head/layers/types.ts";
import type { PartDescription } from "../../head/part-files/describe.ts";
import { dressHead } from "../../head/part-files/dress/dress-head.ts";
import { linearOf } from "../../head/surfaces/color.ts";
import type { EncodeImage } from "../types.ts";
import { encodeSheet } from "./encode-sheet.ts";
import { layeredSurface } from "./layered-surface.ts";
import { renderPreview } from "./preview.ts";

/** Colour of the head beneath, which is not what the picture is of, and of hair whose file says none. */
const CLAY = [0.62, 0.58, 0.55];
const BROWN: [number, number, number] = [0.3, 0.2, 0.13];
/** Side of the strand atlas, texels: a thumbnail shows it far smaller. */
const STRANDS = 512;
/** From where each kind shows best, degrees; the others from the left front. */
const SIDES: Partial<Record<PartDescription["kind"], number>> = { brows: 15, lashes: 15, earrings: 60, mask: 20 };
const USUAL = 32;

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
  const grown = part.surface === "strands" ? { color: BROWN } : {};
  const worn = dressHead([{ choice: { part, size: 1, ...grown }, bound: await kit.bound(part) }], anatomy.Skin[0]);
  const { color: baseColor, normal } = kit.strands(STRANDS);
  const dressed = worn.map((layer) =>
    layer.surface.alphaCutoff !== undefined && !layer.surface.baseColor
      ? { ...layer, surface: { ...layer.surface, baseColor, normal } }
      : layer,
  );
  const surface = layeredSurface({ layers: [...clay, ...dressed] }, { fine: true });
  const view = { size, azimuths: [SIDES[part.kind] ?? USUAL], normals: false };
  return encodeSheet(await renderPreview(surface, view), encodeImage);
}
