import type { Rgb } from "../../prompt/look.ts";
import type { Weights } from "../weights.ts";
import type { AlbedoTable } from "./albedo-table.ts";

/** Skin of people: the ethnicities' tones in proportion, the default for the rest. */
export function skinColor({ skin }: AlbedoTable, weights: Weights): Rgb {
  const color: Rgb = [0, 0, 0];
  let rest = 1;
  for (const [name, tone] of Object.entries(skin)) {
    const weight = name === "default" ? 0 : Math.min(rest, weights[name] ?? 0);
    rest -= weight;
    for (let k = 0; k < 3; k++) color[k] += weight * tone[k];
  }
  return color.map((value, k) => value + rest * skin.default[k]) as Rgb;
}
