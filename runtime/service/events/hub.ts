import type { Database } from "../database/database.ts";
import { eventRange, type LoggedEvent, readEvents } from "./log.ts";

export type Listener = (events: readonly LoggedEvent[]) => void;

/** Passes the events of every worker, here and on other machines, to whoever listens. */
export interface EventHub {
  /** The newest event's id when listening began comes first, then batches as they come. @returns a function that ends it. */
  listen(listener: Listener): () => void;
  listeners(): number;
  close(): void;
}

const POLL_MS = 200;

/**
 * Polls the event table while somebody listens: one small indexed query, the same on PGlite, on a server, and behind a
 * connection pooler that knows no LISTEN.
 */
export function eventHub(db: Database, warn: (message: string) => void): EventHub {
  const listeners = new Set<Listener>();
  let last: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const poll = async () => {
    try {
      last ??= (await eventRange(db)).last;
      const events = await readEvents(db, last);
      if (events.length > 0) {
        last = events[events.length - 1].id;
        for (const listener of listeners) listener(events);
      }
    } catch (error) {
      if (!closed) warn(`events: ${(error as Error).message}`);
    }
    if (closed || listeners.size === 0) {
      timer = undefined;
      last = undefined;
    } else timer = setTimeout(poll, POLL_MS);
  };
  return {
    listen(listener) {
      listeners.add(listener);
      timer ??= setTimeout(poll, 0);
      return () => void listeners.delete(listener);
    },
    listeners: () => listeners.size,
    close() {
      closed = true;
      listeners.clear();
      clearTimeout(timer);
    },
  };
}
