import type { ServiceEvent } from "../service-types.ts";
import type { Client } from "./client.ts";

export interface FollowOptions {
  onEvent: (event: ServiceEvent) => void;
  /** The stream is open; events missed since the last one come next. */
  onOpen: () => Promise<void> | void;
  /** The stream broke or did not open; another try follows. */
  onLost: (error: unknown) => void;
  signal: AbortSignal;
  /** Milliseconds before the first new try; doubled up to `slowest`. */
  quickest?: number;
  slowest?: number;
  /** Milliseconds of silence after which the stream counts as broken; the service sends a sign of life every 10 s. */
  silence?: number;
}

/** Follows the service's events until `signal` aborts, across restarts of the service: nothing is missed or seen twice. */
export async function followEvents(client: Client, options: FollowOptions): Promise<void> {
  const { onEvent, onOpen, onLost, signal, quickest = 300, slowest = 4000, silence = 25_000 } = options;
  let last: string | undefined;
  let delay = quickest;
  while (!signal.aborted) {
    const attempt = new AbortController();
    const end = () => attempt.abort();
    signal.addEventListener("abort", end);
    let watchdog = setTimeout(end, silence);
    try {
      const stream = await client.stream(last, attempt.signal);
      delay = quickest;
      await onOpen();
      const reader = stream.getReader();
      const parse = eventParser((id, event) => {
        last = id;
        onEvent(event);
      });
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        clearTimeout(watchdog);
        watchdog = setTimeout(end, silence);
        parse(value);
      }
      throw new Error("the stream ended");
    } catch (error) {
      if (!signal.aborted) onLost(error);
    } finally {
      clearTimeout(watchdog);
      end();
      signal.removeEventListener("abort", end);
    }
    await pause(delay * (0.8 + 0.4 * Math.random()), signal);
    delay = Math.min(slowest, delay * 2);
  }
}

/** @returns a function that takes the stream's bytes as they come; comments and events without data are skipped. */
export function eventParser(emit: (id: string, event: ServiceEvent) => void): (bytes: Uint8Array) => void {
  const decoder = new TextDecoder();
  let text = "";
  return (bytes) => {
    text += decoder.decode(bytes, { stream: true });
    const blocks = text.split(/\r?\n\r?\n/);
    text = blocks.pop()!;
    for (const block of blocks) {
      const fields = new Map<string, string>();
      for (const line of block.split(/\r?\n/)) {
        const [, name, value] = /^([a-z]+): ?(.*)$/.exec(line) ?? [];
        if (name) fields.set(name, fields.has(name) ? `${fields.get(name)}\n${value}` : value);
      }
      const data = fields.get("data");
      if (data) emit(fields.get("id") ?? "", JSON.parse(data));
    }
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });
}
