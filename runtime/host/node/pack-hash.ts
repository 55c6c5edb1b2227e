import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { openPack } from "../../pack/open.ts";
import { hashedFiles, type WatchedFiles, watchReads } from "../pack-reads.ts";
import { packFolder } from "./pack-files.ts";
import type { PackFolders } from "./pack-registry.ts";

/**
 * SHA-256 of the files that a pack is read from, with their names: configurations, tokenizer and weights. Half a second a
 * gigabyte.
 * @param folders each after it was opened; a ControlNet's own folder comes second.
 */
export async function hashPack(folders: readonly WatchedFiles[]): Promise<string> {
  const hash = createHash("sha256");
  for (const { line, folder, name } of hashedFiles(folders)) {
    hash.update(line);
    await hashFile(hash, join(folder.root, name));
  }
  return hash.digest("hex");
}

/** {@link hashPack} of a pack that is not open. @throws PackError where it is not whole. */
export async function hashFolders({ base, controlnet }: PackFolders): Promise<string> {
  const files = watchReads(await packFolder(base));
  const control = controlnet ? watchReads(await packFolder(controlnet)) : null;
  await openPack(files, control);
  return hashPack(control ? [files, control] : [files]);
}

async function hashFile(hash: Hash, path: string): Promise<void> {
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), async (chunks) => {
    for await (const chunk of chunks) hash.update(chunk as Buffer);
  });
}
