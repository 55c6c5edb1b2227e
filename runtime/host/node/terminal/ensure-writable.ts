import { access, constants, rmdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { environmentError } from "../../errors.ts";
import { makeFolder } from "../files.ts";

/** Makes the folder where it is missing. @throws ExitError where it cannot be made or written to. */
export async function ensureWritable(folder: string, mode = 0o777): Promise<void> {
  const path = resolve(folder);
  try {
    await makeFolder(path, { mode });
    await access(path, constants.W_OK);
  } catch (error) {
    const file = await fileIn(path);
    const why = file
      ? `${file} is a file, no folder`
      : `the system says ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`;
    throw environmentError(`cannot write to ${path}: ${why}; choose another output`);
  }
}

/** Makes a file's folder where it is missing. @throws ExitError where the file cannot be written. */
export async function ensureWritableFile(file: string): Promise<void> {
  const path = resolve(file);
  await ensureWritable(dirname(path));
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory())
    throw environmentError(`cannot write to ${path}: it is a folder, no file; choose another output`);
}

/** Makes what is above a head's folder; of a head that is then refused no folder is left. @throws as {@link ensureWritable}. */
export async function ensureHeadFolder(folder: string): Promise<void> {
  const path = resolve(folder);
  const found = await stat(path).catch(() => undefined);
  await ensureWritable(path);
  if (!found) await rmdir(path);
}

/** The file on the way to a path, where there is one. */
async function fileIn(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found) return found.isDirectory() ? undefined : path;
  return dirname(path) === path ? undefined : fileIn(dirname(path));
}
