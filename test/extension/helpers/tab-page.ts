import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { PATIENCE_MS } from "./browser.ts";

/** The region of the panel that tells of the chosen head. */
export const chosen = (page: Page) => page.getByRole("region", { name: "Chosen head" });

/** Types a prompt, chooses a preset where one is given, and asks for the head. */
export async function ask(page: Page, prompt: string, preset?: string): Promise<void> {
  await page.getByRole("textbox", { name: "Prompt" }).fill(prompt);
  if (preset) await page.getByRole("combobox", { name: "Preset" }).selectOption({ label: preset });
  await page.getByRole("button", { name: "Make the head" }).click();
}

/** @returns milliseconds until the head is done. */
export async function make(page: Page, prompt: string, preset?: string): Promise<number> {
  const begin = performance.now();
  await ask(page, prompt, preset);
  await finished(page, prompt);
  return performance.now() - begin;
}

/** Waits until the head that the panel calls so is done. */
export async function finished(page: Page, text: string): Promise<void> {
  await chosen(page).getByText(text).first().waitFor();
  await chosen(page).getByRole("button", { name: "Download" }).waitFor();
}

/** Waits until what the page works out is so. `waitForFunction` takes the promise of an answer for the answer. */
export async function until(page: Page, answer: () => Promise<unknown>): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !(await page.evaluate(answer)); await page.waitForTimeout(100))
    if (Date.now() > end) throw new Error(`${PATIENCE_MS / 1000} s have passed, and this is not so: ${answer}`);
}

/** Runs in the page: when the shape of the newest head that has one was written; undefined where none has. */
export async function learnedAt(): Promise<number | undefined> {
  const heads = await (await navigator.storage.getDirectory()).getDirectoryHandle("heads");
  let newest: number | undefined;
  for await (const folder of heads.values()) {
    const file = await (folder as FileSystemDirectoryHandle)
      .getFileHandle("geometry.safetensors")
      .then((handle) => handle.getFile())
      .catch(() => undefined);
    if (file?.size) newest = Math.max(newest ?? 0, file.lastModified);
  }
  return newest;
}

/** The chosen head's GLB, as its button gives it. */
export async function download(page: Page): Promise<Uint8Array> {
  const coming = page.waitForEvent("download");
  await chosen(page).getByRole("button", { name: "Download" }).click();
  return readFile(await (await coming).path());
}

/** How the page's main thread was kept busy for a while. */
export interface Smoothness {
  /** Milliseconds of its tasks that took over 50, longest first: waits for the GPU and for a core among them. */
  blocks: number[];
  /** Milliseconds of CPU of those that computed for over 50, most first. */
  busy: number[];
  /** Frames that the browser could have drawn, a second. */
  framesPerSecond: number;
}

/** Milliseconds that a task may take before people notice. */
const NOTICED = 50;
/** One event of a trace of Chromium's. */
interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds of the clock, and of CPU. */
  dur?: number;
  tdur?: number;
  args?: { name?: string; data?: { processId?: number; frames?: { processId: number }[] } };
}

/** Watches the page's main thread from now on, by a trace: where cores are shared or the GPU is one, time says little. @returns what ends it. */
export async function watchSmoothness(page: Page): Promise<() => Promise<Smoothness>> {
  const browser = page.context().browser()!;
  await browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline", "__metadata"] });
  const watch = await page.evaluateHandle(() => {
    const state = { frames: 0, begin: performance.now(), on: true };
    const count = () => {
      state.frames++;
      if (state.on) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    return state;
  });
  return async () => {
    const framesPerSecond = await watch.evaluate((state) => {
      state.on = false;
      return (1000 * state.frames) / (performance.now() - state.begin);
    });
    const { traceEvents }: { traceEvents: TraceEvent[] } = JSON.parse((await browser.stopTracing()).toString());
    const threadOf = ({ pid, tid }: TraceEvent) => `${pid}.${tid}`;
    // Chromium's own surface, the popup of its address bar, has a process as the page has, and a thread of that name.
    const frames = traceEvents.flatMap(({ args }) => [...(args?.data?.frames ?? []), args?.data]);
    const own = new Set(frames.map((frame) => frame?.processId));
    const named = traceEvents.filter(
      ({ name, args, pid }) => name === "thread_name" && args?.name === "CrRendererMain" && own.has(pid),
    );
    const main = new Set(named.map(threadOf));
    const tasks = traceEvents.filter((event) => event.name === "RunTask" && main.has(threadOf(event)));
    const noticed = (field: "dur" | "tdur") =>
      tasks
        .map((task) => (task[field] ?? 0) / 1000)
        .filter((ms) => ms > NOTICED)
        .sort((a, b) => b - a);
    return { blocks: noticed("dur"), busy: noticed("tdur"), framesPerSecond };
  };
}

/** What the page and its workers hold, as the browser tells it at its next collection of garbage. */
export async function memoryOf(page: Page): Promise<string> {
  const bytes = await page.evaluate(() => {
    const { measureUserAgentSpecificMemory: measure } = performance as Performance & {
      measureUserAgentSpecificMemory(): Promise<{ bytes: number }>;
    };
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, 60_000));
    return Promise.race([measure.call(performance).then((told) => told.bytes), late]);
  });
  return bytes === undefined ? "memory untold" : `${Math.round(bytes / 1e6)} MB of memory`;
}

/** Clock ticks of Linux a second. */
const TICKS = 100;

/** Seconds of CPU that living processes which this one has started have taken so far: the browser's, by Linux's /proc. */
export function childrenCpu(): number {
  const found = readdirSync("/proc").flatMap((name) => {
    try {
      const stat = /^\d+$/.test(name) ? readFileSync(`/proc/${name}/stat`, "utf8") : "";
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return stat
        ? [{ pid: Number(name), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }]
        : [];
    } catch {
      return []; // It has just ended.
    }
  });
  const below = (parent: number): number =>
    found.filter((one) => one.parent === parent).reduce((sum, { pid, ticks }) => sum + ticks + below(pid), 0);
  return below(process.pid) / TICKS;
}
