import { readFile } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { importAs } from "../api/import-character.ts";
import { inputError, interruptedError, usageError } from "../host/errors.ts";
import { makeGridRecipe } from "../host/node/recipes.ts";
import { readThreads } from "../host/node/terminal/deliver-head.ts";
import { ensureHeadFolder, ensureWritableFile } from "../host/node/terminal/ensure-writable.ts";
import { interruptSignal } from "../host/node/terminal/interrupt-signal.ts";
import { previewFormat, writePreview } from "../host/node/terminal/preview-file.ts";
import { formatSeconds, progressWriter } from "../host/node/terminal/progress.ts";
import { printable } from "../host/printable.ts";
import type { RecipeRequest } from "../host/recipe.ts";

/** Options of `headartist import`, as the command line gives them. */
export interface ImportOptions extends Pick<RecipeRequest, "seed" | "preset" | "textureSize" | "triangles" | "wrap"> {
  output?: string;
  node?: string;
  align: string;
  describe: string;
  preview?: string;
  threads?: string;
  json?: boolean;
}

/** `headartist import`: a character's GLB in, a head document out. */
export async function importGlb(file: string, options: ImportOptions): Promise<void> {
  const { node, preview, json = false } = options;
  const folder = resolve(options.output ?? join(dirname(file), `${basename(file, extname(file))}.head`));
  if (preview !== undefined) previewFormat(preview);
  const align = await readAlign(options.align);
  const recipe = await makeGridRecipe({ ...options, prompt: options.describe });
  if (preview !== undefined) await ensureWritableFile(preview);
  await ensureHeadFolder(folder);
  const signal = interruptSignal();
  const begin = performance.now();
  try {
    const run = { onProgress: progressWriter(json), signal, threads: readThreads(options.threads) };
    const head = await importAs(recipe, file, { ...run, folder, node, align });
    if (preview) await writePreview(preview, head.preview);
    const { found, alignment, leftOut } = head.document.import!;
    const elapsed = (performance.now() - begin) / 1000;
    const sheet = preview && resolve(preview);
    if (json) {
      process.stdout.write(
        `${JSON.stringify({ event: "done", folder, preview: sheet, elapsed, found, alignment, leftOut, fit: head.fit, ...head.report })}\n`,
      );
      return;
    }
    const residual = alignment.residual === undefined ? "" : `, landmarks within ${alignment.residual.toFixed(1)} %`;
    const name = printable(found.name);
    process.stdout.write(`head found by ${found.how} "${name}", aligned by ${alignment.how}${residual}\n`);
    process.stdout.write(
      `fit: Chamfer ${head.fit.chamfer.toFixed(2)} % of head height, PSNR ${head.fit.psnr.toFixed(1)} dB\n`,
    );
    if (leftOut.length > 0) process.stdout.write(`left out, transparent: ${printable(leftOut.join(", "))}\n`);
    process.stdout.write(`${folder}  (${formatSeconds(elapsed)}${sheet ? `, preview in ${sheet}` : ""})\n`);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw interruptedError(`stopped; repeat the command to go on in ${folder}`);
  }
}

async function readAlign(given: string): Promise<"face" | "bounds" | { facing: number } | { file: string }> {
  if (given === "face" || given === "bounds") return given;
  const facing = /^bounds:(\d{1,3})$/.exec(given);
  if (facing) return { facing: Number(facing[1]) };
  if (extname(given).toLowerCase() !== ".json") {
    throw usageError(
      `align "${given}" is none of face, bounds, bounds:<degrees> or a .json file with "matrix" or "landmarks"`,
    );
  }
  return { file: (await readGiven(given, "give the path of an alignment file")).toString("utf8") };
}

async function readGiven(file: string, remedy: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw inputError(`cannot read ${file} (${(error as NodeJS.ErrnoException).code}); ${remedy}`);
  }
}
