import { randomInt } from "node:crypto";
import { Type } from "typebox";
import { describe, readPrompt } from "../../host/node/read-prompt.ts";
import { carrierOf, DEFAULT_PRESET } from "../../host/presets.ts";
import { removeJob } from "../jobs/document.ts";
import { deleteHead, listHeads } from "../jobs/heads.ts";
import { readNewHead } from "../read-new-head.ts";
import type { NewHead } from "../schemas/requests.ts";
import { Limit } from "../schemas/texts.ts";
import { acceptHead } from "./accept-head.ts";
import { type App, failing, IdParams, mustFind, type RouteContext, showable } from "./context.ts";
import { headView } from "./views.ts";

const PAGE = Type.Object(
  { limit: Type.Optional(Limit), before: Type.Optional(IdParams.properties.id) },
  { additionalProperties: false },
);

export function headRoutes(app: App, context: RouteContext): void {
  const { db, library, packs, warn } = context;
  app.post(
    "/api/heads",
    {
      schema: {
        operationId: "createHead",
        summary: "Asks for a head; it is made when its turn comes.",
        tags: ["heads"],
        body: Type.Ref("NewHead"),
        response: { 201: Type.Ref("Head"), ...failing(413, 415, 422, 429, 507) },
      },
    },
    async (request, reply) => {
      const asked = request.body as NewHead;
      const seed = asked.seed ?? randomInt(2 ** 32);
      const preset = asked.preset ?? DEFAULT_PRESET;
      const read = await readNewHead({ readPrompt, describe }, asked, { seed, carrier: carrierOf(preset) });
      const settled = { ...asked, ...read, seed, preset, pack: asked.pack ?? packs.active };
      const row = await acceptHead(context, settled);
      return reply.code(201).header("location", `/api/heads/${row.id}`).send(headView(row));
    },
  );

  app.get(
    "/api/heads",
    {
      schema: {
        operationId: "listHeads",
        summary: "Heads, newest first.",
        tags: ["heads"],
        querystring: PAGE,
        response: { 200: Type.Ref("HeadPage"), ...failing() },
      },
    },
    async ({ query }) => {
      const limit = Number(query.limit);
      const rows = await listHeads(db, limit, query.before);
      return { heads: showable(rows, warn).map(headView), next: rows.length === limit ? rows[limit - 1].id : null };
    },
  );

  app.get(
    "/api/heads/:id",
    {
      schema: {
        operationId: "readHead",
        summary: "One head.",
        tags: ["heads"],
        params: IdParams,
        response: { 200: Type.Ref("Head"), ...failing(404) },
      },
    },
    async ({ params }) => headView(await mustFind(db, params.id)),
  );

  app.delete(
    "/api/heads/:id",
    {
      schema: {
        operationId: "deleteHead",
        summary: "Forgets a head and removes its files; a running job is stopped.",
        tags: ["heads"],
        params: IdParams,
        response: { 204: Type.Null(), ...failing(404) },
      },
    },
    async ({ params: { id } }, reply) => {
      await library.alone(id, async () => {
        await mustFind(db, id);
        await removeJob(library, id);
        await deleteHead(db, id);
      });
      return reply.code(204).send(null);
    },
  );
}
