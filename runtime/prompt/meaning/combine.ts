import type { Phrase } from "../phrases/phrase.ts";
import type { Meaning, Vocabulary } from "../vocabulary.ts";
import { WHERE } from "../words/grammar.ts";
import { type Lexeme, meaningOf } from "../words/lexemes.ts";
import { stemOf, type Token } from "../words/tokens.ts";

export interface Combined {
  phrase: string;
  meaning: Meaning;
  /** The adjectives that it takes. */
  lexemes: Lexeme[];
  /** Degree before one of them. */
  degree: number;
  /** Said by comparison: "bigger", "20% bigger". */
  relative: boolean;
}

/**
 * Phrases that a noun makes with the adjectives around it, wherever they stand: "a big red hooked nose" has a big nose and a
 * hooked nose. Phrases of more words come first, and use their words up.
 */
export function combine({ combinations }: Vocabulary, phrase: Phrase, head: Lexeme): Combined[] {
  // "unkempt facial hair" is a beard.
  const stem = head.phrase === "facial hair" ? "beard" : headStem(head);
  // "red stripes across the nose" are no red nose.
  if (!meaningOf(head, "growth") && head.tokens.some(({ norm }) => WHERE.has(norm))) return [];
  const own = head.adjectival ? [] : head.tokens.slice(0, -1);
  const around = [...phrase.mods, ...phrase.post];
  const words: { token: Token; lexeme: Lexeme }[] = [
    ...around.flatMap((lexeme) => lexeme.tokens.map((token) => ({ token, lexeme }))),
    ...own.map((token) => ({ token, lexeme: head })),
    // "a ring in her lip" is a lip ring.
    ...(phrase.at?.heads ?? []).map((lexeme) => ({ token: lexeme.tokens.at(-1)!, lexeme })),
  ];
  const taken = new Set<Token>();
  const list = [...(combinations.get(stem) ?? [])].sort(
    (a, b) =>
      b.mods.length - a.mods.length ||
      // "short spiky hair" is spiky, "a long thin beard" long before it is thin.
      Number(a.mods.includes("short")) - Number(b.mods.includes("short")) ||
      Number(b.mods.includes("long")) - Number(a.mods.includes("long")) ||
      // "a long black braid" is one, and "long braids" are two.
      Number(endsAlike(b.phrase, head)) - Number(endsAlike(a.phrase, head)) ||
      b.phrase.length - a.phrase.length,
  );
  const found: Combined[] = [];
  for (const { mods, phrase: text, meaning } of list) {
    const used = mods.map((mod) => words.find(({ token, lexeme }) => !taken.has(token) && isStem(token, lexeme, mod)));
    if (used.some((word) => word === undefined)) continue;
    const isPlaced = used.some((word) => phrase.at?.heads.includes(word!.lexeme));
    const isPiece = meaning.kind === "part" && !["hat", "mask"].includes(meaning.entry.kind);
    if (isPlaced && (!isPiece || meaning.entry === meaningOf(head, "part")?.entry)) continue;
    const lexemes = [...new Set(used.map((word) => word!.lexeme))];
    // "parted in the middle" is no "parted".
    const isWhole = ({ tokens, meanings }: Lexeme) =>
      !meanings.some(({ kind }) => kind === "undrawn") || tokens.every((token) => mods.includes(token.stem));
    if (!lexemes.every((lexeme) => lexeme.tokens.length === 1 || lexeme === head || isWhole(lexeme))) continue;
    // "a tall chef's hat" is a chef's hat, not a tall hat.
    if (meaning.kind === "part" && own.length > 0 && !lexemes.includes(head) && meaningOf(head, "part")) continue;
    // A black eye is a bruise; black eyes are eyes.
    const isEyed = meaningOf(head, "place")?.name === "eyes" && head.adjectival === true;
    const isMark = meaning.kind === "undrawnMark" || meaning.kind === "mark";
    if (isMark && isEyed) continue;
    if (isMark && isPlural(head) && meaningOf(head, "place") && !text.endsWith("s")) continue;
    // A word of the phrase itself must not serve twice.
    for (const word of used) taken.add(word!.token);
    const degree = lexemes.reduce((product, lexeme) => product * degreeBefore(around, lexeme), 1);
    found.push({
      phrase: text,
      meaning,
      lexemes: lexemes.filter((lexeme) => lexeme !== head),
      degree,
      relative: lexemes.some((lexeme) => isRelative(around, lexeme)),
    });
  }
  return found;
}

const endsAlike = (phrase: string, { tokens }: Lexeme) => phrase.endsWith(tokens.at(-1)!.norm);

const isPlural = ({ tokens }: Lexeme) => tokens.at(-1)!.norm !== tokens.at(-1)!.stem;

export function headStem(head: Lexeme): string {
  return head.adjectival ? stemOf(head.phrase) : head.tokens.at(-1)!.stem;
}

const isStem = (token: Token, lexeme: Lexeme, mod: string) =>
  token.stem === mod || (lexeme.tokens.length === 1 && stemOf(lexeme.phrase) === mod);

/** "very", "slightly", "20%" before a word; comparatives bring their own. */
export function degreeBefore(around: readonly Lexeme[], lexeme: Lexeme): number {
  const before = around[around.indexOf(lexeme) - 1];
  const own = lexeme.degree ?? 1;
  if (before?.percent !== undefined) return 1 + before.percent / 100;
  if (before?.degree !== undefined && before.meanings.length === 0) return own * before.degree;
  return own;
}

const isRelative = (around: readonly Lexeme[], lexeme: Lexeme) =>
  lexeme.comparative === true || around[around.indexOf(lexeme) - 1]?.percent !== undefined;
