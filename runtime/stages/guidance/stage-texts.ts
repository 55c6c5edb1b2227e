import { ALL_VIEWS, composePrompt } from "../../diffusion/prompts.ts";
import type { Pack, TextEmbedding } from "../../pack/load.ts";
import type { DistillTexts } from "./distill.ts";

/**
 * Which texts of a step carry the camera's view words. "target": the paper. "both": target and self are one text, so a
 * step asks the prior twice instead of three times. "none": two evaluations as well, and the prior has to guess the view.
 */
export type ViewWords = "target" | "both" | "none";

/** The three texts of a step, by its view words. */
export type StageTexts = (view: string) => DistillTexts;

/** Embeds, once, every prompt a stage can ask for, and lets the text encoder go. */
export async function stageTexts(
  pack: Pack,
  { prompt: description, negative }: { prompt: string; negative: string },
  { prompt: template, viewWords }: { prompt: string; viewWords: ViewWords },
): Promise<StageTexts> {
  const prompts = [
    ...(viewWords === "none" ? [] : ALL_VIEWS.map((view) => composePrompt(template, description, view))),
    composePrompt(template, description),
    negative,
  ];
  const embeddings: TextEmbedding[] = await pack.encodeText(prompts);
  await pack.release("text");
  const [plain, negativeText] = embeddings.slice(-2);
  const targets = new Map(ALL_VIEWS.map((view, i) => [view, viewWords === "none" ? plain : embeddings[i]]));
  return (view) => {
    const target = targets.get(view);
    if (!target) throw new RangeError(`view "${view}" is not one of ${ALL_VIEWS.join("; ")}`);
    return { target, self: viewWords === "target" ? plain : target, negative: negativeText };
  };
}
