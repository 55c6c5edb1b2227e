import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createField } from "../../../runtime/field/field.ts";
import { readDocument } from "../../../runtime/head/document.ts";
import { HEAD_FILES } from "../../../runtime/head/store.ts";
import { readTensors } from "../../../runtime/head/tensors.ts";
import type { EditRequest } from "../../../runtime/host/edit-recipe.ts";
import { folderStore } from "../../../runtime/host/node/files.ts";
import { makeGridEdit, makeGridRecipe } from "../../../runtime/host/node/recipes.ts";
import { fieldColors } from "../../../runtime/stages/color/render-color.ts";
import { editHead } from "../../../runtime/stages/edit/edit.ts";
import type { Engine } from "../../../runtime/stages/engine.ts";
import { restoreField } from "../../../runtime/stages/files/checkpoint.ts";
import { readGeometry } from "../../../runtime/stages/files/geometry-file.ts";
import { generateHead } from "../../../runtime/stages/generate.ts";
import type { EditRecipe, GridRecipe } from "../../../runtime/stages/recipe.ts";

export type Change = Omit<EditRequest, "prompt">;

/** Makes the versions of heads in one folder; those that are finished are kept. */
export function openVersions(engine: Engine, folder: string, preset: string) {
  /** @returns seconds it took; undefined where the head was there, whole or begun. */
  async function makeParent(name: string, prompt: string, seed: number): Promise<number | undefined> {
    const store = folderStore(join(folder, name));
    return timed(name, async () => {
      await generateHead(await makeGridRecipe({ prompt, preset, seed }), engine, store, report(prompt));
    });
  }

  async function makeEdit(parent: string, child: string, change: Change): Promise<number | undefined> {
    const [from, to] = [folderStore(join(folder, parent)), folderStore(join(folder, child))];
    return timed(child, async () => {
      const recipe = (await readDocument(from))!.recipe as GridRecipe;
      const edited = await makeGridEdit(recipe, { ...change, seed: 1 });
      const hooks = report(`${edited.prompt} (${change.instruction})`);
      await editHead(edited, engine, { store: from, name: `../${parent}`, look: recipe.look }, to, hooks);
    });
  }

  async function timed(name: string, make: () => Promise<void>): Promise<number | undefined> {
    await mkdir(folder, { recursive: true });
    const document = await readDocument(folderStore(join(folder, name)));
    if (document?.status === "done") return undefined;
    const begin = performance.now();
    await make();
    await engine.pack.release();
    return document ? undefined : (performance.now() - begin) / 1000;
  }

  /** What a version's files hold, its fields ready to be asked. */
  async function readVersion(name: string) {
    const read = (file: string) => readFile(join(folder, name, file));
    const document = (await readDocument(folderStore(join(folder, name))))!;
    const recipe = document.recipe as GridRecipe & { edit: EditRecipe };
    const bytes = { geometry: await read(HEAD_FILES.geometry), color: await read(HEAD_FILES.color) };
    const field = createField(engine.kernels, { ...recipe.texture.field, outputs: 3 }, 0);
    restoreField(field, readTensors(bytes.color, name).tensors, name);
    const color = (points: Float32Array) => fieldColors(engine.kernels, field, points);
    return { document, recipe, bytes, geometry: readGeometry(bytes.geometry, name).geometry, color };
  }

  return { makeParent, makeEdit, readVersion };
}

function report(what: string) {
  let last = "";
  return {
    onProgress({ stage }: { stage: string }) {
      if (stage !== last) process.stderr.write(`${what}: ${stage}\n`);
      last = stage;
    },
  };
}
