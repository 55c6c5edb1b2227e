import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { ERRORS, type ErrorCode, errorBody, ServiceError } from "../errors.ts";
import type { AllowList } from "./allow-list.ts";
import type { LaunchToken } from "./token.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The route answers without a token (never without the Host and Origin checks). */
    open?: boolean;
    /** The route answers pages alone: a request without an Origin is refused. */
    pages?: boolean;
  }
}

/** Milliseconds in which a whole request must arrive. */
const ARRIVAL_MS = 30_000;

const CONTENT_POLICY =
  "default-src 'self'; img-src 'self' blob: data:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; connect-src 'self' blob: data:; " +
  "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Headers that every answer carries, refusals of the HTTP parser and hijacked streams included. */
const HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "content-security-policy": CONTENT_POLICY,
  "cache-control": "no-store",
  vary: "origin",
};

/**
 * Makes the HTTP server whose every request passes Host, Origin and preflight, in this order, before any router sees its
 * path: no malformed or over-long address is answered to whom the service does not talk to.
 * @param allowed read at each request: the port is known only after listening.
 */
export function guardedServer(allowed: () => AllowList): (handle: RequestListener) => Server {
  return (handle) => {
    const server = createServer(
      // Of the two limits Node gives the longer one to the whole request: its default for headers is a minute.
      {
        requestTimeout: ARRIVAL_MS,
        headersTimeout: ARRIVAL_MS,
        connectionsCheckingInterval: 2000,
        requireHostHeader: false,
      },
      (request, response) => {
        answers.set(request.socket, response);
        if (admit(request, response, allowed())) handle(request, response);
      },
    );
    // Node's own answer to an unknown expectation would come before the guard's.
    server.on("checkExpectation", (request: IncomingMessage, response: ServerResponse) => {
      if (admit(request, response, allowed())) refuse(response, "REQUEST_INVALID");
    });
    return server;
  };
}

/** Asks for the bearer token on every route but those that are open, unknown ones included. */
export function guardRoutes(app: FastifyInstance, token: LaunchToken): void {
  app.addHook("onRequest", async (request) => checkToken(request, token));
}

/** @throws ServiceError TOKEN_MISSING, TOKEN_WRONG, ORIGIN_REFUSED. */
export function checkToken({ headers, routeOptions }: FastifyRequest, token: LaunchToken): void {
  const { open, pages } = routeOptions?.config ?? {};
  if (pages && headers.origin === undefined) throw new ServiceError("ORIGIN_REFUSED", "Only a page can do this.");
  if (open) return;
  const [scheme, candidate, ...rest] = (headers.authorization ?? "").split(" ");
  if (scheme.toLowerCase() !== "bearer" || !candidate || rest.length > 0) throw new ServiceError("TOKEN_MISSING");
  if (!token.matches(candidate)) throw new ServiceError("TOKEN_WRONG");
}

/** @returns whether the request may go on; else it is answered. */
function admit(request: IncomingMessage, response: ServerResponse, { hosts, origins }: AllowList): boolean {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  if (!isHost(request, hosts)) return refuse(response, "HOST_REFUSED");
  const { origin } = request.headers;
  if (origin !== undefined) {
    if (!origins.has(origin)) return refuse(response, "ORIGIN_REFUSED");
    response.setHeader("access-control-allow-origin", origin);
    response.setHeader("access-control-expose-headers", "etag, retry-after");
  }
  if (request.method !== "OPTIONS") return true;
  response.setHeader("access-control-allow-methods", "GET, POST, DELETE");
  response.setHeader("access-control-allow-headers", "authorization, content-type, last-event-id, if-none-match");
  response.setHeader("access-control-allow-private-network", "true");
  response.setHeader("access-control-max-age", "600");
  response.writeHead(204).end();
  return false;
}

function isHost({ rawHeaders, url }: IncomingMessage, hosts: ReadonlySet<string>): boolean {
  const given = rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1].toLowerCase() === "host");
  // A request target with a host of its own ("GET http://evil/ HTTP/1.1") would outrank the header.
  return given.length === 1 && hosts.has(given[0].toLowerCase()) && url?.startsWith("/") === true;
}

function refuse(response: ServerResponse, code: ErrorCode): false {
  const body = JSON.stringify({ error: errorBody(new ServiceError(code)) });
  // The body of what is refused is not read: the connection ends with the answer.
  response.writeHead(ERRORS[code].status, { "content-type": "application/json; charset=utf-8", connection: "close" });
  response.end(body);
  return false;
}

/** The latest answer of each connection: after one that is under way, or was to be the last, nothing may follow. */
const answers = new WeakMap<Socket, ServerResponse>();

/** What is no HTTP, or too slow, or has too long a head, is answered by hand and cut off. */
export function answerMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  const answer = answers.get(socket);
  const over = answer?.headersSent && !(answer.writableFinished && answer.shouldKeepAlive);
  if (error.code === "ECONNRESET" || !socket.writable || over) return void socket.destroy();
  const status = STATUS[error.code ?? ""] ?? "400 Bad Request";
  const body = JSON.stringify({ error: errorBody(new ServiceError("REQUEST_INVALID", REASONS[error.code ?? ""])) });
  const headers = {
    ...HEADERS,
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join("\r\n")}\r\n\r\n${answer?.req.method === "HEAD" ? "" : body}`);
}

const STATUS: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
};
const REASONS: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: `The request did not arrive within ${ARRIVAL_MS / 1000} seconds.`,
  HPE_HEADER_OVERFLOW: "The request's headers are over the size limit.",
};
