import { readFile, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { checkPart } from "../head/part-files/check-part.ts";
import { PartError } from "../head/part-files/read-description.ts";
import { type Part, readPart } from "../head/part-files/read-part.ts";
import { inputError } from "../host/errors.ts";
import { decodeImage } from "../host/node/images.ts";
import { partFiles, placeOf } from "../host/node/part-folders.ts";
import { packagePath } from "../host/node/paths.ts";

/** `headartist parts check`: whether files of parts can be loaded, bound and drawn, and what each is. */
export async function checkParts(path?: string): Promise<void> {
  const folder = resolve(path ?? packagePath("assets/parts"));
  const files = await filesOf(folder);
  if (files.length === 0) throw inputError(`${folder} holds no .glb file; name a part or a folder of parts`);
  const { metresPerUnit } = JSON.parse(await readFile(packagePath("assets/template/template.json"), "utf8"));
  let wrong = 0;
  for (const file of files) {
    const problems: string[] = [];
    let about = "";
    try {
      const bytes = await readFile(file);
      const part = await readPart(bytes, basename(file), metresPerUnit, decodeImage);
      problems.push(...checkPart(part, file === folder ? undefined : placeOf(file)));
      about = describe(part, bytes.length);
    } catch (error) {
      if (!(error instanceof PartError)) throw error;
      problems.push(error.message);
    }
    process.stdout.write(
      problems.length === 0 ? `${about}\n` : `${file}\n${problems.map((line) => `  ${line}\n`).join("")}`,
    );
    if (problems.length > 0) wrong++;
  }
  if (wrong > 0) throw inputError(`${wrong} of ${files.length} parts must be mended`);
}

async function filesOf(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => {
    throw inputError(`${path} does not exist; name a part's .glb or a folder of parts`);
  });
  return found.isFile() ? [path] : partFiles(path);
}

/** One line about a part. @param bytes length of its file. */
export function describe({ kind, name, meshes, surface, carved, fit }: Part, bytes: number): string {
  const triangles = meshes.map((mesh) => mesh.triangles.length / 3).join("/");
  const what = [carved ? "carved" : surface, `bound by ${fit.bind}`, ...(fit.moves ? ["moves"] : [])].join(", ");
  return `${kind}/${name}  ${triangles} triangles, ${Math.round(bytes / 1024)} KB, ${what}`;
}
