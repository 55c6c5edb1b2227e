import { extname, resolve } from "node:path";
import { inputError, usageError } from "../host/errors.ts";
import { openTools } from "../host/node/engine.ts";
import { folderStore, writeDurably } from "../host/node/files.ts";
import { type HeadOnDisk, openHead } from "../host/node/head-folder.ts";
import { openImportHost } from "../host/node/import-host.ts";
import { bakeBack } from "../import/back/bake-back.ts";

/** Options of `headartist bake-back`, as the command line gives them. */
export interface BakeBackOptions {
  output: string;
  what: "shape" | "color" | "both";
  json?: boolean;
}

/** `headartist bake-back`: an edit of an imported head in, the character with that edit out. */
export async function bakeBackGlb(path: string, { output, what, json }: BakeBackOptions): Promise<void> {
  if (extname(output).toLowerCase() !== ".glb") throw usageError(`output "${output}" does not end in .glb`);
  const head = await openHead(path);
  const imported = folderStore(await importedFolder(head));
  const host = await openImportHost(false, 0);
  const stores = { edited: folderStore(head.folder), imported, what };
  const { glb, report } = await bakeBack(stores, await openTools(), host);
  await writeDurably(resolve(output), glb);
  if (json) {
    process.stdout.write(
      `${JSON.stringify({ event: "done", output: resolve(output), bytes: glb.length, ...report })}\n`,
    );
    return;
  }
  const texels = Object.entries(report.texels).map(([name, count]) => `${count} texels of "${name}"`);
  process.stdout.write(
    `${report.moved} vertices moved, by ${report.furthest.toFixed(2)} % of head height at most; ${texels.join(", ") || "no texels changed"}\n`,
  );
  process.stdout.write(`${resolve(output)}\n`);
}

/** Follows an edit's parents up to the head that was imported, whose folder holds the character. */
async function importedFolder({ folder, document }: HeadOnDisk): Promise<string> {
  if (!document.import) {
    throw inputError(`${folder} was made here and not imported: there is no character to bake it back onto`);
  }
  return document.parent === undefined ? folder : importedFolder(await openHead(resolve(folder, document.parent)));
}
