import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { HeadStore } from "../../head/store.ts";

/** A head document in a folder on disk; the folder is made on the first write. */
export function folderStore(folder: string): HeadStore {
  return {
    read: (name) => readIfPresent(join(folder, name)),
    async write(name, bytes) {
      await mkdir(folder, { recursive: true });
      await writeDurably(join(folder, name), bytes);
    },
    remove: (name) => rm(join(folder, name), { force: true }),
  };
}

/** Replaces a file atomically: temporary file beside it, fsync, rename. */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  const file = await open(temporary, "w");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
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
