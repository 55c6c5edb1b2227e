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
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import sharp from "sharp";
import type { Head } from "../../../extension/service-types.ts";
import { layOver, openPage, shrunk } from "../../extension/helpers/browser.ts";
import type { GraphicsApi } from "../../extension/helpers/find-chromium.ts";
import { type Served, serve } from "../../extension/helpers/served.ts";
import { call } from "../../service/helpers/client.ts";

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
/** Looks at the canvas that find no change before it is taken to be finished. */
const STILL = 3;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { engines: { type: "string", default: "webgl,webgpu" }, sheet: { type: "string" } },
});
const [folder = "out/pictures/materials"] = positionals;
await mkdir(folder, { recursive: true });
const place = (api: string, head: number, kind: string) => join(folder, `${api}-${head}-${kind}.png`);

if (values.engines) {
  const service = await serve(join(folder, "data"));
  try {
    await makeHeads(service);
    for (const api of values.engines.split(",")) await drawHeads(service, api as GraphicsApi);
  } finally {
    await service.kill();
  }
}
if (values.sheet) await writeSheet(values.sheet);
process.exit(0);

/** Has the service build the heads that it does not have yet. */
async function makeHeads({ address }: Served): Promise<void> {
  const { origin: url, hash } = new URL(address);
  const target = { url, token: new URLSearchParams(hash.slice(1)).get("token")! };
  const { body } = await call(target, "GET", "/api/heads");
  for (const prompt of HEADS) {
    const known = body.heads.find(({ request }: Head) => request.prompt === prompt);
    const id = known?.id ?? (await call(target, "POST", "/api/heads", { prompt, preset: "built", seed: 1 })).body.id;
    const stateNow = async () => (await call(target, "GET", `/api/jobs/${id}`)).body.state;
    for (let state = await stateNow(); state !== "done"; state = await stateNow()) {
      if (state === "failed") throw new Error(`the service could not build “${prompt}”`);
      await sleep(1000);
    }
  }
}

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
  const materials = page.getByRole("button", { name: "Materials" });
  let last = (await shrunk(page)).join();
  /** Waits until the canvas has changed, and stays as it is then. */
  const settled = async () => {
    const before = last;
    for (let same = 0; same < STILL; await page.waitForTimeout(2 * FRAME_MS)) {
      const now = (await shrunk(page)).join();
      same = now === last && now !== before ? same + 1 : 0;
      last = now;
    }
  };
  for (const [head, prompt] of HEADS.entries()) {
    if (head === 0) await materials.click();
    await page.getByRole("region", { name: "Gallery" }).getByRole("button", { name: prompt }).click();
    await settled();
    if (head === 0) await bringClose(page, settled);
    for (const kind of head % 2 ? KINDS.toReversed() : KINDS) {
      if ((await materials.getAttribute("aria-pressed")) !== `${kind === "viewport"}`) {
        await materials.click();
        await settled();
      }
      await page.evaluate(layOver);
      await writeFile(place(api, head, kind), await page.locator("#viewport").screenshot());
      process.stdout.write(`${place(api, head, kind)}\n`);
    }
  }
  if (page.faults.length) throw new Error(page.faults.join("\n"));
  await page.close();
}

/** Goes round the head a little and near it, as people do. */
async function bringClose(page: Page, settled: () => Promise<void>): Promise<void> {
  const middle = SIDE / 2;
  await page.mouse.move(middle, middle);
  await page.mouse.down();
  await page.mouse.move(middle + 30, middle, { steps: 3 });
  await page.mouse.up();
  await settled();
  for (let i = 0; i < 2; i++) {
    await page.mouse.wheel(0, -300);
    await settled();
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
    .webp({ quality: 80, effort: 6, smartSubsample: true })
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
