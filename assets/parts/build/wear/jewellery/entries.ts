import type { Entry } from "../../catalogue.ts";
import type { AverageHead } from "../../core/skin.ts";
import type { Vec } from "../../core/vector.ts";
import { GOLD, metal, pair, SILVER, type Solid, solid } from "../solid.ts";
import { earCuffs, earRim } from "./cuff.ts";
import { hoops, lobe } from "./hoops.ts";
import { browEnd, browRing, drops, lip, lipRing, noseRing, noseStud, septum, septumRing, studs, wing } from "./small.ts";

const earrings = (name: string, words: string[], slots: Solid["slots"], make: Solid["make"], at = lobe): Entry =>
  solid({
    kind: "earrings",
    name,
    words,
    layer: "Jewellery",
    slots,
    fit: (head) => ({ bind: "anchors", anchors: pair("ear", at(head), 0.035), sizes: [0.5, 2.5] }),
    make,
  });

/** One piece that goes with the skin that it is pierced through; on the left unless it is in the middle. */
const piercing = (name: string, words: string[], at: (head: AverageHead) => Vec, make: Solid["make"], { middle = false } = {}): Entry =>
  solid({
    kind: "piercing",
    name,
    words,
    layer: "Jewellery",
    slots: { metal: metal(SILVER, 0.2) },
    fit: (head) => ({
      bind: "anchors",
      moves: true,
      anchors: [{ name, point: at(head), radius: 0.03 }],
      sizes: [0.5, 2.5],
      ...(middle ? {} : { side: "left" }),
    }),
    make,
  });

/** What is worn in ears, noses, lips and brows. */
export const JEWELLERY: Entry[] = [
  earrings("hoops", ["hoop earrings", "hoops", "earrings"], { metal: metal(GOLD) }, hoops),
  earrings("studs", ["stud earrings", "studs", "ear studs"], { metal: metal(GOLD, 0.22) }, studs),
  earrings("drops", ["drop earrings", "dangling earrings"], { metal: metal(GOLD), stone: { color: [0.05, 0.24, 0.3], metallic: 0.3, roughness: 0.08 } }, drops),
  earrings("cuff", ["ear cuff", "ear cuffs"], { metal: metal(SILVER, 0.2) }, earCuffs, earRim),
  piercing("nose", ["nose ring"], wing, noseRing),
  piercing("nose-stud", ["nose stud", "nose piercing"], wing, noseStud),
  piercing("septum", ["septum ring", "septum piercing"], septum, septumRing, { middle: true }),
  piercing("lip", ["lip ring", "lip piercing"], lip, lipRing),
  piercing("brow", ["eyebrow piercing", "eyebrow ring"], browEnd, browRing),
];
