import { open, readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { clearTemporary, folderStore, makeFolder, replaceFile } from "../../host/node/files.ts";
import { checkedKey, HEAD_ID, type Library } from "./library.ts";
import { oneWriter } from "./one-writer.ts";

/** Heads in a folder of this machine or of a share that several machines mount. */
export async function folderLibrary(location: string): Promise<Library> {
  const root = resolve(location);
  await makeFolder(root, { mode: 0o700 });
  const pathOf = (id: string, name?: string) => join(root, checkedKey(id, name));
  // Other users of the machine must not read a head, whatever holds the library.
  const makeOwn = (id: string) => makeFolder(pathOf(id), { mode: 0o700 });
  return {
    location: root,
    list: async () => (await readdir(root)).filter((name) => HEAD_ID.test(name)),
    store: (id) => {
      const store = folderStore(pathOf(id));
      return {
        ...store,
        async write(name, bytes) {
          await makeOwn(id);
          await store.write(name, bytes);
        },
      };
    },
    async put(id, name, bytes) {
      await makeOwn(id);
      await replaceFile(pathOf(id, name), bytes);
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
    // A compute process that is being stopped may still be writing.
    remove: (id) => rm(pathOf(id), { recursive: true, force: true, maxRetries: 5, retryDelay: 20 }),
    sweep: (id) => clearTemporary(pathOf(id)),
    alone: oneWriter(),
  };
}
