import type { Look, Rgb } from "../look.ts";
import { type GrowthKind, HANGING } from "../meaning/reach.ts";

/** Styles from the least hair to the most, which "less" and "more" step along. */
const LADDERS: Record<GrowthKind, Record<string, { less?: string; more?: string }>> = {
  beard: {
    goatee: { more: "full" },
    sideburns: { more: "mutton-chops" },
    "mutton-chops": { less: "sideburns", more: "full" },
    short: { less: "goatee", more: "full" },
    full: { less: "short", more: "bushy" },
    bushy: { less: "full", more: "long" },
    long: { less: "full", more: "bushy" },
    braided: { less: "full", more: "long" },
  },
  moustache: {
    pencil: { more: "moustache" },
    moustache: { less: "pencil", more: "walrus" },
    handlebar: { less: "moustache", more: "walrus" },
    walrus: { less: "moustache" },
  },
  hair: {
    buzz: { more: "short" },
    crew: { less: "buzz", more: "short" },
    short: { less: "buzz", more: "bob" },
    slick: { less: "short", more: "bob" },
    receding: { less: "balding", more: "short" },
    balding: { more: "receding" },
    tonsure: { less: "buzz", more: "short" },
    undercut: { less: "crew", more: "long-undercut" },
    "long-undercut": { less: "undercut", more: "long" },
    "half-shaved": { less: "undercut", more: "long" },
    cornrows: { less: "buzz", more: "box-braids" },
    "box-braids": { less: "cornrows", more: "long" },
    messy: { less: "short", more: "bob" },
    curly: { less: "short", more: "long-curls" },
    "long-curls": { less: "curly", more: "big" },
    spiky: { less: "short", more: "messy" },
    mohawk: { less: "buzz", more: "spiky" },
    bob: { less: "short", more: "long" },
    "angled-bob": { less: "short", more: "long" },
    "sleek-bob": { less: "short", more: "long" },
    bun: { less: "short", more: "long" },
    topknot: { less: "short", more: "long" },
    ponytail: { less: "bob", more: "long" },
    wavy: { less: "bob", more: "big" },
    afro: { less: "curly", more: "big" },
    long: { less: "bob", more: "big" },
    "long-tucked": { less: "bob", more: "big" },
    braid: { less: "bob", more: "long" },
    pigtails: { less: "bob", more: "long" },
    dreadlocks: { less: "short", more: "long" },
    big: { less: "long" },
  },
};

/** Less or more of what grows: the next style, and where there is none, a length. @returns false where none grows. */
export function stepGrowth(look: Look, kind: GrowthKind, by: "less" | "more", amount: number): boolean {
  const growth = look[kind];
  if (!growth) return false;
  const next = LADDERS[kind][growth.style]?.[by];
  if (next && amount >= 1) growth.style = next;
  else growth.length = Math.min(4, Math.max(0.1, (growth.length ?? 1) * (by === "less" ? 0.7 : 1.4)));
  return true;
}

/** Longer hair: a long style, or more of one that hangs already. */
export function lengthen(look: Look, kind: GrowthKind): void {
  const growth = look[kind];
  if (!growth) return;
  if (kind === "moustache") growth.style = growth.style === "pencil" ? "moustache" : "walrus";
  else if (HANGING[kind].includes(growth.style)) growth.length = Math.min(4, (growth.length ?? 1) * 1.4);
  else growth.style = "long";
}

/** Less or more of an expression. */
export function scaleExpression(look: Look, names: readonly string[], factor: number): boolean {
  let changed = false;
  for (const name of names) {
    const now = look.expression[name];
    if (now === undefined) continue;
    look.expression[name] = Math.min(1, now * factor);
    changed = true;
  }
  return changed;
}

/** Towards white, or black where negative. */
export const shade = (color: Rgb, share: number): Rgb =>
  color.map((value) => value + Math.abs(share) * ((share > 0 ? 1 : 0) - value)) as Rgb;
