/**
 * Edits, measured on heads of the pack that ships; minutes a head. `edits.ts chain <folder>` makes a head and four edits, each
 * of the one before, and their contact sheet; `edits.ts measure <folder>` makes ten heads and four edits of each, and writes
 * what stayed outside the edited regions. Both go on where they were stopped.
 */

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { stackSheets } from "../../runtime/bake/diff-sheet.ts";
import { renderPreview, type Sheet } from "../../runtime/bake/preview.ts";
import { fieldSurface } from "../../runtime/bake/surfaces.ts";
import { vertexNormals } from "../../runtime/bake/vertex-normals.ts";
import { type EditRequest, makeEditRecipe } from "../../runtime/cli/edit-recipe.ts";
import { openEngine } from "../../runtime/cli/engine.ts";
import { folderStore } from "../../runtime/cli/host-files.ts";
import { encodeImage } from "../../runtime/cli/host-images.ts";
import { makeRecipe } from "../../runtime/cli/recipe.ts";
import { loadVocabulary } from "../../runtime/cli/vocabulary.ts";
import { composeEdit } from "../../runtime/diffusion/edit-prompt/compose-edit.ts";
import { createField } from "../../runtime/field/field.ts";
import { readDocument } from "../../runtime/head/document.ts";
import { shapeTemplate } from "../../runtime/head/template-shape.ts";
import { readTensors } from "../../runtime/head/tensors.ts";
import { restoreField } from "../../runtime/stages/checkpoint.ts";
import { type EditedRecipe, editHead } from "../../runtime/stages/edit.ts";
import { generateHead } from "../../runtime/stages/generate.ts";
import { readGeometry } from "../../runtime/stages/geometry-file.ts";
import type { Recipe } from "../../runtime/stages/recipe.ts";
import { regionMask } from "../../runtime/stages/region-mask.ts";
import { fieldColors } from "../../runtime/stages/render-color.ts";

type Change = Omit<EditRequest, "prompt">;

const CHAIN_PARENT = "a young man with short brown hair";
const CHAIN: Change[] = [
  { instruction: "make him older" },
  { instruction: "make his hair white", what: "color", region: "hair,brows" },
  { instruction: "add a full beard", region: "face,lips,neck" },
  { instruction: "bronze skin", what: "color" },
];
const PARENTS = [
  "a young man with short brown hair",
  "an old woman with grey hair",
  "a fat man with a red beard",
  "a young asian woman with long black hair",
  "an old black man with a white beard",
  "a boy with blonde hair",
  "a bald man with a moustache",
  "an orc",
  "an old dwarf with a braided red beard",
  "a woman with red hair",
];
const CHANGES: Change[] = [
  { instruction: "make him older" },
  { instruction: "green hair", what: "color", region: "hair" },
  { instruction: "bigger nose", what: "shape", region: "nose" },
  { instruction: "add a full beard", region: "face,lips,neck" },
];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { preset: { type: "string", default: "draft" }, threads: { type: "string", default: "0" } },
});
const [mode, folder] = positionals;
if (!(mode === "chain" || mode === "measure") || !folder) throw new Error("say chain or measure, and a folder");
const engine = await openEngine({ pack: "starter", threads: Number(values.threads) });
const vocabulary = await loadVocabulary("starter");
await mkdir(folder, { recursive: true });
if (mode === "chain") await makeChain();
else await measureAll();
await engine.pack.release();

async function makeChain(): Promise<void> {
  await makeParent("0", CHAIN_PARENT, 3);
  for (const [i, change] of CHAIN.entries()) await makeEdit(`${i}`, `${i + 1}`, change);
  const rows: Sheet[] = [];
  for (let i = 0; i <= CHAIN.length; i++) {
    const { geometry, color } = await readVersion(`${i}`);
    const mesh = { positions: geometry.positions, indices: geometry.indices, colorAt: geometry.canonical };
    rows.push(await renderPreview(fieldSurface(mesh, vertexNormals(mesh), color), { normals: false }));
  }
  const { rgb, width, height } = stackSheets(rows);
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) rgba.set(rgb.subarray(i * 3, i * 3 + 3), i * 4);
  await writeFile(join(folder, "chain.png"), await encodeImage(rgba, width, height, "png"));
}

