/**
 * Makes a head in a tab of Chromium, from a plain host of static files, and the same recipe in Node, in one run: time, CPU, memory, how
 * the page's main thread fared, and how far the two heads are apart.
 *
 *     node test/tools/tab/measure.ts ["a prompt"] [--preset Draft] [--glb file] [--picture page.png]
 *
 * Both share the cores with whatever else runs, so CPU seconds are the measure; Chromium's are those of all its processes, the drawing of
 * the scene by SwiftShader among them. Figures worth keeping stand in test/bench/results/tab.md.
 */

import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { isSolid, openPage, shows } from "../../extension/helpers/browser.ts";
import { compareWithNode } from "../../extension/helpers/compare-with-node.ts";
import { staticSite } from "../../extension/helpers/static-site.ts";
import { childrenCpu, download, make, memoryOf, watchSmoothness } from "../../extension/helpers/tab-page.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { preset: { type: "string", default: "Draft" }, glb: { type: "string" }, picture: { type: "string" } },
});
const [prompt = "a young woman with red hair"] = positionals;
const site = await staticSite();
const page = await openPage(site.url, { width: 1100, height: 760 }, false);
await page.waitForFunction(() => crossOriginIsolated);
const row = (name: string, value: string) => process.stdout.write(`| ${name} | ${value} |\n`);

row("processors that the page is told of", `${await page.evaluate(() => navigator.hardwareConcurrency)}`);
const [unwatch, before] = [await watchSmoothness(page), childrenCpu()];
const wall = await make(page, prompt, values.preset);
const cpu = childrenCpu() - before;
const { blocks, busy, framesPerSecond } = await unwatch();
const glb = await download(page);
if (values.glb) await writeFile(values.glb, glb);
if (values.picture) {
  await shows(page, isSolid, 0.1, "the head");
  await page.screenshot({ path: values.picture });
}
row("sent for the first head", `${(site.sent() / 1e6).toFixed(1)} MB`);
row("memory", await memoryOf(page));
const longest = (tasks: number[]) =>
  `${tasks.length} tasks over 50 ms, the longest ${tasks.slice(0, 5).map(Math.round).join(", ")} ms`;
row("main thread, by the clock", longest(blocks));
row("main thread, of CPU", longest(busy));
row("frames", `${framesPerSecond.toFixed(1)} a second`);
await page.close();
const node = await compareWithNode(glb);
row("wall", `${(wall / 1000).toFixed(1)} s; Node ${(node.wall / 1000).toFixed(1)} s`);
row("CPU", `${cpu.toFixed(1)} s; Node ${node.cpu.toFixed(1)} s; ${(cpu / node.cpu).toFixed(1)} times`);
row("numbers of the GLB", node.same ? "the same to the bit" : "differ");
row("vertices apart", `${node.mean.toFixed(4)} mm on average, ${node.most.toFixed(3)} mm at most`);
for (const { name, type, difference } of node.textures) row(`${name} (${type})`, `${difference.toFixed(3)} of 255`);
process.exit(0);
