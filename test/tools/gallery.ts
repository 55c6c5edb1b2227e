/**
 * Draws heads that were made, in reading order: each from three quarters and from close by.
 *
 *   node test/tools/gallery.ts gallery.jpg out/dwarf.head out/queen.head … --columns 6 --size 170
 *
 * Takes head folders, or GLBs.
 */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import sharp, { type OverlayOptions } from "sharp";
import { renderPreview } from "../../runtime/bake/preview/preview.ts";
import { openFaceFinder } from "../../runtime/face/find-faces.ts";
import { ortHost } from "../../runtime/host/node/ort/ort-host.ts";
import { packFolder } from "../../runtime/host/node/pack-files.ts";
import { packagePath } from "../../runtime/host/node/paths.ts";
import { readHead } from "../../runtime/host/node/read-head.ts";

/** Pixels of a whole view, of which the close-up shows the part around the face. */
const WHOLE = 1024;
/** Side of the close-up in heights of the face, from brows to chin. */
const AROUND = 1.05;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { columns: { type: "string", default: "6" }, size: { type: "string", default: "170" } },
});
const [file, ...heads] = positionals;
if (heads.length === 0) throw new Error("name the picture to write, then the heads to draw");
const [columns, size] = [Number(values.columns), Number(values.size)];
const finder = await openFaceFinder(ortHost({ threads: 1 }), await packFolder(packagePath("assets", "face")));
const tiles: OverlayOptions[] = [];
for (const [i, head] of heads.entries()) {
  const { surface } = await readHead(head);
  const draw = async (azimuth: number) =>
    (await renderPreview(surface, { size: WHOLE, azimuths: [azimuth], normals: false })).rgb;
  const near = await draw(12);
  const [left, top] = [(i % columns) * 2 * size, Math.floor(i / columns) * size];
  tiles.push({ input: await cut(await draw(30), 0, 0, WHOLE), left, top });
  tiles.push({ input: await cut(near, ...(await aroundFace(near))), left: left + size, top });
  process.stderr.write(`${head}\n`);
}
await finder.release();
const width = 2 * size * Math.min(columns, heads.length);
const height = size * Math.ceil(heads.length / columns);
const canvas = sharp({ create: { width, height, channels: 3, background: "#444" } });
await writeFile(file, await canvas.composite(tiles).jpeg({ quality: 82, mozjpeg: true }).toBuffer());

/** Left, top and side of a square around the face; the middle where no face is found. */
async function aroundFace(data: Uint8Array): Promise<[number, number, number]> {
  const [found] = await finder.find({ data, width: WHOLE, height: WHOLE });
  const [x, y, width, height] = found?.box ?? [WHOLE / 3, WHOLE / 3, WHOLE / 3, WHOLE / 3];
  const side = Math.min(WHOLE, AROUND * Math.max(width, height));
  const within = (middle: number) => Math.max(0, Math.min(WHOLE - side, middle - side / 2));
  return [within(x + width / 2), within(y + height / 2), side];
}

function cut(rgb: Uint8Array, left: number, top: number, side: number): Promise<Buffer> {
  const [x, y, edge] = [left, top, side].map(Math.floor);
  return sharp(rgb, { raw: { width: WHOLE, height: WHOLE, channels: 3 } })
    .extract({ left: x, top: y, width: edge, height: edge })
    .resize(size, size)
    .png()
    .toBuffer();
}
