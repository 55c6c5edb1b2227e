import { availableParallelism } from "node:os";
import { extname, resolve } from "node:path";
import { renderDifference, renderLayersDifference, type Version } from "../bake/preview/diff-sheet.ts";
import { encodeSheet } from "../bake/preview/encode-sheet.ts";
import { createField } from "../field/field.ts";
import { HEAD_FILES } from "../head/store.ts";
import { readTensors } from "../head/tensors.ts";
import { inputError, usageError } from "../host/errors.ts";
import { openKernels } from "../host/node/engine.ts";
import { folderStore, writeDurably } from "../host/node/files.ts";
import { type HeadOnDisk, openHead } from "../host/node/head-folder.ts";
import { encodeImage } from "../host/node/images.ts";
import { readHead } from "../host/node/read-head.ts";
import { ensureWritableFile } from "../host/node/terminal/ensure-writable.ts";
import type { Kernels } from "../kernels/load.ts";
import { fieldColors } from "../stages/color/render-color.ts";
import { restoreField } from "../stages/files/checkpoint.ts";
import { readGeometry } from "../stages/files/geometry-file.ts";

/** Height of every head in head-space units, and its metres: see `assets/template`. */
const HEAD_HEIGHT = 1.25;

/** Options of `headartist diff`, as the command line gives them. */
export interface DiffOptions {
  output: string;
  json?: boolean;
}

/** `headartist diff`: two versions of a head side by side, with heat maps of what moved and what changed its colour. */
export async function diff(a: string, b: string, { output, json = false }: DiffOptions): Promise<void> {
  const path = resolve(output);
  if (extname(path).toLowerCase() !== ".png") throw usageError(`output "${output}" does not end in .png`);
  await ensureWritableFile(path);
  const heads = await Promise.all([a, b].map(openHead));
  const layered = heads.map(({ recipe }) => recipe.carrier === "layers");
  if (layered[0] !== layered[1]) throw strangers(a, b);
  const { sheet, difference, ...parts } = layered[0] ? await diffLayers(heads) : await diffGrid(heads, strangers(a, b));
  await writeDurably(path, await encodeSheet(sheet, encodeImage));
  const { displacement, color } = difference;
  const share = (units: number) => `${((100 * units) / HEAD_HEIGHT).toFixed(2)} %`;
  const told = Object.entries<string[]>(parts).flatMap(([what, names]) =>
    names.length > 0 ? [`${what}: ${names.join(", ")}\n`] : [],
  );
  process.stdout.write(
    json
      ? `${JSON.stringify({ output: path, headHeight: HEAD_HEIGHT, ...difference, ...parts })}\n`
      : `${path}\nmoved: ${share(displacement.mean)} of the head's height in the mean, ${share(displacement.max)} at most\ncolours: ${color.mean.toFixed(1)}/255 in the mean, ${color.max.toFixed(1)}/255 at most\n${told.join("")}`,
  );
}

const strangers = (a: string, b: string) =>
  inputError(`"${a}" and "${b}" are not versions of one head; headartist history lists those that are`);

async function diffLayers(heads: HeadOnDisk[]) {
  const [before, after] = await Promise.all(heads.map(async ({ folder }) => (await readHead(folder)).layers!));
  return renderLayersDifference(before, after);
}

async function diffGrid(heads: HeadOnDisk[], otherwise: Error): Promise<Awaited<ReturnType<typeof renderDifference>>> {
  const kernels = await openKernels(availableParallelism());
  const [before, after] = await Promise.all(heads.map((head) => openVersion(kernels, head)));
  const [left, right] = [before.mesh.indices, after.mesh.indices];
  if (left.length !== right.length || left.some((index, i) => index !== right[i])) throw otherwise;
  return renderDifference(before, after);
}

async function openVersion(kernels: Kernels, { folder, recipe }: HeadOnDisk): Promise<Version> {
  if (recipe.carrier !== "grid") throw inputError(`"${folder}" is no head on the grid`);
  const store = folderStore(folder);
  const read = async (name: string) => {
    const bytes = await store.read(name);
    if (!bytes) throw inputError(`"${folder}" has no ${name}; make that head again`);
    return bytes;
  };
  const { positions, indices, canonical } = readGeometry(await read(HEAD_FILES.geometry), HEAD_FILES.geometry).geometry;
  const field = createField(kernels, { ...recipe.texture.field, outputs: 3 }, recipe.seed);
  restoreField(field, readTensors(await read(HEAD_FILES.color), HEAD_FILES.color).tensors, HEAD_FILES.color);
  return {
    mesh: { positions, indices, colorAt: canonical },
    color: (points) => fieldColors(kernels, field, points),
  };
}
