import assert from "node:assert/strict";
import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { call } from "../service/helpers/client.ts";
import { dataFolder, wordsPack } from "../service/helpers/folders.ts";
import { browserTest, isGreen, isRed, openPage, picture, shows } from "./helpers/browser.ts";
import { ballService } from "./helpers/service-process.ts";

const STUDIO = resolve(import.meta.dirname, "../../dist/studio");

async function openStudio() {
  const data = await dataFolder();
  const missing = { starter: await wordsPack(), lost: `${data}/no such pack` };
  const target = await ballService({ data, packs: missing, studio: STUDIO });
  const page = await openPage(`${target.url}/#token=${target.token}`);
  return { data, target, page };
}

const chosen = (page: Page) => page.getByRole("region", { name: "Chosen head" });
const gallery = (page: Page) => page.getByRole("region", { name: "Gallery" });

async function make(page: Page, prompt: string): Promise<void> {
  await page.getByRole("textbox", { name: "Prompt" }).fill(prompt);
  await page.getByRole("button", { name: "Make the head" }).click();
}

async function makeWhole(page: Page, prompt: string): Promise<void> {
  await make(page, prompt);
  await chosen(page).getByText(prompt).waitFor();
  await chosen(page).getByRole("button", { name: "Download" }).waitFor();
  await shows(page, isRed, 0.02, `${prompt} stands there`);
}

browserTest("the studio shows the chosen head, whatever grows, is undone or is browsed", async () => {
  const { page } = await openStudio();
  const undo = page.getByRole("button", { name: "Undo", exact: true });
  await makeWhole(page, "a first wizard steps=5");
  await makeWhole(page, "a second wizard steps=5");
  await undo.click();
  await shows(page, isRed, 0.02, "the first head stands there again");
  await page.getByRole("button", { name: "Redo", exact: true }).click();
  await shows(page, isRed, 0.02, "the second head stands there again");

  await make(page, "a growing dwarf steps=100000");
  await chosen(page).getByText("Shaping", { exact: true }).waitFor();
  await shows(page, isGreen, 0.02, "the growing head is seen");
  for (let i = 0; i < 2; i++) {
    await gallery(page)
      .getByRole("button", { name: /^a first wizard/ })
      .click();
    await shows(page, isRed, 0.02, "a finished head is looked at while another one grows");
    assert.equal(await page.getByRole("textbox", { name: "Prompt" }).inputValue(), "a first wizard steps=5");
    await gallery(page)
      .getByRole("button", { name: /^a growing dwarf/ })
      .click();
    await shows(page, isGreen, 0.02, "and the growing one again");
  }
  await picture(page, "studio-growing");
  await chosen(page).getByRole("button", { name: "Cancel" }).click();
  await chosen(page).getByText("Cancelled", { exact: true }).waitFor();
  for (let i = 0; i < 2; i++) await undo.click();
  assert.ok(await undo.isDisabled(), "browsing leaves nothing to undo");
  assert.deepEqual(page.faults, []);
});

browserTest("a reload in the middle of a job keeps its card, and nothing is printed across the face", async () => {
  const { page } = await openStudio();
  await make(page, "a slow dwarf steps=100000");
  await shows(page, isGreen, 0.02, "the head grows");
  await page.reload();
  await chosen(page).getByText("a slow dwarf steps=100000").waitFor();
  await chosen(page).getByRole("button", { name: "Pause" }).waitFor();
  await chosen(page).getByRole("button", { name: "Cancel" }).waitFor();
  await chosen(page).getByRole("progressbar", { name: "Progress of the head" }).waitFor();
  await shows(page, isGreen, 0.02, "the head grows on");
  assert.equal(await page.getByText("watch it grow here").count(), 0);
  await picture(page, "studio-reloaded");
  await chosen(page).getByRole("button", { name: "Cancel" }).click();
  await chosen(page).getByText("Cancelled", { exact: true }).waitFor();
});

