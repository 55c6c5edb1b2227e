import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { atEnd } from "../../service/helpers/at-end.ts";

const ROOT = resolve(import.meta.dirname, "../../..");

/** Where the tests leave pictures for people to look at. */
export const PICTURES = join(ROOT, "out", "pictures");

/** Debian's chromium; CHROMIUM names another one. */
export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const hasChromium = existsSync(CHROMIUM);

type Matcher = (r: number, g: number, b: number) => boolean;

let browser: Promise<Browser> | undefined;

/** A service that was killed, a head that has no preview yet, a live preview that was replaced while it was sent. */
const EXPECTED = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_INCOMPLETE|ERR_CONTENT_LENGTH|status of (401|404)/;

/** Opens a page; what it throws or logs as an error is in `faults`. WebGL runs on the CPU. */
export async function openPage(url: string, size = { width: 720, height: 500 }): Promise<Page & { faults: string[] }> {
  browser ??= chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"],
  });
  const running = await browser;
  atEnd(() => running.close());
  const page = await running.newPage({ viewport: size });
  page.setDefaultTimeout(180_000);
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`${error}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !EXPECTED.test(message.text())) {
      faults.push(message.text());
    }
  });
  await page.goto(url);
  return Object.assign(page, { faults });
}

/** A picture of the whole page, kept for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

/** Waits until at least `least` of the canvas's pixels are as they should be: software rendering takes its time. */
export async function shows(page: Page, matches: Matcher, least: number, what: string): Promise<void> {
  let seen = 0;
  for (const end = Date.now() + 180_000; Date.now() < end; await page.waitForTimeout(250)) {
    seen = await share(page, matches);
    if (seen >= least) return;
  }
  throw new Error(`${what}: ${(100 * seen).toFixed(2)} % of the pixels, expected ${100 * least} %`);
}

/** Waits until none of the canvas's pixels match. */
export async function hides(page: Page, matches: Matcher, what: string): Promise<void> {
  await shows(page, (r, g, b) => !matches(r, g, b), 0.999, what);
}

/** Share of the canvas's pixels that `matches` takes, 0..1; the canvas is shrunk to 96 × 96 first. */
async function share(page: Page, matches: Matcher): Promise<number> {
  const pixels = await page.evaluate(() => {
    const small = Object.assign(document.createElement("canvas"), { width: 96, height: 96 });
    const context = small.getContext("2d")!;
    context.drawImage(document.querySelector("canvas")!, 0, 0, 96, 96);
    return [...context.getImageData(0, 0, 96, 96).data];
  });
  let count = 0;
  for (let i = 0; i < pixels.length; i += 4) if (matches(pixels[i], pixels[i + 1], pixels[i + 2])) count++;
  return count / (pixels.length / 4);
}

export const isGreen = (r: number, g: number, b: number) => g > 1.4 * r && g > 1.4 * b && g > 40;
export const isRed = (r: number, g: number, b: number) => r > 1.8 * g && r > 1.8 * b && r > 60;
