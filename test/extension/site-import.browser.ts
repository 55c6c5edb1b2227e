import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { WebIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import validator from "gltf-validator";
import type { Page } from "playwright-core";
import { loadTemplate } from "../../runtime/head/template.ts";
import { shapeTemplate } from "../../runtime/head/template-shape.ts";
import { packagePath } from "../../runtime/host/node/paths.ts";
import { loadPreset } from "../../runtime/host/node/presets.ts";
import { overridden } from "../../runtime/host/overridden.ts";
import type { ImportSettings } from "../../runtime/stages/stage-settings.ts";
import { makeCharacter } from "../import/character.ts";
import { browserTest, isSolid, openPage, picture, shows } from "./helpers/browser.ts";
import { compareImport, tell } from "./helpers/compare-with-node.ts";
import { staticSite } from "./helpers/static-site.ts";
import { chosen, download, finished, learnedAt, until } from "./helpers/tab-page.ts";

/** A fit, and an edit of it, in as few steps as keep a head. */
const SHORTER = {
  "grid/draft": {
    import: { distance: { steps: 100 }, surface: { steps: 10 }, color: { steps: 60 } },
    edit: { shape: { steps: 2 }, color: { start: { steps: 20 }, steps: 2 }, refine: { views: 1 } },
  },
};

browserTest("a character's file becomes a head in a tab, also over a reload, and is edited there", async () => {
  const site = await staticSite(SHORTER);
  const page = await openPage(site.url, { width: 1100, height: 760 });
  await page.waitForFunction(() => crossOriginIsolated);
  await page.getByText("A character of yours").click();
  const file = { name: "hero.glb", mimeType: "", buffer: Buffer.from("<!doctype html><title>hero.glb</title>") };
  await page.getByLabel("Character's file").setInputFiles(file);
  await page.getByText("the file is a web page saved under the name of a model").waitFor();

  const template = await loadTemplate((name) => readFile(packagePath("assets", "template", name)));
  const character = await makeCharacter(template, shapeTemplate(template));
  await drop(page, "hero.glb", character);
  await chosen(page).getByText("hero", { exact: true }).waitFor();
  await until(page, learnedAt);
  const learned = await page.evaluate(learnedAt);
  await page.reload();
  await finished(page, "hero");
  assert.equal(await page.evaluate(learnedAt), learned, "its shape was fitted once");
  await shows(page, isSolid, 0.1, "the character's head");
  await picture(page, "site-import");
  assert.equal(await chosen(page).getByRole("button", { name: "Refine" }).count(), 0, "no prompt makes it again");
  const head = await download(page);
  const { issues } = await validator.validateBytes(head);
  assert.equal(issues.numErrors + issues.numWarnings, 0, JSON.stringify(issues.messages.slice(0, 3)));
  const skin = (await new WebIO().registerExtensions(ALL_EXTENSIONS).readBinary(head)).getRoot().listMeshes()[0];
  const { targetNames } = skin.getExtras() as { targetNames: string[] };
  assert.ok(targetNames.includes("jawOpen"), "the skin that was wrapped onto it has expressions");

  const { import: whole } = await loadPreset("draft", "grid");
  const apart = await compareImport(head, character, overridden<ImportSettings>(whole, SHORTER["grid/draft"].import));
  console.log(
    `an import in the tab against Node, after a reload: ${apart.same ? "the same numbers, " : ""}${tell(apart)}`,
  );
  assert.ok(apart.most < 0.5 && apart.mean < 0.02, tell(apart));
  for (const { name, difference } of apart.textures) assert.ok(difference < 2, `${name} differs by ${difference}`);

  await page.getByRole("textbox", { name: "Change" }).fill("make him older");
  await page.getByRole("button", { name: "Make the change" }).click();
  await finished(page, "Edited: make him older");
  assert.notDeepEqual(await download(page), head);
  assert.deepEqual(page.faults, []);
});

/** Lets a file fall on the page. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const given = { name, text: Buffer.from(bytes).toString("base64") };
  await page.evaluate(async ({ name, text }) => {
    const blob = await (await fetch(`data:application/octet-stream;base64,${text}`)).blob();
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([blob], name));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, given);
}
