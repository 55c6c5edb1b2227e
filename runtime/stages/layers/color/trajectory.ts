import { viewWords } from "../../../diffusion/prompts.ts";
import type { LayeredHead, LayerMesh } from "../../../head/layers/types.ts";
import type { KnownView } from "../../../pack/load.ts";
import { downsample } from "../../../render/downsample.ts";
import { cleanGoal } from "../../guidance/clean-goal.ts";
import { knownView, landmarkCondition, type StageContext } from "../../guidance/distill-view.ts";
import { toNetwork } from "../../guidance/images.ts";
import { fixedView, type SampledCamera } from "../../guidance/sample-camera.ts";
import { stageRandom } from "../../guidance/step-rng.ts";
import type { LayeredTextureSettings, TrajectorySettings } from "../../stage-settings.ts";
import { DRAWN_LEVEL, type DrawnHead } from "../drawn-head.ts";
import { atLevel, finestVertices, type KeptSkin, type LayeredSubject, skinOf } from "../subject.ts";
import { type DrawnColors, drawColors, mixerAt, type PaintedHead, paintedHead } from "./draw-colors.ts";
import { type FusedChange, fuseView } from "./fuse-view.ts";
import { TONED } from "./residual-model.ts";

/**
 * Colours of a skin that follow a trajectory of clean images: at falling noise all views of a ring are asked what they should be, and
 * what they want changed is fused on the surface (SyncMVD), where it is changed a little before they are asked again. What the
 * autoencoder loses of a view is no part of its change, so that drawn detail stays. As in the steps of texture and refine stage
 * the skin alone is changed, and the mean tones of face and lips are the Look's.
 */
export interface Trajectory extends PaintedHead {
  settings: LayeredTextureSettings;
  plan: TrajectorySettings;
  views: SampledCamera[];
  /** The skin's finest level, as it is shaped. */
  skin: LayerMesh;
  /** The vertex of the finest level at each drawn vertex of the skin. */
  cage: Uint32Array;
  /** Of each vertex: the one across the middle of the face. */
  twins: Uint32Array;
  /** Vertices over which a change has no mean, tone by tone. */
  toned: Uint32Array[];
  /** [V] how much each vertex may change; all of them fully where there is none. */
  mask?: Float32Array;
  /** [V, 3] sRGB: what is learned. */
  residual: Float32Array;
  /** Of the present round. */
  change: FusedChange;
  /** What a pack is told of each view, which no round changes. */
  known: Map<SampledCamera, KnownView | null>;
}

/** Latent cells around a place that have to show the bare head. */
const MARGIN = 1.5;
/** Rings of vertices over which one tone goes over into another. */
const TONE_BORDER = 2;
/** A close-up shows a face this many times as large. */
const CLOSE_UP_WEIGHT = 3;
/** Weight of no change where few views see a place. */
const LEAST_WEIGHT = 0.3;

/** @param drawn the shaped head. @param subject the same as it was built. @param kept of an edit: its parent's residual, which it goes on from, and where it may change. */
export function createTrajectory(
  drawn: DrawnHead,
  { subject, shaped }: { subject: LayeredSubject; shaped: LayeredHead },
  { texture, plan }: { texture: LayeredTextureSettings; plan: TrajectorySettings },
  kept?: KeptSkin,
): Trajectory {
  const [skin] = skinOf(shaped).levels;
  const count = skin.positions.length / 3;
  const regions = subject.regions[0];
  const within = (names: string[]) => {
    const wanted = names.map((name) => subject.regionNames.indexOf(name));
    return Uint32Array.from(regions.keys()).filter((v) => skin.weld[v] === v && wanted.includes(regions[v]));
  };
  return {
    ...paintedHead(drawn, texture),
    plan,
    views: plan.views.map((view) => fixedView(texture.cameras, view)),
    skin,
    cage: finestVertices(skinOf(subject.head).levels)[DRAWN_LEVEL],
    twins: subject.twins,
    toned: [within(TONED), within(["lips"])],
    mask: kept?.masks[0],
    residual: kept?.before.slice() ?? new Float32Array(3 * count),
    change: { sums: new Float32Array(3 * count), weights: new Float32Array(count) },
    known: new Map(),
  };
}

/** Steps of a trajectory: a view of a round each. */
export function trajectorySteps({ timesteps, views }: TrajectorySettings): number {
  return timesteps.length * views.length;
}

