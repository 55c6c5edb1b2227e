import { createSchedule } from "../../diffusion/schedule.ts";
import type { Engine } from "../engine.ts";
import type { Recipe, StageSettings } from "../recipe.ts";
import type { StageContext } from "./distill-view.ts";
import { embedStageTexts } from "./stage-texts.ts";

/** What a stage works with: its texts embedded, its text encoder let go. @param head what is known of it. */
export async function stageContext(
  { kernels, pack }: Pick<Engine, "kernels" | "pack">,
  { prompt: description, negative, seed }: Pick<Recipe, "prompt" | "negative" | "seed">,
  { prompt, viewWords }: StageSettings,
  head: Pick<StageContext, "landmarks" | "known">,
): Promise<StageContext> {
  const texts = await embedStageTexts(pack, prompt, description, negative, viewWords);
  await pack.release("text");
  return { kernels, pack, schedule: createSchedule(pack.scheduler), ...head, texts, seed };
}
