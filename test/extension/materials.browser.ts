import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { writeHeadFiles } from "../../runtime/bake/layered/write-head-files.ts";
import { encodeImage } from "../../runtime/host/node/images.ts";
import { ballHead } from "../bake/layered/ball-head.ts";
import { atEnd } from "../service/helpers/at-end.ts";
import { temporaryFolder } from "../service/helpers/folders.ts";
import { browserTest, openPage } from "./helpers/browser.ts";
import type { MaterialsPage } from "./helpers/materials-page.ts";

browserTest("the viewport's materials draw alike in WebGL and WebGPU, under every light", async () => {
  const address = await materialsPage();
  const { glb } = await writeHeadFiles(ballHead, 128, encodeImage);
  const draw = async (api: "webgl" | "webgpu") => {
    const page = await openPage(address, undefined, true, api);
    const drawn = await page.evaluate(([gpu, bytes]) => (globalThis as unknown as MaterialsPage).drawHead(gpu, bytes), [
      api === "webgpu",
      [...glb],
    ] as [boolean, number[]]);
    // What a shader that does not compile logs is among them.
    assert.deepEqual(page.faults, [], api);
    return drawn;
  };
  const webgl = await draw("webgl");
  const webgpu = await draw("webgpu");
  for (const { viewport, gltf, left } of [webgl, webgpu]) {
    assert.equal(left, 0, "a disposed head leaves nothing");
    assert.equal(viewport.length, 3);
    viewport.forEach((mean, i) => {
      assert.ok(gltf[i] > 5, "standard glTF is seen");
      assert.ok(Math.abs(mean - gltf[i]) > 0.3, "the materials are seen");
      assert.ok(Math.abs(mean - gltf[i]) < 0.4 * gltf[i], "and are as bright, more or less");
    });
  }
  for (const kind of ["viewport", "gltf"] as const)
    webgl[kind].forEach((mean, i) => {
      assert.ok(Math.abs(mean - webgpu[kind][i]) < 2, `${kind}: ${mean} in WebGL, ${webgpu[kind][i]} in WebGPU`);
    });
});

/** Serves `materials-page.ts`. @returns its address: WebGPU asks for a secure one, as localhost is. */
async function materialsPage(): Promise<string> {
  const folder = await temporaryFolder();
  await build({
    entryPoints: { page: join(import.meta.dirname, "helpers", "materials-page.ts") },
    outdir: folder,
    bundle: true,
    format: "esm",
    splitting: true,
    logLevel: "error",
  });
  const html =
    '<!doctype html><title>materials</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>';
  const server = createServer(async ({ url }, response) => {
    const body = url === "/" ? html : await readFile(join(folder, url!)).catch(() => undefined);
    response.writeHead(body === undefined ? 404 : 200, {
      "content-type": url === "/" ? "text/html" : "text/javascript",
    });
    response.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd(() => server.close());
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}
