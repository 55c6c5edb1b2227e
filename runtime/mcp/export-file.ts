import { realpath, rm, writeFile } from "node:fs/promises";
import { dirname, extname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { inputError, usageError } from "../host/errors.ts";
import { makeFolder } from "../host/node/files.ts";

/**
 * Writes a GLB below a folder. Nothing outside it is ever written, through links neither.
 * @param file path below the folder. @returns the absolute path.
 * @throws ExitError where the path leads out, does not end in .glb, or is taken.
 */
export async function exportFile(folder: string, file: string, glb: Uint8Array, overwrite: boolean): Promise<string> {
  if (extname(file).toLowerCase() !== ".glb") throw usageError(`file "${file}" does not end in .glb`);
  const root = await realpath(folder);
  const path = resolve(root, file);
  if (isAbsolute(file) || leadsOut(root, path)) throw usageError(`file "${file}" is not below ${folder}`);
  await makeFolder(dirname(path));
  const real = join(await realpath(dirname(path)), relative(dirname(path), path));
  if (leadsOut(root, real)) throw usageError(`file "${file}" leads out of ${folder} by a link`);
  // A link of that name is replaced, not written through.
  if (overwrite) await rm(real, { force: true });
  try {
    await writeFile(real, glb, { flag: "wx" });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
    throw inputError(`file "${file}" is there already; choose another name, or say overwrite`, { cause });
  }
  return real;
}

function leadsOut(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === "" || way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
}
