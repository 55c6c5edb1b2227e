import { shapeTemplate } from "../../../runtime/head/template-shape.ts";
import { appearanceOf } from "../../../runtime/stages/color/appearance.ts";
import { regionMask } from "../../../runtime/stages/edit/region-mask.ts";
import type { Engine } from "../../../runtime/stages/engine.ts";
import type { openVersions } from "./versions.ts";

type VersionFiles = Awaited<ReturnType<ReturnType<typeof openVersions>["readVersion"]>>;

/** What an edit did outside its regions, and to the files it should leave alone. */
export interface Comparison {
  /** Percent of the head's height that face landmarks outside the regions moved; of all landmarks where there is no region. */
  landmarksMoved: { mean: number; max: number };
  /** Mean change of colours outside the regions, in 255ths; undefined where there is no region. */
  colorOutside?: number;
  geometryKept: boolean;
  colorKept: boolean;
}

export function compareVersions(engine: Engine, before: VersionFiles, after: VersionFiles): Comparison {
  const { template } = engine;
  const { canonical } = before.geometry;
  const { edit } = after.recipe;
  const { regions } = edit;
  const shape = shapeTemplate(template, before.document.template);
  const described = { ...appearanceOf(after.recipe), look: before.recipe.look };
  const mask = regionMask(engine, described, { shape, positions: canonical }, edit);
  const outside = (vertex: number) => regions.length === 0 || mask[vertex] === 0;
  const landmarks = nearestVertices(canonical, shape.landmarks).filter(outside);
  const moved = landmarks.map((v) =>
    Math.hypot(...[0, 1, 2].map((c) => after.geometry.positions[3 * v + c] - before.geometry.positions[3 * v + c])),
  );
  const [old, fresh] = [before.color(canonical), after.color(canonical)];
  const changes = [...mask.keys()].filter(outside).map((v) => {
    const [r, g, b] = [0, 1, 2].map((c) => Math.abs(fresh[3 * v + c] - old[3 * v + c]));
    return (255 * (r + g + b)) / 3;
  });
  const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const percent = 100 / template.frame.headHeight;
  return {
    landmarksMoved: { mean: percent * mean(moved), max: percent * Math.max(...moved) },
    colorOutside: regions.length > 0 ? mean(changes) : undefined,
    geometryKept: before.bytes.geometry.equals(after.bytes.geometry),
    colorKept: before.bytes.color.equals(after.bytes.color),
  };
}

function nearestVertices(positions: Float32Array, points: Float32Array): number[] {
  return Array.from({ length: points.length / 3 }, (_, i) => {
    let [best, found] = [Infinity, 0];
    for (let v = 0; v < positions.length / 3; v++) {
      let d = 0;
      for (let c = 0; c < 3; c++) d += (positions[3 * v + c] - points[3 * i + c]) ** 2;
      if (d < best) [best, found] = [d, v];
    }
    return found;
  });
}
