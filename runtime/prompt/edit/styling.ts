import type { Look } from "../look.ts";
import type { GrowthKind } from "../meaning/reach.ts";

/** What is done to hair, a beard or a moustache by a verb, and the style that it has then. */
interface Verb {
  verb: string;
  /** Behind the noun or before it: "back" of "comb his hair back". */
  particle?: string;
  becomes: Partial<Record<GrowthKind, string>>;
}

const VERBS: Verb[] = [
  { verb: "braid|plait|weave", becomes: { hair: "braid", beard: "braided" } },
  { verb: "cornrow", becomes: { hair: "cornrows" } },
  { verb: "curl|perm|crimp", becomes: { hair: "curly", beard: "bushy", moustache: "handlebar" } },
  { verb: "twirl|wax|twist", becomes: { hair: "dreadlocks", beard: "long", moustache: "handlebar" } },
  {
    verb: "comb|brush|slick|sweep|grease|gel",
    particle: "back|backwards",
    becomes: { hair: "slick", moustache: "moustache" },
  },
  { verb: "straighten|iron", becomes: { hair: "straight", beard: "long", moustache: "moustache" } },
  { verb: "untie|unbraid|undo|loosen|unravel|let down", becomes: { hair: "loose", beard: "full" } },
  { verb: "spike|spike up", becomes: { hair: "spiky" } },
  { verb: "mess up|tousle|ruffle|dishevel|mess", becomes: { hair: "messy", beard: "bushy" } },
  { verb: "tie|pull|put", particle: "back", becomes: { hair: "ponytail" } },
  { verb: "tie|pull|put|pin", particle: "up", becomes: { hair: "bun" } },
];
const NOUNS: Record<GrowthKind, string> = {
  hair: "hair|locks|pigtails|braids?|plaits?|ponytail|bun|topknot|cornrows|dreadlocks",
  beard: "beard|goatee|whiskers|chin hair",
  moustache: "moustache|mustache|stache",
};
/** Styles whose straight form is short. */
const SHORT = new Set(["curly", "messy", "spiky", "short", "afro"]);
/** Styles of bound or shaped hair that hangs when it is loose. */
const BOUND = new Set(
  "ponytail|bun|topknot|braid|pigtails|dreadlocks|box-braids|cornrows|long|long-tucked|wavy|long-curls|big|half-shaved|long-undercut".split(
    "|",
  ),
);
/** What hair is when its style is undone. */
export const looseOf = (style: string): string => (style === "bob-bangs" ? "bob" : BOUND.has(style) ? "long" : "short");

const WHOSE = "(?:(?:the|his|her|its|their)\\s+)?";
const SIDES =
  /^\s*(?:shave|fade|buzz|undercut)\s+(?:off\s+)?(?:the|his|her)\s+sides(?:\s+of\s+(?:the|his|her)\s+(?:head|hair))?\s*$/i;
const HALF =
  /^\s*shave\s+(?:off\s+)?(?:half(?:\s+of)?|(?:one|the left|the right|a) side(?:\s+of)?)(?:\s+(?:the|his|her)\s+(?:head|hair))?\s*$/i;
const IN_BRAIDS = /^\s*(?:give|put|do)\s+(?:the|his|her)\s+beard\s+(?:in\s+|into\s+)?(?:a\s+)?(?:braids?|plaits?)\s*$/i;

/** A growth and the style that a verb gives it; none where there is none such: nobody cornrows a beard. */
export interface Styling {
  kind: GrowthKind;
  style?: string;
  /** The verb, which goes on for what follows it. */
  verb: string;
}

/**
 * Reads a verb that says by itself what becomes of hair, a beard or a moustache: "braid his beard", "comb her hair back".
 * @param carried the verb of what stands before: "braid her hair and his beard". @returns undefined where there is no such verb.
 */
export function readStyling(part: string, carried?: string): Styling | undefined {
  if (SIDES.test(part)) return { kind: "hair", style: "undercut", verb: "" };
  if (HALF.test(part)) return { kind: "hair", style: "half-shaved", verb: "" };
  if (IN_BRAIDS.test(part)) return { kind: "beard", style: "braided", verb: "" };
  for (const { verb, particle, becomes } of VERBS) {
    for (const [kind, nouns] of Object.entries(NOUNS) as [GrowthKind, string][]) {
      const noun = `${WHOSE}(?:(?:ends|tips)\\s+of\\s+)?${WHOSE}(?:\\w+\\s+)?(?:${nouns})(?:\\s+(?:in|into)\\s+(?:\\w+\\s+)?(?:braid|plait)s?)?`;
      const said = particle
        ? `(?:${verb})\\s+(?:(?:${particle})\\s+${noun}|${noun}\\s+(?:${particle}))`
        : `(?:${verb})\\s+${noun}(?:\\s+up)?`;
      const isSaid = new RegExp(`^\\s*${said}\\s*$`, "i").test(part);
      const isCarried = carried === verb && !particle && new RegExp(`^\\s*${noun}\\s*$`, "i").test(part);
      if (isSaid || isCarried) return { kind, ...(becomes[kind] && { style: becomes[kind] }), verb };
    }
  }
  return undefined;
}

/** Gives a growth a style; its colour stays, and one that was not there takes after the others. */
export function restyle(look: Look, { kind, style }: Styling): void {
  const before = look[kind];
  const now = before?.style ?? "short";
  const next = style === "straight" ? (SHORT.has(now) ? "short" : "long") : style === "loose" ? looseOf(now) : style;
  if (!next || now === next) return;
  const color = before?.color ?? look.hair?.color ?? look.beard?.color ?? look.moustache?.color;
  look[kind] = { ...before, style: next, ...(color && { color }) };
  // Another style has its own length.
  delete look[kind].length;
}
