import sharp from "sharp";
import type { ImportRecord } from "../../../runtime/head/document.ts";
import { findHead } from "../../../runtime/import/align/find-head.ts";
import { renderSource } from "../../../runtime/import/align/render-source.ts";
import { gatherParts } from "../../../runtime/import/source/gather-parts.ts";
import { readSource } from "../../../runtime/import/source/read-source.ts";
import { joinParts } from "../../../runtime/import/source/source-mesh.ts";
import type { ImportHost } from "../../../runtime/import/types.ts";

const SIZE = 320;
const AZIMUTHS = [0, 45, 90];

/** A row for each state of a character: its head from the front, at an angle and from the side. */
export async function pictureCharacter(
  states: readonly Uint8Array[],
  { found, alignment }: ImportRecord,
  host: ImportHost,
  file: string,
): Promise<void> {
  const [width, height] = [SIZE * AZIMUTHS.length, SIZE * states.length];
  const rgb = new Uint8Array(3 * width * height);
  for (const [row, bytes] of states.entries()) {
    const document = await readSource(bytes, host);
    const head = findHead(document, found.how === "position" ? undefined : found.name);
    const mesh = joinParts(await gatherParts(document, head, host), alignment.matrix);
    for (const [column, azimuth] of AZIMUTHS.entries()) {
      const view = { azimuth, elevation: 4, fov: 36, distance: 3, target: [0, 0, 0] as [number, number, number] };
      const picture = renderSource(mesh, view, SIZE, { shade: true });
      for (let y = 0; y < SIZE; y++) {
        const line = Uint8Array.from(picture.rgb.subarray(3 * SIZE * y, 3 * SIZE * (y + 1)), (value) =>
          Math.round(255 * value),
        );
        rgb.set(line, 3 * ((row * SIZE + y) * width + column * SIZE));
      }
    }
  }
  await sharp(rgb, { raw: { width, height, channels: 3 } })
    .webp({ quality: 85 })
    .toFile(file);
}
