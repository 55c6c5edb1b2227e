/**
 * Draws heads that were made, in reading order, from the preview sheets in their folders: each from three quarters and from close by.
 *
 *   node test/tools/gallery.ts gallery.webp out/dwarf.head out/queen.head … --columns 6 --size 120
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import sharp, { type OverlayOptions } from "sharp";
import { openFaceFinder } from "../../runtime/face/find-faces.ts";
import { HEAD_FILES } from "../../runtime/head/store.ts";
import { ortHost } from "../../runtime/host/node/ort/ort-host.ts";
import { packFolder } from "../../runtime/host/node/pack-files.ts";
import { packagePath } from "../../runtime/host/node/paths.ts";

/** Side of the close-up in heights of the face, from brows to chin. */
const AROUND = 1.05;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { columns: { type: "string", default: "6" }, size: { type: "string", default: "120" } },
});
const [file, ...heads] = positionals;
if (heads.length === 0) throw new Error("name the picture to write, then the folders of the heads to draw");
const [columns, size] = [Number(values.columns), Number(values.size)];
const finder = await openFaceFinder(ortHost({ threads: 1 }), await packFolder(packagePath("assets", "face")));
const tiles: OverlayOptions[] = [];
for (const [i, head] of heads.entries()) {
  const sheet = join(head, HEAD_FILES.preview);
  const side = Math.round(((await sharp(sheet).metadata()).height ?? 0) / 2);
  const [left, top] = [(i % columns) * 2 * size, Math.floor(i / columns) * size];
  const near = await aroundFace(sheet, side);
  tiles.push({ input: await cut(sheet, [side, 0, side]), left, top });
  tiles.push({ input: await cut(sheet, near), left: left + size, top });
}
await finder.release();
const width = 2 * size * Math.min(columns, heads.length);
const height = size * Math.ceil(heads.length / columns);
const canvas = sharp({ create: { width, height, channels: 3, background: "#444" } });
await writeFile(file, await canvas.composite(tiles).webp({ quality: 44, effort: 6, smartSubsample: true }).toBuffer());

/** Left, top and side of a square around the face of a sheet's front view; its middle where no face is found. */
async function aroundFace(sheet: string, size: number): Promise<[number, number, number]> {
  const view = sharp(sheet).extract({ left: 0, top: 0, width: size, height: size }).removeAlpha();
  const [found] = await finder.find({ data: new Uint8Array(await view.raw().toBuffer()), width: size, height: size });
  const [x, y, width, height] = found?.box ?? [size / 3, size / 3, size / 3, size / 3];
  const side = Math.min(size, AROUND * Math.max(width, height));
  const within = (middle: number) => Math.max(0, Math.min(size - side, middle - side / 2));
  return [within(x + width / 2), within(y + height / 2), side];
}

function cut(sheet: string, square: [number, number, number]): Promise<Buffer> {
  const [left, top, side] = square.map(Math.floor);
  return sharp(sheet).extract({ left, top, width: side, height: side }).resize(size, size).png().toBuffer();
}
