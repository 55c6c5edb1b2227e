import type { Rgb } from "../look.ts";
import type { MaterialEntry } from "../vocabulary-file.ts";
import type { NamedColor } from "./colors.ts";
import { type Item, join } from "./draft.ts";
import type { Open } from "./open.ts";

/** Kinds of cloth. */
export const CLOTH: readonly string[] = ["hat", "mask"];
/** A hat of fur of which nothing more is said. */
export const FUR_HAT = "ushanka";
export const isFur = (material?: Pick<MaterialEntry, "pattern">) => material?.pattern === "fur";
const [PALE, DARK]: Rgb[] = [
  [0.92, 0.92, 0.91],
  [0.13, 0.14, 0.2],
];

/** "a fur-trimmed red hood", "a red and white striped cap": colours of its edge and of its stripes; of what has one, stripes are pale or dark. */
export function takeCovers(
  open: Open,
  item: Item,
  found: NamedColor[],
  material?: MaterialEntry,
): { trim?: Rgb; stripes?: Rgb; colors: { rgb: Rgb }[]; plain?: boolean } {
  const take = (norms: string[]) => {
    const lexeme = open.around.find(
      (other) => !open.taken.has(other) && other.tokens.some(({ norm }) => norms.includes(norm)),
    );
    if (!lexeme) return false;
    open.taken.add(lexeme);
    join(item, [lexeme]);
    return true;
  };
  const takeAll = () => {
    for (const { lexemes } of found.slice(0, 2)) {
      join(item, lexemes);
      for (const lexeme of lexemes) open.taken.add(lexeme);
    }
  };
  if (isFur(material) && take(["trimmed", "lined", "edged", "rimmed"])) {
    if (found.length < 2) return { trim: material?.color, colors: found };
    takeAll();
    return { trim: found[0].rgb, colors: found.slice(1) };
  }
  if (!take(["striped", "stripy", "stripey"])) return { colors: found };
  takeAll();
  // "Gold and blue striped": a colour of cloth, not metal.
  const plain = material?.color !== undefined && material.metallic > 0 && found.length > 0;
  const [first, second] = plain ? [{ rgb: material.color as Rgb }, found[0]] : found;
  const isPale = first && Math.min(...first.rgb) > 0.6;
  return { stripes: second?.rgb ?? (isPale ? DARK : PALE), colors: first ? [first] : [], plain };
}
