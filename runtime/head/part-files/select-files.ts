import type { Look, Rgb } from "../../prompt/look.ts";
import type { FileKind, PartDescription } from "./describe.ts";

/** A part that a Look asks for, and how it is to be made. */
export interface ChosenPart {
  part: PartDescription;
  /** sRGB of the part's main slot; the part's own where left out. */
  color?: Rgb;
  metallic?: number;
  roughness?: number;
  size: number;
}

/** How much darker than the hair brows are that nothing is said of. */
const BROWS_DARKER = 0.8;
/** From this weight of `heavyBrow` on brows of which nothing is said are bushy. */
const HEAVY = 0.7;

/**
 * The part files that a Look asks for. Heads of one material get the carved forms where there are such.
 * @returns the parts, and what there is no file for, as "kind name".
 */
export function selectFiles(
  look: Look,
  known: readonly PartDescription[],
): { chosen: ChosenPart[]; missing: string[] } {
  const chosen: ChosenPart[] = [];
  const missing: string[] = [];
  const whole = look.material;
  const fileOf = (kind: FileKind, name: string): PartDescription | undefined => {
    const find = (wanted: string, carved: boolean) =>
      known.find((part) => part.kind === kind && part.name === wanted && part.carved === carved);
    const spoken = known.find((part) => part.kind === kind && !part.carved && part.words.includes(name));
    return (whole && find(`${name}-carved`, true)) || find(name, false) || spoken;
  };
  const pick = (kind: FileKind, name: string, rest: Omit<ChosenPart, "part">) => {
    const part = fileOf(kind, name);
    if (!part) {
      missing.push(`${kind} ${name}`);
      return;
    }
    const body = whole ? { color: whole.color, metallic: whole.metallic, roughness: whole.roughness } : {};
    chosen.push({ part, ...rest, ...(part.carved ? body : {}) });
  };
  const { hair, beard, moustache, brows } = look;
  // A hat that there is no file of hides nothing.
  const isCovered = look.parts.some(({ kind, id }) => kind === "hat" && fileOf("hat", id));
  if (hair && !(hair.hidden && isCovered)) pick("hair", hair.style, { color: hair.color, size: hair.volume ?? 1 });
  if (beard && !beard.hidden)
    pick("beard", beard.style, { color: beard.color ?? hair?.color, size: beard.volume ?? 1 });
  if (moustache && !moustache.hidden) {
    pick("moustache", moustache.style, { color: moustache.color ?? hair?.color, size: moustache.volume ?? 1 });
  }
  if (brows.form !== "none") {
    const dark = hair?.color?.map((x) => x * BROWS_DARKER) as Rgb | undefined;
    const usual = (look.face["heavyBrow"] ?? 0) >= HEAVY ? "bushy" : "natural";
    pick("brows", brows.form ?? usual, { color: brows.color ?? dark, size: 1 });
  }
  for (const { kind, id, color, material, size = 1 } of look.parts) {
    pick(kind, id, {
      color: color ?? material?.color,
      size,
      ...(material ? { metallic: material.metallic, roughness: material.roughness } : {}),
    });
  }
  return { chosen, missing };
}
