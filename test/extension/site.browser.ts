import assert from "node:assert/strict";
import validator from "gltf-validator";
import type { Page } from "playwright-core";
import { dataFolder } from "../service/helpers/folders.ts";
import { browserTest, isSolid, openPage, picture, shows } from "./helpers/browser.ts";
import { compareWithNode, tell } from "./helpers/compare-with-node.ts";
import { ballService } from "./helpers/service-process.ts";
import { staticSite } from "./helpers/static-site.ts";
import {
  ask,
  childrenCpu,
  chosen,
  download,
  finished,
  learnedAt,
  make,
  memoryOf,
  until,
  watchSmoothness,
} from "./helpers/tab-page.ts";

/** A draft in as few steps as have every kind of step in them. */
const SHORTER = {
  "layers/draft": {
    stages: { geometry: { steps: 2 }, texture: { steps: 2 }, refine: { views: 1, updates: 1, samplerSteps: 2 } },
  },
};

browserTest(
  "the studio without a service distils, edits, exports and keeps heads in a tab, without a network too",
  async () => {
    const site = await staticSite(SHORTER);
    assert.ok(site.bytes < 100e6, `the folder has ${site.bytes} bytes`);
    const page = await openPage(site.url, { width: 1100, height: 760 });
    const { origin } = new URL(site.url);
    const elsewhere: string[] = [];
    page.context().on("request", (request) => {
      const address = request.url();
      if (address.startsWith("http") && new URL(address).origin !== origin) elsewhere.push(address);
    });
    await page.waitForFunction(() => crossOriginIsolated);

    // What was distilled before a reload in the middle stays as it was; what was being written then is made again.
    const prompt = "an old man with a bun and round glasses";
    // Who has asked and gone before the prompt was read has asked all the same.
    await page.evaluate(leaveAsked, prompt);
    await page.reload();
    await chosen(page).getByText(prompt).first().waitFor();
    await until(page, learnedAt);
    // A reload asks this host, which knows no caching, for the page's own files again; nothing large is sent twice, all files are 62 MB.
    assert.ok(site.sent() < 62e6, `${site.sent()} bytes were sent for the first head`);
    const learned = await page.evaluate(learnedAt);
    await page.evaluate(beginColors);
    const left = performance.now();
    await page.reload();
    await chosen(page).getByText(prompt).first().waitFor();
    const back = performance.now() - left;
    await finished(page, prompt);
    assert.equal(await page.evaluate(learnedAt), learned, "the shape was distilled once");
    await shows(page, isSolid, 0.1, "the first head");
    await picture(page, "site-first");
    const distilled = await download(page);
    const { issues } = await validator.validateBytes(distilled);
    assert.equal(issues.numErrors + issues.numWarnings, 0, JSON.stringify(issues.messages.slice(0, 3)));

    await page.getByRole("textbox", { name: "Change" }).fill("make him bald");
    await page.getByRole("button", { name: "Make the change" }).click();
    await finished(page, "Edited: make him bald");
    assert.notDeepEqual(await download(page), distilled);
    await page.waitForFunction(() => document.querySelector("#standing")?.textContent === "");
    await keptWhole(page);

    site.close();
    await page.reload();
    await finished(page, "Edited: make him bald");
    // The word stands in no table: the text encoder, from the cache, reads it as a goblin.
    const [unwatch, before] = [await watchSmoothness(page), childrenCpu()];
    const took = await make(page, "a goblinoid woman with red hair", "Built");
    const cpu = childrenCpu() - before;
    const { blocks, busy } = await unwatch();
    await shows(page, isSolid, 0.1, "a head made without a network");
    await picture(page, "site-offline");
    await page.getByRole("region", { name: "Gallery" }).getByRole("button").nth(2).waitFor();
    assert.deepEqual(elsewhere, []);
    assert.deepEqual(page.faults, []);

    const memory = await memoryOf(page);
    const built = await compareWithNode(await download(page));
    assert.ok(built.same, "nothing that is built differs from Node's");
    for (const { name, type, difference } of built.textures)
      assert.ok(difference <= (type === "image/jpeg" ? 1.5 : 0), `${name} differs by ${difference} of 255`);
    // The networks' sums are in another order.
    const draft = await compareWithNode(distilled);
    assert.ok(draft.most < 0.5 && draft.mean < 0.02, tell(draft));
    for (const { name, difference } of draft.textures) assert.ok(difference < 2, `${name} differs by ${difference}`);

    const seconds = (ms: number) => (ms / 1000).toFixed(1);
    console.log(
      [
        `the head stood in the page again ${seconds(back)} s after it was loaded again in the middle`,
        `a built head in the tab: ${seconds(took)} s, in Node ${seconds(built.wall)} s; CPU ${cpu.toFixed(1)} s, in Node ${built.cpu.toFixed(1)} s`,
        `${memory}; the folder has ${(site.bytes / 1e6).toFixed(1)} MB, ${(site.sent() / 1e6).toFixed(1)} MB were sent in all`,
        `main thread: ${blocks.length} tasks over 50 ms, the longest ${blocks.slice(0, 3).map(Math.round)} ms; of CPU ${busy.length}, ${busy.slice(0, 3).map(Math.round)} ms`,
        `a short draft in the tab against Node: ${tell(draft)}`,
      ].join("\n"),
    );
    assert.ok(cpu < 6 * built.cpu, "at most six times Node's CPU time");
  },
);

browserTest("where the page's host has a service the same page uses it", async () => {
  const { url, token } = await ballService({ data: await dataFolder() });
  const site = await staticSite(undefined, url);
  const page = await openPage(`${site.url}#token=${token}`);
  await ask(page, "a green ball");
  await finished(page, "a green ball");
  await shows(page, isSolid, 0.05, "the service's ball");
  assert.deepEqual(page.workers(), []);
  assert.deepEqual(page.faults, []);
});

/** Runs in the page: leaves a request as a page does that is closed before it has read the prompt. */
async function leaveAsked(prompt: string): Promise<void> {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("asked", { create: true });
  const stream = await (await folder.getFileHandle(crypto.randomUUID(), { create: true })).createWritable();
  await stream.write(
    JSON.stringify({ operation: "createHead", id: "", body: { prompt, seed: 1, preset: "draft" }, at: 0 }),
  );
  await stream.close();
}

/** Runs in the page: leaves every head as a page does that is closed before it has written its colours. */
async function beginColors(): Promise<void> {
  const heads = await (await navigator.storage.getDirectory()).getDirectoryHandle("heads");
  for await (const folder of heads.values())
    await (folder as FileSystemDirectoryHandle).getFileHandle("color.safetensors", { create: true });
}

/** Waits until the browser has all that the page and the engine read. */
async function keptWhole(page: Page): Promise<void> {
  await until(page, async () => {
    await navigator.serviceWorker.ready;
    const { files } = await (await fetch("site.json")).json();
    const kept = (await (await caches.open("headartist-files")).keys()).length;
    // Of ONNX Runtime's two builds one is wanted here.
    return kept === files.length - 1;
  });
}
