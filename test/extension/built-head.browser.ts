import assert from "node:assert/strict";
import { dataFolder } from "../service/helpers/folders.ts";
import { browserTest, hides, isSolid, openPage, picture, shows } from "./helpers/browser.ts";
import { serve } from "./helpers/served.ts";

browserTest("a built head stands in the studio with its levels, and an edit of it takes its place", async () => {
  const { address } = await serve(await dataFolder());
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
  await prompt.press("Control+Enter");
  await page.waitForResponse((response) => response.url().endsWith("/live.glb") && response.status() === 200);
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
  assert.deepEqual(page.faults, []);
});
