import { join } from "node:path";
import sharp from "sharp";
import { HEAD_FILES } from "../../../runtime/head/store.ts";

/** Pictures of a head, side by side, from the left of its preview sheet: front and three-quarter. */
const VIEWS = 2;
const MOST_COLUMNS = 6;
/** Pixels of a picture. */
const SIZE = 150;

/** Fronts and three-quarters of heads in reading order, from the preview sheets in their folders, as a JPEG. */
export async function drawGallery(heads: readonly string[]): Promise<Buffer> {
  const columns = Math.min(MOST_COLUMNS, heads.length);
  const tiles = heads.map(async (head, i) => {
    const sheet = sharp(join(head, HEAD_FILES.preview));
    const side = Math.round((await sheet.metadata()).height / 2);
    const input = await sheet
      .extract({ left: 0, top: 0, width: VIEWS * side, height: side })
      .resize(VIEWS * SIZE, SIZE)
      .toBuffer();
    return { input, left: (i % columns) * VIEWS * SIZE, top: Math.floor(i / columns) * SIZE };
  });
  const width = columns * VIEWS * SIZE;
  const height = Math.ceil(heads.length / columns) * SIZE;
  const canvas = sharp({ create: { width, height, channels: 3, background: "#444" } });
  return canvas
    .composite(await Promise.all(tiles))
    .jpeg({ quality: 84, mozjpeg: true })
    .toBuffer();
}
