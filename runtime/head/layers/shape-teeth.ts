import { smoothstep } from "../../mesh/smoothstep.ts";
import { TEETH, type TeethLayout } from "../surfaces/mouth/paint-teeth.ts";
import type { LayerMesh } from "./types.ts";

/** Crowns are numbered along u from the character's left to the right; each is unwrapped once around. Where fangs show: the canines stand behind the corners of most mouths, so the teeth before them; how much longer they are: 5 mm. */
const FANGS = [5, 8];
const LENGTH = 0.029;
const POINTED = 0.6;
/** Upper incisors beside the middle, and how far each stands aside where there is a gap: 1 mm. */
const INCISORS = [6, 7];
const ASIDE = 0.006;

/** Draws teeth out into points ("fangs"), moves incisors apart ("gap"). @returns levels that share everything but the places. */
export function shapeTeeth(
  levels: readonly LayerMesh[],
  { crownsUv: { upper } }: TeethLayout,
  kinds: readonly string[],
): LayerMesh[] {
  const [fangs, gap] = ["fangs", "gap"].map((kind) => kinds.includes(kind));
  if (!fangs && !gap) return [...levels];
  const [from, to] = upper;
  return levels.map((level) => {
    const positions = level.positions.slice();
    for (let crown = 0; crown < TEETH; crown++) {
      const isFang = fangs && FANGS.includes(crown);
      if (!isFang && !(gap && INCISORS.includes(crown))) continue;
      const own: { at: number; down: number }[] = [];
      for (let v = 0; v < positions.length / 3; v++) {
        const down = (level.uvs[2 * v + 1] - from) / (to - from);
        if (down >= 0 && down <= 1 && Math.floor(level.uvs[2 * v] * TEETH) === crown) own.push({ at: 3 * v, down });
      }
      const middle = [0, 1, 2].map((c) => own.reduce((sum, { at }) => sum + positions[at + c], 0) / own.length);
      for (const { at, down } of own) {
        if (!isFang) {
          positions[at] += ASIDE * Math.sign(middle[0]);
          continue;
        }
        const share = smoothstep(0.2, 0.97, down);
        for (const c of [0, 2]) positions[at + c] += POINTED * share * (middle[c] - positions[at + c]);
        positions[at + 1] -= LENGTH * share;
      }
    }
    return { ...level, positions };
  });
}
