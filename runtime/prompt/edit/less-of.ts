import type { Look } from "../look.ts";
import type { Draft } from "../meaning/draft.ts";
import { addSet } from "../meaning/draft.ts";
import type { Vocabulary } from "../vocabulary.ts";
import type { Entry } from "../vocabulary-file.ts";
import { stemOf } from "../words/tokens.ts";
import { lengthen, shade, stepGrowth } from "./amounts.ts";
import { changeAge } from "./apply.ts";

/** Of a feature that is too much where nothing was said of it: how far it goes the other way. */
const AGAINST = 0.5;

/** "the nose is too big", "too old", "his hair is too long": what is said, the other way round. @returns the Look, changed. */
export function lessOf(vocabulary: Vocabulary, look: Look, draft: Draft): Look {
  const turn = (weights: Record<string, number>, by: object | undefined, least: number) => {
    for (const [name, weight] of Object.entries((by ?? {}) as Record<string, number>)) {
      const now = weights[name] ?? 0;
      weights[name] = Math.max(least, now * weight > 0 ? 0.3 * now : now - AGAINST * weight);
    }
  };
  const lessen = ({ face, build, expression }: Pick<Entry, "face" | "build" | "expression">) => {
    turn(look.face, face, -2);
    turn(look.who.build as Record<string, number>, build, 0);
    turn(look.expression, expression, 0);
  };
  const { look: said } = draft;
  lessen({ face: said.face, build: said.who.build as Record<string, number>, expression: said.expression });
  for (const { entry } of draft.relative) lessen(entry);
  const { form } = said.brows;
  if (form && form === look.brows.form) delete look.brows.form;
  else if (form) look.brows.form = form === "thin" ? "bushy" : "thin";
  const age = draft.ages.at(-1);
  if (age) changeAge(vocabulary, look, age.years > 40 ? -1 : 1, false);
  for (const [kind, list] of [
    ["hair", draft.hair],
    ["beard", draft.beards],
    ["moustache", draft.moustaches],
  ] as const) {
    const one = list.at(-1);
    if (!one) continue;
    const isShort = one.item.tokens.some(({ norm }) => /^(?:short|thin|small|little)$/.test(norm));
    if (isShort) lengthen(look, kind);
    else if (!(one.color && shadeAgainst(look[kind], draft))) stepGrowth(look, kind, "less", 1);
    addSet(one.item, kind);
  }
  for (const part of said.parts) {
    const worn = look.parts.find(({ kind }) => kind === part.kind);
    if (worn && part.size !== undefined)
      worn.size = Math.min(4, Math.max(0.1, (worn.size ?? 1) * (part.size > 1 ? 0.75 : 1.3)));
  }
  if (said.skin.tone && look.skin.tone)
    shadeAgainst({ color: look.skin.tone }, draft, (tone) => Object.assign(look.skin, { tone }));
  return look;
}

/** "a normal nose": nothing is said of it any more. */
export function plainOf({ file, phrases }: Vocabulary, look: Look, { items }: Draft): Look {
  for (const item of items) {
    const noun = item.tokens.at(-1)?.stem ?? "";
    const isBrow = (phrases.get(noun) ?? []).some(
      ({ meaning }) => meaning.kind === "place" && meaning.name === "brows",
    );
    const entries = file.features.filter(({ words }) => words.some((word) => stemOf(word.split(" ").at(-1)!) === noun));
    for (const { face = {} } of entries) for (const name of Object.keys(face)) delete look.face[name];
    look.marks = look.marks.filter(({ place }) => place !== noun);
    if (isBrow) look.brows = {};
    if (noun === "ear") look.parts = look.parts.filter(({ kind }) => kind !== "ears");
    Object.assign(item, { state: "used", sets: isBrow ? ["brows"] : ["face"] });
    delete item.note;
  }
  return look;
}

/** Darker what is too light, lighter what is too dark. @returns whether either was said. */
function shadeAgainst(
  growth: { color?: [number, number, number] } | undefined,
  { items }: Draft,
  put: (color: [number, number, number]) => void = (color) => Object.assign(growth ?? {}, { color }),
): boolean {
  const words = items.flatMap(({ tokens }) => tokens.map(({ norm }) => norm));
  const isDark = words.some((word) => /^(?:dark|black|deep)$/.test(word));
  const isLight = words.some((word) => /^(?:light|pale|bright|white|fair)$/.test(word));
  if (!growth?.color || isDark === isLight) return false;
  put(shade(growth.color, isDark ? 0.3 : -0.3));
  return true;
}
