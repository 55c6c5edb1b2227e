import { PackError, type PackFiles } from "../../pack/files.ts";
import type { SiteFiles } from "./site-files.ts";

/** Where the site's build puts the pack that ships. */
export const STARTER = "assets/starter";

/** Read access to a model pack among a site's files. @param folder its path there. */
export function sitePack({ list, read }: SiteFiles, folder: string): PackFiles {
  const locate = (path: string) => {
    const file = list.get(`${folder}/${path}`);
    if (!file) throw new PackError(path, "is not among the site's files", 'Build the site again with "npm run site"');
    return file;
  };
  return {
    root: folder,
    exists: async (path) => list.has(`${folder}/${path}`),
    size: async (path) => locate(path).bytes,
    readText: async (path) => new TextDecoder().decode(await read(locate(path).path)),
    readRange: async (path, offset, length) => (await read(locate(path).path)).slice(offset, offset + length),
  };
}
