import type { Rgb } from "../look.ts";
import { COLORED } from "../meaning/colors.ts";
import { isPerson } from "../phrases/build.ts";
import type { Vocabulary } from "../vocabulary.ts";
import { ARTICLES } from "../words/grammar.ts";
import { findLexemes, type Lexeme, meaningOf, means } from "../words/lexemes.ts";
import type { Substitute } from "../words/substitute.ts";
import type { Token } from "../words/tokens.ts";
import { type Dictionary, findRuns, leadAt, type Run } from "./dictionary.ts";

/** A thing that is read as a colour. */
export interface ColorSubstitute extends Substitute {
  /** What the words name that the vocabulary has no colour for. */
  color?: { name: string; tone: Rgb };
  /** The whole head is or becomes the thing: its skin gets the colour. */
  whole: boolean;
}

const PAINTED = new Set(["lipstick", "eyeshadow", "blush", "makeup", "warpaint"]);
/** Behind the name of a thing: its colour, whatever has it. */
const IN_COLOUR = /^(?:colou?r|colou?red|tinted|hued|toned|tinged)$/;
const BECOMES = /^(?:is|are|was|were|dyed|coloured|painted|tinted|:)$/;
const MOST_BETWEEN = 2;

/**
 * Things that are named for their colour: "aubergine hair", "moss-coloured eyes", "lips like wine", "skin the colour of honeycomb". A hat of
 * feathers, an owl's eyes, a rose seller and what somebody eats have no colour that is the head's.
 * @param isWhole whether a thing is what the whole head is or becomes: its skin gets the colour.
 */
export function colorsIn(
  vocabulary: Vocabulary,
  { colors, stuffs }: Dictionary,
  tokens: readonly Token[],
  isOpen: (token: Token) => boolean,
  isWhole: (run: Run) => boolean,
): ColorSubstitute[] {
  const known = new Set(stuffs);
  const lexemes = findLexemes(vocabulary, tokens);
  const found: ColorSubstitute[] = [];
  for (const run of findRuns(colors, tokens, isOpen)) {
    const { from, to, key } = run;
    const next = tokens[to];
    const isNamed = next !== undefined && IN_COLOUR.test(next.norm);
    const isSaid = isNamed || isColourOf(tokens, from) || (known.has(key) && isOfHead(lexemes, tokens, run));
    const whole = !isSaid && isWhole(run);
    if (!isSaid && !whole) continue;
    const isLike = whole && /^(?:like|as)$/.test(tokens[leadAt(tokens, from)]?.norm ?? "");
    const first = isLike ? leadAt(tokens, from) : from;
    // What the tables themselves compare with keeps the colour that they give it.
    const listed = Object.hasOwn(vocabulary.file.similes, key) ? vocabulary.file.similes[key] : undefined;
    const name = listed ?? key;
    const hex = colors[key];
    const tone = [0, 2, 4].map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255) as Rgb;
    found.push({
      start: tokens[first].start,
      end: (isNamed ? next : tokens[to - 1]).end,
      words: whole ? `${name} skin` : name,
      whole,
      ...(listed === undefined && {
        source: `the colour that people call “${key}”, #${hex}`,
        color: { name: key, tone },
      }),
    });
  }
  return found;
}

/** "the colour of aubergine". */
function isColourOf(tokens: readonly Token[], from: number): boolean {
  const at = leadAt(tokens, from);
  return tokens[at]?.norm === "of" && /^(?:colour|shade|hue|tint|tone)$/.test(tokens[at - 1]?.norm ?? "");
}

/** Said of hair, skin, eyes, lips or what is painted on them. */
function isOfHead(lexemes: readonly Lexeme[], tokens: readonly Token[], { from, to }: Run): boolean {
  const after = lexemes.findIndex((lexeme) => lexeme.tokens[0] === tokens[to]);
  // "butter-yellow" is yellow.
  if (tokens[to]?.glued && meaningOf(lexemes[after], "color")) return false;
  for (let i = after; after >= 0 && i < lexemes.length && i <= after + MOST_BETWEEN; i++) {
    if (lexemes[i].role) break;
    if (isColorable(lexemes[i])) return true;
    if (means(lexemes[i], "person", "part", "thing", "place")) break;
  }
  // "make the hat aubergine"
  const before = lexemes.find((lexeme) => lexeme.tokens.at(-1) === tokens[from - 1]);
  const isLast = tokens[to]?.kind !== "word" || /^(?:and|but)$/.test(tokens[to].norm);
  if (before && isLast && (isColorable(before) || meaningOf(before, "part"))) return true;
  const lead = leadAt(tokens, from);
  const hasArticle = lead < from - 1;
  const word = tokens[lead]?.norm ?? "";
  const isLike = /^(?:like|as)$/.test(word);
  if (!isLike && (hasArticle || !BECOMES.test(word))) return false;
  const at = lexemes.findIndex((lexeme) => lexeme.tokens.includes(tokens[lead]));
  const noun = lexemes.slice(Math.max(0, at - 1 - MOST_BETWEEN), at).findLast(isColorable);
  // Hair like a mushroom has its shape.
  return noun !== undefined && (!hasArticle || /^(?:skin|lips)$/.test(meaningOf(noun, "place")?.name ?? ""));
}

const isColorable = (lexeme: Lexeme) =>
  COLORED.has(meaningOf(lexeme, "place")?.name ?? "") ||
  PAINTED.has(meaningOf(lexeme, "mark")?.entry.name ?? "") ||
  means(lexeme, "growth");

/** "a pumpkin with glasses": what begins a prompt in which nobody else is spoken of. */
export function isSubject(vocabulary: Vocabulary, tokens: readonly Token[], { from, to }: Run): boolean {
  const isFirst = from === 1 && ARTICLES.has(tokens[0].norm);
  const isAlone =
    tokens[to] === undefined || tokens[to].kind === "stop" || /^(?:with|wearing|in|who)$/.test(tokens[to].norm);
  if (!isFirst || !isAlone) return false;
  return !findLexemes(vocabulary, tokens).some(
    (lexeme) => isPerson(lexeme) || /^(?:he|she|his|her|him)$/.test(lexeme.phrase),
  );
}
