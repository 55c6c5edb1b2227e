import sharp from "sharp";
import type { LayeredHead } from "../../../runtime/head/layers/types.ts";
import { type DrawOptions, drawHead } from "./draw-head.ts";

/** One picture of a sheet. */
export interface Cell extends Partial<DrawOptions> {
  head: LayeredHead;
}

/** Writes rows of pictures, each `size` pixels wide, as one PNG. */
export async function writeSheet(file: string, rows: Cell[][], size = 512): Promise<void> {
  const columns = Math.max(...rows.map((row) => row.length));
  const tiles = rows.flatMap((row, y) =>
    row.map(({ head, ...options }, x) => {
      const { data } = drawHead(head, { size, ...options });
      return {
        input: Buffer.from(data),
        raw: { width: size, height: size, channels: 3 as const },
        left: x * size,
        top: y * size,
      };
    }),
  );
  const canvas = sharp({
    create: { width: columns * size, height: rows.length * size, channels: 3, background: "black" },
  });
  await canvas.composite(tiles).png().toFile(file);
}
