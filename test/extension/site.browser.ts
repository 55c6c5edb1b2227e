import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { type Document, WebIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import validator from "gltf-validator";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { drawSheetApart } from "../../runtime/host/node/draw-sheet.ts";
import { readHeadKit } from "../../runtime/host/node/head-kit.ts";
import { encodeImage } from "../../runtime/host/node/images.ts";
import { makeLayeredHead } from "../../runtime/stages/layers/make-layered-head.ts";
import type { Recipe } from "../../runtime/stages/recipe.ts";
import { browserTest, isSolid, openPage, picture, shows } from "./helpers/browser.ts";
import { staticSite } from "./helpers/static-site.ts";

const io = new WebIO().registerExtensions(ALL_EXTENSIONS);
const chosen = (page: Page) => page.getByRole("region", { name: "Chosen head" });

/** @returns milliseconds until the head is done. */
async function make(page: Page, prompt: string): Promise<number> {
  await page.getByRole("textbox", { name: "Prompt" }).fill(prompt);
  const begin = performance.now();
  await page.getByRole("button", { name: "Make the head" }).click();
  await finished(page, prompt);
  return performance.now() - begin;
}

async function finished(page: Page, text: string): Promise<void> {
  await chosen(page).getByText(text).first().waitFor();
  await chosen(page).getByRole("button", { name: "Download" }).waitFor();
}

async function download(page: Page): Promise<Uint8Array> {
  const coming = page.waitForEvent("download");
  await chosen(page).getByRole("button", { name: "Download" }).click();
  return readFile(await (await coming).path());
}

browserTest(
  "the studio without a service makes, edits, exports and keeps heads in a tab, without a network too",
  async () => {
    const site = await staticSite();
    assert.ok(site.bytes < 100e6, `the folder has ${site.bytes} bytes`);
    const page = await openPage(site.url, { width: 1100, height: 760 });
    const elsewhere: string[] = [];
    page.context().on("request", (request) => {
      const address = request.url();
      if (address.startsWith("http") && !address.startsWith(site.url)) elsewhere.push(address);
    });

    const first = await make(page, "an old man with a bun and round glasses");
    assert.ok(site.sent() < 60e6, `${site.sent()} bytes were sent for the first head`);
    await shows(page, isSolid, 0.1, "the first head");
    await picture(page, "site-first");
    const glb = await download(page);
    const { issues } = await validator.validateBytes(glb);
    assert.equal(issues.numErrors + issues.numWarnings, 0, JSON.stringify(issues.messages.slice(0, 3)));

    // What was asked for is made after a reload, whatever the page was at.
    await page.getByRole("textbox", { name: "Change" }).fill("make him bald");
    await page.getByRole("button", { name: "Make the change" }).click();
    await chosen(page).getByText("Edited: make him bald").waitFor();
    await page.reload();
    await finished(page, "Edited: make him bald");
    assert.notDeepEqual(await download(page), glb);
    await page.waitForFunction(() => document.querySelector("#standing")?.textContent === "");
    await keptWhole(page);

    site.close();
    await page.reload();
    await finished(page, "Edited: make him bald");
    assert.ok(await page.evaluate(() => crossOriginIsolated), "the page is isolated, for threads");
    // The word stands in no table: the text encoder, from the cache, reads it as a goblin.
    const offline = await make(page, "a goblinoid woman with red hair");
    await shows(page, isSolid, 0.1, "a head made without a network");
    await picture(page, "site-offline");
    await page.getByRole("region", { name: "Gallery" }).getByRole("button").nth(2).waitFor();

    assert.deepEqual(elsewhere, []);
    assert.deepEqual(page.faults, []);
    const node = await compareWithNode(await download(page));
    const seconds = (ms: number) => (ms / 1000).toFixed(1);
    const told = `first ${seconds(first)} s, another one ${seconds(offline)} s, in Node ${seconds(node)} s`;
    console.log(
      `a head in the tab: ${told}; ${await memoryOf(page)}; the folder has ${(site.bytes / 1e6).toFixed(1)} MB`,
    );
    assert.ok(offline < 6 * node, told);
  },
);

/** What the page and its workers hold, as the browser tells it at its next collection of garbage. */
async function memoryOf(page: Page): Promise<string> {
  const bytes = await page.evaluate(() => {
    const { measureUserAgentSpecificMemory: measure } = performance as Performance & {
      measureUserAgentSpecificMemory(): Promise<{ bytes: number }>;
    };
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, 60_000));
    return Promise.race([measure.call(performance).then((told) => told.bytes), late]);
  });
  return bytes === undefined ? "memory untold" : `${Math.round(bytes / 1e6)} MB of memory`;
}

/** Waits until the browser has all that the page and the engine read. */
async function keptWhole(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    await navigator.serviceWorker.ready;
    const { files } = await (await fetch("site.json")).json();
    return (await (await caches.open("headartist-files")).keys()).length === files.length;
  });
}

/**
 * The same recipe in Node: meshes are the same to the bit, pictures without loss the same pixels; JPEG is by another encoder.
 * @returns milliseconds that the head takes there.
 */
async function compareWithNode(glb: Uint8Array): Promise<number> {
  const tab = await io.readBinary(glb);
  const { recipe, engine } = toldBy(tab);
  assert.ok(recipe.carrier === "layers");
  const store = { read: async () => undefined, write: async () => {}, remove: async () => {} };
  const tools = { headKit: readHeadKit, encodeImage, drawSheet: drawSheetApart, maker: { engine } };
  // As in the tab, it is not the first head that is timed.
  await makeLayeredHead(recipe, tools, store);
  const begin = performance.now();
  const made = await makeLayeredHead(recipe, tools, store);
  const took = performance.now() - begin;
  const node = await io.readBinary(made.glb);
  const [ours, theirs] = [tab.getRoot(), node.getRoot()];
  assert.deepEqual(toldBy(tab), toldBy(node));
  const arrays = (root: typeof ours) => root.listAccessors().map((accessor) => accessor.getArray());
  assert.deepEqual(arrays(ours), arrays(theirs));
  for (const [i, texture] of ours.listTextures().entries()) {
    const [a, b] = await Promise.all([texture, theirs.listTextures()[i]].map((one) => pixels(one.getImage()!)));
    assert.equal(a.length, b.length);
    const difference = a.reduce((sum, value, k) => sum + Math.abs(value - b[k]), 0) / a.length;
    const most = texture.getMimeType() === "image/jpeg" ? 1.5 : 0;
    assert.ok(difference <= most, `${texture.getName()} differs by ${difference.toFixed(2)} of 255`);
  }
  return took;
}

/** What a head's file says of its making. */
function toldBy(file: Document): { recipe: Recipe; engine: string } {
  const nodes = file.getRoot().listNodes();
  return nodes.map((node) => node.getExtras()["headartist"]).find(Boolean) as ReturnType<typeof toldBy>;
}

async function pixels(image: Uint8Array): Promise<Uint8Array> {
  return sharp(image).ensureAlpha().raw().toBuffer();
}
