import { createSchedule } from "../../diffusion/schedule.ts";
import type { Engine } from "../engine.ts";
import type { NormalSurface } from "../geometry/render-normals.ts";
import { showNormals } from "../geometry/show-normals.ts";
import type { Recipe } from "../recipe.ts";
import type { StageSettings } from "../stage-settings.ts";
import type { StageContext } from "./distill-view.ts";
import { type StageTexts, stageTexts } from "./stage-texts.ts";

/** What is known of a head that a stage works on. */
export interface KnownHead {
  /** [478, 3] landmarks in head space. */
  landmarks: Float32Array;
  /** Its finished surface, and before there is one the undressed template; in kernel memory. */
  known: NormalSurface;
}

/** What a stage works with. @param reading of its texts, where that has begun. */
export async function stageContext(
  { kernels, pack }: Pick<Engine, "kernels" | "pack">,
  asked: Pick<Recipe, "prompt" | "negative" | "seed">,
  settings: StageSettings,
  { landmarks, known }: KnownHead,
  reading: Promise<StageTexts> = stageTexts(pack, asked, settings),
): Promise<StageContext> {
  const texts = await reading;
  const { seed } = asked;
  const showKnown = showNormals(kernels, known);
  return { kernels, pack, schedule: createSchedule(pack.scheduler), landmarks, showKnown, texts, seed };
}
