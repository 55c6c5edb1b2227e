import type { Fit } from "../../../runtime/head/part-files/describe.ts";
import { beardLevels } from "./beard/far.ts";
import { braidedLevels } from "./beard/styles/braided.ts";
import { bushyBeard } from "./beard/styles/bushy.ts";
import { goatee } from "./beard/styles/goatee.ts";
import { longBeard } from "./beard/styles/long.ts";
import { handlebar, moustache, pencil, walrus } from "./beard/styles/moustache.ts";
import { shortBeard } from "./beard/styles/short.ts";
import { muttonChops, sideburns } from "./beard/styles/sideburns.ts";
import { type Entry, few, fewer, HAIR, none, outer, strands } from "./catalogue.ts";
import { type CoarseHair, coarser, hairLevels } from "./core/levels.ts";
import type { Draft } from "./core/mesh.ts";
import type { AverageHead } from "./core/skin.ts";
import type { StripPlace } from "./core/thin.ts";
import { baldingCrown } from "./hair/cropped/balding.ts";
import { buzzCut } from "./hair/cropped/buzz.ts";
import { crewCut } from "./hair/cropped/crew.ts";
import { messyHair } from "./hair/cropped/messy.ts";
import { sideParting } from "./hair/cropped/parted.ts";
import { recedingHair } from "./hair/cropped/receding.ts";
import { slickHair } from "./hair/cropped/slick.ts";
import { spikyHair } from "./hair/cropped/spiky.ts";
import { tonsure } from "./hair/cropped/tonsure.ts";
import { longUndercutLevels, undercutLevels } from "./hair/cropped/undercut.ts";
import { type Fall, fallLevels } from "./hair/falling/fall.ts";
import { halfShavedLevels } from "./hair/falling/half-shaved.ts";
import { ANGLED_BOB, BIG, BOB, BOB_BANGS, LONG, LONG_CURLS, LONG_TUCKED, SLEEK_BOB, WAVY } from "./hair/falling/styles.ts";
import { afro, FRIZZ } from "./hair/textured/afro.ts";
import { boxBraidLevels } from "./hair/textured/box-braids.ts";
import { cornrowLevels } from "./hair/textured/cornrows.ts";
import { dreadlocks } from "./hair/textured/dreadlocks.ts";
import { braid } from "./hair/tied/braid.ts";
import { ponytail } from "./hair/tied/ponytail.ts";
import { topknot } from "./hair/tied/topknot.ts";

type Maker = (head: AverageHead) => Draft;
type Coarse = Omit<CoarseHair, "kept">;

const FALLING: Partial<Fit> = { ...HAIR, covers: ["scalp", "ears"] };
const BEARD: Partial<Fit> = { moves: true, covers: ["jaw"], tint: 0.92 };
const LIP: Partial<Fit> = { moves: true, tint: 0.5 };

/** The shell closes what is left out at the second level. */
const near = (strip: StripPlace) => outer(strip) * (strip.swept ? 1 : 0.65);

/** Short hair: the shell carries it from afar. */
const cropped = (make: Maker, coarse: Coarse): Entry["levels"] => (head) => hairLevels(head, make(head), { ...coarse, kept: [near, few, none] });
/** What is wound or plaited stays. */
const tied = (make: Maker, coarse: Coarse): Entry["levels"] => (head) => hairLevels(head, make(head), { ...coarse, kept: [near, tail(0.25), tail(0.12)] });
const tail = (share: number) => (strip: StripPlace) => (strip.swept ? 1 : strip.root[2] < -0.55 && strip.cell === "dense" ? share : 0);
const long = (card: number, rope: number) => (strip: StripPlace) => (strip.swept ? rope : strip.cell === "dense" ? card : 0);
/** What hangs free has no shell under it. */
const hanging = (make: Maker): Entry["levels"] => (head) =>
  hairLevels(head, make(head), {
    pole: [0, 1, 0.2],
    wanted: ([, y]) => y > -0.3,
    kept: [long(0.3, 0.6), long(0.22, 0.45), long(0.1, 0.22)],
  });
const falling = (style: Fall): Entry["levels"] => (head) => fallLevels(head, style);
/** Too little or too ring-shaped for a shell: fewer, wider cards. @param clear how far they keep off a coarser skin for every level. */
const open = (make: Maker, clear = 0): Entry["levels"] => (head) => {
  const finest = make(head);
  // Shorn hair closes the scalp: of that most stays.
  const coarse = [0.6, 0.4, 0.25].map((share, i) => coarser(finest, i + 1, ({ cell }) => (cell === "wisp" ? 0 : cell === "shorn" ? Math.min(1, 1.6 * share) : share)));
  for (const [i, { positions, normals }] of coarse.entries()) for (const [k, x] of normals.entries()) positions[k] += clear * (i + 1) * x;
  return [finest, ...coarse];
};
const CLEAR = 0.007;
const onJaw = (make: Maker): Entry["levels"] => (head) => beardLevels(head, make(head));

function hair(name: string, words: string[], levels: Entry["levels"], { fit = HAIR, roughness = 0.5 } = {}): Entry {
  return { made: strands("hair", name, words, fit, roughness), levels };
}

function beard(kind: "beard" | "moustache", name: string, words: string[], levels: Entry["levels"], fit: Partial<Fit> = BEARD): Entry {
  return { made: strands(kind, name, words, fit), levels };
}

