import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shapeWeights } from "../../../runtime/head/look/shape-weights.ts";
import { shapeTemplate } from "../../../runtime/head/template-shape.ts";
import { writeTensors } from "../../../runtime/head/tensors.ts";
import { makeGridRecipe } from "../../../runtime/host/node/recipes.ts";
import { milliseconds, type Table, times } from "./report.ts";
import { layeredWork, prepareResidual, prepareShape } from "./stage-layers.ts";
import { type BenchEngine, prepareGeometry, prepareTexture, type StageBench, type StepTimes } from "./stage-setup.ts";
import type { Twin } from "./twin.ts";

const PROMPT = "an old man with a white beard";

/** Times steps of the geometry and texture stages of a preset, of layers and on the grid. @param quick fewer of them. */
export async function benchSteps(
  engine: BenchEngine,
  twin: Twin | string,
  pack: string,
  { quick, preset = "standard" }: { quick: boolean; preset?: "draft" | "standard" },
): Promise<Table> {
  const recipe = await makeGridRecipe({ prompt: PROMPT, preset, pack, seed: 1 });
  const shape = shapeTemplate(engine.template, shapeWeights(engine.template.people, recipe.look));
  const layers = await layeredWork(recipe, await engine.headKit(), preset);
  const prepared = [
    () => prepareShape(engine, layers),
    () => prepareResidual(engine, layers),
    () => prepareGeometry(engine, recipe, shape),
    () => prepareTexture(engine, recipe, shape),
  ];
  const folder = await mkdtemp(join(tmpdir(), "headartist-bench-"));
  const [steps, turns] = quick ? [2, 1] : [4, 3];
  const rows: string[][] = [];
  const notes = [
    `Steps 1 to ${steps} of the ${preset} preset, the best of ${turns} turns of each. PyTorch: eager diffusers models as their`,
    "pipelines call them, autograd through the encoder, the renderer of test/tools/bench/pytorch. No landmark drawing there.",
  ];
  const store = engine.kernels.store.mark();
  try {
    for (const prepare of prepared) {
      const bench = await prepare();
      if (typeof twin === "string") await bench.warmUp();
      else await describe(twin, bench, steps, folder);
      const ours: StepTimes[] = [];
      const theirs: StepTimes[] = [];
      for (let turn = 0; turn < turns; turn++) {
        for (let i = 0; i < steps; i++) keepBest(ours, i, await bench.time(i + 1));
        for (let i = 0; i < steps && typeof twin !== "string"; i++) {
          const { agreement, ...answer } = await askStep(twin, bench.name, i);
          keepBest(theirs, i, answer);
          if (turn > 0 || i > 0) continue;
          const said = Object.entries(agreement).map(([name, cosine]) => `${name} ${cosine.toFixed(4)}`);
          notes.push(`Cosine of our step "${bench.name}" and PyTorch's: ${said.join(", ")}.`);
        }
      }
      rows.push(stepRow(bench.name, average(ours), theirs.length > 0 ? average(theirs) : undefined));
    }
  } finally {
    engine.kernels.store.release(store);
    await rm(folder, { recursive: true });
  }
  const columns = ["step", "ms", "in networks", "PyTorch ms", "in networks", "PyTorch ÷", "÷ without rasterising"];
  return { title: "One SSD step", columns, rows, notes };
}

/** Tells PyTorch everything about a stage and the steps that will be asked for. */
async function describe(twin: Twin, bench: StageBench, steps: number, folder: string): Promise<void> {
  const arrays = { ...bench.arrays };
  const { image, gradient } = await bench.warmUp();
  const numbers = Array.from({ length: steps }, (_, i) => {
    const request = bench.request(i + 1);
    for (const [name, values] of Object.entries(request.arrays)) arrays[`${i}/${name}`] = values;
    return request.numbers;
  });
  const file = join(folder, `${bench.stage}.safetensors`);
  await writeFile(file, writeTensors({ ...arrays, "0/image": image, "0/gradient": gradient }));
  await twin.ask({ do: "stage", stage: bench.name, file, setup: bench.setup, steps: numbers });
}

interface StepAnswer {
  milliseconds: number;
  parts: Record<string, number>;
  agreement: Record<string, number>;
}

async function askStep(twin: Twin, stage: string, index: number) {
  const { milliseconds: total, parts, agreement } = await twin.ask<StepAnswer>({ do: "step", stage, index });
  const networks = parts.encode + parts.predict + parts["encoder VJP"];
  return { total, networks, rasterise: parts.rasterise, agreement };
}

/** Keeps the quicker of what step `index` took in several turns. */
function keepBest(list: StepTimes[], index: number, next: StepTimes): void {
  if (!list[index] || next.total < list[index].total) list[index] = next;
}

function average(list: StepTimes[]): StepTimes {
  const mean = (key: keyof StepTimes) => list.reduce((sum, entry) => sum + entry[key], 0) / list.length;
  return { total: mean("total"), networks: mean("networks"), rasterise: mean("rasterise") };
}

function stepRow(stage: string, ours: StepTimes, theirs: StepTimes | undefined): string[] {
  return [
    stage,
    milliseconds(ours.total),
    `${Math.round((100 * ours.networks) / ours.total)} %`,
    milliseconds(theirs?.total),
    theirs ? `${Math.round((100 * theirs.networks) / theirs.total)} %` : "–",
    times(theirs && theirs.total / ours.total),
    times(theirs && (theirs.total - theirs.rasterise) / (ours.total - ours.rasterise)),
  ];
}
