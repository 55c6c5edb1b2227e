import { open, readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, sep } from "node:path";
import { PackError, type PackFiles } from "../../pack/files.ts";

/** Read access to a folder on disk. A link that leads out of the folder is refused before anything is read. */
export async function packFolder(path: string): Promise<PackFiles> {
  let root: string;
  try {
    root = await realpath(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const problem = code === "ENOENT" ? "no such folder" : `cannot be read (${code})`;
    throw new PackError(path, problem, "Check the path of the model pack");
  }
  const locate = async (name: string): Promise<string> => {
    const real = await realpath(join(root, name)).catch((cause: NodeJS.ErrnoException) => {
      throw new PackError(name, `cannot be read (${cause.code})`, `Check the files in ${root}`);
    });
    const inside = relative(root, real);
    if (inside.startsWith(`..${sep}`) || inside === ".." || isAbsolute(inside)) {
      throw new PackError(name, "is a link that leads out of the pack's folder", "Copy the file into the folder");
    }
    return real;
  };
  return {
    root,
    async exists(name) {
      return await stat(join(root, name)).then(
        (s) => s.isFile(),
        () => false,
      );
    },
    size: async (name) => (await stat(await locate(name))).size,
    readText: async (name) => await readFile(await locate(name), "utf8"),
    async readRange(name, offset, length) {
      const file = await open(await locate(name));
      try {
        const bytes = new Uint8Array(length);
        const { bytesRead } = await file.read(bytes, 0, length, offset);
        return bytes.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
  };
}
