import type { PortAnswer, PortRequest } from "../../extension/api/port-fetch.ts";

/** A request needs one; nothing is ever sent there. */
const ORIGIN = "http://tab.invalid";

/** Answers what a page asks through a port, see `portFetch`. @param answer refuses with a status, and throws nothing. */
export function servePort(port: MessagePort, answer: (request: Request) => Promise<Response>): void {
  const running = new Map<number, AbortController>();
  const say = (message: PortAnswer, transfer: Transferable[] = []) => port.postMessage(message, transfer);
  const serve = async (asked: Exclude<PortRequest, { abort: true }>, signal: AbortSignal) => {
    const { id, method, path, headers, body } = asked;
    const response = await answer(new Request(new URL(path, ORIGIN), { method, headers, body, signal }));
    say({ id, status: response.status, headers: Object.fromEntries(response.headers) });
    const reader = response.body?.getReader();
    signal.addEventListener("abort", () => void reader?.cancel());
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done) break;
      // A copy of its own: the chunk may be a view into memory that is still needed here.
      const chunk = value.slice();
      say({ id, chunk }, [chunk.buffer]);
    }
    say({ id, end: true });
  };
  port.onmessage = ({ data }: MessageEvent<PortRequest>) => {
    if ("abort" in data) return running.get(data.id)?.abort();
    const control = new AbortController();
    running.set(data.id, control);
    serve(data, control.signal)
      .catch((error) => say({ id: data.id, failed: String(error) }))
      .finally(() => running.delete(data.id));
  };
}
