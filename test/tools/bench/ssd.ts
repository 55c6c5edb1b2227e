import { shapeWeights } from "../../../runtime/head/look/shape-weights.ts";
import { shapeTemplate } from "../../../runtime/head/template-shape.ts";
import { makeGridRecipe } from "../../../runtime/host/node/recipes.ts";
import type { Engine } from "../../../runtime/stages/engine.ts";
import type { Table } from "./report.ts";
import { prepareTexture } from "./stage-setup.ts";

const PROMPT = "an old man with a white beard";

/**
 * Times whole steps of the paper's texture stage, one after the other: three evaluations in a batch, the encoder and its
 * VJP at the pack's full size, the field and the renderer around them.
 */
export async function benchSsd(engine: Engine, pack: string, steps: number): Promise<Table> {
  const recipe = await makeGridRecipe({ prompt: PROMPT, preset: "paper", pack, seed: 1 });
  const shape = shapeTemplate(engine.template, shapeWeights(engine.template.people, recipe.look));
  const store = engine.kernels.store.mark();
  const rows: string[][] = [];
  const ratios: number[] = [];
  try {
    const bench = await prepareTexture(engine, recipe, shape);
    await engine.pack.release("text");
    await bench.warmUp();
    for (let step = 1; step <= steps; step++) {
      const { total, networks, parts } = await bench.time(step);
      const share = (part: number) => `${((100 * part) / total).toFixed(1)} %`;
      ratios.push(total / networks);
      rows.push([
        String(step),
        (total / 1000).toFixed(2),
        ...[parts.predict, parts.encode, parts.vjp, total - networks].map(share),
      ]);
    }
  } finally {
    engine.kernels.store.release(store);
  }
  const worst = Math.max(...ratios);
  const peak = process.resourceUsage().maxRSS / 2 ** 20;
  return {
    title: `The paper's texture step at ${engine.pack.imageSize}²`,
    columns: ["step", "seconds", "three evaluations", "encoder", "encoder VJP", "all else"],
    rows,
    notes: [
      `A step takes ${worst.toFixed(3)} × its networks' time at most. Peak memory of the process: ${peak.toFixed(1)} GiB.`,
    ],
  };
}
