import { mkdir, open, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { folderStore } from "../../host/node/files.ts";
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
    async open(id, name) {
      const handle = await open(pathOf(id, name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return undefined;
        throw error;
      });
      if (!handle) return undefined;
      const { size, mtimeMs, ino } = await handle.stat();
      const etag = `"${[size, mtimeMs, ino].map((part) => part.toString(36)).join("-")}"`;
      // The handle stays with the old bytes where a rename gives the name to new ones.
      return { size, etag, body: handle.createReadStream() };
    },
    remove: (id) => rm(pathOf(id), { recursive: true, force: true }),
  };
}
