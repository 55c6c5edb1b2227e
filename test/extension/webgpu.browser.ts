import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { dataFolder } from "../service/helpers/folders.ts";
import { browserTest, isSolid, openPage, picture, shows, shrunk } from "./helpers/browser.ts";
import type { GraphicsApi } from "./helpers/find-chromium.ts";
import { type Served, serve } from "./helpers/served.ts";
import { finished, make } from "./helpers/tab-page.ts";

const PROMPT = "an old man with round glasses";

/** Mean difference of two engines' pictures, 0..255: edges are smoothed in one of them. Less than what the materials change. */
const ALIKE = 0.6;
/** Least mean difference by which a picture has changed. */
const CHANGED = 0.1;
/** Looks that find no change before the picture is taken to be finished. */
const STILL = 4;

browserTest("the studio draws in WebGPU as in WebGL: materials, light, expressions, levels, Inspector", async () => {
  const service = await serve(await dataFolder());
  const webgl = await tour(service, "webgl");
  const webgpu = await tour(service, "webgpu");
  for (const [state, pixels] of Object.entries(webgl)) {
    const difference = apart(pixels, webgpu[state]);
    console.log(`${state}: ${difference.toFixed(2)} of 255 apart`);

    assert.ok(difference < ALIKE, `${state}: ${difference} of 255`);
  }
});

browserTest("where there is no WebGPU the studio says so, and draws in WebGL", async () => {
  const service = await serve(await dataFolder());
  const page = await openPage(service.address);
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, "gpu"));
  await page.goto(addressOf(service, "webgpu"));
  const notice = page.getByText("Drawn in WebGL: this browser has no WebGPU.");
  await notice.waitFor();
  await picture(page, "webgpu-missing");
  await make(page, PROMPT, "Built");
  await shows(page, isSolid, 0.05, "the head");
  await page.locator("#toolbar").getByRole("button", { name: "Dismiss" }).click();
  await notice.waitFor({ state: "detached" });
  assert.deepEqual(page.faults, []);
});

/** Has a head shown in all ways. @returns what was seen of each. */
async function tour(service: Served, api: GraphicsApi): Promise<Record<string, number[]>> {
  const page = await openPage(addressOf(service, api), { width: 800, height: 460 }, true, api);
  const head = page.getByRole("region", { name: "Gallery" }).getByRole("button", { name: PROMPT });
  if (api === "webgl") await make(page, PROMPT, "Built");
  else await head.click();
  await finished(page, PROMPT);
  // The head itself, after what is shown while it is made.
  await page.getByRole("button", { name: "Test speech" }).waitFor();
  await shows(page, isSolid, 0.05, "the head");
  const seen: Record<string, number[]> = {};
  let last = await settled(page);
  const look = async (name: string) => {
    let now = last;
    while (apart(now, last) < CHANGED) now = await settled(page);
    seen[name] = now;
    last = now;
  };
  for (const name of ["standard glTF", "materials"]) {
    await page.getByRole("button", { name: "Materials" }).click();
    await look(name);
  }
  await page.getByRole("combobox", { name: "Light" }).selectOption("hard");
  await look("hard key");
  await page.getByRole("searchbox", { name: "Search expressions" }).fill("jaw open");
  await page.getByRole("slider", { name: /jaw open/i }).fill("100");
  await look("jaw open");
  await picture(page, `studio-${api}`);
  const canvas = page.locator("#viewport canvas").first();
  await canvas.hover();
  await page.mouse.wheel(0, 4000);
  await look("far away");
  await canvas.press("i");
  await page.getByText("Scene Explorer").first().waitFor();
  await page.waitForTimeout(3000);
  assert.deepEqual(page.faults, [], api);
  await page.close();
  return seen;
}

function addressOf({ address }: Served, api: GraphicsApi): string {
  const url = new URL(address);
  url.searchParams.set("engine", api);
  return `${url}`;
}

/** @returns the canvas once nothing moves in it any more: on a loaded machine seconds pass between two frames. */
async function settled(page: Page): Promise<number[]> {
  let last = await shrunk(page);
  for (let same = 0; same < STILL; ) {
    await page.waitForTimeout(1500);
    const next = await shrunk(page);
    same = apart(last, next) === 0 ? same + 1 : 0;
    last = next;
  }
  return last;
}

const apart = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;
