import { readdir, readFile } from "node:fs/promises";
import { type HeadKit, loadHeadKit } from "../../head/layers/kit.ts";
import { packagePath } from "./paths.ts";

let kit: Promise<HeadKit> | undefined;

/** What layered heads are built from, read once from the package's assets. */
export function readHeadKit(): Promise<HeadKit> {
  kit ??= partPaths().then((paths) =>
    loadHeadKit({
      readTemplate: (name) => readFile(packagePath("assets", "template", name)),
      readPart: (path) => readFile(packagePath("assets", "parts", ...path.split("/"))),
      partPaths: paths,
    }),
  );
  return kit;
}

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
