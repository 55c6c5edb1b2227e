import { type EngineOptions, openEngine, openTools } from "../host/node/engine.ts";
import type { Engine, Tools } from "../stages/engine.ts";

/** Kernels keep their memory and threads as long as the process: one set for each number of threads. */
const opened = new Map<number, Promise<Tools>>();

let last: Promise<unknown> = Promise.resolve();

/** Runs work when all that was asked before has ended: one set of kernels serves one job at a time. */
function inTurn<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  const turn = last.then(() => {
    signal?.throwIfAborted();
    return work();
  });
  last = turn.catch(() => {});
  return turn;
}

/** Lends the kernels and the template to one job. @param threads 0 is one for every core. */
export function withTools<T>(
  { threads = 0, signal }: { threads?: number; signal?: AbortSignal },
  work: (tools: Tools) => Promise<T>,
): Promise<T> {
  return inTurn(signal, async () => work(await toolsFor(threads)));
}

/** Lends a whole engine to one job, and closes its pack afterwards. */
export function withEngine<T>(
  { signal, threads = 0, ...options }: Omit<EngineOptions, "tools"> & { signal?: AbortSignal },
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  return inTurn(signal, async () => {
    const engine = await openEngine({ ...options, threads, tools: await toolsFor(threads) });
    try {
      return await work(engine);
    } finally {
      await engine.pack.release();
    }
  });
}

function toolsFor(threads: number): Promise<Tools> {
  let tools = opened.get(threads);
  if (!tools) {
    tools = openTools(threads);
    tools.catch(() => opened.delete(threads));
    opened.set(threads, tools);
  }
  return tools;
}
