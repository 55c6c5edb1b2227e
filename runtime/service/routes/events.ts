import { Type } from "typebox";
import { ServiceError } from "../errors.ts";
import { streamEvents } from "../events/stream.ts";
import { type App, failing, IdParams, type RouteContext } from "./context.ts";

const MOST_STREAMS = 32;

export function eventRoutes(app: App, { db, hub, epoch }: RouteContext): void {
  app.get(
    "/api/events",
    {
      schema: {
        operationId: "events",
        summary: "Server-sent events; read them with fetch, since EventSource cannot send the token.",
        tags: ["events"],
        querystring: Type.Object({ head: Type.Optional(IdParams.properties.id) }, { additionalProperties: false }),
        headers: Type.Object({ "last-event-id": Type.Optional(Type.String({ maxLength: 64 })) }),
        response: {
          200: {
            description: "each event's data is a ServiceEvent",
            content: { "text/event-stream": { schema: Type.Ref("ServiceEvent") } },
          },
          ...failing(),
        },
      },
    },
    async ({ query, headers }, reply) => {
      if (hub.listeners() >= MOST_STREAMS) throw new ServiceError("STREAMS_FULL");
      reply.hijack();
      await streamEvents(reply.raw, db, hub, { epoch, lastEventId: headers["last-event-id"], head: query.head });
    },
  );
}
