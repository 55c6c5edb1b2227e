import assert from "node:assert/strict";
import { TINY_PACK } from "../stages/helpers/small-recipe.ts";
import { browserTest, openPage, picture } from "./helpers/browser.ts";
import { compareWithNode } from "./helpers/compare-with-node.ts";
import { staticSite } from "./helpers/static-site.ts";
import { download, make } from "./helpers/tab-page.ts";

/** A draft in a step of each kind, for a pack that sees no view. */
const SHORTEST = {
  "layers/draft": {
    stages: {
      geometry: { steps: 1, supersample: 1 },
      texture: { steps: 1, supersample: 1 },
      refine: { views: 1, updates: 1, samplerSteps: 1 },
    },
  },
};

browserTest("the doctor's page runs every network in WASM and on WebGPU, and says how far they are apart", async () => {
  const site = await staticSite();
  const page = await openPage(new URL("doctor.html", site.url).href, { width: 900, height: 760 });
  await page.getByText("Done.").waitFor();
  await picture(page, "site-doctor");
  const rows = await page
    .locator("#networks tbody tr")
    .evaluateAll((found) =>
      found.map((row) => [...(row as HTMLTableRowElement).cells].map((cell) => cell.textContent ?? "")),
    );
  console.log(rows.map((row) => row.join(" | ")).join("\n"));
  const [wasm, webgpu] = ["WASM", "WebGPU"].map((name) => rows.filter(([, ranOn]) => ranOn === name));
  assert.equal(wasm.length, 5);
  assert.deepEqual(
    webgpu.map(([name]) => name),
    wasm.map(([name]) => name),
  );
  const told = await page.locator("#browser tr", { hasText: "Heads are distilled on" }).textContent();
  assert.match(told ?? "", /WASM: the CPU plays the GPU google swiftshader/);
  for (const [name, , , difference] of webgpu) assert.ok(Number(difference) < 1e-3, `${name} differs by ${difference}`);
  assert.deepEqual(page.faults, []);
});

browserTest("where the address says so, a tab distils on WebGPU what Node does in WASM, but for rounding", async () => {
  const site = await staticSite(SHORTEST, undefined, TINY_PACK);
  const page = await openPage(`${site.url}?provider=webgpu`);
  await page.waitForFunction(() => crossOriginIsolated);
  const took = await make(page, "an old man with a white beard");
  const glb = await download(page);
  assert.deepEqual(page.faults, []);
  const { most, mean, textures, kernels } = await compareWithNode(glb, TINY_PACK);
  assert.match(kernels ?? "", /swiftshader/);
  console.log(`${(took / 1000).toFixed(0)} s; vertices ${mean.toFixed(4)} mm apart, ${most.toFixed(3)} mm at most`);
  assert.ok(most < 0.5 && mean < 0.02, "vertices");
  for (const { name, difference } of textures) assert.ok(difference < 2, `${name} differs by ${difference}`);

  await page.goto(`${site.url}?provider=gpu`);
  await page.getByText('"provider" in the page\'s address is "gpu"; it can be wasm or webgpu').waitFor();
});
