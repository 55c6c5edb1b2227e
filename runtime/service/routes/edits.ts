import { randomInt } from "node:crypto";
import { Type } from "typebox";
import { readDocument } from "../../head/document.ts";
import type { EditedHead } from "../../host/edit-recipe.ts";
import { readInstruction, readPrompt } from "../../host/node/read-prompt.ts";
import { readChange, storedRecipe } from "../../host/node/recipes.ts";
import { carrierOf } from "../../host/presets.ts";
import { changeLines } from "../../prompt/edit/change-lines.ts";
import { ServiceError } from "../errors.ts";
import type { HeadRow } from "../jobs/head-row.ts";
import { listVersions } from "../jobs/heads.ts";
import { EditRequest } from "../schemas/requests.ts";
import type { Library } from "../storage/library.ts";
import { acceptHead } from "./accept-head.ts";
import { type App, failing, IdParams, mustFind, type RouteContext, showable } from "./context.ts";
import { headView } from "./views.ts";

export function editRoutes(app: App, context: RouteContext): void {
  const { db, library, warn } = context;

  app.post(
    "/api/heads/:id/edits",
    {
      schema: {
        operationId: "editHead",
        summary: "Asks for a child of a finished head, changed by text; it is made when its turn comes.",
        tags: ["edits"],
        params: IdParams,
        body: Type.Ref("EditRequest"),
        response: { 201: Type.Ref("Head"), ...failing(404, 409, 413, 415, 422, 429, 507) },
      },
    },
    async ({ params, body }, reply) => {
      const asked = body as EditRequest;
      const parent = await mustFind(db, params.id);
      if (parent.state !== "done") throw new ServiceError("JOB_STATE", `Head ${parent.id} is ${parent.state}.`);
      const { name: _, edit: __, set: ___, look: ____, report: _____, ...request } = parent.request;
      const { instruction, what = "both", strength = 1, regions = [] } = asked;
      const change = await readChange(await madeBy(library, parent), asked);
      const row = await acceptHead(context, {
        ...request,
        ...(asked.name === undefined ? {} : { name: asked.name }),
        ...change,
        seed: asked.seed ?? randomInt(2 ** 32),
        preset: asked.preset ?? request.preset,
        edit: { parent: parent.id, instruction, what, strength, regions },
      });
      return reply.code(201).header("location", `/api/heads/${row.id}`).send(headView(row));
    },
  );

  app.get(
    "/api/heads/:id/edit-prompt",
    {
      schema: {
        operationId: "composeEdit",
        summary: "The description an edit would go by: the head's own, with what the instruction contradicts replaced.",
        tags: ["edits"],
        params: IdParams,
        querystring: Type.Object({ instruction: EditRequest.properties.instruction }, { additionalProperties: false }),
        response: { 200: Type.Ref("ComposedPrompt"), ...failing(404, 422) },
      },
    },
    async ({ params, query }) => {
      const head = await madeBy(library, await mustFind(db, params.id));
      const { prompt, report, changes } = await readInstruction(head, query.instruction);
      return { prompt, report, changes: changeLines(changes), carrier: head.carrier };
    },
  );

  app.get(
    "/api/heads/:id/history",
    {
      schema: {
        operationId: "readHistory",
        summary: "Every version of a head: its ancestors, and all that was edited from the first of them.",
        tags: ["edits"],
        params: IdParams,
        response: { 200: Type.Ref("HeadHistory"), ...failing(404) },
      },
    },
    async ({ params }) => {
      await mustFind(db, params.id);
      return { heads: showable(await listVersions(db, params.id), warn).map(headView) };
    },
  );
}

/** What decides what a head looks like. One that has no document to be read yet is as its prompt says. */
async function madeBy(library: Library, { id, request }: HeadRow): Promise<EditedHead> {
  const document = await readDocument(library.store(id)).catch(() => undefined);
  if (document) return storedRecipe(document.recipe);
  const { prompt, seed, preset } = request;
  const carrier = carrierOf(preset);
  return { look: (await readPrompt(prompt, { seed, carrier })).look, seed, carrier, prompt, preset };
}
