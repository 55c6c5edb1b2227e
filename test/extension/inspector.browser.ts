import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import type { Scene } from "@babylonjs/core/scene.js";
import { build } from "esbuild";
import { LEAVE_OUT } from "../../extension/build.ts";
import { atEnd } from "../service/helpers/at-end.ts";
import { temporaryFolder } from "../service/helpers/folders.ts";
import { service } from "../service/helpers/service.ts";
import { accessibilityFaults } from "./helpers/axe.ts";
import { hasChromium, isGreen, isRed, openPage, picture, shows } from "./helpers/browser.ts";

declare const scene: Scene;

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

test("in the Inspector of another page: pairing, a head under the selection, docked elsewhere on its way", {
  skip: hasChromium ? false : "needs Debian's chromium (apt-get install chromium)",
  timeout: 900_000,
}, async () => {
  const origin = await hostPage();
  let code = "";
  const { url } = await service({
    entry: new URL("./helpers/compute.ts", import.meta.url),
    allowOrigins: [origin],
    showCode(shown) {
      code = shown;
    },
  });
  const page = await openPage(`${origin}/?service=${encodeURIComponent(url)}`, { width: 1000, height: 620 });
  await page.getByRole("button", { name: "Head Artist" }).click();

  await page.getByRole("button", { name: "Show the code" }).click();
  const field = page.getByRole("textbox", { name: "Six digits of the service's terminal" });
  await field.waitFor();
  await field.fill(code);
  await field.press("Enter");
  const prompt = page.getByRole("textbox", { name: "Prompt" });
  const make = page.getByRole("button", { name: "Make the head" });
  await prompt.fill("an old dwarf steps=1500 ms=50");
  await page.getByRole("treeitem", { name: "Nodes" }).press("ArrowRight");
  await page.getByText("shelf", { exact: true }).first().click();
  await page.getByRole("button", { name: "Head Artist" }).click();
  await page.getByLabel("Place", { exact: true }).selectOption("selection");
  await make.click();
  await page.getByText("Shaping", { exact: true }).waitFor();
  const live = () => page.waitForResponse((response) => response.url().endsWith("/live.glb"));
  await live();
  await shows(page, isGreen, 0.005, "the growing head is seen");

  await page.locator('xpath=//*[text()="Head Artist"]/following-sibling::button').click();
  await page.getByRole("menuitem", { name: /Left/ }).first().click();
  await page.getByRole("button", { name: "Pause" }).waitFor();
  assert.equal(await prompt.inputValue(), "an old dwarf steps=1500 ms=50");
  await live();
  await picture(page, "inspector-docked");

  await page.getByRole("button", { name: "Download" }).waitFor({ timeout: 300_000 });
  await page.getByRole("button", { name: "Undo", exact: true }).waitFor();
  await shows(page, isRed, 0.005, "the finished head stands there with its texture");
  const placed = await page.evaluate(() => {
    const root = scene.meshes.find(({ metadata }) => metadata?.headartist);
    return {
      parent: root?.parent?.name,
      textured: Boolean(scene.meshes.some(({ material }) => material?.getActiveTextures().length)),
    };
  });
  assert.deepEqual(placed, { parent: "shelf", textured: true });
  assert.deepEqual(await accessibilityFaults(page, "[data-testid=headartist-panel]"), []);
  await picture(page, "inspector-finished");
  assert.deepEqual(page.faults, []);
});
