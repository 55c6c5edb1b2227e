import type { FileKind, Fit, Slot } from "../../../../runtime/head/part-files/describe.ts";
import type { PartLayer } from "../../../../runtime/head/layers/types.ts";
import { type Entry, SKIN_FIT } from "../catalogue.ts";
import type { Draft } from "../core/mesh.ts";
import type { AverageHead } from "../core/skin.ts";
import type { Vec } from "../core/vector.ts";

export interface Solid {
  kind: FileKind;
  name: string;
  words: string[];
  layer: PartLayer;
  slots: Record<string, Slot>;
  fit: (head: AverageHead) => Partial<Fit>;
  make: (head: AverageHead, level: number) => Draft;
}

/** A solid part in two levels. */
export function solid({ make, fit, ...part }: Solid): Entry {
  return {
    made: (head) => ({ ...part, surface: "solid", carved: false, fit: { ...SKIN_FIT, ...fit(head) } }),
    levels: (head) => [make(head, 0), make(head, 1)],
  };
}

/** One anchor a side. @param at on the character's left. */
export function pair(name: string, [x, y, z]: Vec, radius: number): Fit["anchors"] {
  return [
    { name: `left-${name}`, point: [x, y, z], radius },
    { name: `right-${name}`, point: [-x, y, z], radius },
  ];
}

/** Materials of slots. */
export const metal = (color: Vec, roughness = 0.3): Slot => ({ color, metallic: 1, roughness });
export const matte = (color: Vec, roughness = 0.85): Slot => ({ color, metallic: 0, roughness });
export const GOLD: Vec = [0.9, 0.68, 0.2];
export const SILVER: Vec = [0.8, 0.8, 0.82];
