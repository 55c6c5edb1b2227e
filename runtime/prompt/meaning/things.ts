import type { Phrase } from "../phrases/phrase.ts";
import { isLip } from "../phrases/takes.ts";
import { entryOf, type Meaning } from "../vocabulary.ts";
import type { Entry } from "../vocabulary-file.ts";
import { type Lexeme, meaningOf, means } from "../words/lexemes.ts";
import { readAdjective } from "./adjectives.ts";
import { COLORED } from "./colors.ts";
import { combine } from "./combine.ts";
import { addSet, type Draft, type Item, join, tell, tokensOf } from "./draft.ts";
import { applyEntry } from "./entries.ts";
import { paintLips, readFace } from "./face.ts";
import { readGrowth } from "./growths.ts";
import { degreeOf, known, type Open, sideOf, sizeOf } from "./open.ts";
import { readMark, readPart, readSlot } from "./parts.ts";

/** One thing that a phrase says. */
interface Effect {
  meaning: Meaning;
  degree: number;
  /** Said by comparison. */
  relative: boolean;
  text: string;
}

const FACE = new Set(["head", "expression", "eyes", "mouth", "skin"]);
/** No mark is painted on these: "burnt eyebrows", "dirty hair". */
const UNMARKED = new Set(["hair", "beard", "brows", "lashes", "teeth", "tips", "eyes"]);
/** Of which an expression says nothing of the mouth: "angry brows". */
const UPPER = new Set(["eyes", "brows"]);
/** What a report says of things that are none of a head. */
export const NO_PART = "not of the head";
/** What a report says of "like" where nothing of it is drawn. */
export const COMPARISON = "a comparison that is not drawn";
const ONE_COLOR = "hair is drawn in one colour, the first that is named";
const KINDS = ["feature", "growth", "part", "mark", "undrawnMark", "place"] as const;

