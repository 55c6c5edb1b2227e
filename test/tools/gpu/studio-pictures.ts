/**
 * Draws three heads in the studio's page, close up under the hard key light: each as standard glTF and by the viewport's materials, above in WebGL,
 * below in WebGPU; prints how far the two are apart.
 *
 *     node test/tools/gpu/studio-pictures.ts out/pictures/materials [--engines webgl,webgpu] [--sheet shaders/viewport/materials.webp]
 *
 * Heads and pictures stay in the folder, so that the engines can be drawn one after the other.
 */

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { layOver, openPage, shrunk } from "../../extension/helpers/browser.ts";
import type { GraphicsApi } from "../../extension/helpers/find-chromium.ts";
import { type Served, serve } from "../../extension/helpers/served.ts";
import { make } from "../../extension/helpers/tab-page.ts";

const HEADS = [
  "a smiling old woman with short white hair and blue eyes",
  "a red-haired man with a full beard and green eyes",
  "a young black woman with box braids",
];
const KINDS = ["gltf", "viewport"] as const;
/** Edge of the canvas, and of a picture in the sheet. */
const [SIDE, SHOWN] = [400, 290];
/** Milliseconds between frames, which a CPU that plays a GPU draws in more than one. */
const FRAME_MS = 600;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { engines: { type: "string", default: "webgl,webgpu" }, sheet: { type: "string" } },
});
const [folder = "out/pictures/materials"] = positionals;
await mkdir(folder, { recursive: true });
const place = (api: string, head: number, kind: string) => join(folder, `${api}-${head}-${kind}.png`);

if (values.engines) {
  const service = await serve(join(folder, "data"));
  for (const api of values.engines.split(",")) await drawHeads(service, api as GraphicsApi);
  await service.kill();
}
if (values.sheet) await writeSheet(values.sheet);
process.exit(0);

/** Draws every head without the materials and with them. */
async function drawHeads({ address }: Served, api: GraphicsApi): Promise<void> {
  const url = new URL(address);
  url.searchParams.set("engine", api);
  const page = await openPage(`${url}`, { width: SIDE + 340, height: SIDE }, false, api);
  await page.evaluate((pause) => {
    const next = globalThis.requestAnimationFrame.bind(globalThis);
    globalThis.requestAnimationFrame = (draw) => setTimeout(() => next(draw), pause) as never;
  }, FRAME_MS);
  await page.addStyleTag({ content: "#toolbar { opacity: 0 }" });
  await page.getByRole("combobox", { name: "Light" }).selectOption("hard");
  await bringClose(page);
  for (const [head, prompt] of HEADS.entries()) {
    const made = page.getByRole("region", { name: "Gallery" }).getByRole("button", { name: prompt });
    await page.waitForTimeout(1000);
    if (await made.count()) await made.click();
    else await make(page, prompt, "Built");
    await page.getByRole("button", { name: "Test speech" }).waitFor();
    for (const kind of KINDS) {
      const pressed = `${kind === "viewport"}`;
      const button = page.getByRole("button", { name: "Materials" });
      if ((await button.getAttribute("aria-pressed")) !== pressed) await button.click();
      await settled(page);
      await page.evaluate(layOver);
      await writeFile(place(api, head, kind), await page.locator("#viewport").screenshot());
      process.stdout.write(`${place(api, head, kind)}\n`);
    }
  }
  if (page.faults.length) throw new Error(page.faults.join("\n"));
  await page.close();
}

/** Goes round the head a little and near it, as people do. */
async function bringClose(page: Page): Promise<void> {
  const middle = SIDE / 2;
  await page.mouse.move(middle, middle);
  await page.mouse.down();
  await page.mouse.move(middle + 30, middle, { steps: 3 });
  await page.mouse.up();
  for (let i = 0; i < 2; i++) await page.mouse.wheel(0, -300);
}

/** Waits until the canvas stays as it is. */
async function settled(page: Page): Promise<void> {
  for (let last: string | undefined; ; await page.waitForTimeout(2500)) {
    const now = (await shrunk(page)).join();
    if (now === last) return;
    last = now;
  }
}

/** Puts all pictures on one sheet, and says how far those of the two engines are apart. */
async function writeSheet(file: string): Promise<void> {
  const cells = HEADS.flatMap((_, head) => KINDS.map((kind) => ({ head, kind })));
  const tiles = ["webgl", "webgpu"].flatMap((api, row) =>
    cells.map(async ({ head, kind }, column) => ({
      input: await sharp(place(api, head, kind))
        .resize(SHOWN)
        .toBuffer(),
      ...{ left: column * SHOWN, top: row * SHOWN },
    })),
  );
  await sharp({ create: { width: cells.length * SHOWN, height: 2 * SHOWN, channels: 3, background: "black" } })
    .composite(await Promise.all(tiles))
    .webp({ quality: 62, effort: 6, smartSubsample: true })
    .toFile(file);
  for (const { head, kind } of cells) {
    const [a, b] = await Promise.all(["webgl", "webgpu"].map((api) => pixelsOf(place(api, head, kind))));
    const difference = a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;
    process.stdout.write(`${HEADS[head]}, ${kind}: ${difference.toFixed(2)} of 255 apart\n`);
  }
}

function pixelsOf(file: string): Promise<Buffer> {
  return sharp(file).removeAlpha().raw().toBuffer();
}
