import type { Entry } from "../../catalogue.ts";
import { matte, solid } from "../solid.ts";
import { bandanaMask } from "./bandana.ts";
import { dominoMask } from "./domino.ts";
import { eyePatch } from "./eyepatch.ts";
import { bindi, plaster } from "./stuck-on.ts";
import { surgicalMask } from "./surgical.ts";

/** What is worn over parts of the face. */
export const FACE: Entry[] = [
  solid({
    kind: "eyepatch",
    name: "patch",
    words: ["eye patch", "eyepatch"],
    layer: "Mask",
    slots: { leather: matte([0.07, 0.06, 0.055], 0.6), band: matte([0.06, 0.05, 0.045]) },
    fit: () => ({ side: "left", sizes: [0.8, 1.25] }),
    make: eyePatch,
  }),
  solid({
    kind: "mask",
    name: "domino",
    words: ["domino mask", "masquerade mask", "eye mask"],
    layer: "Mask",
    slots: { silk: matte([0.06, 0.06, 0.07], 0.5), ribbon: matte([0.05, 0.05, 0.055]) },
    fit: () => ({ moves: true, sizes: [0.8, 1.25] }),
    make: dominoMask,
  }),
  solid({
    kind: "mask",
    name: "surgical",
    words: ["surgical mask", "face mask", "medical mask"],
    layer: "Mask",
    slots: { cloth: matte([0.55, 0.72, 0.8]), loops: matte([0.86, 0.87, 0.88]) },
    fit: () => ({ moves: true, sizes: [0.8, 1.25] }),
    make: surgicalMask,
  }),
  solid({
    kind: "mask",
    name: "bandana",
    words: ["bandana mask", "outlaw mask", "ninja mask"],
    layer: "Mask",
    slots: { cloth: matte([0.42, 0.06, 0.06]) },
    fit: () => ({ moves: true, sizes: [0.8, 1.25] }),
    make: bandanaMask,
  }),
  solid({
    kind: "bandage",
    name: "plaster",
    words: ["sticking plaster", "adhesive bandage"],
    layer: "Mask",
    slots: { plaster: matte([0.62, 0.42, 0.3], 0.8) },
    fit: () => ({ moves: true, sizes: [0.8, 1.25] }),
    make: plaster,
  }),
  solid({
    kind: "ornament",
    name: "bindi",
    words: ["bindi"],
    layer: "Jewellery",
    slots: { paint: matte([0.6, 0.03, 0.06], 0.4) },
    fit: () => ({ moves: true, sizes: [0.5, 2] }),
    make: bindi,
  }),
];
