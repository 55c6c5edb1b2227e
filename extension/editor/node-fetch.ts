import { request } from "node:http";

/**
 * `fetch` by Node's own HTTP. The Editor's window is a file, and its requests would carry the origin "null", which the
 * service refuses from anybody; Node's carry the service's own, as a program of this machine may.
 */
export const nodeFetch: typeof fetch = (input, init = {}) =>
  new Promise((resolve, reject) => {
    const { method = "GET", headers, body, signal } = init;
    const outgoing = request(
      String(input),
      {
        method,
        headers: { ...Object.fromEntries(new Headers(headers)), origin: new URL(String(input)).origin },
        signal: signal ?? undefined,
      },
      (incoming) => {
        const stream = new ReadableStream<Uint8Array>({
          start(controller) {
            incoming.on("data", (chunk: Buffer) => controller.enqueue(new Uint8Array(chunk)));
            incoming.on("end", () => controller.close());
            incoming.on("error", (error) => controller.error(error));
          },
          cancel: () => void incoming.destroy(),
        });
        const status = incoming.statusCode!;
        const answered = Object.entries(incoming.headers).map(
          ([name, value]) => [name, String(value)] as [string, string],
        );
        const empty = status === 204 || status === 304;
        if (empty) incoming.resume();
        resolve(new Response(empty ? null : stream, { status, headers: answered }));
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body ?? undefined);
  });
