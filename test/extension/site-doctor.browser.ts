import assert from "node:assert/strict";
import { browserTest, openPage, picture } from "./helpers/browser.ts";
import { staticSite } from "./helpers/static-site.ts";

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
  for (const [name, , , difference] of webgpu) assert.ok(Number(difference) < 1e-3, `${name} differs by ${difference}`);
  assert.deepEqual(page.faults, []);
});
