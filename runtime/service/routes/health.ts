import { Type } from "typebox";
import { type App, failing, type RouteContext } from "./context.ts";

export function healthRoutes(app: App, { db, metrics, version, place }: RouteContext): void {
  app.get(
    "/api/health",
    {
      config: { open: true },
      schema: {
        operationId: "health",
        summary: "Whether the service and its database answer.",
        tags: ["service"],
        security: [],
        response: { 200: Type.Ref("Health"), ...failing() },
      },
    },
    async () => {
      await db.query("select 1");
      return { status: "ok", service: "headartist", version };
    },
  );
  app.get(
    "/api/place",
    {
      schema: {
        operationId: "readPlace",
        summary: "Where the service keeps its heads.",
        tags: ["service"],
        response: { 200: Type.Ref("Place"), ...failing() },
      },
    },
    async () => place,
  );
  app.get(
    "/metrics",
    {
      schema: {
        operationId: "metrics",
        summary: "Prometheus metrics.",
        tags: ["service"],
        response: { 200: { content: { "text/plain": { schema: Type.String() } } }, ...failing() },
      },
    },
    async (_, reply) => reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  app.get("/openapi.json", { config: { open: true }, schema: { hide: true } }, async (_, reply) =>
    reply.type("application/json").send(app.swagger()),
  );
}
