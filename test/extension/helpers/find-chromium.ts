import { existsSync } from "node:fs";

const USUAL = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const WEBGPU = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];
/** The CPU plays the GPU. Beside WebGL on ANGLE, WebGPU computes, as the doctor's page tries, but pictures reach no texture of it. */
export const CHROMIUM_FLAGS = {
  webgl: ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist", ...WEBGPU],
  webgpu: WEBGPU,
};

export type GraphicsApi = keyof typeof CHROMIUM_FLAGS;

/** @returns the browser that CHROMIUM names, else one at a usual place, else undefined. */
export function findChromium(): string | undefined {
  return [process.env.CHROMIUM, ...USUAL].find((path) => path && existsSync(path));
}
