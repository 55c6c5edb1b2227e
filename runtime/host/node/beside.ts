import { Worker } from "node:worker_threads";
import type { SurfacePlan } from "../../head/layers/paint-anatomy.ts";
import type { Layer, Surface } from "../../head/layers/types.ts";
import type { StrandPictures } from "../../head/surfaces/hair/paint-strands.ts";
import type { Painter } from "../../stages/layers/painting/painter.ts";
import { siblingModule } from "./sibling-module.ts";

/** What the thread is asked for. */
export type Asked =
  | { task: "sheet of skin" | "strands"; size: number }
  | { task: "anatomy" | "skin"; plan: SurfacePlan }
  | { task: "trace"; layers: Layer[]; sheet: number }
  | { task: "sheet"; layers: Layer[]; sheet: number | undefined };

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

let sheets = 0;

/** Has the cameras of a sheet look at layers there, while colours are learned. @returns the sheet's number. */
export function traceSheetBeside(layers: Layer[]): number {
  const sheet = sheets++;
  const seen = drawnOf(layers).map(({ surface, ...layer }) => ({ ...layer, surface: onlyMask(surface) }));
  // Whoever draws it finds what is wrong with them.
  ask({ task: "trace", layers: seen, sheet }).catch(() => {});
  return sheet;
}

/** Draws the sheet of a head's layers there, while the files are written. @param traced where it was begun. @throws what the thread throws. */
export async function drawSheetBeside(layers: Layer[], traced?: number): Promise<Uint8Array> {
  return ask({ task: "sheet", layers: drawnOf(layers), sheet: traced });
}

/** What is not drawn is not copied. */
function drawnOf(layers: Layer[]): Layer[] {
  return layers.map(({ levels: [finest], ...layer }) => ({
    ...layer,
    levels: finest ? [{ ...finest, targets: new Map() }] : [],
  }));
}

/** Of a surface's pictures the one that cards are cut from. */
function onlyMask({ baseColor, normal, orm, ...surface }: Surface): Surface {
  return surface.alphaCutoff === undefined ? surface : { ...surface, baseColor };
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
