import { basename, dirname, extname, join, resolve } from "node:path";
import { levelNames } from "../../../bake/layered/write-head-files.ts";
import type { GeneratedHead, GenerateHooks } from "../../../stages/job/job.ts";
import { integer } from "../../check-value.ts";
import { interruptedError } from "../../errors.ts";
import type { Notice } from "../../notice.ts";
import { writeDurably } from "../files.ts";
import { ensureHeadFolder, ensureWritableFile } from "./ensure-writable.ts";
import { interruptSignal } from "./interrupt-signal.ts";
import { previewFormat, writePreview } from "./preview-file.ts";
import { formatSeconds, progressWriter } from "./progress.ts";
import { say, shellWord } from "./say.ts";
import { tellKernels } from "./tell-kernels.ts";

/** Where a head's GLB, folder and sheet go, and how the machine is used. */
export interface Delivery {
  glb: string;
  folder: string;
  preview?: string;
  threads?: string;
  provider?: string;
  json?: boolean;
  /** What the last line tells besides, as JSON. */
  told?: object;
}

/** How a command follows the making of a head. */
export interface CommandRun extends Pick<GenerateHooks, "onProgress" | "signal"> {
  onNotice: (notice: Notice) => void;
  threads?: number;
  provider?: string;
}

/**
 * Makes a head as a command does: tells of notices, shows progress, stops at Ctrl-C with a checkpoint, writes the files and
 * says where they are.
 * @throws ExitError where a folder cannot be written to, an option is bad, or the run was stopped.
 */
export async function deliverHead(
  { glb, folder, preview, threads, provider, json = false, told }: Delivery,
  make: (run: CommandRun) => Promise<GeneratedHead>,
): Promise<void> {
  if (preview !== undefined) previewFormat(preview);
  for (const target of [glb, preview]) if (target) await ensureWritableFile(target);
  await ensureHeadFolder(folder);
  await tellKernels(provider, json);
  const signal = interruptSignal();
  const begin = performance.now();
  try {
    const head = await make({
      signal,
      onProgress: progressWriter(json),
      onNotice: (notice) => say(json, { event: "notice", ...notice }, notice.message),
      threads: readThreads(threads),
      provider,
    });
    const levels = await writeGlbs(glb, head);
    if (preview) await writePreview(preview, head.preview);
    const elapsed = (performance.now() - begin) / 1000;
    const sheet = preview && resolve(preview);
    const done = { event: "done", output: glb, levels, folder, preview: sheet, ...told, elapsed, ...head.report };
    const also = [
      ...(levels.length > 0 ? [`beside it ${levels.join(", ")}`] : []),
      `head document in ${folder}`,
      ...(sheet ? [`preview in ${sheet}`] : []),
    ];
    process.stdout.write(
      json ? `${JSON.stringify(done)}\n` : `${glb}  (${[formatSeconds(elapsed), ...also].join(", ")})\n`,
    );
  } catch (error) {
    if (!signal.aborted) throw error;
    const again = `repeat the command with --head ${shellWord(folder)} to go on`;
    throw interruptedError(`stopped; the checkpoint is in ${folder}: ${again}`);
  }
}

/** Writes a head's GLB and its levels beside it. @returns the levels' names. */
export async function writeGlbs(path: string, head: Pick<GeneratedHead, "glb" | "levels">): Promise<string[]> {
  const names = levelNames(basename(path, extname(path)), head.levels.length);
  for (const [i, level] of head.levels.entries()) await writeDurably(join(dirname(path), names[i]), level.glb);
  await writeDurably(path, head.glb);
  return names;
}

/** @returns undefined, one a core, where none were named. @throws ExitError where it is no number of threads. */
export function readThreads(threads: string | undefined): number | undefined {
  return threads === undefined ? undefined : integer("threads", threads, { least: 1, most: 1024 });
}
