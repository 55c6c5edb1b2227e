import { readFile } from "node:fs/promises";
import { type HeadKit, loadHeadKit } from "../../head/layers/kit.ts";
import type { PartDescription } from "../../head/part-files/describe.ts";
import { readDescription } from "../../head/part-files/read-description.ts";
import { listParts } from "./part-folders.ts";
import { packagePath } from "./paths.ts";

let parts: Promise<Map<string, Uint8Array>> | undefined;
let kit: Promise<HeadKit> | undefined;
let descriptions: Promise<PartDescription[]> | undefined;

/** What layered heads are built from, read once: the package's assets and an artist's own parts. */
export function readHeadKit(): Promise<HeadKit> {
  kit ??= readParts().then((files) =>
    loadHeadKit({
      readTemplate: (name) => readFile(packagePath("assets", "template", name)),
      readPart: async (path) => files.get(path) ?? readFile(packagePath("assets", "parts", ...path.split("/"))),
      partPaths: [...files.keys()],
    }),
  );
  return kit;
}

/** What there are part files of, without their meshes; read once. */
export function readPartDescriptions(): Promise<PartDescription[]> {
  descriptions ??= readParts().then((files) => [...files].map(([path, bytes]) => readDescription(bytes, path)));
  return descriptions;
}

/** All part files by their paths, read once. */
function readParts(): Promise<Map<string, Uint8Array>> {
  parts ??= listParts().then(
    async (found) =>
      new Map(await Promise.all(found.map(async ({ path, file }) => [path, await readFile(file)] as const))),
  );
  return parts;
}
