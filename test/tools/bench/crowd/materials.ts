import { mkdir } from "node:fs/promises";
import { chromium } from "playwright-core";
import sharp from "sharp";
import type { HeadFiles } from "../../../../runtime/bake/layered/write-head-files.ts";
import { CHROMIUM_FLAGS, findChromium } from "../../../extension/helpers/find-chromium.ts";
import { serveCrowd } from "./serve.ts";

/** Blocks of frames with each kind. */
const TURNS = 3;

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
    const [width, height] = await page.evaluate(([urls, count, gpu]) => globalThis.openWall(urls, count, gpu), [
      urls,
      count,
      api === "webgpu",
    ] as const);
    const system = await browser.newBrowserCDPSession();
    /** Seconds of CPU that all of Chromium's processes have had. */
    const cpu = async () =>
      (await system.send("SystemInfo.getProcessInfo")).processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
    const ms = { viewport: [] as number[], gltf: [] as number[] };
    const seconds = { viewport: 0, gltf: 0 };
    for (let turn = 1; turn <= TURNS; turn++)
      for (const kind of ["viewport", "gltf"] as const) {
        await page.evaluate((kind) => globalThis.changeWall(kind), kind);
        const before = await cpu();
        const { frames, pixels } = await page.evaluate((rounds) => globalThis.drawWall(rounds), rounds);
        seconds[kind] += (await cpu()) - before;
        ms[kind].push(...frames);
        if (turn === TURNS)
          await sharp(Buffer.from(pixels, "base64"), { raw: { width, height, channels: 4 } })
            .removeAlpha()
            .png()
            .toFile(`out/crowd-${api}-${kind}.png`);
      }
    const told = (kind: keyof typeof ms) => {
      const middle = ms[kind].toSorted((a, b) => a - b)[Math.floor(ms[kind].length / 2)];
      return `${middle.toFixed(0)} ms a frame, ${((1000 * seconds[kind]) / ms[kind].length).toFixed(0)} ms of CPU,`;
    };
    say(
      `Chromium ${browser.version()}, SwiftShader, ${width}×${height}, ${api}, ${count} heads: ${told("viewport")} with the materials, ${told("gltf")} without; ratio of CPU ${(seconds.viewport / seconds.gltf).toFixed(2)}`,
    );
    await browser.close();
  }
}
