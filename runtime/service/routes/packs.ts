import { Type } from "typebox";
import { Typed } from "../schemas.ts";
import { type App, failing, type RouteContext } from "./context.ts";

const PackQuery = { pack: Type.Optional(Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,63}$" })) };

export function packRoutes(app: App, { packs }: RouteContext): void {
  app.get(
    "/api/packs",
    {
      schema: {
        operationId: "listPacks",
        summary: "Model packs.",
        tags: ["packs"],
        response: { 200: Type.Ref("PackList"), ...failing() },
      },
    },
    async () => ({ packs: await packs.list() }),
  );
  app.get(
    "/api/vocabulary",
    {
      schema: {
        operationId: "readVocabulary",
        summary: "What a pack knows, for suggestions while typing.",
        tags: ["packs"],
        querystring: Type.Object(PackQuery),
        response: { 200: Type.Ref("Vocabulary"), ...failing(422) },
      },
    },
    async ({ query }) => packs.vocabulary(query.pack ?? packs.active),
  );
  app.get(
    "/api/suggestions",
    {
      schema: {
        operationId: "checkPrompt",
        summary: "Words of a prompt that a pack does not know, with the nearest it knows.",
        tags: ["packs"],
        querystring: Type.Object({ ...PackQuery, prompt: Typed }),
        response: { 200: Type.Ref("Suggestions"), ...failing(422) },
      },
    },
    async ({ query }) => packs.suggest(query.pack ?? packs.active, query.prompt),
  );
}
