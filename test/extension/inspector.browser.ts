import assert from "node:assert/strict";
import type { Mesh } from "@babylonjs/core/Meshes/mesh.js";
import { dataFolder } from "../service/helpers/folders.ts";
import { accessibilityFaults } from "./helpers/axe.ts";
import { browserTest, hides, isGreen, livePreviews, openPage, picture } from "./helpers/browser.ts";
import { describeOrc, ORC, orcGrows, orcIsSeen, orcStands } from "./helpers/draft-orc.ts";
import { hostPage } from "./helpers/host-page.ts";
import type { HostPage } from "./helpers/inspector-page.ts";
import { serve } from "./helpers/served.ts";

declare const scene: HostPage["scene"];
declare const pixelOf: HostPage["pixelOf"];

/** Metres: the top of the page's shelf, and how far below its origin a head is cut. */
const SHELF_TOP = -0.14;
const CUT = 0.95 * 0.176;

browserTest(
  "in another page's Inspector: pairing, a draft head where one clicks, the pane docked elsewhere",
  async () => {
    const origin = await hostPage();
    const service = await serve(await dataFolder(), 0, "--allow-origin", origin);
    const url = new URL(service.address).origin;
    const page = await openPage(`${origin}/?service=${encodeURIComponent(url)}`, { width: 1100, height: 720 });
    const levels: string[] = [];
    page.on("response", (response) => {
      const name = /head\.lod\d\.glb$/.exec(response.url())?.[0];
      if (name && response.status() === 200) levels.push(name);
    });
    const open = page.getByRole("button", { name: "Head Artist" });
    await open.click();

    await page.getByRole("button", { name: "Show the code" }).click();
    const field = page.getByRole("textbox", { name: "Six digits of the service's terminal" });
    await field.waitFor();
    await field.fill(/pairing code: (\d{6})/.exec(service.log())![1]);
    await field.press("Enter");

    const prompt = page.getByRole("textbox", { name: "Prompt" });
    const place = page.getByLabel("Where it stands", { exact: true });
    await describeOrc(page);
    await place.selectOption("point");
    await page.getByRole("button", { name: "Make the head" }).click();
    await page.getByText("Click in the scene where the head shall stand.").waitFor();
    await page.mouse.click(...(await page.evaluate(() => pixelOf("shelf"))));
    await page.getByText("Shaping", { exact: true }).waitFor();
    await livePreviews(page, 1);
    const [, height] = await page
      .waitForFunction(() => scene.getTransformNodeByName("Head in the making")?.position.asArray())
      .then((found) => found.jsonValue() as Promise<number[]>);
    assert.ok(Math.abs(height - (SHELF_TOP + CUT)) < 0.002, `cut at the shelf's top, not at ${height}`);

    await page.locator('xpath=//*[text()="Head Artist"]/following-sibling::button').click();
    await page.getByRole("menuitem", { name: "Bottom Left" }).click();
    await page.getByRole("button", { name: "Pause" }).waitFor();
    assert.equal(await prompt.inputValue(), ORC);
    await orcGrows(page, 1);
    await picture(page, "inspector-docked");

    const undo = page.getByRole("button", { name: "Undo", exact: true });
    await orcStands(page);
    const finished = await page.evaluate(() => {
      const skin = scene.meshes.find(({ name }) => name === "Skin") as Mesh;
      return {
        bottom: skin.getBoundingInfo().boundingBox.minimumWorld.y,
        textures: skin.material!.getActiveTextures().map((texture) => texture.getSize().width >= 512),
      };
    });
    assert.ok(Math.abs(finished.bottom - SHELF_TOP) < 0.01, `it stands on the shelf, not at ${finished.bottom}`);
    assert.deepEqual(levels.sort(), ["head.lod1.glb", "head.lod2.glb", "head.lod3.glb"]);
    assert.ok(finished.textures.length >= 3 && finished.textures.every(Boolean), "colour, normals and roughness");
    assert.deepEqual(await accessibilityFaults(page, "[data-testid=headartist-panel]"), []);
    await undo.click();
    await hides(page, isGreen, "undone");

    await page.getByRole("treeitem", { name: "Nodes" }).press("ArrowRight");
    await page.getByText("shelf", { exact: true }).first().click();
    await open.click();
    await place.selectOption("selection");
    await page.getByRole("button", { name: "Place in the scene", exact: true }).click();
    await orcIsSeen(page, "placed again, under the selection");
    const parent = await page.evaluate(
      () => scene.meshes.find(({ metadata }) => metadata?.headartist)?.parent?.name ?? "none",
    );
    assert.equal(parent, "shelf");

    const chosen = page.getByRole("region", { name: "Chosen head" });
    await prompt.fill("an old man");
    await page.getByRole("button", { name: "Make the head" }).click();
    await chosen.getByText("an old man").waitFor();
    await chosen.getByRole("button", { name: "Cancel" }).click();
    await chosen.getByText("Cancelled", { exact: true }).waitFor();
    await page.getByRole("treeitem", { name: "shelf" }).press("ArrowRight");
    await page.getByRole("treeitem", { name: ORC }).hover();
    await page.getByRole("button", { name: "Open in Head Artist" }).click();
    await chosen.getByText(ORC).waitFor();
    await picture(page, "inspector-finished");
    // The page is somebody else's: its Inspector asks Babylon's CDN for the validator.
    assert.deepEqual(
      page.faults.filter((fault) => !/gltf_?validator/i.test(fault)),
      [],
    );
  },
);
