import type { ServerResponse } from "node:http";
import type { Database } from "../database/database.ts";
import type { ServiceEvent } from "../schemas/heads.ts";
import type { EventHub } from "./hub.ts";
import { eventRange, type LoggedEvent, readEvents } from "./log.ts";

const HEARTBEAT_MS = 10_000;
/** A client this far behind is cut off; it comes back with its last id and misses nothing. */
const MAX_UNSENT_BYTES = 1 << 20;
/** So is one that takes nothing for so long while it is told what it missed. */
const STALL_MS = 10_000;

export interface StreamOptions {
  /** Random name of the database; ids of another one mean nothing here. */
  epoch: string;
  /** The Last-Event-ID that the client saw, "epoch.number". */
  lastEventId?: string;
  /** Only this head's events. */
  head?: string;
}

/**
 * Writes server-sent events until the client goes away. With a last id the missed events come first; where they are no
 * longer kept, or were another database's, a `reset` event tells the client to read the heads again.
 */
export async function streamEvents(
  response: ServerResponse,
  db: Database,
  hub: EventHub,
  { epoch, lastEventId, head }: StreamOptions,
): Promise<void> {
  response.writeHead(200, {
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  response.write("retry: 1000\n\n");
  let sent = Number.POSITIVE_INFINITY;
  const send = (events: readonly LoggedEvent[]) => {
    if (response.destroyed) return;
    const fresh = events.filter(({ id, event }) => id > sent && (!head || event.head === head));
    for (const { id, event } of fresh) response.write(formatEvent(`${epoch}.${id}`, event));
    sent = Math.max(sent, events[events.length - 1]?.id ?? 0);
    if (response.writableLength > MAX_UNSENT_BYTES) response.destroy();
  };
  const early: LoggedEvent[] = [];
  let ready = false;
  const end = hub.listen((events) => (ready ? send(events) : early.push(...events)));
  const heartbeat = setInterval(() => response.write(": still here\n\n"), HEARTBEAT_MS);
  response.once("close", () => {
    clearInterval(heartbeat);
    end();
  });
  try {
    const range = await eventRange(db);
    const from = resumePoint(epoch, lastEventId, range);
    if (from === undefined) {
      response.write(
        formatEvent(`${epoch}.${range.last}`, { type: "reset", head: null, at: new Date().toISOString() }),
      );
    }
    sent = from ?? range.last;
    let missed = await readEvents(db, sent);
    while (missed.length > 0 && !response.destroyed) {
      send(missed);
      await drained(response);
      missed = await readEvents(db, sent);
    }
    ready = true;
    send(early);
  } catch (error) {
    response.destroy(error as Error);
  }
}

/** Resolves when what was written has left, or the stream is over. */
function drained(response: ServerResponse): Promise<void> {
  if (!response.writableNeedDrain || response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const stall = setTimeout(() => response.destroy(), STALL_MS);
    const end = () => {
      clearTimeout(stall);
      response.off("drain", end).off("close", end);
      resolve();
    };
    response.on("drain", end).on("close", end);
  });
}

/** @returns the number to go on after, or undefined where events may have been missed. */
function resumePoint(epoch: string, last: string | undefined, range: { first: number; last: number }) {
  if (last === undefined) return range.last;
  const [name, digits] = last.split(".");
  const number = Number(digits);
  const known = name === epoch && Number.isSafeInteger(number) && number >= range.first - 1 && number <= range.last;
  return known ? number : undefined;
}

function formatEvent(id: string, event: ServiceEvent): string {
  return `id: ${id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
