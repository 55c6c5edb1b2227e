/**
 * Times a crowd of heads in one Babylon scene: the six of test/head/looks with `--morphs speech`, again and again, each loaded on its own.
 * Once in headless Chromium, whose WebGL is drawn on the CPU here (SwiftShader), once in Babylon's NullEngine, which draws nothing.
 *
 *   node test/tools/bench/crowd/run.ts --count 50 --texture 1024 --frames 20
 *
 * With `--materials` it times frames of the finest level with and without the viewport's materials, in WebGL and WebGPU.
 */
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { NullEngine } from "@babylonjs/core/Engines/nullEngine.js";
import { Logger } from "@babylonjs/core/Misc/logger.js";
import { chromium } from "playwright-core";
import { type HeadFiles, writeHeadFiles } from "../../../../runtime/bake/layered/write-head-files.ts";
import { buildLayeredHead } from "../../../../runtime/head/layers/build-layered-head.ts";
import { readHeadKit } from "../../../../runtime/host/node/head-kit.ts";
import { encodeImage } from "../../../../runtime/host/node/images.ts";
import { CHROMIUM_FLAGS, findChromium } from "../../../extension/helpers/find-chromium.ts";
import { buildCrowd, describeFrame } from "./crowd.ts";
import { benchMaterials } from "./materials.ts";
import type { Measured } from "./page.ts";
import { serveCrowd } from "./serve.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "50" },
    texture: { type: "string", default: "1024" },
    frames: { type: "string", default: "20" },
    /** Frames with and without the viewport's materials, in the place of levels and memory. */
    materials: { type: "boolean", default: false },
  },
});
const [count, textureSize, rounds] = [values.count, values.texture, values.frames].map(Number);
/** Nothing is coarser than the finest level, however far away. */
const NEVER = [1e6];
const MB = 1e6;

// NullEngine has no room for any uniform, and warns of it for every head.
Logger.LogLevels = Logger.NoneLogLevel;
const files = await makeFiles();
const size = (head: HeadFiles) =>
  [head.glb, ...head.levels.map(({ glb }) => glb)].reduce((sum, { length }) => sum + length, 0);
say(
  `${files.length} heads with --morphs speech at ${textureSize}²: ${files.map((head) => (head.glb.length / MB).toFixed(1)).join(", ")} MB, with levels ${files.map((head) => (size(head) / MB).toFixed(1)).join(", ")} MB`,
);
if (values.materials) await benchMaterials(files, { count, rounds, say });
else await benchLevels();
process.exit();

async function benchLevels(): Promise<void> {
  for (const [name, distances] of [
    ["levels by distance", undefined],
    ["all finest", NEVER],
  ] as const)
    await inNullEngine(name, distances && [...distances]);
  await inChromium();
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function makeFiles(): Promise<HeadFiles[]> {
  const kit = await readHeadKit();
  const folder = resolve(import.meta.dirname, "../../../head/looks");
  const made: HeadFiles[] = [];
  for (const file of readdirSync(folder).sort()) {
    const look = JSON.parse(await readFile(join(folder, file), "utf8"));
    const { head } = await buildLayeredHead(kit, look, { textureSize });
    made.push(
      await writeHeadFiles(head, textureSize, encodeImage, { stem: file.replace(".json", ""), morphs: "speech" }),
    );
  }
  return made;
}

/** CPU time of a frame's own work: animation, culling, levels, matrices, morphs and skins, draw calls without a GPU. */
async function inNullEngine(name: string, distances?: number[]): Promise<void> {
  const engine = new NullEngine();
  const sources = files.map(({ glb, levels }) => ({ glb, levels: levels.map((level) => level.glb) }));
  const crowd = await buildCrowd(engine, sources, { count, distances });
  engine.getDeltaTime = () => 1000 / 60;
  crowd.speak();
  for (let i = 0; i < 30; i++) crowd.scene.render();
  const used = process.cpuUsage();
  for (let i = 0; i < 300; i++) {
    if (i % 180 === 0) crowd.speak();
    crowd.scene.render();
  }
  const { user, system } = process.cpuUsage(used);
  const { triangles, draws, levels } = describeFrame(crowd);
  say(
    `NullEngine, ${name}: ${((user + system) / 300_000).toFixed(2)} ms of CPU a frame; ${Math.round(triangles)} triangles in ${draws} meshes; heads by level ${levels.join(" / ")}`,
  );
  engine.dispose();
}

async function inChromium(): Promise<void> {
  const { origin, urls } = await serveCrowd(files);
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [
      ...["--no-sandbox", ...CHROMIUM_FLAGS.webgl],
      ...["--enable-precise-memory-info", "--js-flags=--max-old-space-size=8192 --expose-gc"],
    ],
  });
  for (const [name, distances] of [
    ["levels by distance", undefined],
    ["all finest", NEVER],
  ] as const) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    page.setDefaultTimeout(1_800_000);
    await page.goto(origin);
    const measured = (await page.evaluate(
      ([urls, count, distances, rounds]) => globalThis.measureCrowd(urls, count, distances, rounds),
      [urls, count, distances && [...distances], rounds] as const,
    )) as Measured;
    await page.screenshot({ path: `out/crowd-${name.replaceAll(" ", "-")}.png` });
    const middle = (of: number[]) => of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)].toFixed(0);
    const mb = (bytes: number) => `${(bytes / MB).toFixed(0)} MB`;
    say(
      `Chromium ${browser.version()}, SwiftShader, 1280×720, ${name}: ${middle(measured.frames)} ms a frame, ${middle(measured.script)} ms of them in the page's script; ${Math.round(measured.triangles)} triangles in ${measured.draws} meshes; heads by level ${measured.levels.join(" / ")}`,
    );
    say(
      `  memory: textures ${mb(measured.textures)}, vertices ${mb(measured.geometry)}, morph textures ${mb(measured.morphs)}, script heap ${mb(measured.heap)}; loaded in ${measured.seconds.toFixed(0)} s`,
    );
    await page.close();
  }
  await browser.close();
}
