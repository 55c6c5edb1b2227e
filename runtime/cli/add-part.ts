import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { checkPart } from "../head/part-files/check-part.ts";
import { FILE_KINDS, type FileKind, type Fit, type PartDescription } from "../head/part-files/describe.ts";
import { readPart } from "../head/part-files/read-part.ts";
import { inputError, usageError } from "../host/errors.ts";
import { makeFolder } from "../host/node/files.ts";
import { readPartDescriptions } from "../host/node/head-kit.ts";
import { decodeImage, encodeImage } from "../host/node/images.ts";
import { openImportHost } from "../host/node/import-host.ts";
import { listParts, ownPartsFolder } from "../host/node/part-folders.ts";
import { packagePath } from "../host/node/paths.ts";
import { averageHeadGlb } from "../import/part/average-head.ts";
import { makePart } from "../import/part/make-part.ts";
import { readLicence } from "../import/source/read-licence.ts";
import type { TriMesh } from "../mesh/types.ts";
import { describe } from "./parts.ts";
import { slug } from "./slug.ts";

/** Options of `headartist parts add`, as the command line gives them. */
export interface AddOptions {
  kind: string;
  words: string;
  name?: string;
  node?: string;
  fit?: string;
  scale: string;
  turn: string;
  move: string;
  licence: string;
  source?: string;
}

/** How a part sits of whose kind none ships: as close as the skin beneath it. */
const USUAL: { layer: "Headwear"; fit: Fit } = {
  layer: "Headwear",
  fit: {
    bind: "skin",
    anchors: [],
    moves: false,
    covers: [],
    tint: 0,
    sizes: [0.8, 1.25],
    placements: [],
  },
};
/** Kinds that lie on skin that moves and are made of strands, which no mesh of somebody else's can be. */
const STRANDS = ["brows", "lashes"];

/** `headartist parts add`: makes a part of a mesh and puts it among one's own, where every head may wear it. */
export async function addPart(path: string, options: AddOptions): Promise<void> {
  const file = resolve(path);
  const bytes = await readFile(file).catch(() => {
    throw inputError(`${file} cannot be read; name a .glb`);
  });
  const kind = readKind(options.kind);
  const name = options.name ?? slug(basename(file, extname(file)));
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(name)) {
    throw usageError(`name "${name}" is not made of a to z, 0 to 9 and "-" (64 at most); choose one with --name`);
  }
  const words = options.words
    .split(",")
    .map((phrase) => phrase.trim())
    .filter(Boolean);
  if (words.length === 0) throw usageError('--words is empty; give phrases that ask for it, as "tricorn, pirate hat"');
  const place = {
    scale: number("--scale", options.scale),
    turn: turns(options.turn),
    move: triple("--move", options.move),
  };
  const twin = (await listParts()).find((part) => part.path === `${kind}/${name}.glb`);
  if (twin) throw usageError(`there is a ${kind} "${name}" already, ${twin.file}; choose another --name`);
  const { metresPerUnit } = JSON.parse(await readFile(packagePath("assets/template/template.json"), "utf8"));
  const ofKind = (await readPartDescriptions()).filter((part) => part.kind === kind && !part.carved);
  const shape = options.fit === undefined ? undefined : ofKind.find((part) => part.name === options.fit);
  if (options.fit !== undefined && !shape) {
    const names = ofKind.map((part) => part.name).join(", ") || "none";
    throw usageError(`--fit "${options.fit}" is no ${kind}; there are ${names}`);
  }
  const like = shape ?? ofKind[0] ?? USUAL;
  const host = await openImportHost(false, 1);
  const wish = {
    ...{ kind, name, words, layer: like.layer, node: options.node },
    fit: { ...like.fit, placements: [], moves: false },
    placing: { ...place, ...(shape ? { like: await meshOfPart(shape, metresPerUnit) } : {}) },
    licence: options.licence,
    source: options.source ?? [basename(file), readLicence(bytes)].filter(Boolean).join(", "),
  };
  const made = await makePart(bytes, wish, { ...host, encodeImage }, metresPerUnit);
  const part = await readPart(made, basename(file), metresPerUnit, decodeImage);
  const problems = checkPart(part);
  if (problems.length > 0) throw inputError(`${file}: ${problems.join("; ")}`);
  const target = join(ownPartsFolder(), kind, `${name}.glb`);
  await makeFolder(dirname(target));
  await writeFile(target, made);
  process.stdout.write(
    `${describe(part, made.length)}\n${target}\nask for it: headartist generate "a person with a ${words[0]}"\n`,
  );
}

/** `headartist parts head`: the average head, to model parts on. */
export async function writeAverageHead({ output }: { output: string }): Promise<void> {
  const file = resolve(output);
  await makeFolder(dirname(file));
  await writeFile(file, await averageHeadGlb((name) => readFile(packagePath("assets", "template", name))));
  process.stdout.write(`${file}\n`);
}

/** The finest level of a part, metres. */
async function meshOfPart({ kind, name }: PartDescription, metresPerUnit: number): Promise<TriMesh> {
  const path = `${kind}/${name}.glb`;
  const { file } = (await listParts()).find((part) => part.path === path)!;
  const [{ positions, triangles }] = (await readPart(await readFile(file), path, metresPerUnit, decodeImage)).meshes;
  return { positions: positions.map((x) => x * metresPerUnit), indices: triangles };
}

function readKind(kind: string): FileKind {
  const known = FILE_KINDS.filter((name) => !STRANDS.includes(name));
  const found = known.find((name) => name === kind);
  if (!found) throw usageError(`kind "${kind}" is none of ${known.join(", ")}`);
  return found;
}

function number(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || (option === "--scale" && value <= 0))
    throw usageError(`${option} "${text}" is no ${option === "--scale" ? "positive " : ""}number`);
  return value;
}

function triple(option: string, text: string): [number, number, number] {
  const values = text.split(",").map(Number);
  if (values.length !== 3 || !values.every(Number.isFinite))
    throw usageError(`${option} "${text}" is not three numbers, as 0,0.06,-0.01`);
  return values as [number, number, number];
}

/** One number turns about the upright axis. */
function turns(text: string): [number, number, number] {
  return text.includes(",") ? triple("--turn", text) : [0, number("--turn", text), 0];
}
