import { createSchedule } from "../../diffusion/schedule.ts";
import type { Engine } from "../engine.ts";
import type { NormalSurface } from "../geometry/render-normals.ts";
import { showNormals } from "../geometry/show-normals.ts";
import type { Recipe, StageSettings } from "../recipe.ts";
import type { StageContext } from "./distill-view.ts";
import { embedStageTexts } from "./stage-texts.ts";

/** What is known of a head that a stage works on. */
export interface KnownHead {
  /** [478, 3] landmarks in head space. */
  landmarks: Float32Array;
  /** Its finished surface, and before there is one the undressed template; in kernel memory. */
  known: NormalSurface;
}

/** What a stage works with: its texts embedded, its text encoder let go. */
export async function stageContext(
  { kernels, pack }: Pick<Engine, "kernels" | "pack">,
  { prompt: description, negative, seed }: Pick<Recipe, "prompt" | "negative" | "seed">,
  { prompt, viewWords }: StageSettings,
  { landmarks, known }: KnownHead,
): Promise<StageContext> {
  const texts = await embedStageTexts(pack, prompt, description, negative, viewWords);
  await pack.release("text");
  const showKnown = showNormals(kernels, known);
  return { kernels, pack, schedule: createSchedule(pack.scheduler), landmarks, showKnown, texts, seed };
}
