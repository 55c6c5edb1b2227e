/** What the thread of `beside.ts` runs. */

import { readFile } from "node:fs/promises";
import { parentPort } from "node:worker_threads";
import { drawSheet, traceLayers } from "../../bake/preview/draw-sheet.ts";
import type { TracedView } from "../../bake/preview/preview.ts";
import { loadPaintKit } from "../../head/layers/kit.ts";
import { paintAnatomy, paintSkinOf } from "../../head/layers/paint-anatomy.ts";
import type { Answer, Asked } from "./beside.ts";
import { encodeImage } from "./images.ts";
import { keepInFiles } from "./kept/keep.ts";
import { packagePath } from "./paths.ts";

let kit: ReturnType<typeof loadPaintKit> | undefined;
const paints = () =>
  (kit ??= loadPaintKit({
    readTemplate: (name) => readFile(packagePath("assets", "template", name)),
    readPart: (name) => readFile(packagePath("assets", "parts", name)),
    keep: keepInFiles,
  }));

/** The sheet that was begun last. */
let begun: { sheet: number; traced: TracedView[] } | undefined;

async function answer(asked: Asked): Promise<unknown> {
  if (asked.task === "trace") {
    begun = { sheet: asked.sheet, traced: traceLayers(asked.layers) };
    return;
  }
  if (asked.task === "sheet") {
    const traced = begun?.sheet === asked.sheet ? begun?.traced : undefined;
    begun = undefined;
    return drawSheet(asked.layers, encodeImage, traced);
  }
  const kit = await paints();
  if ("plan" in asked) {
    if (asked.task === "skin") return paintSkinOf(kit, asked.plan);
    const painted = paintAnatomy(kit, asked.plan);
    // It is the last that a head asks for; the next one's sheet is read again.
    kit.forget();
    return painted;
  }
  if (asked.task === "strands") return kit.strands(asked.size);
  kit.sheet(asked.size);
}

let last: Promise<void> = Promise.resolve();
parentPort?.on("message", ({ id, ...asked }: Asked & { id: number }) => {
  // One after the other, as they were asked for.
  last = last.then(async () => {
    const told: Answer = await answer(asked as Asked).then(
      (result) => ({ id, result }),
      (error) => ({ id, error }),
    );
    parentPort?.postMessage(told);
  });
});
