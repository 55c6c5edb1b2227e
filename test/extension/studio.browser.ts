import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { LIVE_MEASURE } from "../../extension/scene/director.ts";
import { dataFolder, wordsPack } from "../service/helpers/folders.ts";
import { accessibilityFaults } from "./helpers/axe.ts";
import { hasChromium, hides, isGreen, isRed, openPage, picture, shows } from "./helpers/browser.ts";
import { ballService } from "./helpers/service-process.ts";

const NO_BROWSER = "needs Debian's chromium (apt-get install chromium)";
const STUDIO = resolve(import.meta.dirname, "../../dist/studio");

test("a head grows in the studio, survives kill -9 of the service, and stands there", {
  skip: hasChromium ? false : NO_BROWSER,
  timeout: 900_000,
}, async () => {
  assert.ok(existsSync(join(STUDIO, "index.html")), "npm run panel builds the studio");
  const options = { data: await dataFolder(), packs: { starter: await wordsPack() }, studio: STUDIO };
  const first = await ballService(options);
  const page = await openPage(`${first.url}/#token=${first.token}`);
  let previews = 0;
  page.on("response", (response) => {
    if (response.url().endsWith("/live.glb") && response.status() === 200) previews++;
  });
  const prompt = page.getByRole("textbox", { name: "Prompt" });
  await prompt.fill("an old dw");
  assert.equal(new URL(page.url()).hash, "", "the token is not left in the address");
  await page.getByRole("button", { name: "dwarf", exact: true }).click();
  assert.equal(await prompt.inputValue(), "an old dwarf ");
  await prompt.press("End");
  await prompt.pressSequentially("wizzard");
  await page.getByRole("button", { name: "Write wizard instead of wizzard" }).click();
  await prompt.press("End");
  await prompt.pressSequentially(" steps=1200 ms=50");
  await page.getByLabel("Preset").selectOption("draft");
  await prompt.press("Control+Enter");

  await page.getByText("Shaping", { exact: true }).waitFor();
  await shows(page, isGreen, 0.02, "the growing head is seen");
  assert.ok(previews >= 2, "live updates came");
  await picture(page, "studio-growing");

  await first.kill();
  await page.getByText("The headartist service is not running").waitFor();
  assert.equal(await page.getByRole("button", { name: "Download" }).count(), 0, "killed before it was done");
  assert.match((await page.locator("code").textContent())!, /^npx headartist serve/);
  await picture(page, "studio-service-away");
  const port = Number(new URL(first.url).port);
  await ballService({ ...options, port });
  await page.getByText("The headartist service is not running").waitFor({ state: "detached" });

  await page.getByRole("button", { name: "Download" }).waitFor({ timeout: 120_000 });
  await page.getByRole("button", { name: "Undo", exact: true }).waitFor();
  await shows(page, isRed, 0.02, "the finished head stands there with its texture");
  await hides(page, isGreen, "the growing one is gone");
  await page.locator("[data-testid=headartist-panel] img").first().waitFor();
  await picture(page, "studio-finished");
  const busy = await page.evaluate(
    (name) => performance.getEntriesByName(name).map(({ duration }) => duration),
    LIVE_MEASURE,
  );
  assert.ok(busy.length >= 2 && busy.sort((a, b) => a - b)[busy.length >> 1] < 50, `live updates took ${busy} ms`);

  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await hides(page, isRed, "undone");
  await page.getByRole("button", { name: "Redo" }).click();

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  assert.match((await download).suggestedFilename(), /^an-old-dwarf-wizard.*\.glb$/);

  assert.deepEqual(page.faults, []);
});

test("the studio is accessible in light and dark, remembers, shows variations and the gallery, and has the Inspector", {
  skip: hasChromium ? false : NO_BROWSER,
  timeout: 900_000,
}, async () => {
  const { url, token } = await ballService({
    data: await dataFolder(),
    packs: { starter: await wordsPack() },
    studio: STUDIO,
  });
  const page = await openPage(`${url}/#token=${token}`);
  const prompt = page.getByRole("textbox", { name: "Prompt" });
  await prompt.fill("an old wizard steps=20");
  await page.getByLabel("Variations").selectOption("2");
  await page.getByRole("button", { name: "Make 2 heads" }).click();
  const variations = page.getByRole("region", { name: "Variations" }).getByRole("button", { name: /Done$/ });
  await variations.nth(1).click();
  await page.getByRole("button", { name: "Refine" }).waitFor();
  await picture(page, "studio-variations");
  assert.deepEqual(await accessibilityFaults(page, "body"), []);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForTimeout(300);
  assert.deepEqual(await accessibilityFaults(page, "body"), []);
  await picture(page, "studio-dark");

  await page.reload();
  assert.equal(await prompt.inputValue(), "an old wizard steps=20", "settings are remembered");
  await page
    .getByRole("button", { name: /^an old wizard.*Done$/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Undo", exact: true }).waitFor();
  await shows(page, isRed, 0.02, "a head of the gallery is shown");

  await page.locator("#viewport canvas").press("i");
  await page.locator("#babylon-inspector-container").waitFor();
  await page.getByText("Scene Explorer").first().waitFor();
  await picture(page, "studio-inspector");
  assert.deepEqual(page.faults, []);
});
