import { resolve } from "node:path";
import { writeDocument } from "../head/document.ts";
import { HEAD_FILES, LEVEL_FILES } from "../head/store.ts";
import { inputError } from "../host/errors.ts";
import { folderStore } from "../host/node/files.ts";
import { nameFrom, openHead, placeChild } from "../host/node/head-folder.ts";
import { writeGlbs } from "../host/node/terminal/deliver-head.ts";
import { ensureHeadFolder, ensureWritableFile } from "../host/node/terminal/ensure-writable.ts";
import { listVersions } from "./history.ts";

/** Options of `headartist revert`, as the command line gives them. */
export interface RevertOptions {
  to?: string;
  head?: string;
  output?: string;
}

/** `headartist revert`: a child that is again what an ancestor was; the versions between stay in the history. */
export async function revert(path: string, options: RevertOptions): Promise<void> {
  const head = await openHead(path);
  const parent = head.document.parent;
  const target = options.to ?? (parent === undefined ? undefined : resolve(head.folder, parent));
  if (target === undefined) throw inputError(`"${path}" was not edited; there is nothing to go back to`);
  const ancestor = await openHead(target);
  const versions = await listVersions(head.folder);
  if (!versions.some(({ folder }) => folder === ancestor.folder)) {
    throw inputError(`"${target}" is no version of "${path}"; headartist history lists them`);
  }
  const { folder, glb } = placeChild(head.folder, options);
  await ensureWritableFile(glb);
  await ensureHeadFolder(folder);
  const [from, to] = [folderStore(ancestor.folder), folderStore(folder)];
  if (await to.read(HEAD_FILES.document)) throw inputError(`"${folder}" holds a head already; choose another folder`);
  const { recipe } = ancestor;
  const levels = recipe.carrier === "grid" && !recipe.wrap ? [] : LEVEL_FILES;
  const isDistilled = recipe.carrier === "grid" || recipe.stages !== undefined;
  const { geometry, color, layout, preview, glb: finest } = HEAD_FILES;
  // With what it has learned: edits of the child go on from there.
  const own = [...(isDistilled ? [geometry, color] : []), ...(levels.length > 0 ? levels : [layout])];
  for (const name of [...own, preview, finest]) {
    const bytes = await from.read(name);
    if (!bytes) throw inputError(`"${ancestor.folder}" has no ${name}; make that head again`);
    await to.write(name, bytes);
  }
  const [parentName, reverts] = [nameFrom(folder, head.folder), nameFrom(folder, ancestor.folder)];
  await writeDocument(to, { ...ancestor.document, parent: parentName, reverts });
  await writeGlbs(glb, {
    glb: (await to.read(finest))!,
    levels: await Promise.all(levels.map(async (name) => ({ name, glb: (await to.read(name))! }))),
  });
  process.stdout.write(`${glb}  (as ${ancestor.folder} was, head document in ${folder})\n`);
}
