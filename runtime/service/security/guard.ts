import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ServiceError } from "../errors.ts";
import type { AllowList } from "./allow-list.ts";
import type { LaunchToken } from "./token.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The route answers without a token (never without the Host and Origin checks). */
    open?: boolean;
  }
}

export interface GuardOptions {
  /** Read at each request: the port is known only after listening. */
  allowed: () => AllowList;
  token: LaunchToken;
}

const CONTENT_POLICY =
  "default-src 'self'; img-src 'self' blob: data:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; connect-src 'self' blob: data:; " +
  "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Runs before every route, unknown ones too: Host, Origin, preflight, bearer token, in this order. */
export function guard(app: FastifyInstance, { allowed, token }: GuardOptions): void {
  app.addHook("onRequest", async (request, reply) => {
    protect(reply);
    const { hosts, origins } = allowed();
    checkHost(request, hosts);
    const origin = checkOrigin(request, origins);
    if (origin) share(reply, origin);
    if (request.method === "OPTIONS") return answerPreflight(reply);
    if (!request.routeOptions.config?.open) checkToken(request, token);
  });
}

/** Headers that every answer carries; written on the raw response so that hijacked streams carry them too. */
function protect(reply: FastifyReply): void {
  reply.raw.setHeader("x-content-type-options", "nosniff");
  reply.raw.setHeader("referrer-policy", "no-referrer");
  reply.raw.setHeader("cross-origin-resource-policy", "same-origin");
  reply.raw.setHeader("content-security-policy", CONTENT_POLICY);
  reply.raw.setHeader("cache-control", "no-store");
  reply.raw.setHeader("vary", "origin");
}

function checkHost({ raw }: FastifyRequest, hosts: ReadonlySet<string>): void {
  const given = raw.rawHeaders.filter((_, i) => i % 2 === 1 && raw.rawHeaders[i - 1].toLowerCase() === "host");
  // A request target with a host of its own ("GET http://evil/ HTTP/1.1") would outrank the header.
  if (given.length !== 1 || !hosts.has(given[0].toLowerCase()) || !raw.url?.startsWith("/")) {
    throw new ServiceError("HOST_REFUSED");
  }
}

function checkOrigin({ headers }: FastifyRequest, origins: ReadonlySet<string>): string | undefined {
  const { origin } = headers;
  if (origin !== undefined && !origins.has(origin)) throw new ServiceError("ORIGIN_REFUSED");
  return origin;
}

function share(reply: FastifyReply, origin: string): void {
  reply.raw.setHeader("access-control-allow-origin", origin);
  reply.raw.setHeader("access-control-expose-headers", "etag, retry-after");
}

function answerPreflight(reply: FastifyReply): FastifyReply {
  reply.raw.setHeader("access-control-allow-methods", "GET, POST, DELETE");
  reply.raw.setHeader("access-control-allow-headers", "authorization, content-type, last-event-id, if-none-match");
  reply.raw.setHeader("access-control-allow-private-network", "true");
  reply.raw.setHeader("access-control-max-age", "600");
  return reply.code(204).send();
}

function checkToken({ headers }: FastifyRequest, token: LaunchToken): void {
  const [scheme, candidate, ...rest] = (headers.authorization ?? "").split(" ");
  if (scheme.toLowerCase() !== "bearer" || !candidate || rest.length > 0) throw new ServiceError("TOKEN_MISSING");
  if (!token.matches(candidate)) throw new ServiceError("TOKEN_WRONG");
}
