import { readFile } from "node:fs/promises";
import { type HeadKit, loadHeadKit } from "../../head/layers/kit.ts";
import type { PartDescription } from "../../head/part-files/describe.ts";
import { readDescription } from "../../head/part-files/read-description.ts";
import { listParts } from "./part-folders.ts";
import { packagePath } from "./paths.ts";

let kit: Promise<HeadKit> | undefined;
let descriptions: Promise<PartDescription[]> | undefined;

/** What layered heads are built from, read once: the package's assets and an artist's own parts. */
export function readHeadKit(): Promise<HeadKit> {
  kit ??= listParts().then((parts) => {
    const files = new Map(parts.map(({ path, file }) => [path, file]));
    return loadHeadKit({
      readTemplate: (name) => readFile(packagePath("assets", "template", name)),
      readPart: (path) => readFile(files.get(path) ?? packagePath("assets", "parts", ...path.split("/"))),
      partPaths: [...files.keys()],
    });
  });
  return kit;
}

/** What there are part files of, without their meshes; read once. */
export function readPartDescriptions(): Promise<PartDescription[]> {
  descriptions ??= listParts().then((parts) =>
    Promise.all(parts.map(async ({ path, file }) => readDescription(await readFile(file), path))),
  );
  return descriptions;
}
