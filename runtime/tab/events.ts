import type { ServiceEvent } from "../service/schemas/heads.ts";

/** Tells whoever listens what happens to heads. */
export interface Events {
  emit(event: Omit<ServiceEvent, "at">): void;
  /** A stream of server-sent events. @param lastEventId the last one that was seen; what came after it comes first. */
  stream(lastEventId: string | null, signal: AbortSignal): Response;
}

/** Events that are kept for a listener that comes back. */
const KEPT = 500;
/** Milliseconds between two signs of life. */
const HEARTBEAT = 10_000;

export function openEvents(): Events {
  // Numbers of an earlier life of this worker mean nothing here.
  const epoch = crypto.randomUUID();
  const kept: { number: number; text: string }[] = [];
  const listeners = new Set<(text: string) => void>();
  let last = 0;
  const format = (number: number, event: ServiceEvent) => `id: ${epoch}.${number}\ndata: ${JSON.stringify(event)}\n\n`;
  const now = () => new Date().toISOString();
  /** What a listener has missed; where that is not known, that it must read the heads again. */
  const missed = (lastEventId: string | null): string => {
    if (lastEventId === null) return "";
    const [life, seen] = lastEventId.split(".");
    const from = Number(seen);
    if (life !== epoch || (kept.length > 0 && from < kept[0].number - 1))
      return format(last, { type: "reset", head: null, at: now() });
    return kept.flatMap(({ number, text }) => (number > from ? [text] : [])).join("");
  };
  return {
    emit(event) {
      last++;
      const text = format(last, { ...event, at: now() });
      kept.push({ number: last, text });
      if (kept.length > KEPT) kept.shift();
      for (const listener of listeners) listener(text);
    },
    stream(lastEventId, signal) {
      const encoder = new TextEncoder();
      let end = () => {};
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          const send = (text: string) => controller.enqueue(encoder.encode(text));
          send(`retry: 1000\n\n${missed(lastEventId)}`);
          listeners.add(send);
          const heartbeat = setInterval(() => send(": still here\n\n"), HEARTBEAT);
          end = () => {
            clearInterval(heartbeat);
            listeners.delete(send);
          };
          signal.addEventListener("abort", end);
        },
        cancel: () => end(),
      });
      return new Response(body, { headers: { "content-type": "text/event-stream" } });
    },
  };
}
