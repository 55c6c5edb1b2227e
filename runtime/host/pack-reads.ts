import type { PackFiles } from "../pack/files.ts";

/** A pack's folder that remembers what of it was read. */
export interface WatchedFiles extends PackFiles {
  /** Names of the files read so far. */
  readonly names: ReadonlySet<string>;
}

export function watchReads(files: PackFiles): WatchedFiles {
  const names = new Set<string>();
  return {
    ...files,
    names,
    readText(name) {
      names.add(name);
      return files.readText(name);
    },
    readRange(name, offset, length) {
      names.add(name);
      return files.readRange(name, offset, length);
    },
  };
}

/**
 * What a pack's hash is of, in order: the line before each file that was read, and the file.
 * @param folders each after the pack was opened; a ControlNet's own folder comes second.
 */
export function hashedFiles<Folder extends WatchedFiles>(
  folders: readonly Folder[],
): { line: string; folder: Folder; name: string }[] {
  return folders.flatMap((folder, i) =>
    [...folder.names].sort().map((name) => ({ line: `${i} ${name}\n`, folder, name })),
  );
}