/** A noun that is no person: what grows on a head, is worn, painted on it, or has nothing to do with it. */
export function readThing(draft: Draft, phrase: Phrase): void {
  const head = phrase.heads[0];
  if (readSlot(draft, phrase, head)) return;
  const around = [...phrase.mods, ...phrase.post];
  const ages = around.filter(({ age }) => age !== undefined);
  // "a moustache in his sixties": how old somebody is is said of nothing else.
  for (const lexeme of ages) readAdjective(draft, { ...phrase, heads: [] }, lexeme, around);
  const open: Open = { phrase, head, around, taken: new Set(ages), negated: phrase.lead.negated };
  const isHeld = phrase.lead.does && !phrase.lead.owned;
  const combined = isHeld ? [] : combine(draft.vocabulary, phrase, head);
  const own = KINDS.map((kind) => meaningOf(head, kind)).find(Boolean);
  const grows = phrase.at && meaningOf(phrase.at.heads[0], "growth");
  if (phrase.at && grows && combined.length === 0 && !phrase.lead.negated) {
    // "icicles in his beard": he has one.
    const { at } = phrase;
    draft.pending.push({ ...at, lead: { ...at.lead, preposition: undefined } });
    readThing(draft, { ...phrase, at: undefined });
    return;
  }
  if (isHeld || (!own && combined.length === 0)) {
    readForeign(draft, open, isHeld);
    return;
  }
  // "eyes behind round glasses"
  const isBehind = phrase.lead.preposition === "behind" && own?.kind === "part";
  if (
    phrase.lead.preposition &&
    !isBehind &&
    ["like", "for", "at", "by", "to", "near", "behind"].includes(phrase.lead.preposition)
  ) {
    readForeign(draft, open, false);
    return;
  }
  const item = tell(draft, "used", [head]);
  // Of several styles or things in one phrase, the one that says most: "long curly hair" is wavy, not long and curly.
  const effects: Effect[] = [];
  for (const { meaning, lexemes, degree, relative, phrase: text } of combined) {
    const isMain = meaning.kind !== "feature" && effects.some((other) => other.meaning.kind !== "feature");
    if (isMain) continue;
    effects.push({ meaning, degree, relative, text });
    join(item, lexemes);
    for (const lexeme of lexemes) {
      open.taken.add(lexeme);
      const before = around[around.indexOf(lexeme) - 1];
      if (before && before.meanings.length === 0 && (before.degree ?? before.percent) !== undefined) {
        join(item, [before]);
        open.taken.add(before);
      }
    }
  }
  if (
    own &&
    !effects.some(({ meaning }) => meaning.kind !== "feature") &&
    (effects.length === 0 || own.kind === "growth" || own.kind === "part" || own.kind === "mark")
  ) {
    effects.unshift({
      meaning: own,
      degree: 1,
      relative: around.some((lexeme) => lexeme.comparative),
      text: head.phrase,
    });
  }
  // "big blue eyes" are big and blue.
  const isColored = own?.kind === "place" && COLORED.has(own.name) && around.some((lexeme) => !open.taken.has(lexeme));
  if (isColored && effects.length > 0 && effects.every(({ meaning }) => meaning.kind === "feature"))
    effects.push({ meaning: own, degree: 1, relative: false, text: head.phrase });
  for (const effect of effects) applyEffect(draft, open, item, ofRole(draft, effect));
  readPlace(draft, open, item);
  const placeNamed = own?.kind === "place" ? own.name : undefined;
  const isIdle = item.sets.length === 0 && item.state === "used" && !item.note && own?.kind === "place";
  const isMoved = UPPER.has(placeNamed ?? "") && around.some((lexeme) => meaningOf(lexeme, "trait")?.entry.expression);
  const odd = around.filter(
    (lexeme) => !open.taken.has(lexeme) && lexeme.meanings.length > 0 && !meaningOf(lexeme, "trait"),
  );
  if (isIdle && odd.length > 0) {
    for (const lexeme of odd) open.taken.add(lexeme);
    join(item, odd);
    known(draft, item, head.phrase);
  } else if (
    isIdle &&
    !isMoved &&
    (!FACE.has(own.name) || head.adjectival) &&
    effects.every(({ meaning }) => meaning === own)
  ) {
    item.state = "known";
    item.note = "nothing is said of it";
  }
  readRest(draft, open, item);
}

/** The plain cap of a nurse is a nurse's, and a cowboy's hat a cowboy hat. */
function ofRole(draft: Draft, effect: Effect): Effect {
  if (effect.meaning.kind !== "part" || !["hat", "cap", "helmet", "tall hat"].includes(effect.text)) return effect;
  const entries = draft.person?.entries ?? [];
  const noun = effect.text.split(" ").at(-1)!;
  const own = entries
    .flatMap(({ parts }) => parts ?? [])
    .flatMap(({ kind, id }) => entryOf(draft.vocabulary.file.parts, kind, id)?.words ?? [])
    .find((word) => word.endsWith(` ${noun}`));
  const text = entries.find(({ hat }) => hat)?.hat ?? own;
  const meaning = text && draft.vocabulary.phrases.get(text)?.find((other) => other.meaning.kind === "part")?.meaning;
  return text && meaning ? { ...effect, meaning, text } : effect;
}

