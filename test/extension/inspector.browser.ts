import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import type { Mesh } from "@babylonjs/core/Meshes/mesh.js";
import { build } from "esbuild";
import { LEAVE_OUT } from "../../extension/build.ts";
import { atEnd } from "../service/helpers/at-end.ts";
import { dataFolder, temporaryFolder } from "../service/helpers/folders.ts";
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
import type { HostPage } from "./helpers/inspector-page.ts";
import { serve } from "./helpers/served.ts";

declare const scene: HostPage["scene"];
declare const pixelOf: HostPage["pixelOf"];

/** Metres: the top of the page's shelf, and how far below its origin a head is cut. */
const SHELF_TOP = -0.14;
const CUT = 0.95 * 0.176;

/** A page of somebody else's, at an origin of its own. */
async function hostPage(): Promise<string> {
  const folder = await temporaryFolder();
  await build({
    entryPoints: { page: join(import.meta.dirname, "helpers", "inspector-page.ts") },
    outdir: folder,
    bundle: true,
    format: "esm",
    splitting: true,
    plugins: [LEAVE_OUT],
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "error",
  });
  const html =
    '<!doctype html><html lang="en"><title>host</title><link rel="icon" href="data:,"><body style="margin:0">' +
    '<div style="position:relative;width:100vw;height:100vh"><canvas style="width:100%;height:100%"></canvas></div>' +
    '<script type="module" src="/page.js"></script>';
  const server = createServer(async ({ url }, response) => {
    const path = new URL(url!, "http://host").pathname;
    const body = path === "/" ? html : await readFile(join(folder, path)).catch(() => undefined);
    response.writeHead(body === undefined ? 404 : 200, {
      "content-type": path === "/" ? "text/html" : "text/javascript",
    });
    response.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("in the Inspector of another page: pairing, a draft head where one clicks, docked elsewhere on its way, on a shelf", {
  skip: NO_BROWSER,
  timeout: TEST_MS,
}, async () => {
  const origin = await hostPage();
  const service = await serve(await dataFolder(), 0, "--allow-origin", origin);
  const url = new URL(service.address).origin;
  const page = await openPage(`${origin}/?service=${encodeURIComponent(url)}`, { width: 1100, height: 720 });
  const open = page.getByRole("button", { name: "Head Artist" });
  await open.click();

  await page.getByRole("button", { name: "Show the code" }).click();
  const field = page.getByRole("textbox", { name: "Six digits of the service's terminal" });
  await field.waitFor();
  await field.fill(/pairing code: (\d{6})/.exec(service.log())![1]);
  await field.press("Enter");

  const prompt = page.getByRole("textbox", { name: "Prompt" });
  const place = page.getByLabel("Place", { exact: true });
  await prompt.fill("a green orc");
  await page.getByLabel("Preset").selectOption("draft");
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
  await page.getByRole("menuitem", { name: /Left/ }).first().click();
  await page.getByRole("button", { name: "Pause" }).waitFor();
  assert.equal(await prompt.inputValue(), "a green orc");
  await livePreviews(page, 1);
  await shows(page, isSolid, 0.02, "the growing head is seen");
  await picture(page, "inspector-docked");

  const undo = page.getByRole("button", { name: "Undo", exact: true });
  await page.getByRole("button", { name: "Download" }).waitFor();
  await undo.waitFor();
  await shows(page, isGreen, 0.02, "the finished head stands there with its colour");
  const finished = await page.evaluate(() => {
    const finest = scene.meshes.find(({ name }) => name.endsWith("_LOD0")) as Mesh;
    return {
      height: finest.parent!.getWorldMatrix().getTranslation().y,
      levels: finest.getLODLevels().map(({ mesh }) => mesh?.name.slice(-5)),
      textures: finest.material!.getActiveTextures().map((texture) => texture.getSize().width >= 512),
    };
  });
  assert.ok(Math.abs(finished.height - height) < 1e-4, "where it grew");
  assert.deepEqual(finished.levels.sort(), ["_LOD1", "_LOD2"]);
  assert.ok(finished.textures.length >= 3 && finished.textures.every(Boolean), "colour, normals and roughness");
  assert.deepEqual(await accessibilityFaults(page, "[data-testid=headartist-panel]"), []);
  await undo.click();
  await hides(page, isGreen, "undone");

  await page.getByRole("treeitem", { name: "Nodes" }).press("ArrowRight");
  await page.getByText("shelf", { exact: true }).first().click();
  await open.click();
  await place.selectOption("selection");
  await page.getByRole("button", { name: "Place", exact: true }).click();
  await shows(page, isGreen, 0.02, "placed again, under the selection");
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
  await page.getByRole("treeitem", { name: "a green orc" }).hover();
  await page.getByRole("button", { name: "Open in Head Artist" }).click();
  await chosen.getByText("a green orc").waitFor();
  await picture(page, "inspector-finished");
  assert.deepEqual(page.faults, []);
});