/** Asks one view; after the last of a round what all want is changed. @returns the mean squared latent gradient. */
export async function trajectoryStep(context: StageContext, model: Trajectory, step: number): Promise<number> {
  const { kernels, pack, schedule } = context;
  const { views, plan, settings, change, skin, known } = model;
  const view = views[step % views.length];
  const { camera, closeUp } = view;
  const mark = kernels.scratch.mark();
  const seen = drawColors(model, camera, pack.imageSize);
  const latent = await pack.encodeLatent(toNetwork(withResidual(model, seen)));
  const told = known.get(view) ?? (await knownView(context, view));
  known.set(view, told);
  const question = {
    condition: landmarkCondition(context, view, settings.landmarks),
    view: told,
    texts: context.texts(viewWords({ ...camera, closeUp })),
    timestep: Math.round(plan.timesteps[Math.floor(step / views.length)] * (schedule.alphasCumprod.length - 1)),
    guidance: settings.guidance,
  };
  const draw = stageRandom(context.seed, "texture").step(step);
  const { goal, loss } = await cleanGoal(pack, schedule, latent, question, draw);
  const [now, then] = [await pack.decodeImage(latent), await pack.decodeImage(goal)];
  const pixels = now.length / 3;
  const wanted = now.map((_, i) => {
    const at = (i % 3) * pixels + Math.floor(i / 3);
    return (then[at] - now[at]) / 2;
  });
  const { falloff } = plan;
  const margin = (MARGIN * pack.imageSize) / pack.latentSize;
  const weight = closeUp ? CLOSE_UP_WEIGHT : 1;
  fuseView(change, wanted, { head: model, seen, mesh: skin }, { margin, falloff, weight });
  kernels.scratch.release(mark);
  if ((step + 1) % views.length === 0) changeSkin(model);
  return loss;
}

/** [size, size, 3] the picture with what has been learned, in its light. */
function withResidual(model: Trajectory, { raster, colors, lights, skin, renderSize }: DrawnColors): Float32Array {
  const { drawn, settings, cage, residual } = model;
  const learned = atLevel(residual, cage);
  for (const pixel of skin) {
    const mix = mixerAt(drawn, raster, pixel);
    for (let c = 0; c < 3; c++) {
      const at = 3 * pixel + c;
      colors[at] = Math.min(1, Math.max(0, colors[at] + mix(learned, 3, c)));
    }
  }
  for (let i = 0; i < lights.length; i++) {
    if (raster.triangles[i] >= 0) for (let c = 0; c < 3; c++) colors[3 * i + c] *= lights[i];
  }
  return settings.supersample === 1 ? colors : downsample(drawn.kernels, colors, renderSize, 3);
}

function changeSkin({ change, plan, settings, skin, twins, toned, mask, residual }: Trajectory): void {
  const { sums, weights } = change;
  // The prior cannot tell left from right: what it wants of one side alone is noise, or hair that hangs there.
  const mean = (both: (i: number, v: number) => number): Float32Array =>
    sums.map((_, i) => {
      const v = Math.floor(i / 3);
      const twin = twins[v];
      return (both(i, v) + both(3 * twin + (i % 3), twin)) / (weights[v] + weights[twin] + LEAST_WEIGHT);
    });
  let wanted = mean((i) => sums[i]);
  let heard = mean((_, v) => weights[v]);
  for (let pass = 0; pass < plan.smoothing; pass++) [wanted, heard] = [smoothed(wanted, skin), smoothed(heard, skin)];
  const tone = tonesOf({ wanted, heard }, toned, skin);
  for (let i = 0; i < residual.length; i++) {
    const [v, c] = [Math.floor(i / 3), i % 3];
    const free = mask ? mask[v] : 1;
    const at = 3 * skin.weld[v] + c;
    const own = residual[i] + free * plan.gain * (wanted[at] - heard[at] * tone[at]);
    residual[i] = Math.min(settings.bound, Math.max(-settings.bound, own));
  }
  sums.fill(0);
  weights.fill(0);
}

/**
 * What to take off where it is heard, so that no tone's mean changes. Where nothing is heard, beside a beard or below a fringe, the
 * mean alone would leave its opposite.
 * @returns [V, 3]: that of the first tone where a vertex has none; smooth where tones meet.
 */
function tonesOf(
  { wanted, heard }: Record<"wanted" | "heard", Float32Array>,
  toned: Uint32Array[],
  skin: LayerMesh,
): Float32Array {
  const means = toned.map((vertices) => {
    const sums = [0, 0, 0].map((_, c) => vertices.reduce((sum, v) => sum + wanted[3 * v + c], 0));
    const share = vertices.reduce((sum, v) => sum + heard[3 * v], 0);
    return sums.map((sum) => (share > 0 ? sum / share : 0));
  });
  let tone: Float32Array = wanted.map((_, i) => means[0][i % 3]);
  for (const [k, vertices] of toned.entries()) for (const v of vertices) tone.set(means[k], 3 * v);
  for (let pass = 0; pass < TONE_BORDER; pass++) tone = smoothed(tone, skin);
  return tone;
}

/** Half of each value and half of the mean of its neighbours', [V, 3], at the first vertex of each place. */
function smoothed(values: Float32Array, { triangles, weld }: LayerMesh): Float32Array {
  const [around, counts] = [new Float32Array(values.length), new Float32Array(values.length / 3)];
  for (let i = 0; i < triangles.length; i++) {
    const first = i - (i % 3);
    const to = weld[triangles[i]];
    for (const corner of [first + ((i + 1) % 3), first + ((i + 2) % 3)]) {
      const from = weld[triangles[corner]];
      counts[to]++;
      for (let c = 0; c < 3; c++) around[3 * to + c] += values[3 * from + c];
    }
  }
  return values.map((value, i) => {
    const count = counts[Math.floor(i / 3)];
    return count === 0 ? value : 0.5 * value + (0.5 * around[i]) / count;
  });
}
