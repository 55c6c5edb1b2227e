import swagger from "@fastify/swagger";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import fastify, { type FastifyError, type FastifyReply, type FastifyRequest } from "fastify";
import { ERRORS, errorBody, ServiceError } from "./errors.ts";
import { keepMethods } from "./methods.ts";
import { refusalOf } from "./refusal.ts";
import type { App, RouteContext } from "./routes/context.ts";
import { editRoutes } from "./routes/edits.ts";
import { eventRoutes } from "./routes/events.ts";
import { fileRoutes } from "./routes/files.ts";
import { headRoutes } from "./routes/heads.ts";
import { healthRoutes } from "./routes/health.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { packRoutes } from "./routes/packs.ts";
import { pairingRoutes } from "./routes/pairing.ts";
import { partRoutes } from "./routes/parts.ts";
import { wordRoutes } from "./routes/words.ts";
import { SCHEMAS } from "./schemas/all.ts";
import type { AllowList } from "./security/allow-list.ts";
import { answerMalformed, checkToken, guardedServer, guardRoutes } from "./security/guard.ts";
import type { LaunchToken } from "./security/token.ts";
import { studioRoutes } from "./studio.ts";

/** Bytes; the longest prompt and negative prompt are a thousand characters each, up to 4 bytes a character. */
const BODY_LIMIT = 64 * 1024;

export interface AppOptions extends RouteContext {
  allowed: () => AllowList;
  /** Folder of the built studio page. */
  studio?: string;
}

/** Builds the HTTP service: the guard first, then every route with its schemas. It does not listen yet. */
export async function createApp({ allowed, studio, ...context }: AppOptions): Promise<App> {
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    serverFactory: guardedServer(allowed),
    clientErrorHandler: answerMalformed,
    frameworkErrors: (error, request, reply) => answerUnrouted(error, request, reply, context.token),
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 64 },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: true } },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.removeContentTypeParser("text/plain");
  answerErrors(app, context.warn);
  guardRoutes(app, context.token);
  app.addHook("onResponse", async ({ routeOptions, method }, reply) => {
    context.metrics.answered(routeOptions.url ?? "unknown", method, reply.statusCode, reply.elapsedTime / 1000);
  });
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "babylon-headartist",
        version: context.version,
        description: "Heads from text. See SECURITY.md for access.",
      },
      components: { securitySchemes: { launchToken: { type: "http", scheme: "bearer" } } },
      security: [{ launchToken: [] }],
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, index) => String(json.$id ?? `Schema${index}`) },
  });
  for (const schema of SCHEMAS) app.addSchema(schema);
  for (const routes of [
    healthRoutes,
    pairingRoutes,
    headRoutes,
    editRoutes,
    fileRoutes,
    jobRoutes,
    packRoutes,
    partRoutes,
    wordRoutes,
    eventRoutes,
  ]) {
    routes(app, context);
  }
  if (studio) await studioRoutes(app, studio);
  await app.ready();
  return app;
}

function answerErrors(app: App, warn: (message: string) => void): void {
  const methodsOf = keepMethods((listen) => app.addHook("onRoute", listen));
  app.setNotFoundHandler(({ url }, reply) => {
    const methods = methodsOf(url);
    if (methods.length === 0) throw new ServiceError("ROUTE_UNKNOWN");
    void reply.header("allow", methods.join(", "));
    throw new ServiceError("METHOD_NOT_ALLOWED", `This address answers ${methods.join(" and ")} alone.`);
  });
  app.setErrorHandler((thrown: FastifyError, request, reply) => {
    const error = fromFastify(thrown) ?? thrown;
    const body = errorBody(error);
    if (ERRORS[body.code].status >= 500)
      warn(`${request.method} ${request.routeOptions.url}: ${thrown.stack ?? thrown}`);
    return reply.code(ERRORS[body.code].status).send({ error: body });
  });
}

/** Addresses that the router cannot read: unknown, to whoever may know. */
function answerUnrouted(_: FastifyError, request: FastifyRequest, reply: FastifyReply, token: LaunchToken): void {
  let error = new ServiceError("ROUTE_UNKNOWN");
  try {
    checkToken(request, token);
  } catch (refusal) {
    error = refusal as ServiceError;
  }
  void reply.code(ERRORS[error.code].status).send({ error: errorBody(error) });
}

/** Names Fastify's own refusals by the catalogue. */
function fromFastify(error: FastifyError): ServiceError | undefined {
  if (error.validation)
    return new ServiceError("REQUEST_INVALID", `${refusalOf(`${error.validationContext}`, error.validation[0])}.`);
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE") return new ServiceError("BODY_TOO_LARGE");
  if (error.code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") return new ServiceError("BODY_NOT_JSON");
  if (/^FST_ERR_CTP_(EMPTY|INVALID)_JSON_BODY$/.test(error.code) || error instanceof SyntaxError)
    return new ServiceError("BODY_MALFORMED");
  if (error.statusCode === 400) return new ServiceError("REQUEST_INVALID", `${error.message}.`);
  return undefined;
}