function applyEffect(draft: Draft, open: Open, item: Item, { meaning, degree, relative, text }: Effect): void {
  if (meaning.kind === "feature") {
    if (meaning.entry.undrawn) known(draft, item, text);
    else if (open.negated) {
      item.note = `not ${text}`;
      // "an elf without pointed ears": not those of an elf.
      for (const name of Object.keys(meaning.entry.face ?? {})) {
        if (draft.given.delete(name)) delete draft.look.face[name];
      }
      for (const { kind } of meaning.entry.parts ?? []) draft.none.set(kind, item);
    } else {
      const first = open.around.find(
        (lexeme) => lexeme.percent !== undefined || (lexeme.degree !== undefined && lexeme.meanings.length === 0),
      );
      const scale =
        degree === 1 && first && open.around.length > 0 && !open.taken.has(first)
          ? degreeOf(open, first, item)
          : degree;
      const size = sizeOf(open, item);
      const total = size === undefined ? scale : scale * size;
      const entry = ofOneSide(open, item, meaning.entry);
      const other = draft.look.eyes.left?.color ? "right" : "left";
      const side = entry.eye && isOneEye(open) && (sideOf(open, item) ?? other);
      if (side && entry.irises) {
        draft.look.eyes[side] = { ...draft.look.eyes[side], color: entry.irises };
        addSet(item, `eyes.${side}.color`);
      } else if (relative) draft.relative.push({ entry, degree: total, item });
      else applyEntry(draft, entry, item, total);
    }
  } else if (meaning.kind === "growth") readGrowth(draft, open, item, meaning.of, meaning.entry, text);
  else if (meaning.kind === "part") readPart(draft, open, item, meaning.entry, text);
  else if (meaning.kind === "mark") readMark(draft, open, item, meaning.entry);
  else if (meaning.kind === "undrawnMark") known(draft, item, text, open.negated);
  else if (meaning.kind === "place") readFace(draft, open, item, meaning.name);
}

const isOneEye = ({ head }: Open) =>
  !head.adjectival && head.tokens.some(({ norm }) => norm === "eye") && !/s$/.test(head.tokens.at(-1)!.norm);

/** "one closed eye", "the left eye closed": of an expression of both eyes that of one. */
function ofOneSide(open: Open, item: Item, entry: Entry): Entry {
  if (!entry.expression || !isOneEye(open)) return entry;
  const side = sideOf(open, item) ?? "left";
  const kept = Object.entries(entry.expression).filter(([name]) => name.toLowerCase().endsWith(side));
  return { ...entry, expression: Object.fromEntries(kept) };
}

/** Where it is: taken up by the thing; a place with a colour of its own is spoken of as well. */
function readPlace(draft: Draft, open: Open, item: Item): void {
  const { at } = open.phrase;
  if (!at) return;
  const isDescribed = at.mods.some(
    (lexeme) => meaningOf(lexeme, "color") ?? meaningOf(lexeme, "trait") ?? lexeme.unknown,
  );
  if (isDescribed) {
    readThing(draft, { ...at, lead: { ...at.lead, preposition: undefined } });
    return;
  }
  join(item, [...at.mods, ...at.heads, ...at.post]);
}