async function measureAll(): Promise<void> {
  const rows = [];
  for (const [p, prompt] of PARENTS.entries()) {
    const made = await makeParent(`${p}`, prompt, p);
    for (const [c, change] of CHANGES.entries()) {
      const seconds = await makeEdit(`${p}`, `${p}-${c}`, change);
      rows.push({ prompt, ...change, ...(await compare(`${p}`, `${p}-${c}`)), seconds, parentSeconds: made });
      await writeFile(join(folder, "edits.json"), `${JSON.stringify(rows, null, 2)}\n`);
    }
  }
}

/** @returns seconds it took, next to none where the head is there. */
async function makeParent(name: string, prompt: string, seed: number): Promise<number> {
  const begin = performance.now();
  const store = folderStore(join(folder, name));
  if ((await readDocument(store))?.status !== "done") {
    await generateHead(await makeRecipe({ prompt, preset: values.preset, seed }), engine, store, report(prompt));
  }
  return (performance.now() - begin) / 1000;
}

async function makeEdit(parent: string, child: string, change: Change): Promise<number> {
  const begin = performance.now();
  const [from, to] = [folderStore(join(folder, parent)), folderStore(join(folder, child))];
  if ((await readDocument(to))?.status !== "done") {
    const recipe = (await readDocument(from))!.recipe as Recipe;
    const prompt = composeEdit(recipe.prompt, change.instruction, vocabulary);
    const edited = await makeEditRecipe(recipe, { ...change, prompt, seed: 1 });
    await editHead(
      edited,
      engine,
      { store: from, name: `../${parent}` },
      to,
      report(`${prompt} (${change.instruction})`),
    );
  }
  return (performance.now() - begin) / 1000;
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

async function readVersion(name: string) {
  const read = (file: string) => readFile(join(folder, name, file));
  const document = (await readDocument(folderStore(join(folder, name))))!;
  const recipe = document.recipe as EditedRecipe;
  const bytes = { geometry: await read("geometry.safetensors"), color: await read("color.safetensors") };
  const field = createField(engine.kernels, { ...recipe.texture.field, outputs: 3 }, 0);
  restoreField(field, readTensors(bytes.color, name).tensors, name);
  const color = (points: Float32Array) => fieldColors(engine.kernels, field, points);
  return { document, recipe, bytes, geometry: readGeometry(bytes.geometry, name).geometry, color };
}

/** What an edit did to landmarks and colours outside its regions, and which files it left alone. */
async function compare(parent: string, child: string) {
  const mark = engine.kernels.store.mark();
  const [before, after] = [await readVersion(parent), await readVersion(child)];
  const { canonical } = before.geometry;
  const { regions, border } = after.recipe.edit;
  const shape = shapeTemplate(engine.template, before.document.template);
  const mask = regionMask(engine.template, shape, canonical, regions, border);
  const outside = (vertex: number) => regions.length === 0 || mask[vertex] === 0;
  const height = engine.template.frame.headHeight;
  const landmarks = nearestVertices(canonical, shape.landmarks).filter(outside);
  const moved = landmarks.map((v) =>
    Math.hypot(...[0, 1, 2].map((c) => after.geometry.positions[3 * v + c] - before.geometry.positions[3 * v + c])),
  );
  const [old, fresh] = [before.color(canonical), after.color(canonical)];
  engine.kernels.store.release(mark);
  const changes = [...mask.keys()].filter(outside).map((v) => {
    const [r, g, b] = [0, 1, 2].map((c) => Math.abs(fresh[3 * v + c] - old[3 * v + c]));
    return (255 * (r + g + b)) / 3;
  });
  const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  return {
    landmarksMoved: { mean: (100 * mean(moved)) / height, max: (100 * Math.max(...moved)) / height },
    colorChange: mean(changes),
    geometryKept: before.bytes.geometry.equals(after.bytes.geometry),
    colorKept: before.bytes.color.equals(after.bytes.color),
  };
}

function nearestVertices(positions: Float32Array, points: Float32Array): number[] {
  return Array.from({ length: points.length / 3 }, (_, i) => {
    let [best, found] = [Infinity, 0];
    for (let v = 0; v < positions.length / 3; v++) {
      const d = Math.hypot(...[0, 1, 2].map((c) => positions[3 * v + c] - points[3 * i + c]));
      if (d < best) [best, found] = [d, v];
    }
    return found;
  });
}
