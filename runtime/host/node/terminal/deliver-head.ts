import { access, constants, mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Engine } from "../../../stages/engine.ts";
import type { GeneratedHead, GenerateHooks } from "../../../stages/job/job.ts";
import { environmentError, interruptedError } from "../../errors.ts";
import { openEngine } from "../engine.ts";
import { clearTemporary, writeDurably } from "../files.ts";
import { formatSeconds, progressWriter } from "./progress.ts";

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

/**
 * Makes a head as a command does: names words the pack does not know, shows progress, stops at Ctrl-C with a checkpoint,
 * writes the files and says where they are.
 * @throws ExitError where a folder cannot be written to, or the run was stopped.
 */
export async function deliverHead(
  { pack, prompt }: { pack: string; prompt: string },
  { glb, folder, preview, threads = "0", provider, json = false, told }: Delivery,
  make: (engine: Engine, hooks: GenerateHooks) => Promise<GeneratedHead>,
): Promise<void> {
  for (const target of [glb, preview]) if (target) await ensureWritable(dirname(resolve(target)));
  await clearTemporary(folder);
  const engine = await openEngine({ pack, threads: Number(threads), provider });
  warnOfUnknownWords(engine, prompt);
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  const begin = performance.now();
  try {
    const head = await make(engine, { onProgress: progressWriter(json), signal: interrupt.signal });
    await writeDurably(glb, head.glb);
    if (preview) await writeDurably(resolve(preview), head.preview);
    const elapsed = (performance.now() - begin) / 1000;
    const done = { event: "done", output: glb, folder, ...told, elapsed, ...head.report };
    process.stdout.write(
      json ? `${JSON.stringify(done)}\n` : `${glb}  (${formatSeconds(elapsed)}, head document in ${folder})\n`,
    );
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    throw interruptedError(
      `stopped; the checkpoint is in ${folder}: repeat the command with --head ${folder} to go on`,
    );
  } finally {
    await engine.pack.release();
  }
}

function warnOfUnknownWords({ pack }: Engine, prompt: string): void {
  for (const { word, nearest } of pack.unknownWords(prompt)) {
    const hint = nearest.length > 0 ? `; near it: ${nearest.join(", ")}` : "";
    process.stderr.write(`the pack does not know "${word}"${hint}\n`);
  }
}

/** Makes the folder where it is missing. @throws ExitError where it cannot be written to. */
export async function ensureWritable(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    throw environmentError(
      `cannot write to ${folder} (${(error as NodeJS.ErrnoException).code}); choose another output`,
    );
  }
}