/** What is left of a phrase: it is said of the noun, or of the person. */
function readRest(draft: Draft, open: Open, item: Item): void {
  const { phrase, head, around, taken } = open;
  const ofPlace = meaningOf(head, "place")?.name;
  const isGrown = ofPlace === "hair" || meaningOf(head, "growth") !== undefined;
  const isUpper = UPPER.has(ofPlace ?? "");
  const onFace = FACE.has(ofPlace ?? "") || isUpper || meaningOf(head, "feature") !== undefined;
  if (meaningOf(head, "feature") && isLip(head)) paintLips(draft, open, item);
  const materials = phrase.of?.mods.filter((lexeme) => !taken.has(lexeme)) ?? [];
  if (materials.length > 0) join(item, materials);
  for (const lexeme of around) {
    if (taken.has(lexeme)) continue;
    taken.add(lexeme);
    const next = around[around.indexOf(lexeme) + 1];
    const isHalf = lexeme.meanings.length === 0 && lexeme.degree !== undefined && meaningOf(next, "color");
    if (isHalf && !taken.has(next) && isGrown) {
      // "half pink half blue hair"
      taken.add(next);
      tell(draft, "known", [lexeme, next], [], ONE_COLOR);
      draft.look.rest.extra.push(`${lexeme.phrase} ${next.phrase} ${head.phrase}`);
      continue;
    }
    const trait = meaningOf(lexeme, "trait");
    const isAfter = phrase.post.includes(lexeme);
    if (
      trait &&
      (isAfter ||
        (ofPlace !== undefined && !UNMARKED.has(ofPlace) && trait.entry.marks) ||
        (onFace &&
          (trait.entry.expression ??
            trait.entry.details ??
            trait.entry.soft ??
            (ofPlace === "head" || ofPlace === "skin"))))
    ) {
      const isMouthSaid = isUpper || meaningOf(head, "feature")?.entry.expression !== undefined;
      const said = isMouthSaid && trait.entry.expression ? aboveMouth(lexeme, trait.entry) : lexeme;
      const among = around.map((other) => (other === lexeme ? said : other));
      readAdjective(draft, { ...phrase, heads: [], lead: { ...phrase.lead } }, said, among);
    } else if (lexeme.adjectival && !(meaningOf(lexeme, "growth") && means(head, "part", "growth"))) {
      readThing(draft, { ...phrase, mods: [], post: [], heads: [lexeme], at: undefined, of: undefined });
    } else if (lexeme.unknown) {
      tell(draft, "unknown", [lexeme]);
      draft.look.rest.extra.push(lexeme.tokens.map(({ text }) => text).join(" "));
    } else if (lexeme.meanings.length === 0 || lexeme.number === 1) join(item, [lexeme]);
    else if (meaningOf(lexeme, "style")) {
      tell(draft, "known", [lexeme], [], "style, for the diffusion model");
      draft.look.rest.style.push(lexeme.phrase);
    } else {
      const isOther = isGrown && meaningOf(lexeme, "color");
      tell(draft, "known", [lexeme], [], isOther ? ONE_COLOR : `said of ${head.phrase}, not drawn`);
      draft.look.rest.extra.push(`${lexeme.phrase} ${head.phrase}`);
    }
  }
}

/** "an evil smirk", "a sad smile": the mouth is the noun's, brows and eyes are the adjective's. */
function aboveMouth(lexeme: Lexeme, entry: Entry): Lexeme {
  const kept = Object.entries(entry.expression ?? {}).filter(([name]) => /^(?:brow|eye)/.test(name));
  const above: Meaning = { kind: "trait", entry: { ...entry, expression: Object.fromEntries(kept) } };
  return { ...lexeme, meanings: [above, ...lexeme.meanings.filter(({ kind }) => kind !== "trait")] };
}

/** A noun that is not of the head takes all its words with it. */
function readForeign(draft: Draft, { phrase, head, around, negated }: Open, isHeld: boolean): void {
  const isStyle = meaningOf(head, "style") !== undefined && !isHeld;
  const isKnown = head.meanings.length > 0;
  const said = [...around.filter(({ age }) => age === undefined), ...phrase.heads, ...(phrase.of?.mods ?? [])];
  const place = phrase.at ? [...phrase.at.mods, ...phrase.at.heads, ...phrase.at.post] : [];
  const text = [...new Set(tokensOf(said))]
    .sort((a, b) => a.start - b.start)
    .map(({ norm }) => norm)
    .join(" ");
  if (isKnown || negated) {
    const note = isStyle
      ? "style, for the diffusion model"
      : isHeld
        ? "not on the head"
        : meaningOf(head, "thing")
          ? NO_PART
          : undefined;
    const isComparison = phrase.lead.preposition === "like" && !negated && !note;
    tell(
      draft,
      negated && !isStyle ? "used" : "known",
      [...said, ...place],
      [],
      negated ? `no ${head.phrase}` : isComparison ? COMPARISON : note,
    );
  } else {
    // What is known of its words is said in the same breath: "a red dirndl".
    const note = phrase.lead.preposition === "like" ? COMPARISON : isHeld ? "not on the head" : undefined;
    tell(draft, "unknown", [...said, ...place], [], note);
  }
  if (negated) return;
  if (isStyle) draft.look.rest.style.push(text);
  else draft.look.rest.extra.push(text);
}
