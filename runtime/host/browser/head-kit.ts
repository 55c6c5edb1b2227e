import { type HeadKit, loadHeadKit } from "../../head/layers/kit.ts";
import type { PartDescription } from "../../head/part-files/describe.ts";
import { readDescription } from "../../head/part-files/read-description.ts";
import { decodeImage } from "./decode-image.ts";
import type { SiteFiles } from "./site-files.ts";

const PARTS = "assets/parts/";

/** What layered heads are built from, read from a site's files. */
export function readHeadKit(files: SiteFiles): Promise<HeadKit> {
  return loadHeadKit({
    readTemplate: (name) => files.read(`assets/template/${name}`),
    readPart: (path) => files.read(`${PARTS}${path}`),
    partPaths: partPaths(files),
    decodePicture: decodeImage,
  });
}

/** What there are part files of, without their meshes. */
export function readPartDescriptions(files: SiteFiles): Promise<PartDescription[]> {
  return Promise.all(partPaths(files).map(async (path) => readDescription(await files.read(`${PARTS}${path}`), path)));
}

/** "hair/bun.glb" …, sorted. */
function partPaths({ list }: SiteFiles): string[] {
  return [...list.keys()]
    .filter((path) => path.startsWith(PARTS) && path.endsWith(".glb"))
    .map((path) => path.slice(PARTS.length))
    .sort();
}
