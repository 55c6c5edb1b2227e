import { join } from "node:path";
import sharp from "sharp";
import { readIfPresent, writeDurably } from "../../host/node/files.ts";
import type { ManifestEntry } from "./manifest.ts";

const TILE = { width: 320, height: 240, label: 28, gap: 8 };
const MOST_COLUMNS = 6;
const BACKGROUND = "#2b2826";

/** Writes `contact-sheet.png` and `index.html`: every finished head of a batch at a glance. */
export async function writeContactSheet(folder: string, entries: readonly ManifestEntry[]): Promise<void> {
  const done = entries.filter(({ status }) => status === "done");
  await writeDurably(join(folder, "index.html"), new TextEncoder().encode(page(entries)));
  if (done.length > 0) await writeDurably(join(folder, "contact-sheet.png"), await sheet(folder, done));
}

async function sheet(folder: string, entries: readonly ManifestEntry[]): Promise<Uint8Array> {
  const columns = Math.min(MOST_COLUMNS, Math.ceil(Math.sqrt(entries.length)));
  const rows = Math.ceil(entries.length / columns);
  const cell = { width: TILE.width + TILE.gap, height: TILE.height + TILE.label + TILE.gap };
  const tiles = entries.map(async ({ name = "", preview = "" }, i) => {
    const left = TILE.gap + (i % columns) * cell.width;
    const top = TILE.gap + Math.floor(i / columns) * cell.height;
    const picture = await readIfPresent(join(folder, preview));
    const label = { input: labelOf(name), left, top: top + TILE.height };
    if (!picture) return [label];
    const { width, height } = TILE;
    const input = await sharp(picture)
      .resize({ width, height, fit: "contain", background: BACKGROUND })
      .png()
      .toBuffer();
    return [{ input, left, top }, label];
  });
  const size = { width: TILE.gap + columns * cell.width, height: TILE.gap + rows * cell.height };
  const canvas = sharp({ create: { ...size, channels: 3, background: BACKGROUND } });
  return new Uint8Array(
    await canvas
      .composite((await Promise.all(tiles)).flat())
      .png()
      .toBuffer(),
  );
}

function labelOf(name: string): Buffer {
  const text = `<text x="4" y="19" font-family="sans-serif" font-size="15" fill="#e8e2dc">${escapeHtml(name.slice(0, 42))}</text>`;
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${TILE.width}" height="${TILE.label}">${text}</svg>`,
  );
}

function page(entries: readonly ManifestEntry[]): string {
  const figures = entries.map(({ name, status, preview, glb, request, error, line, seconds }) => {
    const title = escapeHtml(name ?? `line ${line}`);
    const words = escapeHtml(request?.prompt ?? "");
    if (status !== "done")
      return `<figure class="${status}"><figcaption><b>${title}</b> ${status} ${escapeHtml(error ?? "")}</figcaption></figure>`;
    const facts = `seed ${request?.seed}, ${escapeHtml(request?.preset ?? "")}, ${Math.round(seconds ?? 0)} s`;
    return `<figure><a href="${glb}"><img src="${preview}" alt="${words}" loading="lazy"></a><figcaption><b>${title}</b> ${words}<br><small>${facts}</small></figcaption></figure>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Heads</title>
<style>
body { margin: 1rem; background: ${BACKGROUND}; color: #e8e2dc; font: 1rem/1.4 system-ui, sans-serif;
  display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: 1rem; }
figure { margin: 0; } img { width: 100%; border-radius: 4px; } .failed, .bad { color: #ffb4a8; } a { color: inherit; }
</style>
${figures.join("\n")}
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
