import type { Look, LookPart, Rgb, Side } from "../../prompt/look.ts";
import type { PartKind } from "../../prompt/look-names.ts";
import { browsOf } from "./brows-of.ts";
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
  /** Of solid hats: fur that grows from them, over the main slot or along the edge, and its sRGB. */
  fur?: { color: Rgb; edge: boolean };
}

/** The slot that every solid part has where a Look gives it a colour: stripes across the main one. */
export const STRIPES = "stripes";
/** The slot of fur along the edge of a hat. */
const TRIM = "trim";
/** The pattern of materials, and the main slot of parts, that fur grows from. */
const FUR = "fur";

/** Short hair grows in tight curls from this share of African descent on, and is drawn by the style whose strands are. */
const TIGHT = 0.6;
const CLOSE: Readonly<Record<string, string>> = { short: "crew" };
/** Ears that a head is known by are not covered. */
const TUCKED: Readonly<Record<string, string>> = { long: "long-tucked" };

/** Styles of hair that each of a statue's forms stands in for; curls do for any other. */
const CARVED_HAIR: Readonly<Record<string, string>> = {
  long: "wavy long-curls bob bob-bangs angled-bob sleek-bob half-shaved braid pigtails box-braids dreadlocks big",
  bun: "ponytail topknot",
  short: "crew buzz side-parting slick receding balding tonsure undercut long-undercut",
};
const carvedStyle = (style: string): string =>
  Object.keys(CARVED_HAIR).find((form) => CARVED_HAIR[form].split(" ").includes(style)) ?? "curly";

/** What stands in for a style of a kind that there is no file of. */
const PLAIN: Partial<Record<FileKind, string>> = {
  hair: "short",
  beard: "full",
  moustache: "moustache",
  brows: "natural",
};

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
  const { hair, beard, moustache } = look;
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
  if (look.brows.form !== "none") {
    const { form, ...rest } = browsOf(look, seed);
    pick("brows", form, rest);
  }
  for (const worn of look.parts) {
    const { kind, id, color, colors, material, size = 1, side, placement } = worn;
    if (ANATOMY.includes(kind) && !fileOf(kind, id)) continue;
    const fur = whole ? undefined : furOf(worn, fileOf(kind, id));
    pick(kind, id, {
      color: color ?? material?.color,
      size,
      ...(colors ? { colors } : {}),
      ...(side ? { side } : {}),
      ...(placement ? { placement } : {}),
      ...(fur ? { fur } : {}),
      ...(material ? { metallic: material.metallic, roughness: material.roughness } : {}),
    });
  }
  return { chosen, missing, near };
}

/** What is made of fur, or trimmed with it; a slot named so is fur in whatever colour it has. */
function furOf({ kind, color, colors, material }: LookPart, part?: PartDescription): ChosenPart["fur"] {
  if (kind !== "hat" || part?.surface !== "solid") return undefined;
  if (colors?.[TRIM]) return { color: colors[TRIM], edge: true };
  const [[name, slot]] = Object.entries(part.slots);
  if (material?.pattern !== FUR && name !== FUR) return undefined;
  return { color: color ?? material?.color ?? slot.color, edge: false };
}
