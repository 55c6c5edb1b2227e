import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { HeadStore } from "../../head/store.ts";

/** A head document in a folder on disk; the folder is made on the first write. */
export function folderStore(folder: string): HeadStore {
  return {
    read: (name) => readIfPresent(join(folder, name)),
    async write(name, bytes) {
      await makeFolder(folder);
      await writeDurably(join(folder, name), bytes);
    },
    remove: (name) => rm(join(folder, name), { force: true }),
  };
}

/**
 * Makes a folder and those above it where they are missing. Node's own recursion never ends where the system answers ENOENT
 * below a folder that is there, as in /proc.
 * @throws the system's error: ENOTDIR where a file is in the way.
 */
export async function makeFolder(folder: string, { mode = 0o777 } = {}): Promise<void> {
  const path = resolve(folder);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  if (found?.isDirectory()) return;
  if (found) throw Object.assign(new Error(`ENOTDIR: not a directory, '${path}'`), { code: "ENOTDIR", path });
  if (dirname(path) !== path) await makeFolder(dirname(path), { mode });
  await mkdir(path, { mode }).catch((error: NodeJS.ErrnoException) => {
    // Another process was faster.
    if (error.code !== "EEXIST") throw error;
  });
}

/** Replaces a file atomically: temporary file beside it, fsync, rename. */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  await replaceFile(path, bytes, { flush: true });
}

/**
 * Replaces a file atomically. No two writes share a temporary file, and one that fails leaves none: on a full disk it
 * would hold the room that the next try needs.
 * @param flush waits until the bytes are on the disk.
 */
export async function replaceFile(
  path: string,
  bytes: Uint8Array,
  { flush = false, mode = 0o666 } = {},
): Promise<void> {
  const temporary = `${path}.${process.pid}.${writes++}.tmp`;
  try {
    await writeFile(temporary, bytes, { flush, mode });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

let writes = 0;
const TEMPORARY = /\.\d+\.\d+\.tmp$/;

/** Removes what writers that were killed left half written. Nothing may be writing into the folder meanwhile. */
export async function clearTemporary(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) if (TEMPORARY.test(name)) await rm(join(folder, name), { force: true });
}

/** @returns the file's bytes, or undefined where it does not exist. */
export async function readIfPresent(path: string): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
