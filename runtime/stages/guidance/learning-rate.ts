import type { LearningRates } from "../stage-settings.ts";

/** Rates at a share of the stage, fallen by a half cosine towards `final` times their start. */
export function decayedRates({ tables, network, final }: LearningRates, progress: number) {
  const factor = final + (1 - final) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress)));
  return { tableRate: tables * factor, networkRate: network * factor };
}
