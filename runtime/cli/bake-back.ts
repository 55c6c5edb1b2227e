import { dirname, extname, resolve } from "node:path";
import { type HeadDocument, readDocument } from "../head/document.ts";
import { bakeBack } from "../import/bake-back.ts";
import { openTools } from "./engine.ts";
import { ExitError, usageError } from "./errors.ts";
import { folderStore, writeDurably } from "./host-files.ts";
import { openImportHost } from "./import.ts";

/** Options of `headartist bake-back`, as the command line gives them. */
export interface BakeBackOptions {
  output: string;
  what: "shape" | "color" | "both";
  json?: boolean;
}

/** `headartist bake-back`: an edit of an imported head in, the character with that edit out. */
export async function bakeBackGlb(folder: string, { output, what, json }: BakeBackOptions): Promise<void> {
  if (extname(output).toLowerCase() !== ".glb") throw usageError(`output "${output}" does not end in .glb`);
  const imported = folderStore(await importedFolder(resolve(folder)));
  const host = await openImportHost(false, 0);
  const stores = { edited: folderStore(resolve(folder)), imported, what };
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

/** Follows an edit's parents, named by the folders beside it, up to the head that was imported. */
async function importedFolder(folder: string): Promise<string> {
  for (let at = folder; ; ) {
    const document: HeadDocument | undefined = await readDocument(folderStore(at));
    if (!document) throw new ExitError(`${at} holds no head document; give the folder of an edited head`);
    if (document.import) return at;
    if (!document.parent) {
      throw new ExitError(`${at} was made here and not imported: there is no character to bake it back onto`);
    }
    at = resolve(dirname(at), document.parent);
  }
}
