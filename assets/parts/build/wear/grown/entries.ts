import type { Entry } from "../../catalogue.ts";
import type { AverageHead } from "../../core/skin.ts";
import type { Vec } from "../../core/vector.ts";
import { matte, pair, type Solid, solid } from "../solid.ts";
import { antlerRoot, antlers, BULL, CURVED, type Horn, hornRoot, horns, RAM, SPIRAL, STRAIGHT, singleRoot, spines, unicornHorn } from "./horns.ts";
import { boarRoot, boarTusks, tuskRoot, tusks } from "./tusks.ts";

const onSkull = (name: string, words: string[], color: Vec, root: (head: AverageHead) => Vec, make: Solid["make"]): Entry =>
  solid({
    kind: "horns",
    name,
    words,
    layer: "Horns",
    slots: { horn: matte(color, 0.45) },
    fit: (head) => ({ bind: "anchors", anchors: pair("horn", root(head), 0.07), sizes: [0.35, 2] }),
    make,
  });
const grown = (name: string, words: string[], color: Vec, horn: Horn) => onSkull(name, words, color, (head) => hornRoot(head, horn), horns(horn));

const onLip = (name: string, words: string[], root: (head: AverageHead) => Vec, make: Solid["make"]): Entry =>
  solid({
    kind: "tusks",
    name,
    words,
    layer: "Tusks",
    slots: { ivory: matte([0.9, 0.86, 0.74], 0.35) },
    fit: (head) => ({ bind: "anchors", moves: true, anchors: pair("lip", root(head), 0.06), sizes: [0.4, 2.5] }),
    make,
  });

/** What creatures grow. */
export const GROWN: Entry[] = [
  onLip("tusks", ["tusks", "fangs"], tuskRoot, tusks),
  onLip("boar", ["boar tusks", "curved tusks"], boarRoot, boarTusks),
  grown("curved", ["horns", "demon horns", "devil horns", "goat horns"], [0.27, 0.21, 0.17], CURVED),
  grown("straight", ["straight horns", "long horns"], [0.27, 0.21, 0.17], STRAIGHT),
  grown("ram", ["ram horns", "curled horns"], [0.36, 0.29, 0.22], RAM),
  grown("bull", ["bull horns", "ox horns"], [0.62, 0.55, 0.43], BULL),
  onSkull("antlers", ["antlers", "deer antlers", "stag antlers"], [0.36, 0.25, 0.16], antlerRoot, antlers),
  grown("spiral", ["spiral horns", "antelope horns", "twisted horns"], [0.3, 0.24, 0.18], SPIRAL),
  solid({
    kind: "horns",
    name: "unicorn",
    words: ["unicorn horn", "single horn"],
    layer: "Horns",
    slots: { horn: matte([0.93, 0.88, 0.78], 0.3) },
    fit: (head) => ({ bind: "anchors", anchors: [{ name: "forehead", point: singleRoot(head), radius: 0.07 }], sizes: [0.35, 2] }),
    make: unicornHorn,
  }),
  solid({
    kind: "horns",
    name: "spines",
    words: ["spines", "row of spines", "spiny crest"],
    layer: "Horns",
    slots: { horn: matte([0.2, 0.24, 0.13], 0.5) },
    fit: () => ({ bind: "skin", sizes: [0.4, 2] }),
    make: spines,
  }),
];
