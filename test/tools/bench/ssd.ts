import { shapeWeights } from "../../../runtime/head/look/shape-weights.ts";
import { shapeTemplate } from "../../../runtime/head/template-shape.ts";
import { makeGridRecipe } from "../../../runtime/host/node/recipes.ts";
import type { Table } from "./report.ts";
import { type BenchEngine, prepareGeometry, prepareTexture } from "./stage-setup.ts";

const PROMPT = "an old man with a white beard";
/** Share of a step that its networks are to have. */
const WANTED = "80 %";

/**
 * Times whole steps of a preset's geometry and texture stages, the paper's by default, one after the other: its evaluations in a batch, the
 * encoder and its VJP at the pack's full size, the field and the renderer around them. Geometry goes through the encoder from the first step on.
 */
export async function benchSsd(
  engine: BenchEngine,
  pack: string,
  steps: number,
  preset: "paper" | "draft" = "paper",
): Promise<Table> {
  const asked = await makeGridRecipe({ prompt: PROMPT, preset, pack, seed: 1 });
  const recipe = { ...asked, geometry: { ...asked.geometry, latentSteps: 0 } };
  const shape = shapeTemplate(engine.template, shapeWeights(engine.template.people, recipe.look));
  const rows: string[][] = [];
  let least = 1;
  for (const prepare of [prepareGeometry, prepareTexture]) {
    const store = engine.kernels.store.mark();
    const bench = await prepare(engine, recipe, shape);
    await engine.pack.release("text");
    await bench.warmUp();
    for (let step = 1; step <= steps; step++) {
      const { total, networks, parts } = await bench.time(step);
      const share = (part: number) => `${((100 * part) / total).toFixed(1)} %`;
      least = Math.min(least, networks / total);
      rows.push([
        `${bench.stage} ${step}`,
        (total / 1000).toFixed(2),
        ...[parts.predict, parts.encode, parts.vjp, total - networks].map(share),
      ]);
    }
    engine.kernels.store.release(store);
  }
  const peak = process.resourceUsage().maxRSS / 2 ** 20;
  return {
    title: `Steps of the ${preset} preset at ${engine.pack.imageSize}²`,
    columns: ["step", "seconds", "evaluations", "encoder", "encoder VJP", "all else"],
    rows,
    notes: [
      `Networks have ${(100 * least).toFixed(1)} % of a step at least; wanted ${WANTED}. Peak memory of the process: ${peak.toFixed(1)} GiB.`,
    ],
  };
}
