import type { Pack } from "../../pack/load.ts";
import { refineSteps } from "../color/refine.ts";
import { ringSteps } from "../guidance/ring.ts";
import { trajectorySteps } from "../layers/color/trajectory.ts";
import { stagesOf } from "../layers/stages-of.ts";
import type { LayeredRecipe, Recipe } from "../recipe.ts";
import type { ImportSettings, RingSettings } from "../stage-settings.ts";
import costs from "./costs.json" with { type: "json" };
import type { Progress, StageName, StageProgress } from "./run-stage.ts";

/** A stage as the estimate sees it. Only ratios between costs matter: how fast this machine is, the run itself shows. */
export interface StagePlan {
  stage: StageName;
  steps: number;
  /** Cost of what comes before the first step. */
  begin: number;
  /** Cost of a step. */
  step: number;
}

/**
 * What a preset's parts cost, steps each: seconds on the machine of `test/bench/results`. `paint` fits the template's colours before the
 * texture stage, `eyes` paints them anew before the bake. A preset that is not listed costs as "standard", whose ratios are near.
 */
interface StageCosts {
  prepare: number;
  geometry: number;
  paint: number;
  texture: number;
  refine: number;
  eyes: number;
  bake: number;
}

/** Reports of the bake are shares of it, as steps of a hundred. */
export const BAKE_STEPS = 100;

/** @returns the stages that a recipe's head goes through. An edit's shape and colour stages cost what its preset's do. */
export function planOf(recipe: Recipe, pack?: Pick<Pack, "seesView">): StagePlan[] {
  if (recipe.carrier === "layers") return layersPlan(recipe, pack?.seesView ?? false);
  const { preset, geometry, texture, refine, edit } = recipe;
  const known: Record<string, StageCosts> = costs.presets;
  const cost = known[preset] ?? known.standard;
  const [shape, color, last] = edit ? [edit.shape, edit.color, edit.refine] : [geometry, texture, refine];
  const [shaped, colored] = [edit?.what !== "color", edit?.what !== "shape"];
  const stepsOf = ({ steps, ring }: { steps: number; ring?: RingSettings }) => (ring ? ringSteps(ring) : steps);
  return [
    { stage: "prepare", steps: 1, begin: cost.prepare, step: 0 },
    { stage: "geometry", steps: shaped ? stepsOf(shape) : 0, begin: 0, step: cost.geometry },
    { stage: "texture", steps: colored ? stepsOf(color) : 0, begin: colored ? cost.paint : 0, step: cost.texture },
    { stage: "refine", steps: colored ? refineSteps(last) : 0, begin: 0, step: cost.refine },
    { stage: "bake", steps: BAKE_STEPS, begin: colored ? cost.eyes : 0, step: cost.bake / BAKE_STEPS },
  ];
}

function layersPlan(recipe: LayeredRecipe, seesView: boolean): StagePlan[] {
  const cost = costs.layers;
  const stages = stagesOf(recipe);
  const { geometry, texture, refine } = stages ?? {};
  const trajectory = seesView ? stages?.trajectory : undefined;
  const colors = trajectory
    ? { steps: trajectorySteps(trajectory), step: cost.trajectory }
    : { steps: texture?.steps ?? 0, step: cost.texture };
  return [
    { stage: "prepare", steps: 1, begin: cost.build + (stages ? cost.open : 0), step: 0 },
    { stage: "geometry", steps: geometry?.steps ?? 0, begin: 0, step: cost.geometry },
    { stage: "texture", begin: cost.paint, ...colors },
    { stage: "refine", steps: refine && !trajectory ? refineSteps(refine) : 0, begin: 0, step: cost.refine },
    { stage: "bake", steps: BAKE_STEPS, begin: 0, step: cost.bake / BAKE_STEPS },
  ];
}

/** @returns the stages of an import, whose steps are regressions. */
export function fitPlan({ distance, surface, color }: ImportSettings): StagePlan[] {
  const cost = costs.import;
  return [
    { stage: "prepare", steps: 1, begin: cost.prepare, step: 0 },
    { stage: "geometry", steps: distance.steps + surface.steps, begin: cost.sample, step: cost.geometry },
    { stage: "texture", steps: color.steps, begin: cost.sample, step: cost.texture },
    { stage: "bake", steps: BAKE_STEPS, begin: 0, step: cost.bake / BAKE_STEPS },
  ];
}

/** Until this share of the work is done, how fast the machine is can hardly be told. */
const LEAST_SHARE = 0.03;

/**
 * Adds to each report how much of the whole head is done and how long the rest will take: the planned cost of the rest, at the
 * speed that this run has shown so far. A run that goes on from a checkpoint is timed from there.
 * @param now milliseconds.
 */
export function estimated(
  plan: StagePlan[],
  tell: ((progress: Progress) => void) | undefined,
  now: () => number = () => performance.now(),
): ((progress: StageProgress) => void) | undefined {
  if (!tell) return undefined;
  const whole = plan.reduce((sum, stage) => sum + costOf(stage, stage.steps), 0);
  let from: { time: number; cost: number } | undefined;
  let most = 0;
  return (progress) => {
    const at = plan.findIndex(({ stage }) => stage === progress.stage);
    const before = plan.slice(0, at).reduce((sum, stage) => sum + costOf(stage, stage.steps), 0);
    const own = at < 0 ? 0 : costOf(plan[at], (progress.step / Math.max(1, progress.steps)) * plan[at].steps);
    const cost = before + own;
    from ??= { time: now(), cost };
    const gone = cost - from.cost;
    const seconds = (now() - from.time) / 1000;
    const speed = gone > LEAST_SHARE * whole ? seconds / gone : 1;
    most = Math.max(most, Math.min(1, cost / whole));
    tell({ ...progress, done: most, eta: speed * (whole - cost) });
  };
}

/** A stage's first report comes when what precedes its steps is done. */
function costOf({ begin, step }: StagePlan, steps: number): number {
  return (steps > 0 ? begin : 0) + steps * step;
}
