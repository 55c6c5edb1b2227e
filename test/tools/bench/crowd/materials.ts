import { mkdir } from "node:fs/promises";
import { chromium } from "playwright-core";
import sharp from "sharp";
import type { HeadFiles } from "../../../../runtime/bake/layered/write-head-files.ts";
import { CHROMIUM_FLAGS, findChromium } from "../../../extension/helpers/find-chromium.ts";
import { serveCrowd } from "./serve.ts";

/** Times frames of a crowd with and without the viewport's materials, in turns, in WebGL and in WebGPU, both played by the CPU. */
export async function benchMaterials(
  files: HeadFiles[],
  { count, rounds, say }: { count: number; rounds: number; say: (line: string) => void },
): Promise<void> {
  const { origin, urls } = await serveCrowd(files);
  await mkdir("out", { recursive: true });
  for (const api of ["webgl", "webgpu"] as const) {
    const browser = await chromium.launch({
      executablePath: findChromium(),
      args: ["--no-sandbox", ...CHROMIUM_FLAGS[api]],
    });
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    page.setDefaultTimeout(1_800_000);
    page.on("pageerror", (error) => say(`${error}`));
    await page.goto(origin);
    const { frames, pixels, width, height } = await page.evaluate(
      ([urls, count, rounds, gpu]) => globalThis.measureMaterials(urls, count, rounds, gpu),
      [urls, count, rounds, api === "webgpu"] as const,
    );
    const middle = (of: number[]) => of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)];
    const ratios = frames.viewport.map((ms, i) => ms / frames.gltf[i]);
    say(
      `Chromium ${browser.version()}, SwiftShader, ${width}×${height}, ${api}, ${count} heads: ${middle(frames.viewport).toFixed(0)} ms a frame with the materials, ${middle(frames.gltf).toFixed(0)} without; ratio of neighbouring frames ${middle(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`,
    );
    for (const kind of ["viewport", "gltf"] as const)
      await sharp(Buffer.from(pixels[kind], "base64"), { raw: { width, height, channels: 4 } })
        .removeAlpha()
        .png()
        .toFile(`out/crowd-${api}-${kind}.png`);
    await browser.close();
  }
}
