/** What a page asks of the worker that stands in for the service: requests as over HTTP, by number. */
export type PortRequest =
  | { id: number; method: string; path: string; headers: Record<string, string>; body?: string | Blob }
  | { id: number; abort: true };

/** What the worker answers: a head, chunks of the body as they come, and the end. */
export type PortAnswer =
  | { id: number; status: number; headers: Record<string, string> }
  | { id: number; chunk: Uint8Array<ArrayBuffer> }
  | { id: number; end: true }
  | { id: number; failed: string };

/** What the worker tells the page beside answers: bytes that come over the network, or why nothing goes on. */
export type TabNotice =
  | { type: "waiting" }
  | { type: "open" }
  | { type: "loading"; loaded: number; total: number }
  | { type: "failed"; message: string };

interface Open {
  resolve: (response: Response) => void;
  reject: (reason: unknown) => void;
  /** Of the body, once the head has come. */
  body?: ReadableStreamDefaultController<Uint8Array>;
}

const WITHOUT_BODY = [204, 304];

/** A `fetch` for {@link createClient} whose requests go through a port instead of over the network. */
export function portFetch(port: MessagePort): typeof fetch {
  const open = new Map<number, Open>();
  let last = 0;
  const ask = (request: PortRequest) => port.postMessage(request);
  const end = (id: number, settle: (one: Open) => void) => {
    const one = open.get(id);
    open.delete(id);
    if (one) settle(one);
  };
  port.onmessage = ({ data }: MessageEvent<PortAnswer>) => {
    const one = open.get(data.id);
    if (!one) return;
    if ("status" in data) {
      const { status, headers } = data;
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          one.body = controller;
        },
        cancel: () => end(data.id, () => ask({ id: data.id, abort: true })),
      });
      one.resolve(new Response(WITHOUT_BODY.includes(status) ? null : body, { status, headers }));
    } else if ("chunk" in data) one.body?.enqueue(data.chunk);
    else if ("failed" in data) end(data.id, ({ reject, body }) => fail(reject, body, new TypeError(data.failed)));
    else end(data.id, ({ body }) => body?.close());
  };
  return (address, { method = "GET", headers, body, signal } = {}) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const id = ++last;
      open.set(id, { resolve, reject });
      signal?.addEventListener("abort", () =>
        end(id, (one) => {
          ask({ id, abort: true });
          fail(one.reject, one.body, signal.reason);
        }),
      );
      const { pathname, search } = new URL(address instanceof Request ? address.url : address);
      const given = Object.fromEntries(new Headers(headers));
      ask({
        id,
        method,
        path: pathname + search,
        headers: given,
        ...((typeof body === "string" || body instanceof Blob) && { body }),
      });
    });
}

/** Before the head has come the request fails, afterwards its body. */
function fail(reject: Open["reject"], body: Open["body"], reason: unknown): void {
  reject(reason);
  body?.error(reason);
}
