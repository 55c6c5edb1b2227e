import { randomStream, streamKey } from "../../kernels/random.ts";
import { smoothstep } from "../../mesh/smoothstep.ts";
import type { Look, PartKind, Rgb, Side } from "../../prompt/look.ts";
import type { FileKind, PartDescription } from "./describe.ts";

/** A part that a Look asks for, and how it is to be made. */
export interface ChosenPart {
  part: PartDescription;
  /** sRGB of the part's main slot; the part's own where left out. */
  color?: Rgb;
  metallic?: number;
  roughness?: number;
  size: number;
  /** Of hair and beards: factor of how far they hang; 1 where left out. */
  length?: number;
  /** sRGB of further slots by name. */
  colors?: Readonly<Record<string, Rgb>>;
  /** The one side that it is worn on; both, or the file's, where left out. */
  side?: Side;
  /** A name of `fit.placements`. */
  placement?: string;
}

/** How much darker than dark and than fair hair brows are that nothing is said of. */
const BROWS_DARKER = [0.85, 0.62] as const;
/** From this weight of `heavyBrow` on brows of which nothing is said are bushy. */
const HEAVY = 0.95;

/** Short hair grows in tight curls from this share of African descent on, and is drawn by the style whose strands are. */
const TIGHT = 0.6;
const CLOSE: Readonly<Record<string, string>> = { short: "crew" };
/** Ears that a head is known by are not covered. */
const TUCKED: Readonly<Record<string, string>> = { long: "long-tucked" };

/** Which of a statue's forms stand in for styles of hair; curls do for any other. */
const CARVED_HAIR: [string, string[]][] = [
  [
    "long",
    "wavy long-curls bob bob-bangs angled-bob sleek-bob half-shaved braid pigtails box-braids dreadlocks big".split(
      " ",
    ),
  ],
  ["bun", "ponytail topknot".split(" ")],
  ["short", "crew buzz side-parting slick receding balding tonsure undercut long-undercut".split(" ")],
];
const carvedStyle = (style: string): string => CARVED_HAIR.find(([, styles]) => styles.includes(style))?.[0] ?? "curly";

/** What stands in for a style of a kind that there is no file of. */
const PLAIN: Partial<Record<FileKind, string>> = {
  hair: "short",
  beard: "full",
  moustache: "moustache",
  brows: "natural",
};

/** Brows of which nothing is said, as often as they stand here: people are told by them as much as by their noses. */
const MEN = "natural natural natural natural straight straight feathered angled".split(" ");
const WOMEN = "natural natural natural arched arched arched feathered thin straight".split(" ");

/** Size of brows of which nothing is said, and of a form that is said. */
const BROW_SIZE = { women: [0.8, 0.85], men: [0.9, 1] } as const;
const isWoman = ({ who: { sex } }: Look): boolean => (sex.female ?? 0) > (sex.male ?? 0);

function usualBrows(look: Look, seed: number): string {
  const { face, who, material, individual } = look;
  if ((face["heavyBrow"] ?? 0) >= HEAVY) return "bushy";
  if (who.creature !== undefined || material || (who.age ?? GROWN_UP) < GROWN_UP) return "natural";
  const list = isWoman(look) ? WOMEN : MEN;
  return list[Math.floor(list.length * randomStream(individual ^ seed, streamKey("brows")).uniform(0))];
}

/** @param color sRGB of the hair. */
function browTone(color: Rgb): Rgb {
  const [dark, fair] = BROWS_DARKER;
  const [red, green, blue] = color;
  // White hair comes with white brows.
  const light = smoothstep(0.25, 0.65, (red + green + blue) / 3) * smoothstep(0.04, 0.16, red - blue);
  return color.map((value) => value * (dark + light * (fair - dark))) as Rgb;
}

const GROWN_UP = 15;

/** Kinds that heads have without a file: ears are morphs of the skin, teeth are painted and lengthened. */
const ANATOMY: readonly PartKind[] = ["ears", "teeth"];

/** What a Look asks for, in part files. */
export interface Selection {
  chosen: ChosenPart[];
  /** What there is no file for, as "kind name". */
  missing: string[];
  /** What the nearest file stands in for. */
  near: { asked: string; drawn: string }[];
}

