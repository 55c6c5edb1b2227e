import type { Fit, FileKind } from "../../../runtime/head/part-files/describe.ts";
import type { Made } from "../../../runtime/head/part-files/write-part.ts";
import { fullBeard } from "./beard/full.ts";
import { beardLevels } from "./beard/far.ts";
import { carvedBeard, carvedGoatee, carvedHandlebar, carvedMoustache } from "./beard/styles/carved.ts";
import { angledBrows, archedBrows, bushyBrows, featheredBrows, joinedBrows, naturalBrows, straightBrows, thinBrows } from "./brows/brows.ts";
import { carvedBrows } from "./brows/carved.ts";
import { type CoarseHair, coarser, hairLevels } from "./core/levels.ts";
import type { Draft } from "./core/mesh.ts";
import type { StripPlace } from "./core/thin.ts";
import type { AverageHead } from "./core/skin.ts";
import { bun, offBun } from "./hair/bun.ts";
import { curly, LOOSE } from "./hair/curly.ts";
import { carvedBun } from "./hair/carved/bun.ts";
import { carvedCurls, carvedShort } from "./hair/carved/curls.ts";
import { carvedLong } from "./hair/carved/long.ts";
import { combLevels } from "./hair/far-comb.ts";
import { mohawk } from "./hair/mohawk.ts";
import { farPlaits, pigtails } from "./hair/pigtails.ts";
import { shortHair } from "./hair/short.ts";

/** One part: what it says of itself, and its levels. */
export interface Entry {
  made: (head: AverageHead) => Made;
  levels: (head: AverageHead) => Draft[];
}

const hairSlots = (roughness: number) => ({ hair: { color: [0.3, 0.2, 0.13] as [number, number, number], metallic: 0, roughness } });
export const SKIN_FIT: Fit = { bind: "skin", anchors: [], moves: false, covers: [], tint: 0, sizes: [0.7, 1.5], placements: [] };

export function strands(kind: FileKind, name: string, words: string[], fit: Partial<Fit>, roughness = 0.5): Entry["made"] {
  const layers = { hair: "Hair", beard: "Beard", moustache: "Beard", brows: "Brows" } as const;
  return () => ({
    kind,
    name,
    words,
    layer: layers[kind as keyof typeof layers],
    surface: "strands",
    carved: false,
    slots: hairSlots(roughness),
    fit: { ...SKIN_FIT, ...fit },
  });
}

type Maker = (head: AverageHead, level: number) => Draft;
export const two = (make: Maker) => (head: AverageHead) => [make(head, 0), make(head, 1)];

export const none = () => 0;
export const few = ({ cell }: StripPlace) => (({ dense: 0.28, curl: 0.2 }) as Record<string, number>)[cell] ?? 0;
export const fewer = ({ cell }: StripPlace) => (cell === "curl" ? 0.14 : 0);
const locks = (share: number) => () => share;
export const swept = (strip: StripPlace) => (strip.swept ? 1 : 0);
/** Of cards seen near by the thicker ones; what only closed the scalp is left to the shell. */
export const outer = ({ cell, swept }: StripPlace) => (swept ? 1 : ({ dense: 0.5, strand: 0.45, curl: 0.42, wisp: 0.25, stubble: 0.5, shorn: 0.6 } as Record<string, number>)[cell] ?? 0);

export const HAIR: Partial<Fit> = { covers: ["scalp"], tint: 0.85 };

/** Coarse levels of carved locks. */
const CHISELLED: CoarseHair = { pole: [0, 0.5, -0.3], carved: true, under: 0.2, lumps: 0.02, kept: [locks(1), locks(0.6), locks(0.45)] };

/** Carved locks without a sheet: all of them, then fewer rows and locks. */
const locked = (make: (head: AverageHead) => Draft) => (head: AverageHead): Draft[] => {
  const finest = make(head);
  return [finest, ...[1, 0.8, 0.6].map((share, i) => coarser(finest, i + 1, ({ swept }) => (swept ? 1 : share)))];
};

