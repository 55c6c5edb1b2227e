import { dirname, extname, resolve } from "node:path";
import { composeEdit } from "../diffusion/edit-prompt/compose-edit.ts";
import { editHead } from "../stages/edit.ts";
import { type EditRequest, makeEditRecipe } from "./edit-recipe.ts";
import { openEngine } from "./engine.ts";
import { ExitError, usageError } from "./errors.ts";
import { ensureWritable, INTERRUPTED, warnOfUnknownWords } from "./generate.ts";
import { nameFrom, openHead, placeChild } from "./head-folder.ts";
import { folderStore, writeDurably } from "./host-files.ts";
import { formatSeconds, progressWriter } from "./progress.ts";
import { loadVocabulary } from "./vocabulary.ts";

/** Options of `headartist edit`, as the command line gives them. */
export interface EditOptions extends Omit<EditRequest, "instruction" | "prompt"> {
  prompt?: string;
  showPrompt?: boolean;
  output?: string;
  head?: string;
  preview?: string;
  threads?: string;
  provider?: string;
  json?: boolean;
}

/** `headartist edit`: a head and what to change in, a child head out. */
export async function edit(head: string, instruction: string, options: EditOptions): Promise<void> {
  const parent = await openHead(head);
  const composed = composeEdit(parent.recipe.prompt, instruction, await loadVocabulary(parent.recipe.pack));
  const prompt = options.prompt ?? composed;
  if (options.showPrompt) return void process.stdout.write(`${prompt}\n`);
  const recipe = await makeEditRecipe(parent.recipe, { ...options, instruction, prompt });
  if (options.output && extname(options.output).toLowerCase() !== ".glb") {
    throw usageError(`output "${options.output}" does not end in .glb`);
  }
  const { folder, glb } = placeChild(parent.folder, options);
  if (folder === parent.folder) throw usageError(`"${folder}" is the head itself; choose another folder for the child`);
  for (const target of [glb, options.preview]) if (target) await ensureWritable(dirname(resolve(target)));
  const name = nameFrom(folder, parent.folder);
  if (options.json)
    process.stdout.write(`${JSON.stringify({ event: "prompt", prompt, parent: parent.folder, folder })}\n`);
  else process.stderr.write(`prompt: ${prompt}   (--prompt "…" says it otherwise)\n`);
  const { threads = 0, provider } = options;
  const engine = await openEngine({ pack: recipe.pack, threads: Number(threads), provider });
  warnOfUnknownWords(engine, prompt);
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  const begin = performance.now();
  try {
    const child = await editHead(recipe, engine, { store: folderStore(parent.folder), name }, folderStore(folder), {
      onProgress: progressWriter(options.json ?? false),
      signal: interrupt.signal,
    });
    await writeDurably(glb, child.glb);
    if (options.preview) await writeDurably(resolve(options.preview), child.preview);
    const elapsed = (performance.now() - begin) / 1000;
    const done = { event: "done", output: glb, folder, parent: parent.folder, prompt, elapsed, ...child.report };
    process.stdout.write(
      options.json ? `${JSON.stringify(done)}\n` : `${glb}  (${formatSeconds(elapsed)}, head document in ${folder})\n`,
    );
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
