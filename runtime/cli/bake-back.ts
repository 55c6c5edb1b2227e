import { extname, resolve } from "node:path";
import { type BakeBackOptions, bakeBack } from "../api/bake-back.ts";
import { usageError } from "../host/errors.ts";
import { writeDurably } from "../host/node/files.ts";
import { ensureWritableFile } from "../host/node/terminal/ensure-writable.ts";
import { printable } from "../host/printable.ts";

/** Options of `headartist bake-back`, as the command line gives them. */
export interface BakeBackCommandOptions extends Pick<BakeBackOptions, "what"> {
  output: string;
  json?: boolean;
}

/** `headartist bake-back`: an edit of an imported head in, the character with that edit out. */
export async function bakeBackGlb(path: string, { output, what, json }: BakeBackCommandOptions): Promise<void> {
  if (extname(output).toLowerCase() !== ".glb") throw usageError(`output "${output}" does not end in .glb`);
  await ensureWritableFile(output);
  const { glb, report } = await bakeBack(path, { what });
  await writeDurably(resolve(output), glb);
  if (json) {
    process.stdout.write(
      `${JSON.stringify({ event: "done", output: resolve(output), bytes: glb.length, ...report })}\n`,
    );
    return;
  }
  const texels = Object.entries(report.texels).map(([name, count]) => `${count} texels of "${printable(name)}"`);
  if (report.vertices > 0) texels.push(`${report.vertices} vertices coloured`);
  process.stdout.write(
    `${report.moved} vertices moved, by ${report.furthest.toFixed(2)} % of head height at most; ${texels.join(", ") || "no colour changed"}\n`,
  );
  process.stdout.write(`${resolve(output)}\n`);
}
