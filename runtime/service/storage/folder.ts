import { createReadStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { folderStore } from "../../cli/host-files.ts";
import { checkedKey, HEAD_ID, type Library } from "./library.ts";

/** Heads in a folder of this machine or of a share that several machines mount. */
export async function folderLibrary(location: string): Promise<Library> {
  const root = resolve(location);
  await mkdir(root, { recursive: true, mode: 0o700 });
  const pathOf = (id: string, name?: string) => join(root, checkedKey(id, name));
  return {
    location: root,
    list: async () => (await readdir(root)).filter((name) => HEAD_ID.test(name)),
    store: (id) => folderStore(pathOf(id)),
    async put(id, name, bytes) {
      const path = pathOf(id, name);
      const temporary = `${path}.${process.pid}.tmp`;
      await mkdir(dirname(path), { recursive: true });
      await writeFile(temporary, bytes);
      await rename(temporary, path);
    },
    async find(id, name) {
      const path = pathOf(id, name);
      const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return undefined;
        throw error;
      });
      if (!found?.isFile()) return undefined;
      const etag = `"${found.size.toString(36)}-${found.mtimeMs.toString(36)}"`;
      return { size: found.size, etag, open: async () => createReadStream(path) };
    },
    remove: (id) => rm(pathOf(id), { recursive: true, force: true }),
  };
}
