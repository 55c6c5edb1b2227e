import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { findPack } from "../../../runtime/host/node/pack-registry.ts";
import type { Pack } from "../../../runtime/pack/load.ts";

/** A Python process that does the engine's work in PyTorch, request by request, so that both take turns. */
export interface Twin {
  torch: string;
  threads: number;
  /** Networks that it can time, once it has opened a pack. */
  networks: ReadonlySet<string>;
  /** @throws Error with what Python says. */
  ask<Answer>(request: { do: string; [key: string]: unknown }): Promise<Answer>;
  close(): Promise<void>;
}

/** Starts the twin in HEADARTIST_PYTHON, else python3. @returns why there is none where it cannot import PyTorch. */
export async function startTwin(): Promise<Twin | string> {
  const python = process.env.HEADARTIST_PYTHON ?? "python3";
  const child = spawn(python, [join(import.meta.dirname, "pytorch", "serve.py")], { stdio: ["pipe", "pipe", "pipe"] });
  let complaint = "";
  child.stderr.on("data", (text) => {
    complaint = (complaint + text).slice(-2000);
  });
  child.on("error", (error) => {
    complaint = error.message;
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) {
    await ended;
    return `${python}: ${complaint.trim().split("\n").at(-1)}`;
  }
  return {
    ...JSON.parse(first.value),
    networks: new Set(),
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const line = await lines.next();
      if (line.done) throw new Error(`PyTorch's side of the benchmark ended: ${complaint.trim()}`);
      const answer = JSON.parse(line.value);
      if (answer.error) throw new Error(`PyTorch's side of the benchmark failed at "${request.do}": ${answer.error}`);
      return answer;
    },
    async close() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

/** Lets PyTorch load the same pack. @returns the twin, or why it cannot: diffusers is missing, most likely. */
export async function openTwinPack(twin: Twin | string, pack: Pack, folder: string): Promise<Twin | string> {
  if (typeof twin === "string") return twin;
  const { textLength: length, textWidth: width, pooledWidth: pooled } = pack;
  try {
    const texts = { length, width, pooled };
    const { names } = await twin.ask<{ names: string[] }>({ do: "open_pack", ...findPack(folder), texts });
    return { ...twin, networks: new Set(names) };
  } catch (error) {
    return (error as Error).message;
  }
}