browserTest("the scene is not drawn while nothing changes", async () => {
  const { page } = await openStudio();
  await makeWhole(page, "a resting wizard steps=5");
  await page.evaluate(() => {
    const { prototype } = WebGL2RenderingContext;
    const draw = prototype.drawElements;
    prototype.drawElements = function (...given) {
      (globalThis as { drawn?: number }).drawn = ((globalThis as { drawn?: number }).drawn ?? 0) + 1;
      return draw.apply(this, given);
    };
  });
  const drawn = () => page.evaluate(() => (globalThis as { drawn?: number }).drawn ?? 0);
  await page.waitForTimeout(4000);
  const before = await drawn();
  await page.waitForTimeout(2500);
  assert.equal(await drawn(), before, "a scene at rest is drawn");
  await page.locator("#viewport canvas").hover();
  await page.mouse.wheel(0, 120);
  await page.waitForTimeout(1500);
  assert.ok((await drawn()) > before, "a turned view is not drawn");
});

browserTest("the form: focus after a chip, missing packs, the start hint, refining an edit", async () => {
  const { data, target, page } = await openStudio();
  const prompt = page.getByRole("textbox", { name: "Prompt" });
  await page.getByText("The folder of lost is not there").waitFor();
  await prompt.fill("an old dw");
  const chip = page.getByRole("group", { name: "Suggestions" }).getByRole("button").first();
  const word = await chip.textContent();
  await chip.click();
  assert.ok(await prompt.evaluate((field) => field === document.activeElement), "the prompt keeps the focus");
  assert.equal(await prompt.inputValue(), `an old ${word} `);

  const button = page.getByRole("button", { name: "Make the head" });
  await prompt.fill("🧙 …");
  await page.getByText("There is no word in it").waitFor();
  assert.ok(await button.isDisabled());
  await prompt.fill("an elf ".repeat(200));
  await page.getByText("1399 characters; 1000 are the most").waitFor();
  assert.ok(await button.isDisabled());

  await page.getByLabel("Preset").selectOption("draft");
  await makeWhole(page, "a wizard steps=5");
  const parent = (await call(target, "GET", "/api/heads")).body.heads[0];
  await page.getByRole("textbox", { name: "Change" }).fill("make him older");
  await page.getByRole("button", { name: "Make the change" }).click();
  await chosen(page).getByText("Edited: make him older").waitFor();
  await chosen(page).getByRole("button", { name: "Refine" }).click();
  await chosen(page)
    .getByText(/^standard, seed/)
    .waitFor();
  await chosen(page).getByRole("button", { name: "Download" }).waitFor();
  const [refined, edited] = (await call(target, "GET", "/api/heads")).body.heads;
  assert.equal(refined.edit.parent, parent.id);
  assert.deepEqual(refined.edit, edited.edit);
  assert.equal(refined.request.seed, edited.request.seed);
  assert.equal(refined.request.prompt, edited.request.prompt);

  await target.kill();
  await page.getByText("is not running").waitFor();
  const hint = (await page.locator("code").first().textContent()) ?? "";
  assert.ok(hint.includes(data), `the hint names the data folder in use: ${hint}`);
  await picture(page, "studio-away");
});

browserTest("a page that is not paired asks little, and nothing of other hosts", async () => {
  const { target, page } = await openStudio();
  await page.setViewportSize({ width: 1300, height: 720 });
  await makeWhole(page, "a wizard steps=5");
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== target.url) elsewhere.push(request.url());
  });
  await page.locator("#viewport canvas").press("i");
  await page.getByText("Scene Explorer").first().waitFor();
  await gallery(page)
    .getByRole("button", { name: /^a wizard/ })
    .click();
  await page.waitForTimeout(3000);
  assert.deepEqual(elsewhere, []);
  for (const width of [1300, 900]) {
    await page.setViewportSize({ width, height: 720 });
    await page.waitForTimeout(1000);
    await picture(page, `studio-inspector-${width}`);
    const spill = await page.locator("#viewport").evaluate((place) => place.scrollWidth - place.clientWidth);
    assert.ok(spill <= 0, `at ${width} px the Inspector is ${spill} px wider than its place`);
  }

  const stranger = await openPage(target.url);
  const refused: number[] = [];
  stranger.on("response", (response) => {
    if (response.status() === 401) refused.push(Date.now());
  });
  await stranger.getByText("Pair this page with the service").waitFor();
  await stranger.waitForTimeout(5000);
  assert.equal(refused.length, 0, "an unpaired page floods the console");
});
