import { Worker } from "node:worker_threads";
import type { SurfacePlan } from "../../head/layers/paint-anatomy.ts";
import type { Layer } from "../../head/layers/types.ts";
import type { StrandPictures } from "../../head/surfaces/hair/paint-strands.ts";
import type { Painter } from "../../stages/layers/painting/painter.ts";
import { siblingModule } from "./sibling-module.ts";

/** What the thread is asked for. */
export type Asked =
  | { task: "sheet of skin" | "strands"; size: number }
  | { task: "anatomy" | "skin"; plan: SurfacePlan }
  | { task: "sheet"; layers: Layer[] };

/** What it answers. */
export type Answer = { id: number; result: unknown } | { id: number; error: unknown };

interface Thread {
  worker: Worker;
  waiting: Map<number, { resolve(result: unknown): void; reject(error: unknown): void }>;
}

let thread: Thread | undefined;
let asked = 0;

/** The strands of every head are the same. */
const strands = new Map<number, Promise<StrandPictures>>();

/** Paints on a thread of its own, while shapes are learned. */
export const paintBeside: Painter = {
  prepare(size) {
    // These are waited for first.
    void paintBeside.strands(size).catch(() => strands.delete(size));
    void ask({ task: "sheet of skin", size }).catch(() => {});
  },
  strands(size) {
    const known = strands.get(size) ?? ask({ task: "strands", size });
    strands.set(size, known);
    return known;
  },
  anatomy: (plan) => ask({ task: "anatomy", plan }),
  skin: (plan) => ask({ task: "skin", plan }),
};

/** Draws the sheet of a head's layers there, while the files are written. @throws what the thread throws. */
export async function drawSheetBeside(layers: Layer[]): Promise<Uint8Array> {
  // What is not drawn is not copied.
  const drawn = layers.map(({ levels: [finest], ...layer }) => ({
    ...layer,
    levels: finest ? [{ ...finest, targets: new Map() }] : [],
  }));
  return ask({ task: "sheet", layers: drawn });
}

/** Asks the thread, which lives as long as the process and keeps it alive while it works. */
function ask<Result>(what: Asked): Promise<Result> {
  thread ??= start();
  const { worker, waiting } = thread;
  const id = asked++;
  return new Promise<Result>((resolve, reject) => {
    waiting.set(id, { resolve: (result) => resolve(result as Result), reject });
    worker.ref();
    worker.postMessage({ id, ...what });
  });
}

function start(): Thread {
  const worker = new Worker(siblingModule(import.meta.url, "./beside-thread"));
  const waiting: Thread["waiting"] = new Map();
  worker.on("message", (answer: Answer) => {
    const asker = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (waiting.size === 0) worker.unref();
    if ("error" in answer) asker?.reject(answer.error);
    else asker?.resolve(answer.result);
  });
  worker.on("error", (error) => {
    thread = undefined;
    for (const { reject } of waiting.values()) reject(error);
  });
  return { worker, waiting };
}
