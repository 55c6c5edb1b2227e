import { OWN_SURFACES, type OwnSurface } from "../../head/own-surfaces.ts";
import { hairByColor, partSurface } from "../fit/own-surface.ts";
import type { Part } from "../types.ts";

/**
 * Which own surfaces of a fitted head each part shows: its own; of a part that its names do not tell, skin, and with it hair
 * where colour alone tells the two apart.
 * @returns for each part indices into `OWN_SURFACES`.
 */
export function shownBy(parts: readonly Part[]): number[][] {
  const mixed: OwnSurface[] = hairByColor(parts) ? ["skin", "hair", "beard"] : ["skin"];
  return parts.map((part) => {
    const own = partSurface(part) ?? "skin";
    return (own === "skin" ? mixed : [own]).map((name) => OWN_SURFACES.indexOf(name));
  });
}
