import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type HeadKit, loadHeadKit } from "../../head/layers/kit.ts";
import type { PartDescription } from "../../head/part-files/describe.ts";
import { readDescription } from "../../head/part-files/read-description.ts";
import { decodeImage } from "./images.ts";
import { keepInFiles } from "./kept/keep.ts";
import { listParts, type PartFile } from "./part-folders.ts";
import { packagePath } from "./paths.ts";

/** A part's file; with the SHA-256 of its bytes where it does not ship. */
interface ReadFile {
  bytes: Uint8Array;
  hash?: string;
}

let parts: Promise<Map<string, ReadFile>> | undefined;
let kit: Promise<HeadKit> | undefined;
let descriptions: Promise<PartDescription[]> | undefined;

/** What layered heads are built from, read once: the package's assets and an artist's own parts. */
export function readHeadKit(): Promise<HeadKit> {
  kit ??= readParts().then((files) =>
    loadHeadKit({
      readTemplate: (name) => readFile(packagePath("assets", "template", name)),
      readPart: async (path) => files.get(path)?.bytes ?? readFile(packagePath("assets", "parts", ...path.split("/"))),
      partPaths: [...files.keys()],
      ownHashes: new Map([...files].flatMap(([path, { hash }]) => (hash ? [[path, hash]] : []))),
      decodePicture: decodeImage,
      keep: keepInFiles,
    }),
  );
  return kit;
}

/** What there are part files of, without their meshes; read once. */
export function readPartDescriptions(): Promise<PartDescription[]> {
  descriptions ??= readParts().then((files) => [...files].map(([path, { bytes }]) => readDescription(bytes, path)));
  return descriptions;
}

/** All part files by their paths, read once. */
function readParts(): Promise<Map<string, ReadFile>> {
  parts ??= listParts().then(async (found) => new Map(await Promise.all(found.map(readOne))));
  return parts;
}

async function readOne({ path, file, ships }: PartFile): Promise<[string, ReadFile]> {
  const bytes = await readFile(file);
  return [path, ships ? { bytes } : { bytes, hash: createHash("sha256").update(bytes).digest("hex") }];
}
