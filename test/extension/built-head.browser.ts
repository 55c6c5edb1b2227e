import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { DressRequest } from "../../extension/api/dress.ts";
import { LIVE_MEASURE } from "../../extension/scene/director.ts";
import { dataFolder } from "../service/helpers/folders.ts";
import { accessibilityFaults } from "./helpers/axe.ts";
import { browserTest, hides, isSolid, openPage, picture, shows } from "./helpers/browser.ts";
import { dressedByService, dressedInPage } from "./helpers/dressed.ts";
import { serve } from "./helpers/served.ts";

/** Moves the head by the panel's controls, with the keyboard where there is no pointer to it. */
async function drive(page: Page): Promise<void> {
  const expression = page.getByRole("region", { name: "Expression" });
  const looks = () => page.evaluate(() => document.querySelector("canvas")!.toDataURL());
  const changes = async (before: string, what: string) => {
    for (const end = Date.now() + 60_000; (await looks()) === before; await page.waitForTimeout(250))
      assert.ok(Date.now() < end, `the picture does not change: ${what}`);
  };
  await expression.getByRole("button", { name: "Jaw (4)" }).press("Enter");
  const jaw = expression.getByRole("slider", { name: "Jaw open" });
  const atRest = await looks();
  await jaw.press("End");
  assert.equal(await jaw.getAttribute("aria-valuetext"), "100 %");
  await changes(atRest, "the jaw opens");
  await picture(page, "built-jaw-open");
  await expression.getByRole("searchbox", { name: "Search expressions" }).fill("smile");
  await expression.getByRole("slider", { name: "Mouth smile left" }).press("End");
  assert.equal(await expression.getByRole("slider", { name: "Mouth smile right" }).inputValue(), "100");
  assert.equal(await expression.getByRole("slider").count(), 2);
  await picture(page, "built-smile");
  assert.deepEqual(await accessibilityFaults(page, "body"), []);
  await expression.getByRole("searchbox").fill("wings");
  await expression.getByText("No expression is called that.").waitFor();
  await expression.getByRole("searchbox").fill("");
  await expression.getByRole("button", { name: "Reset" }).click();
  assert.equal(await expression.getByRole("slider", { name: "Jaw open" }).inputValue(), "0");

  const ahead = await looks();
  const follow = expression.getByRole("button", { name: "Look at the mouse" });
  await follow.click();
  assert.equal(await follow.getAttribute("aria-pressed"), "true");
  const canvas = (await page.locator("canvas").boundingBox())!;
  await page.mouse.move(canvas.x + 10, canvas.y + canvas.height / 2);
  await changes(ahead, "the eyes follow");
  await picture(page, "built-looking");
  await follow.click();
  const begun = expression.getByRole("button", { name: "Stop speech" }).waitFor();
  await expression.getByRole("button", { name: "Test speech" }).press("Enter");
  await begun;
  await picture(page, "built-speaking");
  await expression.getByRole("button", { name: "Test speech" }).waitFor();
  await expression.getByRole("button", { name: "Blink and breathe" }).click();
  await changes(await looks(), "the head breathes");
  await expression.getByRole("button", { name: "Blink and breathe" }).click();
  await expression.getByRole("button", { name: "Reset" }).click();
}

/** What the page builds is what the service shows first, to the byte but for how the mask's PNG is packed. */
async function sameAsService(page: Page, prompt: string): Promise<void> {
  const request: DressRequest = { prompt, seed: 1, preset: "built", set: { age: 12 } };
  const [here, there] = await Promise.all([dressedInPage(page, request), dressedByService(request)]);
  assert.ok(here.equals(there.asInPage), `${here.length} bytes, the service's ${there.asInPage.length}`);
  console.log(`the page's preview has ${here.length} bytes, the service's ${there.own.length}`);
}

browserTest("a built head stands in the studio with its levels, and an edit of it takes its place", async () => {
  const data = await dataFolder();
  // Nobody makes heads yet: what is seen is the page's own.
  const idle = await serve(data, 0, "--workers", "0");
  const { address, port } = idle;
  const page = await openPage(address, { width: 1000, height: 720 });
  const levels: string[] = [];
  page.on("response", (response) => {
    const name = /head\.lod\d\.glb$/.exec(response.url())?.[0];
    if (name && response.status() === 200) levels.push(name);
  });
  await page.getByRole("combobox", { name: "Preset" }).selectOption("built");
  const prompt = page.getByRole("textbox", { name: "Prompt" });
  await prompt.fill("a red-haired girl with freckles and a top hat");
  await page.getByText("top hat", { exact: true }).first().waitFor();
  const asked = performance.now();
  await prompt.press("Control+Enter");
  await shows(page, isSolid, 0.1, "the head as the page builds it");
  const seconds = ((performance.now() - asked) / 1000).toFixed(1);
  const [shown] = await page.evaluate(
    (name) => performance.getEntriesByName(name).map((one) => one.duration),
    LIVE_MEASURE,
  );
  console.log(`the page shows the built head after ${seconds} s; its main thread has ${shown.toFixed(0)} ms of it`);
  await picture(page, "built-in-page");
  assert.equal(await page.getByRole("button", { name: "Download" }).count(), 0);
  await sameAsService(page, await prompt.inputValue());
  await idle.kill();
  // Asked for before there is a service again: its first picture may be there before anybody looks.
  const live = page.waitForResponse((response) => response.url().endsWith("/live.glb") && response.status() === 200);
  await serve(data, port);
  await live;
  await picture(page, "built-growing");
  await page.getByRole("button", { name: "Download" }).waitFor();
  await shows(page, isSolid, 0.1, "the built head");
  await picture(page, "built-finished");
  assert.deepEqual(levels.sort(), ["head.lod1.glb", "head.lod2.glb", "head.lod3.glb"]);

  await page.getByRole("textbox", { name: "Change" }).fill("give her glasses");
  await page.getByRole("textbox", { name: "Change" }).press("Control+Enter");
  await page.getByText("Edited: give her glasses").waitFor();
  await page.getByRole("button", { name: "Download" }).waitFor();
  await shows(page, isSolid, 0.1, "the edited head");
  await picture(page, "built-edited");

  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await hides(page, isSolid, "undone");
  await page.getByRole("button", { name: "Redo" }).click();
  await shows(page, isSolid, 0.1, "done again");
  await drive(page);
  const looks = () => page.evaluate(() => document.querySelector("canvas")!.toDataURL());
  const before = await looks();
  await page.getByRole("button", { name: "Materials" }).click();
  for (const end = Date.now() + 60_000; (await looks()) === before; await page.waitForTimeout(250))
    assert.ok(Date.now() < end, "the picture does not change: standard glTF");
  await picture(page, "built-gltf");
  assert.deepEqual(page.faults, []);
});
