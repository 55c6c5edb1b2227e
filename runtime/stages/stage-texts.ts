import { ALL_VIEWS, composePrompt } from "../diffusion/prompts.ts";
import type { Pack, TextEmbedding } from "../pack/load.ts";
import type { DistillTexts } from "./distill.ts";

/**
 * Embeds, once, every prompt a stage can ask for.
 * @param template prompt template of the stage; `description` what the user typed.
 * @returns a function from view words to the three texts of a step.
 */
export async function embedStageTexts(
  pack: Pack,
  template: string,
  description: string,
  negative: string,
): Promise<(view: string) => DistillTexts> {
  const prompts = [
    ...ALL_VIEWS.map((view) => composePrompt(template, description, view)),
    composePrompt(template, description),
    negative,
  ];
  const embeddings: TextEmbedding[] = await pack.encodeText(prompts);
  const [self, negativeText] = embeddings.slice(-2);
  const targets = new Map(ALL_VIEWS.map((view, i) => [view, embeddings[i]]));
  return (view) => {
    const target = targets.get(view);
    if (!target) throw new RangeError(`view "${view}" is not one of ${ALL_VIEWS.join("; ")}`);
    return { target, self, negative: negativeText };
  };
}
