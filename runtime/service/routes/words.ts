import { Type } from "typebox";
import { describe, loadVocabulary, readPrompt } from "../../host/node/read-prompt.ts";
import { carrierOf, DEFAULT_PRESET } from "../../host/presets.ts";
import { suggestedWords } from "../../prompt/suggested-words.ts";
import { Preset, Typed } from "../schemas/texts.ts";
import { type App, failing } from "./context.ts";

/** What words of a prompt mean, whatever pack makes the head. */
export function wordRoutes(app: App): void {
  app.get(
    "/api/vocabulary",
    {
      schema: {
        operationId: "readVocabulary",
        summary: "What a prompt can ask for, for suggestions while typing.",
        tags: ["words"],
        response: { 200: Type.Ref("Vocabulary"), ...failing() },
      },
    },
    async () => ({ groups: suggestedWords((await loadVocabulary("layers")).file) }),
  );
  app.get(
    "/api/reading",
    {
      schema: {
        operationId: "readPrompt",
        summary: "What a prompt is read as, and what becomes of each of its words, before anything is made.",
        tags: ["words"],
        querystring: Type.Object(
          {
            prompt: Typed,
            seed: Type.Optional(Type.String({ pattern: "^[0-9]{1,10}$" })),
            preset: Type.Optional(Preset),
          },
          { additionalProperties: false },
        ),
        response: { 200: Type.Ref("Reading"), ...failing() },
      },
    },
    async ({ query }) => {
      const carrier = carrierOf(query.preset ?? DEFAULT_PRESET);
      const { look, report } = await readPrompt(query.prompt, { seed: Number(query.seed ?? 0), carrier });
      return { look, report, description: await describe(look) };
    },
  );
}
