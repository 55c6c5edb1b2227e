import type { HeadStore } from "../../head/store.ts";

/** A folder of the origin private file system: the browser's own disk for a site, which no other site sees. */
export async function openFolder(...path: string[]): Promise<FileSystemDirectoryHandle> {
  let folder = await navigator.storage.getDirectory();
  for (const name of path) folder = await folder.getDirectoryHandle(name, { create: true });
  return folder;
}

/** Names of the folders in a folder, in no order. */
export const listFolders = (folder: FileSystemDirectoryHandle) => listEntries(folder, "directory");

/** Names of the files in a folder, in no order. */
export const listFiles = (folder: FileSystemDirectoryHandle) => listEntries(folder, "file");

async function listEntries(folder: FileSystemDirectoryHandle, wanted: FileSystemHandleKind): Promise<string[]> {
  const names: string[] = [];
  for await (const [name, { kind }] of folder.entries()) if (kind === wanted) names.push(name);
  return names;
}

/**
 * A file as it is now, read from the disk when somebody asks for its bytes; undefined where there is none. One without a byte is none: a page
 * that was closed during a file's first writing leaves it so.
 */
export async function openFile(
  parent: FileSystemDirectoryHandle,
  folder: string,
  file: string,
): Promise<File | undefined> {
  try {
    const found = await (await (await parent.getDirectoryHandle(folder)).getFileHandle(file)).getFile();
    return found.size > 0 ? found : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * A head document in a folder below `parent`, which is made on the first write. A file is replaced when all of it is written: the browser
 * writes beside it and swaps on closing, so that a page that is closed half way leaves the old bytes, or none.
 */
export function opfsStore(parent: FileSystemDirectoryHandle, name: string): HeadStore {
  const reach = () => parent.getDirectoryHandle(name, { create: true });
  return {
    async read(file) {
      const found = await openFile(parent, name, file);
      return found && new Uint8Array(await found.arrayBuffer());
    },
    async write(file, bytes) {
      const handle = await (await reach()).getFileHandle(file, { create: true });
      const stream = await handle.createWritable();
      await stream.write(bytes as Uint8Array<ArrayBuffer>);
      await stream.close();
    },
    async remove(file) {
      try {
        await (await parent.getDirectoryHandle(name)).removeEntry(file);
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    },
  };
}

/** Removes a folder with all that is in it; one that is not there is no error. */
export async function removeFolder(parent: FileSystemDirectoryHandle, name: string): Promise<void> {
  try {
    await parent.removeEntry(name, { recursive: true });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof DOMException && error.name === "NotFoundError";
}
