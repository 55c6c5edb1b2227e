import type { ErrorAnswer, ErrorInfo, Operations } from "../service-types.ts";

/** Method and path of every operation the panel uses; the generated types refuse what the service does not have. */
export const ROUTES = {
  health: ["GET", "/api/health"],
  beginPairing: ["POST", "/api/pairing"],
  finishPairing: ["POST", "/api/pairing/finish"],
  renewToken: ["POST", "/api/renewal"],
  createHead: ["POST", "/api/heads"],
  listHeads: ["GET", "/api/heads"],
  readHead: ["GET", "/api/heads/{id}"],
  editHead: ["POST", "/api/heads/{id}/edits"],
  composeEdit: ["GET", "/api/heads/{id}/edit-prompt"],
  deleteHead: ["DELETE", "/api/heads/{id}"],
  readGlb: ["GET", "/api/heads/{id}/head.glb"],
  readLod1: ["GET", "/api/heads/{id}/head.lod1.glb"],
  readLod2: ["GET", "/api/heads/{id}/head.lod2.glb"],
  readLod3: ["GET", "/api/heads/{id}/head.lod3.glb"],
  readPreview: ["GET", "/api/heads/{id}/preview.png"],
  readLive: ["GET", "/api/heads/{id}/live.glb"],
  listJobs: ["GET", "/api/jobs"],
  cancelJob: ["POST", "/api/jobs/{id}/cancel"],
  pauseJob: ["POST", "/api/jobs/{id}/pause"],
  resumeJob: ["POST", "/api/jobs/{id}/resume"],
  readPlace: ["GET", "/api/place"],
  listPacks: ["GET", "/api/packs"],
  listParts: ["GET", "/api/parts"],
  readPartPicture: ["GET", "/api/parts/{id}/picture.png"],
  readVocabulary: ["GET", "/api/vocabulary"],
  readPrompt: ["GET", "/api/reading"],
  events: ["GET", "/api/events"],
} as const satisfies { [K in keyof Operations]?: readonly [Operations[K]["method"], Operations[K]["path"]] };

export type OperationName = keyof typeof ROUTES;
type FileName = "readGlb" | `readLod${1 | 2 | 3}` | "readPreview" | "readLive" | "readPartPicture";
type Argument<Name extends string, T> = T extends undefined ? unknown : { [K in Name]: T };
export type Arguments<K extends OperationName> = Argument<"query", Operations[K]["query"]> &
  Argument<"body", Operations[K]["body"]> &
  ((typeof ROUTES)[K][1] extends `${string}{id}${string}` ? { id: string } : unknown);

/** What the service answered when it refused; `code` is one of its catalogue. */
export class ServiceRefusal extends Error {
  readonly status: number;
  readonly code: ErrorInfo["code"];
  readonly remedy: string;

  constructor(status: number, { code, message, remedy }: ErrorInfo) {
    super(message);
    this.name = "ServiceRefusal";
    this.status = status;
    this.code = code;
    this.remedy = remedy;
  }
}

/** Nothing answered, or something that is not the service. */
export class ServiceUnreachable extends Error {
  constructor(options?: ErrorOptions) {
    super("The headartist service does not answer.", options);
    this.name = "ServiceUnreachable";
  }
}

export interface ClientOptions {
  /** Origin of the service, such as http://127.0.0.1:4816. */
  url: string;
  token?: string;
  /** Told when a token was renewed or won by pairing. */
  onToken?: (token: string) => void;
  fetch?: typeof fetch;
}

/** The service's HTTP API with its types. */
export interface Client {
  readonly url: string;
  readonly token: string | undefined;
  setToken(token: string): void;
  /** @throws ServiceRefusal, ServiceUnreachable. */
  call<K extends OperationName>(name: K, given: Arguments<K>): Promise<Operations[K]["answer"]>;
  /** @returns undefined where the file still is the one of `etag`. @throws ServiceRefusal, ServiceUnreachable. */
  file(name: FileName, id: string, etag?: string): Promise<{ blob: Blob; etag: string } | undefined>;
  /** Opens the stream of events. @throws ServiceRefusal, ServiceUnreachable. */
  stream(lastEventId: string | undefined, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
}

/** A token that the service no longer takes is traded once for the new launch's, as after a crash. */
export function createClient({
  url,
  token,
  onToken,
  fetch: send = (...given) => fetch(...given),
}: ClientOptions): Client {
  let current = token;
  const request = async (name: OperationName, given: Given = {}, headers: Record<string, string> = {}) => {
    const [method, path] = ROUTES[name];
    const address = new URL(path.replace("{id}", encodeURIComponent(given.id ?? "")), url);
    for (const [key, value] of Object.entries(given.query ?? {}))
      if (value) address.searchParams.set(key, oneLine(value));
    const body = given.body === undefined ? undefined : JSON.stringify(given.body, (_, value) => oneLine(value));
    if (body !== undefined) headers = { ...headers, "content-type": "application/json" };
    if (current) headers = { ...headers, authorization: `Bearer ${current}` };
    try {
      return await send(address, { method, headers, body, signal: given.signal, cache: "no-store" });
    } catch (error) {
      if (given.signal?.aborted) throw error;
      throw new ServiceUnreachable({ cause: error });
    }
  };
  let renewing: Promise<boolean> | undefined;
  const renew = async (old: string): Promise<boolean> => {
    if (current !== old) return true;
    const answer = await request("renewToken", { body: { token: old } });
    if (!answer.ok) return false;
    adopt((await answer.json()).token);
    return true;
  };
  const adopt = (fresh: string) => {
    current = fresh;
    onToken?.(fresh);
  };
  const accepted = async (name: OperationName, given: Given, headers?: Record<string, string>): Promise<Response> => {
    const used = current;
    let response = await request(name, given, headers);
    if (response.status === 401 && used) {
      renewing ??= renew(used).finally(() => {
        renewing = undefined;
      });
      if (await renewing) response = await request(name, given, headers);
    }
    if (response.ok || response.status === 304) return response;
    throw await refusal(response);
  };
  return {
    url,
    get token() {
      return current;
    },
    setToken: adopt,
    async call(name, given) {
      const response = await accepted(name, given as Given);
      if (response.status === 204) return undefined as never;
      return response.json().catch((error) => {
        throw new ServiceUnreachable({ cause: error });
      });
    },
    async file(name, id, etag) {
      const response = await accepted(name, { id }, etag ? { "if-none-match": etag } : undefined);
      if (response.status === 304) return undefined;
      return { blob: await response.blob(), etag: response.headers.get("etag") ?? "" };
    },
    async stream(lastEventId, signal) {
      const headers: Record<string, string> = { accept: "text/event-stream" };
      if (lastEventId) headers["last-event-id"] = lastEventId;
      return (await accepted("events", { signal }, headers)).body!;
    },
  };
}

interface Given {
  id?: string;
  query?: Record<string, string | undefined>;
  body?: unknown;
  signal?: AbortSignal;
}

/** The error that an answer other than a good one stands for. */
export async function refusal(response: Response): Promise<Error> {
  const answer: Partial<ErrorAnswer> = await response.json().catch(() => ({}));
  if (answer.error?.code) return new ServiceRefusal(response.status, answer.error);
  return new ServiceUnreachable({ cause: new Error(`HTTP ${response.status}`) });
}

/** Texts as the service takes them: what was pasted with line breaks in one line, without halves of a surrogate pair. */
function oneLine<T>(value: T): T {
  return typeof value === "string" ? (value.toWellFormed().replace(/\p{Cc}+/gu, " ") as T & string) : value;
}
