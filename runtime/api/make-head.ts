import { type HeadDocument, readDocument } from "../head/document.ts";
import type { HeadStore } from "../head/store.ts";
import { paintBeside } from "../host/node/beside.ts";
import { clearTemporary, folderStore } from "../host/node/files.ts";
import { type HeadOnDisk, nameFrom } from "../host/node/head-folder.ts";
import type { Report } from "../prompt/report.ts";
import { type EditedRecipe, editHead } from "../stages/edit/edit.ts";
import type { Tools } from "../stages/engine.ts";
import { generateHead } from "../stages/generate.ts";
import { needsPack } from "../stages/job/check-pack.ts";
import type { GeneratedHead } from "../stages/job/job.ts";
import type { Recipe } from "../stages/recipe.ts";
import { withEngine, withTools } from "./in-turn.ts";
import type { RunOptions } from "./run-options.ts";

/** A finished head. */
export interface MadeHead extends GeneratedHead {
  /** Folder of its head document, for edits; undefined where none was asked for. */
  folder: string | undefined;
  /** What stands in `head.json`. */
  document: HeadDocument;
}

/** Makes a head of a whole recipe. @param folder of the head document; absent: it is kept in memory, and lost afterwards. */
export function makeHead(recipe: Recipe, folder: string | undefined, run: RunOptions): Promise<MadeHead> {
  const store = folder === undefined ? memoryStore() : folderStore(folder);
  return make(recipe, folder, store, run, (engine) => generateHead(recipe, engine, store, run));
}

/** Makes an edit of a whole recipe. */
export function makeEdit(
  recipe: EditedRecipe,
  parent: HeadOnDisk,
  folder: string,
  run: RunOptions,
): Promise<MadeHead & { folder: string }> {
  const store = folderStore(folder);
  const from = { store: folderStore(parent.folder), name: nameFrom(folder, parent.folder), look: parent.recipe.look };
  return make(recipe, folder, store, run, (engine) => editHead(recipe, engine, from, store, run));
}

function make<Folder extends string | undefined>(
  recipe: Recipe,
  folder: Folder,
  store: HeadStore,
  run: RunOptions,
  work: (engine: Tools) => Promise<GeneratedHead>,
): Promise<MadeHead & { folder: Folder }> {
  const { threads, provider, signal } = run;
  const makeWith = async (engine: Tools) => {
    noticeWords(recipe.report, run);
    if (folder !== undefined) await clearTemporary(folder);
    const head = await work(engine);
    return { ...head, folder, document: (await readDocument(store))! };
  };
  if (recipe.carrier === "layers") paintBeside.prepare(recipe.bake.textureSize);
  if (!needsPack(recipe)) return withTools({ threads, signal }, makeWith);
  return withEngine({ pack: recipe.pack, threads, provider, signal }, makeWith);
}

function noticeWords(report: Report | undefined, { onNotice }: RunOptions): void {
  for (const { text: word, state, suggestions: nearest = [] } of report?.items ?? []) {
    if (state !== "unknown") continue;
    const hint = nearest.length > 0 ? `; near it: ${nearest.join(", ")}` : "";
    onNotice?.({ code: "unknown-word", message: `"${word}" is not known${hint}`, word, nearest });
  }
}

function memoryStore(): HeadStore {
  const files = new Map<string, Uint8Array>();
  return {
    read: async (name) => files.get(name),
    write: async (name, bytes) => void files.set(name, bytes.slice()),
    remove: async (name) => void files.delete(name),
  };
}
