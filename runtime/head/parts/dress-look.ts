import type { Growth, Look, Rgb } from "../../prompt/look.ts";
import type { Weights } from "../weights.ts";
import { BEARDS } from "./beards.ts";
import { HAIR } from "./hair.ts";
import { type Dressing, PART_KINDS, type Part, type PartKind } from "./part.ts";
import type { PartTable } from "./part-table.ts";

/**
 * What a Look puts on the template's grid. Parts for which the grid has no solid are left out; hair, beards and glasses are
 * then of the nearest style.
 * @param weights morphs of the Look: hair of which it names no colour is as descent and age have it.
 */
export function dressLook(table: PartTable, look: Look, weights: Weights): Dressing {
  const grown = growths(table, look, usualColor(table, weights));
  const worn = look.parts.flatMap((part) => wornPart(table, part));
  const all = [...worn, ...grown].sort((a, b) => PART_KINDS.indexOf(a.kind) - PART_KINDS.indexOf(b.kind));
  // Fillets depend on the order in which solids are joined: hair that nothing asked for lies under what did.
  const first = look.chosen.includes("hair.style") ? all.filter(({ kind }) => kind === "hair") : [];
  return {
    parts: [...first, ...all.filter((part) => !first.includes(part))],
    marks: look.marks,
    skin: look.skin.material?.color ?? look.skin.tone,
    skinMaterial: look.skin.material,
    material: look.material,
    pattern: look.pattern ?? look.material?.pattern ?? look.skin.pattern,
  };
}

function growths({ nearest }: PartTable, { hair, beard, moustache }: Look, usual: Rgb): Part[] {
  const grow = (kind: "hair" | "beard", growth: Growth | undefined, solids: object, other: string): Part[] => {
    if (!growth || growth.hidden) return [];
    const color = growth.color ?? hair?.color ?? beard?.color ?? moustache?.color ?? usual;
    return [{ kind, name: growth.style in solids ? growth.style : other, color }];
  };
  return [
    ...grow("hair", hair, HAIR, nearest.hair),
    ...grow("beard", beard, BEARDS, nearest.beard),
    ...grow("beard", moustache, BEARDS, nearest.moustache),
  ];
}

function wornPart({ parts, nearest }: PartTable, { kind, id, color, material }: Look["parts"][number]): Part[] {
  if (!(kind in parts)) return [];
  const known = parts[kind as keyof PartTable["parts"]];
  const name = id in known ? id : nearest[kind as keyof PartTable["nearest"]];
  if (name === undefined) return [];
  const { color: usual, band } = known[name];
  return [{ kind: kind as PartKind, name, color: material?.color ?? color ?? usual, material, band }];
}

/** Of hair of which a Look names no colour: after descent, and grey with age. */
function usualColor({ hairColors }: PartTable, weights: Weights): Rgb {
  const { old: grey, default: rest, ...tones } = hairColors;
  const main = Object.entries(tones).find(([name]) => (weights[name] ?? 0) > 0.5);
  const color = main?.[1] ?? rest;
  const old = Math.min(1, weights["old"] ?? 0);
  return color.map((value, k) => value + old * (grey[k] - value)) as Rgb;
}
