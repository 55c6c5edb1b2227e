import { createHash } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { makeFolder } from "./files.ts";
import { listParts } from "./part-folders.ts";
import type { PartAsked } from "./part-thread.ts";
import { siblingModule } from "./sibling-module.ts";

/** Side of a picture, and the version of how it is drawn: pictures of another one are drawn anew. */
const SIZE = 168;
const DRAWN = 2;
/** Milliseconds after the last picture at which the thread ends and gives its memory back. */
const IDLE = 20_000;

/** Pictures of parts, drawn when they are first asked for and kept in a folder. */
export interface PartPictures {
  /** @returns a PNG; undefined where there is no such part. @throws Error where it cannot be drawn. */
  read(kind: string, name: string): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

/** @param folder where pictures are kept, by the SHA-256 of the part's file. */
export function openPartPictures(folder: string): PartPictures {
  let thread: Worker | undefined;
  let idle: ReturnType<typeof setTimeout> | undefined;
  const waiting = new Map<string, { done: (png: Uint8Array) => void; failed: (error: Error) => void }>();
  const pending = new Map<string, Promise<Uint8Array>>();
  const end = async () => {
    clearTimeout(idle);
    const ending = thread;
    thread = undefined;
    await ending?.terminate();
  };
  const open = (): Worker => {
    const opened = new Worker(siblingModule(import.meta.url, "./part-thread"));
    opened.unref();
    const fail = (error: Error) => {
      for (const { failed } of waiting.values()) failed(error);
      waiting.clear();
      if (thread === opened) thread = undefined;
    };
    opened.on("error", fail);
    opened.on("exit", () => fail(new Error("the thread that draws parts has ended")));
    opened.on("message", ({ id, png, error }: { id: string; png?: Uint8Array; error?: string }) => {
      const asked = waiting.get(id);
      waiting.delete(id);
      if (png) asked?.done(png);
      else asked?.failed(new Error(error));
      if (waiting.size === 0) idle = setTimeout(end, IDLE).unref();
    });
    return opened;
  };
  const draw = (asked: PartAsked): Promise<Uint8Array> =>
    new Promise((done, failed) => {
      clearTimeout(idle);
      waiting.set(`${asked.kind}/${asked.name}`, { done, failed });
      thread ??= open();
      thread.postMessage(asked);
    });
  const drawKept = async (asked: PartAsked, file: string): Promise<Uint8Array> => {
    const png = await draw(asked);
    await makeFolder(folder);
    const fresh = `${file}.${process.pid}.part`;
    await writeFile(fresh, png);
    await rename(fresh, file);
    return png;
  };
  return {
    async read(kind, name) {
      const found = (await listParts()).find(({ path }) => path === `${kind}/${name}.glb`);
      if (!found) return undefined;
      const hash = createHash("sha256")
        .update(await readFile(found.file))
        .digest("hex");
      const file = join(folder, `${hash.slice(0, 32)}-${SIZE}-${DRAWN}.png`);
      const kept = await readFile(file).catch(() => undefined);
      if (kept) return kept;
      const drawing = pending.get(file) ?? drawKept({ kind, name, size: SIZE }, file);
      pending.set(file, drawing);
      return drawing.finally(() => pending.delete(file));
    },
    close: end,
  };
}
