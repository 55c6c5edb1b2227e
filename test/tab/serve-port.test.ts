import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createClient, followEvents, type ServiceEvent, ServiceRefusal } from "../../extension/api/index.ts";
import { portFetch } from "../../extension/api/port-fetch.ts";
import { ServiceError } from "../../runtime/service/errors.ts";
import { answerBy, type Handlers } from "../../runtime/tab/answer.ts";
import { openEvents } from "../../runtime/tab/events.ts";
import { servePort } from "../../runtime/tab/serve-port.ts";

const HEAD = "0b1f7a3e-6d2c-4f58-9a0e-3c5d7e9f1a2b";
const GLB = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);

/** The panel's client over a port; only what these tests ask for is answered. */
function connected(handlers: Partial<Handlers>) {
  const { port1, port2 } = new MessageChannel();
  servePort(port2, answerBy(handlers as Handlers));
  after(() => port1.close());
  return createClient({ url: "http://127.0.0.1:1", token: "any", fetch: portFetch(port1) });
}

test("the panel's client asks a worker as it asks the service", async () => {
  const client = connected({
    readVocabulary: async () => ({ groups: [{ name: "ages", words: ["old"] }] }),
    readPrompt: async ({ query }) => Response.json(query),
    editHead: async ({ id, body }) => Response.json({ id, body }),
    deleteHead: () => new Response(null, { status: 204 }),
    cancelJob: () => {
      throw new ServiceError("JOB_STATE", "Job is done.");
    },
  });
  assert.deepEqual(await client.call("readVocabulary", {}), { groups: [{ name: "ages", words: ["old"] }] });
  const query = { prompt: "an elf & a 'dwarf' ü", seed: "7" };
  assert.deepEqual(await client.call("readPrompt", { query }), query);
  const body = { instruction: "make him older" };
  assert.deepEqual(await client.call("editHead", { id: HEAD, body }), { id: HEAD, body });
  assert.equal(await client.call("deleteHead", { id: HEAD }), undefined);
  await assert.rejects(
    client.call("cancelJob", { id: HEAD }),
    (error) => error instanceof ServiceRefusal && error.code === "JOB_STATE" && error.status === 409,
  );
  await assert.rejects(client.call("readHead", { id: "no id" }), (error) => (error as ServiceRefusal).status === 404);
});

test("files come whole, and not again while they are the same", async () => {
  const client = connected({
    readGlb: ({ headers }) =>
      headers.get("if-none-match") === '"1"'
        ? new Response(null, { status: 304, headers: { etag: '"1"' } })
        : new Response(GLB, { headers: { etag: '"1"', "content-type": "model/gltf-binary" } }),
  });
  const file = await client.file("readGlb", HEAD);
  assert.equal(file!.etag, '"1"');
  assert.deepEqual(new Uint8Array(await file!.blob.arrayBuffer()), GLB);
  assert.equal(await client.file("readGlb", HEAD, file!.etag), undefined);
});

test("events are followed across a break, and none is missed or seen twice", async () => {
  const events = openEvents();
  let breakOff = () => {};
  const client = connected({
    events({ headers, signal }) {
      const control = new AbortController();
      const { body } = events.stream(headers.get("last-event-id"), AbortSignal.any([signal, control.signal]));
      const [through, rest] = [new TransformStream(), new AbortController()];
      void body!.pipeTo(through.writable, { signal: rest.signal }).catch(() => {});
      breakOff = () => rest.abort();
      return new Response(through.readable);
    },
  });
  const seen: string[] = [];
  const stop = new AbortController();
  let heard = () => {};
  const hear = (count: number) =>
    new Promise<void>((resolve) => {
      heard = () => seen.length >= count && resolve();
      heard();
    });
  let opened = () => {};
  const open = new Promise<void>((resolve) => {
    opened = resolve;
  });
  const following = followEvents(client, {
    signal: stop.signal,
    quickest: 20,
    onOpen: () => opened(),
    onLost: () => {},
    onEvent: ({ type }: ServiceEvent) => {
      seen.push(type);
      heard();
    },
  });
  await open;
  events.emit({ type: "queued", head: HEAD });
  events.emit({ type: "started", head: HEAD });
  await hear(2);
  breakOff();
  events.emit({ type: "done", head: HEAD });
  await hear(3);
  assert.deepEqual(seen, ["queued", "started", "done"]);
  stop.abort();
  await following;
});

test("who comes back with an event of another life of the worker is told to read all anew", async () => {
  const stop = new AbortController();
  const { body } = openEvents().stream("another.7", stop.signal);
  const reader = body!.getReader();
  const text = new TextDecoder().decode((await reader.read()).value);
  assert.match(text, /"type":"reset"/);
  await reader.cancel();
  stop.abort();
});
