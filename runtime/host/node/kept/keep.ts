import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Keep } from "../../../head/layers/keep.ts";
import { dataFolder, packagePath } from "../paths.ts";
import { arraysToBytes, bytesToArrays } from "./arrays-file.ts";

/** Folders beside this one whose code makes what is kept, from `runtime`. */
const CODE = ["head", "mesh", "kernels"];
/** Characters of a hash that names a file. */
const NAMED = 16;
/** Bytes that may lie in the folder: what textures of 4096² need, or of all sizes below. */
const MOST_BYTES = 1.6e9;

let maker: string | undefined;

/**
 * Keeps what is the same for every head in files, for the processes after this one: painting it takes seconds, reading a few hundredths.
 * A file is named by all that it is made from, template and code; those of other versions are removed when one is written, and
 * those that were used longest ago once all take more than 1.6 GB. Where nothing can be written, everything is made anew.
 */
export const keepInFiles: Keep = (name, make) => {
  maker ??= hashMaker();
  const folder = join(dataFolder(), "kept");
  const file = `${maker}-${name}.bin`;
  const found = readKept(join(folder, file));
  if (found) return found as ReturnType<typeof make>;
  const made = make();
  writeKept(folder, file, made);
  return made;
};

function readKept(path: string): unknown {
  try {
    const bytes = readFileSync(path);
    const sum = bytes.subarray(0, 32);
    // Whether files remember that they were read is up to the disk.
    utimesSync(path, new Date(), new Date());
    const rest = new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset + 32, bytes.length - 32);
    return createHash("sha256").update(rest).digest().equals(sum) ? bytesToArrays(rest) : undefined;
  } catch {
    return undefined;
  }
}

function writeKept(folder: string, file: string, made: object): void {
  const temporary = join(folder, `${file}.${process.pid}.tmp`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const old of readdirSync(folder)) if (!old.startsWith(`${maker}-`)) rmSync(join(folder, old));
    const bytes = arraysToBytes(made);
    writeFileSync(temporary, createHash("sha256").update(bytes).digest());
    writeFileSync(temporary, bytes, { flag: "a", flush: true });
    renameSync(temporary, join(folder, file));
    trimKept(folder);
  } catch {
    rmSync(temporary, { force: true });
  }
}

/** Removes the files that were used longest ago until what is left takes `most` bytes; the last used always stays. */
export function trimKept(folder: string, most = MOST_BYTES): void {
  const files = readdirSync(folder).map((name) => {
    const path = join(folder, name);
    const { size, mtimeMs } = statSync(path);
    return { path, size, used: mtimeMs };
  });
  files.sort((a, b) => b.used - a.used);
  let sum = 0;
  for (const [i, { path, size }] of files.entries()) {
    sum += size;
    if (i > 0 && sum > most) rmSync(path, { force: true });
  }
}

/** A name for what is made: template, atlas, code and the machine's arithmetic. */
function hashMaker(): string {
  const hash = createHash("sha256").update(`${process.arch} ${process.versions.v8}`);
  const runtime = join(import.meta.dirname, "..", "..", "..");
  const folders = [...CODE.map((name) => join(runtime, name)), packagePath("assets", "template")];
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).sort(byPath)) {
      if (entry.isFile()) hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)));
    }
  }
  return hash
    .update(readFileSync(packagePath("assets", "parts", "atlas.json")))
    .digest("hex")
    .slice(0, NAMED);
}

function byPath(a: { parentPath: string; name: string }, b: { parentPath: string; name: string }): number {
  const [x, y] = [`${a.parentPath}/${a.name}`, `${b.parentPath}/${b.name}`];
  return x < y ? -1 : Number(x > y);
}
