import { type ChildProcess, fork } from "node:child_process";
import { siblingModule } from "../../host/node/sibling-module.ts";
import type { ErrorBody } from "../errors.ts";
import type { Progress } from "../schemas/heads.ts";
import type { ComputeJob, FromCompute, ToCompute } from "./protocol.ts";

/** The module that a compute process runs. */
export const ENGINE_ENTRY = siblingModule(import.meta.url, "./engine");

/** How a compute process ended. `killed` and `crashed` leave the last checkpoint. */
export type Outcome =
  | { kind: "done"; report: object }
  | { kind: "stopped" }
  | { kind: "killed" }
  | { kind: "failed"; error: ErrorBody }
  | { kind: "crashed"; why: string };

export interface ComputeHandlers {
  onProgress(progress: Progress): void;
  onPreview(): void;
}

/** A running compute process. */
export interface Compute {
  pid: number | undefined;
  outcome: Promise<Outcome>;
  /** Asks for a checkpoint and an end; the process is killed where that takes longer than `graceMs`. */
  stop(graceMs: number): void;
  kill(): void;
}

/** A process that waits for its job, and when it can be told what to do. */
export interface Waiting {
  child: ChildProcess;
  ready: Promise<unknown>;
}

/** @param entry module that calls `serveCompute`. */
export function forkCompute(entry: URL): Waiting {
  const child = fork(entry, { stdio: ["ignore", "ignore", "pipe", "ipc"], env: childEnvironment(), execArgv: [] });
  return { child, ready: new Promise((resolve) => child.once("message", resolve)) };
}

/**
 * Has a process make one head: `session.run` blocks whoever calls it, and a process can be killed at any time.
 * @param waiting the process; it makes no other one.
 */
export function startCompute(
  { child, ready }: Waiting,
  job: ComputeJob,
  { onProgress, onPreview }: ComputeHandlers,
): Compute {
  const errors = tailOf(child);
  let ended: Outcome | undefined;
  let killed = false;
  const kill = () => {
    killed = true;
    child.kill("SIGKILL");
  };
  const tell = (message: ToCompute) => child.connected && child.send(message, () => {});
  child.on("message", (message: FromCompute) => {
    if (message.type === "progress") onProgress(message.progress);
    else if (message.type === "preview") onPreview();
    else if (message.type === "ready" || message.type === "prepared") return;
    else if (message.type === "done") ended = { kind: "done", report: message.report };
    else if (message.type === "failed") ended = { kind: "failed", error: message.error };
    else ended = { kind: "stopped" };
  });
  void ready.then(() => tell({ type: "start", job }));
  const outcome = new Promise<Outcome>((resolve) => {
    child.once("error", (error) => resolve({ kind: "crashed", why: error.message }));
    child.once("close", (code, signal) => {
      const why = `${signal ?? `exit code ${code}`}${errors() && `: ${errors()}`}`;
      resolve(ended ?? (killed ? { kind: "killed" } : { kind: "crashed", why }));
    });
  });
  return {
    pid: child.pid,
    outcome,
    kill,
    stop(graceMs) {
      tell({ type: "stop" });
      const timer = setTimeout(kill, graceMs);
      void outcome.then(() => clearTimeout(timer));
    },
  };
}

/** The database and the bearer token are none of the engine's business. */
function childEnvironment(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _url, HEADARTIST_TOKEN: _token, ...rest } = process.env;
  return rest;
}

/** @returns a function giving what the process wrote to stderr last: its error's message, else its last line. */
function tailOf({ stderr }: ChildProcess): () => string {
  let tail = "";
  stderr?.setEncoding("utf8").on("data", (text: string) => {
    tail = (tail + text).slice(-4096);
  });
  return () => {
    const lines = tail.split("\n").filter((line) => /[\p{L}\p{N}]/u.test(line) && !/^\s+at |^Node\.js v/.test(line));
    return (lines.findLast((line) => /^\w*Error\b.*: /.test(line)) ?? lines.at(-1) ?? "").trim();
  };
}
