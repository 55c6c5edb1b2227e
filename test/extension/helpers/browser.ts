import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { atEnd } from "../../service/helpers/at-end.ts";
import { CHROMIUM_FLAGS, findChromium, type GraphicsApi } from "./find-chromium.ts";
import { keepUnseen, type UnseenPage } from "./unseen-canvas.ts";

const ROOT = resolve(import.meta.dirname, "../../..");

/** Where the tests leave pictures for people to look at. */
const PICTURES = join(ROOT, "out", "pictures");

const CHROMIUM = findChromium();

/** Why the tests in a browser are skipped; false where they run. */
const NO_BROWSER = CHROMIUM ? false : "no Chromium here: install Debian's chromium, or set CHROMIUM to the path of one";

/** Milliseconds that one thing on the page may take: a draft head's stages on a loaded machine take minutes. */
export const PATIENCE_MS = Number(process.env.PATIENCE ?? 600_000);

/** What one of these tests may take in all. */
const TEST_MS = 2_400_000;

/** Says of a pixel's red, green, blue and opacity, 0..255, whether it counts. */
type Matcher = (r: number, g: number, b: number, a: number) => boolean;

/** A service that was killed, a head that has no preview yet. */
const EXPECTED = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_INCOMPLETE|status of (401|404)/i;

/** Frames a second: WebGL runs on the CPU here, which a head that is being made needs more. */
const FRAMES = 3;

/** Milliseconds before a picture: what has just changed is drawn a frame later. */
const SETTLE_MS = 800;

const browsers: { [api in GraphicsApi]?: Promise<Browser> } = {};

const opened = new Set<Page>();

/** A test that needs a browser. Its pages are closed behind it: WebGL on the CPU has no room for what nobody looks at any more. */
export function browserTest(name: string, run: () => Promise<void>): void {
  test(name, { skip: NO_BROWSER, timeout: TEST_MS }, async () => {
    try {
      await run();
    } finally {
      for (const page of opened) await page.close();
      opened.clear();
    }
  });
}

/**
 * Opens a page; what it throws or logs as an error is in `faults`.
 * @param sparing draws few frames a second, for heads to have the cores. @param api what it draws with.
 */
export async function openPage(
  url: string,
  size = { width: 760, height: 640 },
  sparing = true,
  api: GraphicsApi = "webgl",
): Promise<Page & { faults: string[] }> {
  browsers[api] ??= chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", ...CHROMIUM_FLAGS[api]],
    timeout: PATIENCE_MS,
  });
  const running = await browsers[api];
  atEnd(() => running.close());
  const page = await running.newPage({ viewport: size });
  opened.add(page);
  page.setDefaultTimeout(PATIENCE_MS);
  if (sparing) await page.addInitScript(drawSparingly, FRAMES);
  await page.addInitScript(keepUnseen);
  const faults: string[] = [];
  const note = (fault: string) => !EXPECTED.test(fault) && faults.push(fault);
  page.on("pageerror", (error) => note(`${error}`));
  page.on("console", (message) => message.type() === "error" && note(message.text()));
  await page.goto(url);
  return Object.assign(page, { faults });
}

/** Runs in the page: few frames a second, none before the last one is shown, and no smoothing of edges. */
function drawSparingly(frames: number): void {
  const next = globalThis.requestAnimationFrame.bind(globalThis);
  globalThis.requestAnimationFrame = (draw) => setTimeout(() => next(draw), 1000 / frames) as never;
  globalThis.cancelAnimationFrame = (handle) => clearTimeout(handle);
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, options?: object) {
    return getContext.call(this, kind, { ...options, antialias: false });
  } as typeof getContext;
}

/** A picture of the whole page, kept for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  await page.waitForTimeout(SETTLE_MS);
  await page.evaluate(layOver);
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

/** Runs in a page: lays what WebGPU has drawn over its blank canvas, for a screenshot. */
export async function layOver(): Promise<void> {
  const canvas = document.querySelector("canvas")!;
  const seen = await (globalThis as unknown as UnseenPage).whatIsSeen(canvas);
  document.querySelector("#seen")?.remove();
  if (seen === canvas) return;
  seen.id = "seen";
  seen.style.pointerEvents = "none";
  canvas.after(seen);
}

/** Waits until at least `least` of the canvas's pixels are as they should be. */
export async function shows(page: Page, matches: Matcher, least: number, what: string): Promise<void> {
  let seen = 0;
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await page.waitForTimeout(250)) {
    seen = await share(page, matches);
    if (seen >= least) return;
  }
  throw new Error(`${what}: ${(100 * seen).toFixed(2)} % of the pixels, expected ${100 * least} %`);
}

/** Waits until none of the canvas's pixels match. */
export async function hides(page: Page, matches: Matcher, what: string): Promise<void> {
  await shows(page, (r, g, b, a) => !matches(r, g, b, a), 0.999, what);
}

/** Waits for a number of live previews that come from now on. */
export async function livePreviews(page: Page, count: number): Promise<void> {
  for (let i = 0; i < count; i++)
    await page.waitForResponse((response) => response.url().endsWith("/live.glb") && response.status() === 200);
}

/** Share of the canvas's pixels that `matches` takes, 0..1; the canvas is shrunk to 96 × 96 first. */
async function share(page: Page, matches: Matcher): Promise<number> {
  const pixels = await shrunk(page);
  let count = 0;
  for (let i = 0; i < pixels.length; i += 4)
    if (matches(pixels[i], pixels[i + 1], pixels[i + 2], pixels[i + 3])) count++;
  return count / (pixels.length / 4);
}

/** RGBA of the canvas, shrunk to 96 × 96. */
export async function shrunk(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const { whatIsSeen } = globalThis as unknown as UnseenPage;
    const seen = await whatIsSeen(document.querySelector("canvas")!);
    const small = Object.assign(document.createElement("canvas"), { width: 96, height: 96 });
    const context = small.getContext("2d")!;
    context.imageSmoothingQuality = "high";
    context.drawImage(seen, 0, 0, 96, 96);
    return [...context.getImageData(0, 0, 96, 96).data];
  });
}

/** Anything solid but black, over a backdrop that is transparent. */
export const isSolid: Matcher = (r, g, b, a) => a > 200 && Math.max(r, g, b) > 50;
/** Olive counts as well: lights and the seed's complexion mute an orc's green. */
export const isGreen: Matcher = (r, g, b) => g > 1.08 * r && g > 1.08 * b && g > 40;
export const isRed: Matcher = (r, g, b) => r > 1.8 * g && r > 1.8 * b && r > 60;
