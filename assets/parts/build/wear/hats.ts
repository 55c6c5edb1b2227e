import type { Fit, Placement, Slot } from "../../../../runtime/head/part-files/describe.ts";
import type { Entry } from "../catalogue.ts";
import type { Draft } from "../core/mesh.ts";
import type { AverageHead } from "../core/skin.ts";
import { bandana, beanie, cap, crown, headband, ushanka, vikingHelmet } from "./headwear/close.ts";
import { headscarf, hood, keffiyeh, nemes } from "./headwear/cowl.ts";
import { flatCap, jesterCap, mortarboard } from "./headwear/festive.ts";
import { closedHelmet, knightHelmet, norseHelmet } from "./headwear/helmets.ts";
import { circlet, flowerCrown, headBandage, headphones, laurel, tiara } from "./headwear/rings.ts";
import { beret, bucketHat, chefHat, fez, sailorHat, skullcap, turban } from "./headwear/soft.ts";
import { hardHat, mitre, nurseCap, policeCap, tricorn } from "./headwear/stiff.ts";
import { GOLD, metal, SILVER, solid } from "./solid.ts";
import { bowler, cowboyHat, fedora, strawHat, topHat, wideHat, witchHat, wizardHat } from "./headwear/brimmed.ts";

type Color = [number, number, number];
const felt = (color: Color) => ({ color, metallic: 0, roughness: 0.88 });

const turnedAround = (name: string, degrees: number): Placement => ({ name, about: [0, 0.3, -0.06], turn: [0, degrees, 0], move: [0, 0, 0] });
const tilted: Placement = { name: "tilted", about: [0, 0.3, -0.06], turn: [0, 0, -9], move: [0, 0, 0] };
const FIT: Fit = { bind: "skin", anchors: [], moves: false, covers: ["scalp"], tint: 0, sizes: [0.9, 1.15], placements: [tilted] };

function hat(name: string, words: string[], make: (head: AverageHead, level: number) => Draft, slots: Record<string, Slot>, fit: Partial<Fit> = {}): Entry {
  return {
    made: () => ({ kind: "hat", name, words, layer: "Headwear", surface: "solid", carved: false, slots, fit: { ...FIT, ...fit } }),
    levels: (head) => [make(head, 0), make(head, 1)],
  };
}

const HELMET = {
  steel: { color: [0.56, 0.58, 0.61] as Color, metallic: 0.9, roughness: 0.35 },
  brass: { color: [0.72, 0.53, 0.24] as Color, metallic: 0.9, roughness: 0.35 },
  dark: { color: [0.015, 0.015, 0.018] as Color, metallic: 0, roughness: 0.9 },
};

