import type { Fit, Slot } from "../../../../runtime/head/part-files/describe.ts";
import type { Entry } from "../catalogue.ts";
import type { Draft } from "../core/mesh.ts";
import type { AverageHead } from "../core/skin.ts";
import { beanie, cap, crown, headband, knightHelmet, vikingHelmet } from "./headwear/close.ts";
import { bowler, cowboyHat, fedora, strawHat, topHat, wizardHat } from "./headwear/brimmed.ts";

type Color = [number, number, number];
const felt = (color: Color) => ({ color, metallic: 0, roughness: 0.88 });
const FIT: Fit = { bind: "skin", anchors: [], moves: false, covers: ["scalp"], underHat: "keep", tint: 0, sizes: [0.9, 1.15], placements: [] };

function hat(name: string, words: string[], make: (head: AverageHead, level: number) => Draft, slots: Record<string, Slot>, fit: Partial<Fit> = {}): Entry {
  return {
    made: () => ({ kind: "hat", name, words, layer: "Headwear", surface: "solid", carved: false, slots, fit: { ...FIT, ...fit } }),
    levels: (head) => [make(head, 0), make(head, 1)],
  };
}

/** What is worn on the head, named and coloured as the vocabulary has it. */
export const HATS: Entry[] = [
  hat("wizard", ["wizard hat", "pointed hat", "witch hat"], wizardHat, { felt: felt([0.18, 0.2, 0.42]), band: felt([0.45, 0.33, 0.14]) }),
  hat("top", ["top hat"], topHat, { silk: { color: [0.08, 0.08, 0.09], metallic: 0, roughness: 0.45 }, band: felt([0.3, 0.05, 0.06]) }),
  hat("fedora", ["fedora", "brimmed hat", "hat"], fedora, { felt: felt([0.28, 0.2, 0.14]), band: felt([0.08, 0.06, 0.05]) }),
  hat("cowboy", ["cowboy hat", "western hat", "stetson"], cowboyHat, { felt: felt([0.42, 0.27, 0.15]), band: felt([0.16, 0.09, 0.05]) }),
  hat("cap", ["cap", "baseball cap"], cap, { cloth: felt([0.2, 0.29, 0.5]) }),
  hat("beanie", ["beanie", "knit cap", "woolly hat"], beanie, { wool: { color: [0.5, 0.17, 0.16], metallic: 0, roughness: 0.95 } }),
  hat("crown", ["crown", "golden crown"], crown, { gold: { color: [0.9, 0.68, 0.18], metallic: 1, roughness: 0.28 }, stones: { color: [0.6, 0.03, 0.08], metallic: 1, roughness: 0.2 } }, { covers: [] }),
  hat("viking", ["viking helmet", "horned helmet"], vikingHelmet, {
    steel: { color: [0.5, 0.47, 0.42], metallic: 0.7, roughness: 0.4 },
    rim: { color: [0.6, 0.44, 0.2], metallic: 0.7, roughness: 0.4 },
    horn: { color: [0.85, 0.78, 0.62], metallic: 0, roughness: 0.5 },
  }),
  hat("bowler", ["bowler hat", "bowler", "derby hat"], bowler, { felt: felt([0.1, 0.1, 0.11]), band: felt([0.03, 0.03, 0.035]) }),
  hat("straw", ["straw hat", "sun hat"], strawHat, { straw: felt([0.85, 0.7, 0.42]), ribbon: felt([0.35, 0.08, 0.1]) }),
  hat("knight", ["helmet", "knight helmet", "steel helmet"], knightHelmet, { steel: { color: [0.56, 0.58, 0.61], metallic: 0.9, roughness: 0.35 } }),
  hat("headband", ["headband", "bandana"], headband, { cloth: felt([0.28, 0.2, 0.14]) }, { covers: [] }),
];