/** The forms for statues, which are carved of the same material as the skin. */
function carved(kind: "hair" | "beard" | "moustache" | "brows", name: string, words: string[], levels: Entry["levels"]): Entry {
  const plain = strands(kind, `${name}-carved`, words, { moves: kind !== "hair", covers: kind === "hair" ? ["scalp"] : [] });
  return {
    made: (head) => ({
      ...plain(head),
      surface: "solid",
      carved: true,
      slots: { body: { color: [0.46, 0.3, 0.15], metallic: 1, roughness: 0.42 } },
    }),
    levels,
  };
}

/** Every part that is made here, in the order of its files. */
export const CATALOGUE: Entry[] = [
  {
    made: strands("hair", "short", ["short hair", "short haired"], HAIR),
    levels: (head) => hairLevels(head, shortHair(head), { pole: [0, 0.2, 1], kept: [outer, few, none] }),
  },
  {
    // Coils turn their light every way: no gloss at the outline.
    made: strands("hair", "curly", ["curly hair", "curls", "ringlets"], { ...HAIR, sizes: [0.8, 1.12] }, 0.68),
    levels: (head) => hairLevels(head, curly(head), { pole: [0, 1, 0], slope: 4, lumps: 0.035, curls: LOOSE[0], under: 0.45, kept: [outer, few, fewer] }),
  },
  {
    made: strands("hair", "bun", ["bun", "hair bun", "hair in a bun"], HAIR),
    levels: (head) => hairLevels(head, bun(head), { pole: [0, 0.28, -1], wanted: offBun, kept: [outer, swept, swept] }),
  },
  {
    made: strands("hair", "pigtails", ["pigtails", "braids", "two braids", "plaits"], HAIR),
    levels: (head) => hairLevels(head, pigtails(head), { pole: [0.385, -0.19, -0.17], wanted: ([, y]) => y > -0.3, kept: [outer, swept, none], far: farPlaits }),
  },
  {
    made: strands("hair", "mohawk", ["mohawk", "mohican"], { tint: 0.7 }, 0.65),
    levels: (head) => combLevels(head, mohawk(head)),
  },
  {
    made: strands("beard", "full", ["full beard", "beard", "bearded"], { moves: true, covers: ["jaw"], tint: 0.8 }),
    levels: (head) => beardLevels(head, fullBeard(head)),
  },
  ...(
    [
      ["natural", ["eyebrows"], naturalBrows, 0.45],
      ["thin", ["thin eyebrows", "plucked eyebrows"], thinBrows, 0.3],
      ["bushy", ["bushy eyebrows", "thick eyebrows"], bushyBrows, 0.6],
      // What lies off the brow's usual line shows no roots on it.
      ["arched", ["arched eyebrows"], archedBrows, 0.24],
      ["straight", ["straight eyebrows"], straightBrows, 0.08],
      ["angled", ["angled eyebrows"], angledBrows, 0.1],
      ["feathered", ["feathered eyebrows"], featheredBrows, 0.38],
      ["joined", ["unibrow", "monobrow"], joinedBrows, 0.5],
    ] as [string, string[], Maker, number][]
  ).map(([name, words, make, tint]) => ({ made: strands("brows", name, words, { moves: true, tint }), levels: two(make) })),
  carved("hair", "curly", ["curly hair", "curls"], (head) => hairLevels(head, carvedCurls(head), CHISELLED)),
  carved("hair", "short", ["short hair", "short haired"], (head) => hairLevels(head, carvedShort(head), CHISELLED)),
  carved("hair", "bun", ["bun", "hair bun", "hair in a bun"], (head) => hairLevels(head, carvedBun(head), { ...CHISELLED, pole: [0, 0.28, -1], wanted: offBun })),
  carved("hair", "long", ["long hair", "long haired"], (head) => hairLevels(head, carvedLong(head), { ...CHISELLED, wanted: ([, y]) => y > -0.3 })),
  carved("beard", "full", ["full beard", "beard", "bearded"], (head) => beardLevels(head, carvedBeard(head), true)),
  carved("beard", "goatee", ["goatee", "chin beard"], (head) => beardLevels(head, carvedGoatee(head), true)),
  carved("moustache", "moustache", ["moustache"], locked(carvedMoustache)),
  carved("moustache", "handlebar", ["handlebar moustache", "twirled moustache"], locked(carvedHandlebar)),
  carved("brows", "natural", ["eyebrows"], two(carvedBrows)),
];
