import assert from "node:assert/strict";
import { test } from "node:test";
import { LIVE_MEASURE } from "../../extension/scene/director.ts";
import { dataFolder } from "../service/helpers/folders.ts";
import { accessibilityFaults } from "./helpers/axe.ts";
import {
  hides,
  isGreen,
  isSolid,
  livePreviews,
  NO_BROWSER,
  openPage,
  picture,
  shows,
  TEST_MS,
} from "./helpers/browser.ts";
import { serve } from "./helpers/served.ts";

test("a draft head of the starter pack grows in the studio, survives kill -9 of the service, and stands there", {
  skip: NO_BROWSER,
  timeout: TEST_MS,
}, async () => {
  const data = await dataFolder();
  const first = await serve(data);
  const page = await openPage(first.address, { width: 1000, height: 720 });
  const prompt = page.getByRole("textbox", { name: "Prompt" });
  await prompt.fill("a green gob");
  assert.equal(new URL(page.url()).hash, "", "the token is not left in the address");
  await page.getByRole("button", { name: "goblin", exact: true }).click();
  assert.equal(await prompt.inputValue(), "a green goblin ");
  await prompt.press("End");
  await prompt.pressSequentially("wizzard");
  await page.getByRole("button", { name: "Write wizard instead of wizzard" }).waitFor();
  await picture(page, "studio-unknown-word");
  await prompt.fill("a green orc");
  await page.getByLabel("Preset").selectOption("draft");
  await prompt.press("Control+Enter");

  await page.getByText("Shaping", { exact: true }).waitFor();
  await livePreviews(page, 2);
  await shows(page, isSolid, 0.05, "the growing head is seen");
  await picture(page, "studio-growing");

  await first.kill();
  await page.getByText("The headartist service is not running").waitFor();
  assert.equal(await page.getByRole("button", { name: "Download" }).count(), 0, "killed before it was done");
  assert.match((await page.locator("code").textContent())!, /^npx headartist serve/);
  await picture(page, "studio-service-away");
  await serve(data, first.port);
  await page.getByText("The headartist service is not running").waitFor({ state: "detached" });
  await livePreviews(page, 1);

  await page.getByRole("button", { name: "Download" }).waitFor();
  await page.getByRole("button", { name: "Undo", exact: true }).waitFor();
  await shows(page, isGreen, 0.05, "the finished head stands there with its colour");
  await page.locator("[data-testid=headartist-panel] img").first().waitFor();
  await picture(page, "studio-finished");
  const busy = await page.evaluate(
    (name) => performance.getEntriesByName(name).map(({ duration }) => duration),
    LIVE_MEASURE,
  );
  assert.ok(busy.length >= 3 && busy.sort((a, b) => a - b)[busy.length >> 1] < 50, `live updates took ${busy} ms`);
  assert.deepEqual(await accessibilityFaults(page, "body"), []);

  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await hides(page, isGreen, "undone");
  await page.getByRole("button", { name: "Redo" }).click();
  await shows(page, isGreen, 0.05, "done again");

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  assert.match((await download).suggestedFilename(), /^a-green-orc-.*\.glb$/);
  assert.deepEqual(page.faults, []);
});