/** What is worn on the head, named and coloured as the vocabulary has it. */
export const HATS: Entry[] = [
  hat("wizard", ["wizard hat", "pointed hat"], wizardHat, { felt: felt([0.18, 0.2, 0.42]), band: felt([0.45, 0.33, 0.14]) }),
  hat("witch", ["witch hat"], witchHat, { felt: felt([0.05, 0.045, 0.055]), band: felt([0.24, 0.1, 0.3]), buckle: metal(GOLD, 0.3) }),
  hat("top", ["top hat"], topHat, { silk: { color: [0.08, 0.08, 0.09], metallic: 0, roughness: 0.45 }, band: felt([0.3, 0.05, 0.06]) }),
  hat("fedora", ["fedora", "brimmed hat", "hat"], fedora, { felt: felt([0.28, 0.2, 0.14]), band: felt([0.08, 0.06, 0.05]) }),
  hat("cowboy", ["cowboy hat", "western hat", "stetson"], cowboyHat, { felt: felt([0.42, 0.27, 0.15]), band: felt([0.16, 0.09, 0.05]) }),
  hat("wide", ["wide brimmed hat", "ranger hat"], wideHat, { felt: felt([0.33, 0.24, 0.15]), band: felt([0.12, 0.075, 0.045]) }),
  hat("cap", ["cap", "baseball cap"], cap, { cloth: felt([0.2, 0.29, 0.5]) }, { placements: [turnedAround("backwards", 180), turnedAround("sideways", 75), tilted] }),
  hat("beanie", ["beanie", "knit cap", "woolly hat"], beanie, { wool: { color: [0.5, 0.17, 0.16], metallic: 0, roughness: 0.95 } }),
  hat("ushanka", ["ushanka", "fur hat", "russian hat"], ushanka, { fur: { color: [0.32, 0.22, 0.15], metallic: 0, roughness: 0.95 }, cloth: felt([0.2, 0.17, 0.15]) }, { covers: ["scalp"] }),
  hat("crown", ["crown", "golden crown"], crown, { gold: { color: [0.9, 0.68, 0.18], metallic: 1, roughness: 0.28 }, stones: { color: [0.6, 0.03, 0.08], metallic: 1, roughness: 0.2 } }, { covers: [] }),
  hat("viking", ["viking helmet", "horned helmet"], vikingHelmet, {
    steel: { color: [0.5, 0.47, 0.42], metallic: 0.7, roughness: 0.4 },
    rim: { color: [0.6, 0.44, 0.2], metallic: 0.7, roughness: 0.4 },
    horn: { color: [0.85, 0.78, 0.62], metallic: 0, roughness: 0.5 },
  }),
  hat("norse", ["norse helmet", "spectacle helmet", "nasal helmet", "norman helmet"], norseHelmet, HELMET),
  hat("bowler", ["bowler hat", "bowler", "derby hat"], bowler, { felt: felt([0.1, 0.1, 0.11]), band: felt([0.03, 0.03, 0.035]) }),
  hat("straw", ["straw hat", "sun hat"], strawHat, { straw: felt([0.85, 0.7, 0.42]), ribbon: felt([0.35, 0.08, 0.1]) }),
  hat("knight", ["helmet", "knight helmet", "steel helmet"], knightHelmet, HELMET),
  hat("knight-closed", ["closed helmet", "full helmet", "helmet with a visor", "visor down", "jousting helmet"], closedHelmet, HELMET, { covers: ["scalp", "ears", "jaw", "eyes"] }),
  hat("jester", ["jester hat", "jester cap", "fool cap", "cap and bells"], jesterCap, { cloth: felt([0.55, 0.06, 0.09]), other: felt([0.13, 0.36, 0.18]), bells: metal(GOLD, 0.25) }),
  hat("mortarboard", ["mortarboard", "graduation cap"], mortarboard, { cloth: felt([0.06, 0.06, 0.07]), tassel: felt([0.8, 0.6, 0.16]) }),
  hat("flat", ["flat cap", "newsboy cap", "tweed cap"], flatCap, { tweed: felt([0.33, 0.3, 0.25]) }),
  hat("bandana", ["bandana", "kerchief"], bandana, { cloth: felt([0.62, 0.08, 0.08]) }),
  hat("headband", ["headband"], headband, { cloth: felt([0.28, 0.2, 0.14]) }, { covers: [] }),
  hat("beret", ["beret"], beret, { felt: felt([0.09, 0.09, 0.11]) }),
  hat("skullcap", ["skullcap", "kippah", "swim cap"], skullcap, { cloth: felt([0.28, 0.2, 0.14]) }),
  hat("sailor", ["sailor hat", "navy cap"], sailorHat, { canvas: felt([0.9, 0.9, 0.88]) }),
  hat("bucket", ["bucket hat", "fishing hat"], bucketHat, { cloth: felt([0.28, 0.2, 0.14]) }),
  hat("chef", ["chef hat", "toque blanche"], chefHat, { linen: felt([0.93, 0.93, 0.92]) }),
  hat("turban", ["turban"], turban, { cloth: felt([0.28, 0.2, 0.14]) }, { covers: ["scalp", "nape"] }),
  hat("fez", ["fez", "tarboosh"], fez, { felt: felt([0.6, 0.1, 0.1]), tassel: felt([0.05, 0.05, 0.06]) }),
  hat("mitre", ["mitre", "bishop hat", "papal hat"], mitre, { silk: { color: [0.9, 0.88, 0.82], metallic: 0, roughness: 0.6 }, band: metal(GOLD, 0.4) }),
  hat("hard", ["hard hat", "construction helmet", "safety helmet"], hardHat, { shell: { color: [0.95, 0.72, 0.06], metallic: 0, roughness: 0.32 } }),
  hat("police", ["police cap", "peaked cap", "officer cap", "captain hat"], policeCap, {
    cloth: felt([0.07, 0.09, 0.16]),
    band: felt([0.03, 0.03, 0.04]),
    peak: { color: [0.02, 0.02, 0.025], metallic: 0, roughness: 0.15 },
    badge: metal(GOLD, 0.3),
  }),
  hat("nurse", ["nurse cap"], nurseCap, { linen: felt([0.94, 0.94, 0.94]), cross: felt([0.75, 0.05, 0.07]) }, { covers: [] }),
  hat("tricorn", ["tricorn", "pirate hat"], tricorn, { felt: felt([0.1, 0.085, 0.075]), edge: felt([0.68, 0.52, 0.2]) }),
  hat("hood", ["hood", "hooded cloak", "cowl"], hood, { cloth: felt([0.28, 0.2, 0.14]) }),
  hat("headscarf", ["headscarf", "hijab"], headscarf, { cloth: felt([0.28, 0.2, 0.14]) }, { covers: ["scalp", "ears"] }),
  hat("keffiyeh", ["keffiyeh", "shemagh"], keffiyeh, { cloth: felt([0.88, 0.86, 0.82]), cord: felt([0.05, 0.05, 0.05]) }, { covers: ["scalp", "ears"] }),
  hat("nemes", ["nemes", "pharaoh headdress"], nemes, { cloth: felt([0.85, 0.62, 0.16]), band: metal(GOLD, 0.35) }, { covers: ["scalp", "nape"] }),
  hat("tiara", ["tiara", "diadem"], tiara, { metal: metal(SILVER, 0.2), stones: { color: [0.5, 0.72, 0.95], metallic: 0.5, roughness: 0.08 } }, { covers: [] }),
  hat("circlet", ["circlet"], circlet, { metal: metal(GOLD), stone: { color: [0.1, 0.45, 0.3], metallic: 0.4, roughness: 0.1 } }, { covers: [] }),
  hat("laurel", ["laurel wreath"], laurel, { leaves: felt([0.24, 0.36, 0.13]) }, { covers: [] }),
  hat("flower-crown", ["flower crown"], flowerCrown, { petals: felt([0.93, 0.55, 0.66]), others: felt([0.95, 0.93, 0.88]), hearts: felt([0.9, 0.68, 0.2]), leaves: felt([0.25, 0.4, 0.16]) }, { covers: [] }),
  solid({ kind: "bandage", name: "head", words: ["head bandage", "bandaged head"], layer: "Headwear", slots: { gauze: felt([0.9, 0.88, 0.84]) }, fit: () => ({ sizes: [0.9, 1.15] }), make: headBandage }),
  solid({
    kind: "ornament",
    name: "headphones",
    words: ["headphones", "headset"],
    layer: "Headwear",
    slots: { shell: { color: [0.09, 0.09, 0.1], metallic: 0, roughness: 0.35 }, pads: felt([0.05, 0.05, 0.055]) },
    fit: () => ({ sizes: [0.9, 1.15] }),
    make: headphones,
  }),
];
