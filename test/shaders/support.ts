/** The GPUs of the tests: that of Node, and that of a page in Chromium, where calls are queued and played, so that tests run on both as they are. */

import { test } from "node:test";
import { build } from "esbuild";
import { chromium, type Page } from "playwright-core";
import { readShaders } from "../../runtime/host/node/gpu.ts";
import { PACKAGE_ROOT } from "../../runtime/host/node/paths.ts";
import type { Gpu, GpuArray, Words } from "../../runtime/kernels/gpu/gpu.ts";
import { findChromium } from "../extension/helpers/find-chromium.ts";
import { atEnd } from "../service/helpers/at-end.ts";
import { openSoftwareGpu } from "../tools/software-gpu.ts";

const FLAGS = ["--no-sandbox", "--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];
/** Of a page that never leaves this machine: without a secure origin there is no WebGPU. */
const ORIGIN = "http://localhost/";

/** A call of {@link Gpu}: arrays as their numbers, words as bytes in base64; what it returns gets the number `as`. */
interface Call {
  name: string;
  args: unknown[];
  as?: number;
}

/** @returns the GPU of a page, or why there is none. */
async function openChromiumGpu(): Promise<Gpu | string> {
  const executablePath = findChromium();
  if (!executablePath) return "no Chromium here: install Debian's chromium, or set CHROMIUM to the path of one";
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  const page = await browser.newPage();
  await page.route(`${ORIGIN}**`, (route) => route.fulfill({ contentType: "text/html", body: "<title>GPU</title>" }));
  await page.goto(ORIGIN);
  const bundle = await build({
    stdin: {
      contents: 'export { createGpu } from "./runtime/kernels/gpu/gpu.ts";',
      resolveDir: PACKAGE_ROOT,
    },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "kernels",
  });
  await page.addScriptTag({ content: bundle.outputFiles[0].text });
  const missing = await page.evaluate(openInPage, await readShaders());
  if (missing) {
    await browser.close();
    return missing;
  }
  return remoteGpu(page, () => browser.close());
}

/** Runs in the page. @returns why there is no GPU. */
async function openInPage(shaders: Record<string, string>): Promise<string | undefined> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) return "Chromium finds no adapter for WebGPU";
  const { createGpu } = (globalThis as unknown as { kernels: typeof import("../../runtime/kernels/gpu/gpu.ts") })
    .kernels;
  const gpu = createGpu(await adapter.requestDevice(), shaders) as unknown as Record<
    string,
    (...args: unknown[]) => unknown
  >;
  const arrays = new Map<number, unknown>();
  const decode = (arg: unknown): unknown => {
    if (Array.isArray(arg)) return arg.map(decode);
    if (arg === null || typeof arg !== "object") return arg;
    if ("array" in arg) return arrays.get(arg.array as number);
    if ("words" in arg)
      return new Uint32Array(Uint8Array.from(atob(arg.words as string), (c) => c.charCodeAt(0)).buffer);
    return arg;
  };
  const play = async (calls: Call[]) => {
    let last: unknown;
    for (const { name, args, as } of calls) {
      last = await gpu[name](...args.map(decode));
      if (as !== undefined) arrays.set(as, last);
    }
    return last instanceof Float32Array ? [...new Uint32Array(last.buffer)] : undefined;
  };
  Object.assign(globalThis, { play });
  return undefined;
}

function remoteGpu(page: Page, close: () => unknown): Gpu {
  let calls: Call[] = [];
  let arrays = 0;
  let taken = 0;
  let kept = 0;
  const queue = (name: string, ...args: unknown[]) => {
    calls.push({ name, args });
  };
  /** The number of the array that the page will make. */
  const made = (name: string, argument: unknown) => {
    calls.push({ name, args: [argument], as: arrays });
    return { array: arrays++ } as unknown as GpuArray;
  };
  const keep = (name: string, argument: unknown) => {
    kept++;
    return made(name, argument);
  };
  const scratch = (name: string, words: number) => {
    taken++;
    return made(name, words);
  };
  /** Has the page make what was queued, and this last. */
  const play = (name: string, ...args: unknown[]) => {
    const list = [...calls, { name, args }];
    calls = [];
    const inPage = (played: Call[]) =>
      (globalThis as unknown as { play(calls: Call[]): Promise<number[]> }).play(played);
    return page.evaluate(inPage, list);
  };
  const encode = (values: Words) => ({
    words: Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64"),
  });
  return {
    // The page asks its adapter for nothing more than every device has.
    half: false,
    zeros: (words) => keep("zeros", words),
    upload: (values) => keep("upload", encode(values)),
    write: (array, values) => queue("write", array, encode(values)),
    scratch: (words) => scratch("scratch", words),
    scratchZeros: (words) => scratch("scratchZeros", words),
    mark: () => taken,
    release(mark) {
      taken = mark;
      queue("release", mark);
    },
    kept: () => kept,
    letGo(count) {
      kept = count;
      queue("letGo", count);
    },
    run: (...args) => queue("run", ...args),
    copy: (...args) => queue("copy", ...args),
    async read(array, words, from = 0) {
      return new Float32Array(Uint32Array.from(await play("read", array, words, from)).buffer);
    },
    async settled() {
      await play("settled");
    },
    destroy: () => void close(),
  };
}

const GPUS = { Node: await openSoftwareGpu(), Chromium: await openChromiumGpu() };
const HALF = await openSoftwareGpu(true);
for (const gpu of [...Object.values(GPUS), HALF]) if (typeof gpu !== "string") atEnd(() => gpu.destroy());

/** A test of kernels, in Node and in Chromium; skipped by name where either has no WebGPU. @param half also in float16, where Node has it. */
export function gpuTest(name: string, run: (gpu: Gpu) => Promise<void>, half = false): void {
  for (const [where, gpu] of Object.entries({ ...GPUS, ...(half && { "Node in float16": HALF }) })) {
    const missing = typeof gpu === "string" ? gpu : false;
    test(`${where}: ${name}`, { skip: missing }, () => (typeof gpu === "string" ? undefined : run(gpu)));
  }
}

/** Of the largest value of an array: what a kernel may be off its reference. */
export const TOLERANCE = 1e-4;

/** Of what follows from numbers that were kept as float16. */
export const HALF_TOLERANCE = 1e-3;

/** The words of what was read, as whole numbers. */
export const whole = (values: Float32Array) => [...new Int32Array(values.buffer)];
