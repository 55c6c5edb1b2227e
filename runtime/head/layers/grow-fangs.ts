import { smoothstep } from "../../mesh/smoothstep.ts";
import type { TeethLayout } from "../surfaces/mouth/paint-teeth.ts";
import type { LayerMesh } from "./types.ts";

const CROWNS = 14;
/** Crowns of the upper canines, from one end of the row. */
const CANINES = [4, 9];
/** How much longer they are than the rest, in units: 3 mm. */
const LENGTH = 0.019;

/** Draws the upper canines out into points. @returns levels that share everything but the places. */
export function growFangs(levels: readonly LayerMesh[], { crownsUv: { upper } }: TeethLayout): LayerMesh[] {
  const [from, to] = upper;
  return levels.map((level) => {
    const positions = level.positions.slice();
    for (let v = 0; v < positions.length / 3; v++) {
      const [u, t] = [level.uvs[2 * v] * CROWNS, (level.uvs[2 * v + 1] - from) / (to - from)];
      const crown = CANINES.find((tooth) => u > tooth && u < tooth + 1);
      if (crown === undefined || t < 0 || t > 1) continue;
      const middle = 1 - Math.abs(2 * (u - crown) - 1);
      positions[3 * v + 1] -= LENGTH * smoothstep(0.35, 1, t) * middle;
    }
    return { ...level, positions };
  });
}
