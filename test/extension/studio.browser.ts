import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { call } from "../service/helpers/client.ts";
import { dataFolder, stableDiffusionPack, wordsPack } from "../service/helpers/folders.ts";
import { accessibilityFaults } from "./helpers/axe.ts";
import { browserTest, hides, isGreen, isRed, openPage, picture, shows } from "./helpers/browser.ts";
import { ballService } from "./helpers/service-process.ts";

const STUDIO = resolve(import.meta.dirname, "../../dist/studio");

browserTest("the studio: variations, states of a job, gallery, settings, accessibility, Inspector", async () => {
  assert.ok(existsSync(join(STUDIO, "index.html")), "npm run panel builds the studio");
  const target = await ballService({
    data: await dataFolder(),
    packs: { starter: await wordsPack(), sd: await stableDiffusionPack() },
    studio: STUDIO,
  });
  const page = await openPage(`${target.url}/#token=${target.token}`);
  const prompt = page.getByRole("textbox", { name: "Prompt" });
  const chosen = page.getByRole("region", { name: "Chosen head" });
  const gallery = page.getByRole("region", { name: "Gallery" });
  await picture(page, "studio-empty");

  // With the keyboard alone: the list is opened, a hat is put on and taken off again.
  await prompt.fill("an old man");
  await page.getByText("Parts to wear").focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Kind").selectOption("hat");
  const parts = page.getByRole("list", { name: "Parts" });
  const fedora = parts.getByRole("button", { name: "fedora" });
  await fedora.focus();
  await page.keyboard.press("Enter");
  assert.equal(await prompt.inputValue(), "an old man with a fedora");
  await parts.getByRole("button", { name: "fedora", pressed: true }).waitFor();
  await parts.locator("img").nth(5).waitFor();
  await fedora.scrollIntoViewIfNeeded();
  await picture(page, "studio-parts");
  assert.deepEqual(await accessibilityFaults(page, "body"), []);
  await page.keyboard.press("Enter");
  assert.equal(await prompt.inputValue(), "an old man");
  await parts.getByRole("button", { name: "fedora", pressed: false }).waitFor();
  await page.getByText("Parts to wear").click();

  await page.getByLabel("Model pack").selectOption("sd");
  const presets = page.getByLabel("Preset").getByRole("option");
  assert.deepEqual(await presets.allTextContents(), [
    "Built",
    "Draft",
    "Standard",
    "High",
    "Grown",
    "Paper",
    "Paper, fast",
  ]);
  await page.getByLabel("Model pack").selectOption("starter");
  assert.deepEqual(await presets.allTextContents(), ["Built", "Draft", "Standard", "High", "Grown"]);

  await prompt.fill("an old wizard steps=20");
  await page.getByRole("combobox", { name: "Variations" }).selectOption("4");
  await page.getByRole("button", { name: "Make 4 heads" }).click();
  const variations = page.getByRole("region", { name: "Variations" });
  await variations.getByRole("button").nth(3).waitFor();
  await variations.getByRole("button", { name: /Done$/ }).nth(3).click();
  await page.getByRole("button", { name: "Refine" }).waitFor();
  await shows(page, isRed, 0.02, "the chosen variation stands there");
  await page.getByRole("region", { name: "Expression" }).getByText("This head has no expressions").waitFor();
  await picture(page, "studio-variations");
  assert.deepEqual(await accessibilityFaults(page, "body"), []);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForTimeout(500);
  assert.deepEqual(await accessibilityFaults(page, "body"), []);
  await picture(page, "studio-dark");
  await page.emulateMedia({ colorScheme: "light" });
  await page.getByRole("button", { name: "Refine" }).click();
  await chosen.getByText(/^(standard|high), seed/).waitFor();
  await chosen.getByRole("button", { name: "Download" }).waitFor();

  await page.getByRole("combobox", { name: "Variations" }).selectOption("1");
  await prompt.fill("a red dwarf steps=100000");
  await page.getByRole("button", { name: "Make the head" }).click();
  await chosen.getByText("Shaping", { exact: true }).waitFor();
  await shows(page, isGreen, 0.02, "the growing head is seen");
  await chosen.getByRole("button", { name: "Pause" }).click();
  await chosen.getByText("Paused", { exact: true }).waitFor();
  await picture(page, "studio-paused");
  await chosen.getByRole("button", { name: "Go on" }).click();
  await chosen.getByText("Shaping", { exact: true }).waitFor();
  await chosen.getByRole("button", { name: "Cancel" }).click();
  await chosen.getByText("Cancelled", { exact: true }).waitFor();
  await hides(page, isGreen, "a cancelled head is taken away");

  await prompt.fill("refuse");
  await page.getByRole("button", { name: "Make the head" }).click();
  await chosen.getByRole("alert").waitFor();
  await picture(page, "studio-failed");
  assert.deepEqual(await accessibilityFaults(page, "body"), []);
  await chosen.getByRole("button", { name: "Delete", exact: true }).click();
  await chosen.getByRole("button", { name: "Delete for good" }).click();
  await chosen.waitFor({ state: "detached" });

  const compressed = { prompt: "a wizard steps=5", seed: 1, preset: "draft", compress: true };
  assert.equal((await call(target, "POST", "/api/heads", compressed)).status, 201);
  await gallery.getByRole("button", { name: /^a wizard.*Done$/ }).click();
  await shows(page, isRed, 0.02, "a compressed head is shown, without a script of another host");

  await page.reload();
  assert.equal(await prompt.inputValue(), "a wizard steps=5", "settings are remembered");
  await gallery
    .getByRole("button", { name: /^an old wizard.*Done$/ })
    .first()
    .click();
  await shows(page, isRed, 0.02, "a head of the gallery is shown");
  await page.setViewportSize({ width: 420, height: 820 });
  await page.waitForTimeout(1000);
  await picture(page, "studio-narrow");
  await page.setViewportSize({ width: 1200, height: 720 });

  const light = page.getByRole("combobox", { name: "Light" });
  const backdrop = () => page.evaluate(() => document.querySelector<HTMLElement>("#viewport")!.style.background);
  const soft = await backdrop();
  await light.selectOption("Outdoors");
  assert.notEqual(await backdrop(), soft);
  await page.locator("#viewport canvas").press("l");
  assert.equal(await light.inputValue(), "studio");
  assert.equal(await backdrop(), soft);
  const materials = page.getByRole("button", { name: "Materials" });
  assert.equal(await materials.getAttribute("aria-pressed"), "true");
  await page.locator("#viewport canvas").press("m");
  assert.equal(await materials.getAttribute("aria-pressed"), "false");

  await page.locator("#viewport canvas").press("i");
  await page.locator("#babylon-inspector-container").waitFor();
  await page.getByText("Scene Explorer").first().waitFor();
  await picture(page, "studio-inspector");
  assert.deepEqual(page.faults, []);
});
