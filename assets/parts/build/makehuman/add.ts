/**
 * Makes parts of the hair that hair.py has fitted: node assets/parts/build/makehuman/add.ts out/makehuman
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import type { Fit } from "../../../../runtime/head/part-files/describe.ts";
import { packagePath } from "../../../../runtime/host/node/paths.ts";
import { openImportHost } from "../../../../runtime/host/node/import-host.ts";
import { makePart } from "../../../../runtime/import/part/make-part.ts";
import { combPicture } from "./comb-picture.ts";

const FIT: Fit = { bind: "skin", anchors: [], moves: false, covers: ["scalp", "ears"], tint: 0.85, sizes: [0.8, 1.2], placements: [] };
/** Ours by MakeHuman's name, with the side of its picture. */
const STYLES: { file: string; name: string; words: string[]; side: number }[] = [
  { file: "bob01", name: "angled-bob", words: ["angled bob", "asymmetric bob", "A-line bob", "hair over one eye"], side: 400 },
  { file: "bob02", name: "sleek-bob", words: ["sleek bob", "straight bob", "smooth bob"], side: 512 },
];
/** Greys of a picture, from `DARKEST` on, and steps of its alpha: few enough to be small. */
const GREYS = 8;
const DARKEST = 96;
const EDGES = 5;

/** PNG with a palette. */
async function encode(rgba: Uint8Array, width: number, height: number, side: number): Promise<Uint8Array> {
  const { data } = await sharp(rgba, { raw: { width, height, channels: 4 } }).resize(side, side, { kernel: "cubic" }).raw().toBuffer({ resolveWithObject: true });
  combPicture(data, side);
  const step = (255 - DARKEST) / (GREYS - 1);
  for (let i = 0; i < data.length; i += 4) {
    data.fill(DARKEST + Math.round(Math.round(Math.max(0, data[i] - DARKEST) / step) * step), i, i + 3);
    data[i + 3] = Math.round((data[i + 3] / 255) * EDGES) * (255 / EDGES);
    if (data[i + 3] === 0) data.fill(DARKEST, i, i + 3);
  }
  return sharp(data, { raw: { width: side, height: side, channels: 4 } })
    .png({ palette: true, colours: 256, quality: 100, dither: 0, compressionLevel: 9, effort: 10 })
    .toBuffer();
}

const { metresPerUnit } = JSON.parse(await readFile(packagePath("assets/template/template.json"), "utf8"));
const host = await openImportHost(false, 1);
for (const { file, name, words, side } of STYLES) {
  const bytes = await readFile(join(process.argv[2], `${file}.glb`));
  const wish = {
    ...{ kind: "hair", name, words, layer: "Hair", licence: "CC0-1.0" } as const,
    source: `MakeHuman (github.com/makehumancommunity/makehuman-assets, base/hair/${file}), fitted by assets/parts/build/makehuman`,
    fit: FIT,
    placing: { scale: 1, turn: [0, 0, 0] as [number, number, number], move: [0, 0, 0] as [number, number, number] },
  };
  const made = await makePart(bytes, wish, { ...host, encodeImage: (rgba, width, height) => encode(rgba, width, height, side) }, metresPerUnit);
  await writeFile(packagePath("assets", "parts", "hair", `${name}.glb`), made);
  process.stdout.write(`hair/${name}.glb  ${(made.length / 1024).toFixed(0)} KB\n`);
}
