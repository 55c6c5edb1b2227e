import { readdir, readFile } from "node:fs/promises";
import { type HeadKit, loadHeadKit } from "../../head/layers/kit.ts";
import type { PartDescription } from "../../head/part-files/describe.ts";
import { readDescription } from "../../head/part-files/read-description.ts";
import { packagePath } from "./paths.ts";

let kit: Promise<HeadKit> | undefined;
let descriptions: Promise<PartDescription[]> | undefined;

/** What layered heads are built from, read once from the package's assets. */
export function readHeadKit(): Promise<HeadKit> {
  kit ??= partPaths().then((paths) =>
    loadHeadKit({
      readTemplate: (name) => readFile(packagePath("assets", "template", name)),
      readPart: readPartFile,
      partPaths: paths,
    }),
  );
  return kit;
}

/** What there are part files of, without their meshes; read once. */
export function readPartDescriptions(): Promise<PartDescription[]> {
  descriptions ??= partPaths().then((paths) =>
    Promise.all(paths.map(async (path) => readDescription(await readPartFile(path), path))),
  );
  return descriptions;
}

const readPartFile = (path: string) => readFile(packagePath("assets", "parts", ...path.split("/")));

/** "hair/bun.glb" …, sorted. */
async function partPaths(): Promise<string[]> {
  const root = packagePath("assets", "parts");
  const folders = (await readdir(root, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const files = await Promise.all(
    folders.map(async ({ name }) =>
      (await readdir(packagePath("assets", "parts", name))).map((file) => `${name}/${file}`),
    ),
  );
  return files
    .flat()
    .filter((path) => path.endsWith(".glb"))
    .sort();
}
