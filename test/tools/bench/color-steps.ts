import { makeGridRecipe } from "../../../runtime/host/node/recipes.ts";
import { keepWithin } from "../../../runtime/kernels/keep-within.ts";
import { refineStep } from "../../../runtime/stages/color/refine.ts";
import { stageContext } from "../../../runtime/stages/guidance/stage-context.ts";
import { learnResidual } from "../../../runtime/stages/layers/color/learn-residual.ts";
import { createResidualModel } from "../../../runtime/stages/layers/color/residual-model.ts";
import { createTrajectory, trajectoryStep } from "../../../runtime/stages/layers/color/trajectory.ts";
import { drawnSurface, keepDrawn } from "../../../runtime/stages/layers/drawn-head.ts";
import { milliseconds, type Table } from "./report.ts";
import { layeredWork } from "./stage-layers.ts";
import type { BenchEngine } from "./stage-setup.ts";
import { bestAsync } from "./timing.ts";

/** Times what colours a head of layers at the standard preset besides the texture stage; PyTorch is not asked. */
export async function benchColorSteps(engine: BenchEngine, pack: string, quick: boolean): Promise<Table> {
  const prompt = "an old man with a white beard";
  const recipe = await makeGridRecipe({ prompt, preset: "standard", pack, seed: 1 });
  const { asked, stages, subject } = await layeredWork(recipe, await engine.headKit());
  const { texture, refine, trajectory } = stages;
  const rounds = quick ? 1 : 5;
  const rows = await keepWithin(engine.kernels, async () => {
    const drawn = keepDrawn(engine.kernels, subject.head);
    const { positions } = drawn;
    const known = { landmarks: subject.landmarks, known: drawnSurface(drawn) };
    const context = await stageContext(engine, asked, texture, known);
    const found: string[][] = [];
    if (trajectory && engine.pack.seesView) {
      const model = createTrajectory(drawn, { subject, shaped: subject.head }, { texture, plan: trajectory });
      const steps = trajectory.views.length * trajectory.timesteps.length;
      // The first sight of each view is dearer: what is known of it is asked for.
      await trajectoryStep(context, model, 0);
      const time = await bestAsync(() => trajectoryStep(context, model, 0), rounds);
      found.push(["trajectory, a view of a round", `${steps}`, milliseconds(time)]);
    }
    const colors = learnResidual(createResidualModel(drawn, { positions, subject }, texture, { seed: asked.seed + 1 }));
    await refineStep(context, colors, refine, 0);
    const time = await bestAsync(() => refineStep(context, colors, refine, 0), rounds);
    await colors.trainer.home();
    const what = `refine, a view: ${refine.samplerSteps} steps of the sampler, ${refine.updates} updates`;
    found.push([what, `${refine.views * refine.rounds}`, milliseconds(time)]);
    return found;
  });
  const notes = [`The best of ${rounds}. A pack that sees the view is led along the trajectory, any other refined.`];
  return { title: "Steps that colour heads of layers", columns: ["step", "of a standard head", "ms"], rows, notes };
}
