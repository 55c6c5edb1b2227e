import { readFile } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { inputError, interruptedError, usageError } from "../host/errors.ts";
import { openTools } from "../host/node/engine.ts";
import { folderStore, writeDurably } from "../host/node/files.ts";
import { openImportHost } from "../host/node/import-host.ts";
import { loadPreset, type PresetName } from "../host/node/presets.ts";
import { formatSeconds, progressWriter } from "../host/node/terminal/progress.ts";
import { makeRecipe, type RecipeRequest } from "../host/recipe.ts";
import { importHead } from "../import/import-head.ts";

/** Options of `headartist import`, as the command line gives them. */
export interface ImportOptions extends Pick<RecipeRequest, "seed" | "preset" | "textureSize" | "triangles"> {
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
  const source = await readGiven(file, "export the character as .glb and give its path");
  const folder = resolve(options.output ?? join(dirname(file), `${basename(file, extname(file))}.head`));
  const recipe = await makeRecipe({ ...options, prompt: options.describe });
  const { import: fit } = await loadPreset(recipe.preset as PresetName);
  const threads = Number(options.threads ?? 0);
  const align = await readAlign(options.align);
  const host = await openImportHost(align === "face", threads);
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  const begin = performance.now();
  try {
    const request = { source: new Uint8Array(source), node: options.node, align, recipe, fit };
    const head = await importHead(request, await openTools(threads), host, folderStore(folder), {
      onProgress: progressWriter(options.json ?? false),
      signal: interrupt.signal,
    });
    if (options.preview) await writeDurably(resolve(options.preview), head.preview);
    const { found, alignment, leftOut } = head.document.import!;
    const elapsed = (performance.now() - begin) / 1000;
    if (options.json) {
      process.stdout.write(
        `${JSON.stringify({ event: "done", folder, elapsed, found, alignment, leftOut, fit: head.fit, ...head.report })}\n`,
      );
      return;
    }
    const residual = alignment.residual === undefined ? "" : `, landmarks within ${alignment.residual.toFixed(1)} %`;
    process.stdout.write(`head found by ${found.how} "${found.name}", aligned by ${alignment.how}${residual}\n`);
    process.stdout.write(
      `fit: Chamfer ${head.fit.chamfer.toFixed(2)} % of head height, PSNR ${head.fit.psnr.toFixed(1)} dB\n`,
    );
    if (leftOut.length > 0) process.stdout.write(`left out, transparent: ${leftOut.join(", ")}\n`);
    process.stdout.write(`${folder}  (${formatSeconds(elapsed)})\n`);
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    throw interruptedError(`stopped; repeat the command to go on in ${folder}`);
  }
}

async function readAlign(given: string): Promise<"face" | "bounds" | { file: string }> {
  if (given === "face" || given === "bounds") return given;
  if (extname(given).toLowerCase() !== ".json") {
    throw usageError(`align "${given}" is none of face, bounds or a .json file with "matrix" or "landmarks"`);
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