/** The part files that a Look asks for, and that a seed chooses where it asks for none. Heads of one material get the carved forms where there are such. */
export function selectFiles(look: Look, known: readonly PartDescription[], seed = 0): Selection {
  const chosen: ChosenPart[] = [];
  const missing: string[] = [];
  const near: Selection["near"] = [];
  const whole = look.material;
  // Cards of stone would be planks: what has any carved form is carved.
  const carvedOf = (kind: FileKind) => known.find((part) => part.kind === kind && part.carved);
  const isCarved = (kind: FileKind) => whole !== undefined && carvedOf(kind) !== undefined;
  const fileOf = (kind: FileKind, name: string): PartDescription | undefined => {
    const find = (wanted: string, carved: boolean) =>
      known.find((part) => part.kind === kind && part.name === wanted && part.carved === carved);
    const spoken = known.find((part) => part.kind === kind && !part.carved && part.words.includes(name));
    return isCarved(kind) ? find(`${name}-carved`, true) : (find(name, false) ?? spoken);
  };
  const nearestOf = (kind: FileKind, name: string): PartDescription | undefined => {
    if (isCarved(kind) && kind === "hair") return fileOf(kind, carvedStyle(name));
    const nearest = PLAIN[kind];
    if (isCarved(kind)) return (nearest ? fileOf(kind, nearest) : undefined) ?? carvedOf(kind);
    return nearest === undefined ? undefined : fileOf(kind, nearest);
  };
  const pick = (kind: FileKind, name: string, rest: Omit<ChosenPart, "part">) => {
    const exact = fileOf(kind, name);
    const part = exact ?? nearestOf(kind, name);
    if (!part) {
      missing.push(`${kind} ${name}`);
      return;
    }
    if (!exact) near.push({ asked: `${kind} ${name}`, drawn: part.words[0] });
    const body = whole ? { color: whole.color, metallic: whole.metallic, roughness: whole.roughness } : {};
    chosen.push({ part, ...rest, ...(part.carved ? body : {}) });
  };
  const { hair, beard, moustache, brows } = look;
  // Most hats cut hair off at their rims; what lies close around the face, or is wound over all hair, hides it.
  const isCovered = look.parts.some(({ kind, id }) => {
    const covers = kind === "hat" ? fileOf("hat", id)?.fit.covers : undefined;
    return covers?.includes("ears") || covers?.includes("nape");
  });
  const isTight = (look.who.ethnicity.african ?? 0) > TIGHT;
  const hasEars = look.parts.some(({ kind }) => kind === "ears");
  if (hair && !(hair.hidden && isCovered))
    pick("hair", (isTight && CLOSE[hair.style]) || (hasEars && TUCKED[hair.style]) || hair.style, {
      color: hair.color,
      size: hair.volume ?? 1,
      length: hair.length,
    });
  if (beard && !beard.hidden)
    pick("beard", beard.style, { color: beard.color ?? hair?.color, size: beard.volume ?? 1, length: beard.length });
  if (moustache && !moustache.hidden) {
    pick("moustache", moustache.style, { color: moustache.color ?? hair?.color, size: moustache.volume ?? 1 });
  }
  if (brows.form !== "none") {
    const dark = hair?.color && browTone(hair.color);
    const [usual, said] = BROW_SIZE[isWoman(look) ? "women" : "men"];
    const size = brows.form ? said : usual;
    pick("brows", brows.form ?? usualBrows(look, seed), { color: brows.color ?? dark, size });
  }
  for (const { kind, id, color, colors, material, size = 1, side, placement } of look.parts) {
    if (ANATOMY.includes(kind) && !fileOf(kind, id)) continue;
    pick(kind, id, {
      color: color ?? material?.color,
      size,
      ...(colors ? { colors } : {}),
      ...(side ? { side } : {}),
      ...(placement ? { placement } : {}),
      ...(material ? { metallic: material.metallic, roughness: material.roughness } : {}),
    });
  }
  return { chosen, missing, near };
}
