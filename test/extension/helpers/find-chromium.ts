import { existsSync } from "node:fs";

const USUAL = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** @returns the browser that CHROMIUM names, else one at a usual place, else undefined. */
export function findChromium(): string | undefined {
  return [process.env.CHROMIUM, ...USUAL].find((path) => path && existsSync(path));
}
