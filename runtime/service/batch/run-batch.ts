import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { HEAD_FILES } from "../../head/store.ts";
import { makeFolder, readIfPresent, writeDurably } from "../../host/node/files.ts";
import { readPrompt } from "../../host/node/read-prompt.ts";
import { carrierOf } from "../../host/presets.ts";
import type { Report } from "../../prompt/report.ts";
import { ENGINE_ENTRY, forkCompute, startCompute } from "../compute/fork.ts";
import type { Packs } from "../packs.ts";
import type { Progress } from "../schemas/heads.ts";
import { writeContactSheet } from "./contact-sheet.ts";
import { type ManifestEntry, readManifest, writeManifest } from "./manifest.ts";
import type { Batch, BatchRow } from "./read-rows.ts";

/** What is told while a batch runs. */
export type BatchEvent =
  | { type: "begun"; row: BatchRow; index: number; report: Report }
  | { type: "kept"; row: BatchRow; index: number }
  | { type: "progress"; row: BatchRow; index: number; progress: Progress; eta: number }
  | { type: "done"; row: BatchRow; index: number; seconds: number; eta: number }
  | { type: "failed"; row: BatchRow; index: number; error: string };

export interface BatchOptions {
  packs: Packs;
  /** Heads at once, each in its process; `threads` are shared out among them. */
  jobs?: number;
  threads?: number;
  provider?: string;
  entry?: URL;
  signal?: AbortSignal;
  on?(event: BatchEvent): void;
}

const REQUEST = "request.json";
/** Longer than any head takes: a batch shows no live previews. */
const NO_PREVIEW_MS = 1e9;
/** What a stopped head may take for its running step and its checkpoint. */
const GRACE_MS = 20_000;

/**
 * Makes every head of a batch that is not there yet, `jobs` at a time, each in a process of its own. A head is kept
 * where its folder was made by the same request; a head that was stopped goes on from its checkpoint.
 * @param folder gets a head document a row, `manifest.json`, `contact-sheet.png` and `index.html`.
 * @returns the manifest's entries.
 */
export async function runBatch(batch: Batch, folder: string, options: BatchOptions): Promise<ManifestEntry[]> {
  const manifest = join(folder, "manifest.json");
  await makeFolder(folder);
  const before = new Map((await readManifest(manifest)).map((entry) => [entry.name, entry]));
  const entries = new Map<number, ManifestEntry>();
  for (const { line, message } of batch.bad) entries.set(line, { line, status: "bad", error: message });
  for (const { line, name, request } of batch.rows) entries.set(line, { line, name, request, status: "waiting" });
  let saving = Promise.resolve();
  const save = () => {
    saving = saving.then(() => writeManifest(manifest, entries.values()));
    return saving;
  };
  const times: number[] = [];
  const waiting: BatchRow[] = [];
  for (const row of batch.rows) {
    const kept = await keptHead(folder, row, before.get(row.name));
    if (!kept) waiting.push(row);
    else {
      entries.set(row.line, kept);
      options.on?.({ type: "kept", row, index: batch.rows.indexOf(row) });
    }
  }
  await save();
  const jobs = Math.max(1, Math.min(options.jobs ?? 1, waiting.length));
  const threads =
    jobs > 1 ? Math.max(1, Math.floor((options.threads ?? availableParallelism()) / jobs)) : options.threads;
  let begun = 0;
  const makeSome = async (): Promise<void> => {
    while (begun < waiting.length && !options.signal?.aborted) {
      const row = waiting[begun++];
      const index = batch.rows.indexOf(row);
      options.on?.({ type: "begun", row, index, report: await reportOf(row) });
      const begin = performance.now();
      const each = (now: number) => (times.length > 0 ? times.reduce((a, b) => a + b) / times.length : now);
      const rest = (now: number) => ((waiting.length - begun) * each(now)) / jobs;
      const tell = (progress: Progress) => {
        const whole = (performance.now() - begin) / 1000 + progress.eta;
        options.on?.({ type: "progress", row, index, progress, eta: progress.eta + rest(whole) });
      };
      const error = await makeRow(row, join(folder, row.name), { ...options, threads }, tell);
      if (error === undefined) {
        const seconds = (performance.now() - begin) / 1000;
        times.push(seconds);
        entries.set(row.line, await finishedEntry(folder, row, seconds));
        options.on?.({ type: "done", row, index, seconds, eta: rest(seconds) });
      } else if (!options.signal?.aborted) {
        entries.set(row.line, { ...row, status: "failed", error });
        options.on?.({ type: "failed", row, index, error });
      }
      await save();
    }
  };
  await Promise.all(Array.from({ length: jobs }, makeSome));
  const all = [...entries.values()].sort((a, b) => a.line - b.line);
  await writeContactSheet(folder, all);
  return all;
}

/** What becomes of the words of a row's prompt. */
async function reportOf({ request: { prompt, report, seed, preset } }: BatchRow): Promise<Report> {
  return report ?? (await readPrompt(prompt, { seed, carrier: carrierOf(preset) })).report;
}

/** @returns the entry of a head that an earlier call finished for the same request. */
async function keptHead(folder: string, row: BatchRow, entry?: ManifestEntry): Promise<ManifestEntry | undefined> {
  if (entry?.status !== "done" || !equal(entry.request, row.request)) return undefined;
  const glb = await readIfPresent(join(folder, row.name, HEAD_FILES.glb));
  return glb && digest(glb) === entry.sha256 ? { ...entry, line: row.line } : undefined;
}

/** @returns what went wrong, or undefined where the head is made. */
async function makeRow(row: BatchRow, place: string, options: BatchOptions, tell: (progress: Progress) => void) {
  const { packs, threads, provider, entry = ENGINE_ENTRY, signal } = options;
  try {
    const before = await readIfPresent(join(place, REQUEST));
    const same = before && equal(JSON.parse(new TextDecoder().decode(before)), row.request);
    if (!same) await rm(place, { recursive: true, force: true });
    await makeFolder(place);
    await writeDurably(join(place, REQUEST), new TextEncoder().encode(JSON.stringify(row.request)));
    const pack = packs.reference(row.request.pack);
    const job = {
      request: row.request,
      pack,
      place: { folder: place },
      threads,
      provider,
      previewInterval: NO_PREVIEW_MS,
    };
    const compute = startCompute(forkCompute(entry), job, { onProgress: tell, onPreview() {} });
    const stop = () => compute.stop(GRACE_MS);
    signal?.addEventListener("abort", stop);
    const outcome = await compute.outcome;
    signal?.removeEventListener("abort", stop);
    if (outcome.kind === "done") return undefined;
    if (outcome.kind === "failed") return outcome.error.message;
    return outcome.kind === "crashed" ? `the compute process died: ${outcome.why}` : "stopped";
  } catch (error) {
    return (error as Error).message;
  }
}

async function finishedEntry(
  folder: string,
  { line, name, request }: BatchRow,
  seconds: number,
): Promise<ManifestEntry> {
  const glb = await readIfPresent(join(folder, name, HEAD_FILES.glb));
  const files = { glb: `${name}/${HEAD_FILES.glb}`, preview: `${name}/${HEAD_FILES.preview}` };
  return {
    line,
    name,
    status: "done",
    request,
    ...files,
    sha256: glb && digest(glb),
    seconds: Math.round(seconds * 10) / 10,
  };
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Equal as JSON, whatever the order of the keys. */
function equal(a: unknown, b: unknown): boolean {
  const sorted = (value: unknown) =>
    JSON.stringify(Object.entries((value ?? {}) as object).sort(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}
