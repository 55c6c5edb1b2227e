import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

/** Generous: a loaded machine takes long to start a process. */
const PATIENCE_MS = 120_000;

/** What the tests know of a service: its address and a token. */
export interface Target {
  url: string;
  token: string;
}

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  body: any;
  headers: Headers;
}

/** Sends a request with the token and reads the JSON answer. */
export async function call({ url, token }: Target, method: string, path: string, body?: unknown): Promise<Answer> {
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  if (body !== undefined) headers["content-type"] = "application/json";
  const response = await fetch(url + path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const json = response.headers.get("content-type")?.startsWith("application/json");
  return { status: response.status, body: json ? JSON.parse(text) : text, headers: response.headers };
}

/** Asks for a head and returns its id. */
export async function ask(target: Target, prompt: string, seed = 1): Promise<string> {
  const { status, body } = await call(target, "POST", "/api/heads", { prompt, seed, preset: "draft" });
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body.id;
}

/** Waits until a head's state is one of those given. */
export async function reach(target: Target, id: string, ...states: string[]): Promise<string> {
  let state = "";
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) {
    const { body } = await call(target, "GET", `/api/jobs/${id}`).catch(() => ({ body: { state: "unreachable" } }));
    state = body.state;
    if (states.includes(state)) return state;
  }
  throw new Error(`head ${id} is ${state} in the end, expected ${states.join(" or ")}`);
}

/** Waits until the running stage has come to a step. */
export async function reachStep(target: Target, id: string, step: number): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(30)) {
    if (((await call(target, "GET", `/api/jobs/${id}`)).body.progress?.step ?? 0) >= step) return;
  }
  throw new Error(`head ${id} did not come to step ${step} in time`);
}

/** One server-sent event. */
export interface Received {
  id: string;
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into data of every shape.
  data: any;
}

/** Reads events until `enough` says so of those received. */
export async function events(
  { url, token }: Target,
  enough: (received: Received[]) => boolean,
  { query = "", lastEventId }: { query?: string; lastEventId?: string } = {},
): Promise<Received[]> {
  const controller = new AbortController();
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  if (lastEventId) headers["last-event-id"] = lastEventId;
  const response = await fetch(`${url}/api/events${query}`, { headers, signal: controller.signal });
  if (response.status !== 200) throw new Error(`${response.status}`);
  const received: Received[] = [];
  const timer = setTimeout(() => controller.abort(new Error(`only ${received.length} events in time`)), PATIENCE_MS);
  let text = "";
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const parts = text.split("\n\n");
    text = parts.pop()!;
    for (const part of parts) {
      const fields = Object.fromEntries(part.split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2)));
      if (fields.id) received.push({ id: fields.id, event: fields.event, data: JSON.parse(fields.data) });
    }
    if (enough(received)) break;
  }
  clearTimeout(timer);
  controller.abort();
  return received;
}

/** What the tests' compute process gives: a chain of hashes from the seed. */
export function expectedGlb(seed: number, steps: number): string {
  let hash = `${seed}`;
  for (let step = 0; step < steps; step++) hash = createHash("sha256").update(hash).digest("hex");
  return JSON.stringify({ hash });
}