const BACK: Coarse = { pole: [0, 0.2, 1] };
const CROWN: Coarse = { pole: [0, 0.8, -0.4] };

/** Styles of hair and beards beside the first ones, in the order of their files. */
export const LIBRARY: Entry[] = [
  hair("long", ["long hair", "long straight hair", "straight hair"], falling(LONG), { fit: FALLING }),
  hair("long-tucked", ["long hair behind the ears", "long hair tucked behind the ears", "hair tucked behind the ears"], falling(LONG_TUCKED), { fit: HAIR }),
  hair("wavy", ["wavy hair", "long wavy hair", "waves"], falling(WAVY), { fit: FALLING }),
  hair("long-curls", ["long curly hair", "long curls"], falling(LONG_CURLS), { fit: FALLING, roughness: 0.6 }),
  hair("big", ["big hair", "voluminous hair"], falling(BIG), { fit: FALLING }),
  hair("bob", ["bob", "bob haircut", "chin length hair"], falling(BOB), { fit: FALLING }),
  hair("bob-bangs", ["bob with bangs", "bob with a fringe"], falling(BOB_BANGS), { fit: FALLING }),
  hair("angled-bob", ["angled bob", "asymmetric bob", "A-line bob", "hair over one eye"], falling(ANGLED_BOB), { fit: FALLING, roughness: 0.42 }),
  hair("sleek-bob", ["sleek bob", "straight bob", "smooth bob"], falling(SLEEK_BOB), { fit: FALLING, roughness: 0.42 }),
  hair("ponytail", ["ponytail", "hair in a ponytail"], tied(ponytail, { pole: [0, 0.35, -1], wanted: ([, , z]) => z > -0.6 })),
  hair("braid", ["braid", "braided hair", "plait"], tied(braid, { pole: [0, -0.1, -1], wanted: ([, y, z]) => z > -0.6 && y > -0.45 })),
  hair("topknot", ["topknot", "man bun"], tied(topknot, { pole: [0, 1, -0.35], wanted: ([, y]) => y < 0.66 })),
  hair("buzz", ["buzz cut", "very short hair"], cropped(buzzCut, CROWN), { roughness: 0.65 }),
  hair("crew", ["crew cut", "short back and sides"], cropped(crewCut, CROWN), { roughness: 0.6 }),
  hair("side-parting", ["side parting", "parted hair"], cropped(sideParting, BACK)),
  hair("balding", ["balding", "bald crown", "bald on top"], open(baldingCrown, CLEAR)),
  hair("tonsure", ["tonsure", "monk's tonsure"], open(tonsure, CLEAR)),
  hair("messy", ["messy hair", "tousled hair"], cropped(messyHair, CROWN)),
  hair("spiky", ["spiky hair", "spikes"], cropped(spikyHair, CROWN)),
  hair("afro", ["afro"], (head) => hairLevels(head, afro(head), { pole: [0, 1, 0], slope: 4, lumps: 0.03, curls: FRIZZ[0], under: 0.45, kept: [near, few, fewer] }), { fit: { ...HAIR, sizes: [0.8, 1.2] }, roughness: 0.7 }),
  hair("dreadlocks", ["dreadlocks", "dreads", "locs"], hanging(dreadlocks), { fit: FALLING, roughness: 0.75 }),
  hair("slick", ["slicked back hair", "hair combed back"], cropped(slickHair, BACK), { roughness: 0.4 }),
  hair("receding", ["receding hairline", "receding hair", "thinning hair"], cropped(recedingHair, CROWN)),
  hair("undercut", ["undercut", "shaved sides"], (head) => undercutLevels(head, [near, few, none])),
  hair("long-undercut", ["long undercut", "both sides shaved"], (head) => longUndercutLevels(head, [near, few, none]), { fit: FALLING }),
  hair("half-shaved", ["half shaved head", "side shave"], halfShavedLevels, { fit: FALLING }),
  hair("cornrows", ["cornrows"], cornrowLevels, { fit: { ...HAIR, tint: 0.3 }, roughness: 0.7 }),
  hair("box-braids", ["box braids"], boxBraidLevels, { fit: FALLING, roughness: 0.7 }),
  beard("beard", "short", ["short beard", "trimmed beard"], onJaw(shortBeard)),
  beard("beard", "long", ["long beard", "wizard beard"], onJaw(longBeard)),
  beard("beard", "bushy", ["bushy beard", "wild beard"], onJaw(bushyBeard)),
  beard("beard", "braided", ["braided beard", "plaited beard"], braidedLevels),
  beard("beard", "goatee", ["goatee", "chin beard"], onJaw(goatee)),
  beard("beard", "sideburns", ["sideburns", "side whiskers"], onJaw(sideburns)),
  beard("beard", "mutton-chops", ["mutton chops", "friendly mutton chops"], onJaw(muttonChops)),
  beard("moustache", "moustache", ["moustache"], open(moustache), LIP),
  beard("moustache", "handlebar", ["handlebar moustache", "twirled moustache"], open(handlebar), LIP),
  beard("moustache", "walrus", ["walrus moustache", "bushy moustache"], open(walrus), LIP),
  beard("moustache", "pencil", ["pencil moustache", "thin moustache"], open(pencil), LIP),
];
