import type { Placement, Slot } from "../../../../../runtime/head/part-files/describe.ts";
import type { Entry } from "../../catalogue.ts";
import type { AverageHead } from "../../core/skin.ts";
import { GOLD, matte, metal, type Solid, solid } from "../solid.ts";
import { goggles } from "./goggles.ts";
import { monocle } from "./monocle.ts";
import { aviatorGlasses, halfMoonGlasses, roundGlasses, squareGlasses, sunGlasses } from "./styles.ts";

const glass = (color: [number, number, number], opacity: number): Slot => ({ color, metallic: 0, roughness: 0.04, opacity });
// Glass scatters nothing: pale, it would lie over lashes as a fog.
const CLEAR = glass([0.2, 0.24, 0.25], 0.1);
const DARK = glass([0.035, 0.035, 0.04], 0.9);

/** Glasses sit on the nose and the ears, and turn about the ears when they are pushed up. */
const onNose = (placements: Placement[]) => ({ landmark }: AverageHead) => ({
  bind: "pose" as const,
  anchors: [
    { name: "nose", point: landmark(6), radius: 0.03 },
    { name: "left-ear", point: [0.405, 0.01, -0.07] as [number, number, number], radius: 0.05 },
    { name: "right-ear", point: [-0.405, 0.01, -0.07] as [number, number, number], radius: 0.05 },
  ],
  sizes: [0.9, 1.2] as [number, number],
  placements,
});

const pushedUp = (degrees: number, move: Placement["move"]): Placement[] =>
  ["raised", "forehead"].map((name) => ({ name, about: [0, 0, -0.1], turn: [-degrees, 0, 0], move }));
const UP = pushedUp(44, [0, 0.02, 0.0]);

const glasses = (name: string, words: string[], slots: Record<string, Slot>, make: Solid["make"]): Entry =>
  solid({ kind: "glasses", name, words, layer: "Glasses", slots, fit: onNose(UP), make });

/** What is worn before the eyes. */
export const EYEWEAR: Entry[] = [
  glasses("round", ["round glasses", "round spectacles", "glasses", "spectacles"], { frame: matte([0.07, 0.07, 0.08], 0.3), lens: CLEAR }, roundGlasses),
  glasses("square", ["square glasses", "horn rimmed glasses", "nerd glasses"], { frame: matte([0.06, 0.05, 0.05], 0.25), lens: CLEAR }, squareGlasses),
  glasses("half-moon", ["half moon glasses", "reading glasses"], { frame: metal(GOLD), lens: CLEAR }, halfMoonGlasses),
  glasses("aviator", ["aviator sunglasses", "aviators"], { frame: metal(GOLD), lens: glass([0.1, 0.085, 0.06], 0.8) }, aviatorGlasses),
  glasses("sunglasses", ["sunglasses", "dark glasses", "shades"], { frame: matte([0.04, 0.04, 0.045], 0.22), lens: DARK }, sunGlasses),
  solid({
    kind: "glasses",
    name: "goggles",
    words: ["goggles", "aviator goggles", "steampunk goggles"],
    layer: "Glasses",
    slots: { frame: metal([0.72, 0.5, 0.22], 0.38), strap: matte([0.22, 0.13, 0.08], 0.75), lens: glass([0.3, 0.36, 0.36], 0.4) },
    fit: () => ({ sizes: [0.8, 1.3], placements: pushedUp(42, [0, 0.02, 0.07]) }),
    make: goggles,
  }),
  solid({
    kind: "glasses",
    name: "monocle",
    words: ["monocle"],
    layer: "Glasses",
    slots: { frame: metal(GOLD), lens: CLEAR },
    // Glass does not bend: it stands before the eye's socket, as it is.
    fit: ({ eyes }) => ({ bind: "anchors", anchors: [{ name: "socket", point: eyes.left, radius: 0.16 }], side: "left", sizes: [0.8, 1.3] }),
    make: monocle,
  }),
];
