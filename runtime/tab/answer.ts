import { type OperationName, ROUTES } from "../../extension/api/client.ts";
import { GLB_TYPE, TAB_ROUTES } from "../../extension/api/import-head.ts";
import type { Head, Operations } from "../../extension/service-types.ts";
import { ERRORS, errorBody, ServiceError } from "../service/errors.ts";

/** A request as its operation sees it. */
export interface Given {
  /** Of the head or job that the address names; "" where it names none. */
  id: string;
  query: Readonly<Record<string, string | undefined>>;
  /** What JSON says, or a file. */
  body: unknown;
  headers: Headers;
  signal: AbortSignal;
}

/** What answers each operation: the answer's JSON, or a whole response where it is none. */
export type Handlers = {
  [K in OperationName]: (given: Given) => Promise<Operations[K]["answer"] | Response> | Response;
} & {
  /** Of a page without a service alone. */
  importHead: (given: Given) => Promise<Head>;
};

const ALL_ROUTES = { ...ROUTES, ...TAB_ROUTES };

/** Answers requests as the service does over HTTP, refusals with the catalogue's codes included. */
export function answerBy(handlers: Handlers): (request: Request) => Promise<Response> {
  const routes = (Object.keys(ALL_ROUTES) as (keyof typeof ALL_ROUTES)[]).map((name) => {
    const [method, path] = ALL_ROUTES[name];
    return { name, method, pattern: new RegExp(`^${path.replace("{id}", "([a-z0-9.-]{1,100})")}$`) };
  });
  return async (request) => {
    try {
      const { pathname, searchParams } = new URL(request.url);
      for (const { name, method, pattern } of routes) {
        const found = method === request.method && pattern.exec(pathname);
        if (!found) continue;
        const given: Given = {
          id: found[1] ?? "",
          query: Object.fromEntries(searchParams),
          body: request.method === "POST" ? await bodyOf(request) : undefined,
          headers: request.headers,
          signal: request.signal,
        };
        const answer = await handlers[name](given);
        if (answer instanceof Response) return answer;
        return answer === undefined ? new Response(null, { status: 204 }) : Response.json(answer);
      }
      throw new ServiceError("ROUTE_UNKNOWN");
    } catch (error) {
      const body = errorBody(error);
      if (ERRORS[body.code].status >= 500) console.error(error);
      return Response.json({ error: body }, { status: ERRORS[body.code].status });
    }
  };
}

async function bodyOf(request: Request): Promise<unknown> {
  if (request.headers.get("content-type") === GLB_TYPE) return request.blob();
  const text = await request.text();
  return text === "" ? undefined : JSON.parse(text);
}
