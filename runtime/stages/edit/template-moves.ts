import { shapeWeights } from "../../head/look/shape-weights.ts";
import { dressSdf, sampleGrid } from "../../head/parts/dress.ts";
import { shapeTemplate } from "../../head/template-shape.ts";
import { type Appearance, dressingOf } from "../color/appearance.ts";
import type { Engine } from "../engine.ts";
import { BARE_RESOLUTION, bareSdf } from "../geometry/bare-sdf.ts";

/**
 * How the template of one Look must move to become that of another: where an edit's offsets start from.
 * @param points [N, 3] in head space, near the surface.
 * @returns moves [N, 3] in units along the second template's normals; zero where both templates agree.
 */
export function templateMoves(
  engine: Engine,
  { from, to }: { from: Appearance; to: Appearance },
  points: Float32Array,
): Float32Array<ArrayBuffer> {
  const distances = (appearance: Appearance) => {
    const shape = shapeTemplate(engine.template, shapeWeights(engine.template.people, appearance.look));
    return dressSdf(bareSdf(shape), dressingOf(engine, appearance).parts);
  };
  const [before, after] = [distances(from), distances(to)];
  const side = BARE_RESOLUTION + 1;
  const half = 1 / BARE_RESOLUTION;
  const out = new Float32Array(points.length);
  for (let i = 0; i < points.length; i += 3) {
    const [x, y, z] = points.subarray(i, i + 3);
    const outward = sampleGrid(before, side, x, y, z) - sampleGrid(after, side, x, y, z);
    const slope = [
      sampleGrid(after, side, x + half, y, z) - sampleGrid(after, side, x - half, y, z),
      sampleGrid(after, side, x, y + half, z) - sampleGrid(after, side, x, y - half, z),
      sampleGrid(after, side, x, y, z + half) - sampleGrid(after, side, x, y, z - half),
    ];
    const steepness = Math.hypot(...slope) || 1;
    for (let c = 0; c < 3; c++) out[i + c] = (outward * slope[c]) / steepness;
  }
  return out;
}
