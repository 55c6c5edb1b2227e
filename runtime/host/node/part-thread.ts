/** What the thread of `part-pictures.ts` runs: draws the parts that it is asked for, one after the other. */

import { parentPort } from "node:worker_threads";
import { drawPart } from "../../bake/preview/draw-part.ts";
import { readHeadKit } from "./head-kit.ts";
import { encodeImage } from "./images.ts";

export interface PartAsked {
  kind: string;
  name: string;
  size: number;
}

let last: Promise<void> = Promise.resolve();
parentPort?.on("message", (asked: PartAsked) => {
  last = last.then(() => draw(asked));
});

async function draw({ kind, name, size }: PartAsked): Promise<void> {
  const id = `${kind}/${name}`;
  try {
    const kit = await readHeadKit();
    const part = kit.parts.find((one) => one.kind === kind && one.name === name);
    if (!part) throw new Error(`there is no part ${id}`);
    parentPort?.postMessage({ id, png: await drawPart(kit, part, size, encodeImage) });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
}
