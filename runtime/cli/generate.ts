import { access, constants, mkdir } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import type { Engine } from "../stages/engine.ts";
import { generateHead } from "../stages/generate.ts";
import { openEngine } from "./engine.ts";
import { ExitError, usageError } from "./errors.ts";
import { folderStore, writeDurably } from "./host-files.ts";
import { formatSeconds, progressWriter } from "./progress.ts";
import { makeRecipe, type RecipeRequest } from "./recipe.ts";

/** Options of `headartist generate`, as the command line gives them. */
export interface GenerateOptions extends Omit<RecipeRequest, "prompt"> {
  output: string;
  head?: string;
  preview?: string;
  threads?: string;
  provider?: string;
  json?: boolean;
}

/** Exit code of a run stopped by Ctrl-C (128 + SIGINT). */
export const INTERRUPTED = 130;

/** `headartist generate`: prompt in, GLB out. */
export async function generate(prompt: string, options: GenerateOptions): Promise<void> {
  const recipe = await makeRecipe({ ...options, prompt });
  const output = resolve(options.output);
  if (extname(output).toLowerCase() !== ".glb") throw usageError(`output "${options.output}" does not end in .glb`);
  const folder = resolve(options.head ?? join(dirname(output), `${basename(output, extname(output))}.head`));
  for (const target of [output, options.preview]) if (target) await ensureWritable(dirname(resolve(target)));
  const { threads = 0, provider } = options;
  const engine = await openEngine({ pack: recipe.pack, threads: Number(threads), provider });
  warnOfUnknownWords(engine, recipe.prompt);
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  const begin = performance.now();
  try {
    const head = await generateHead(recipe, engine, folderStore(folder), {
      onProgress: progressWriter(options.json ?? false),
      signal: interrupt.signal,
    });
    await writeDurably(output, head.glb);
    if (options.preview) await writeDurably(resolve(options.preview), head.preview);
    const elapsed = (performance.now() - begin) / 1000;
    if (options.json) {
      process.stdout.write(`${JSON.stringify({ event: "done", output, folder, elapsed, ...head.report })}\n`);
    } else {
      process.stdout.write(`${output}  (${formatSeconds(elapsed)}, head document in ${folder})\n`);
    }
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    throw new ExitError(
      `stopped; the checkpoint is in ${folder}: repeat the command with --head ${folder} to go on`,
      INTERRUPTED,
    );
  } finally {
    await engine.pack.release();
  }
}

export function warnOfUnknownWords({ pack }: Engine, prompt: string): void {
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
    throw new ExitError(`cannot write to ${folder} (${(error as NodeJS.ErrnoException).code}); choose another output`);
  }
}
