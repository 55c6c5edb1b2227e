import type { Meaning, MeaningKind, Vocabulary } from "../vocabulary.ts";
import { findAges, numberAt } from "./ages.ts";
import {
  ARTICLES,
  CONJUNCTIONS,
  COPULAS,
  DEGREES,
  DOES,
  FILLERS,
  NEGATIONS,
  OWNERS,
  PLACEMENTS,
  PREPOSITIONS,
  PRONOUNS,
  SHADES,
  SIDES,
  VIVID,
  WEARS,
} from "./grammar.ts";
import { stemOf, type Token } from "./tokens.ts";
import { tradeNamed } from "./trades.ts";

/** What words do that hold phrases together. */
export type Role =
  | "stop"
  | "article"
  | "owner"
  | "pronoun"
  | "not"
  | "and"
  | "preposition"
  | "wears"
  | "copula"
  | "does"
  | "filler"
  | "syntax";

/** Consecutive words of a prompt that mean something together. */
export interface Lexeme {
  tokens: Token[];
  /** The vocabulary's meanings of these words, likeliest first; none of words that hold phrases together or are unknown. */
  meanings: Meaning[];
  /** As the vocabulary writes it. */
  phrase: string;
  role?: Role;
  /** Words it does not list: what they seem to be. */
  unknown?: "noun" | "adjective" | "adverb" | "verb";
  degree?: number;
  shade?: string;
  side?: "left" | "right";
  placement?: string;
  number?: number;
  percent?: number;
  /** Years, said in numbers: "25 years old". */
  age?: number;
  /** A noun said as an adjective: "haired", "bearded". */
  adjectival?: boolean;
  /** "bigger": more of it than there is. */
  comparative?: boolean;
  /** A word for people by its ending alone: "lutenist". */
  trade?: boolean;
}

export const meaningOf = <K extends MeaningKind>(lexeme: Lexeme | undefined, kind: K) =>
  lexeme?.meanings.find((meaning): meaning is Extract<Meaning, { kind: K }> => meaning.kind === kind);

/** Whether it can mean one of some kinds. */
export const means = (lexeme: Lexeme | undefined, ...kinds: readonly MeaningKind[]): boolean =>
  lexeme?.meanings.some(({ kind }) => kinds.includes(kind)) ?? false;

const MOST_WORDS = 6;
/** Years that somebody can be. */
const OLDEST = 120;

/** Cuts a prompt into the longest phrases that the vocabulary knows. */
export function findLexemes(vocabulary: Vocabulary, tokens: readonly Token[]): Lexeme[] {
  const out: Lexeme[] = [];
  const ages = findAges(tokens);
  for (let i = 0; i < tokens.length; ) {
    const age = ages.find(({ from }) => from === i);
    if (age) {
      const said = tokens.slice(age.from, age.to);
      const phrase = said.map(({ norm }) => norm).join(" ");
      // Nobody knows how elves of 500 years look.
      const isHuman = age.years <= OLDEST;
      out.push({
        tokens: said,
        phrase,
        ...(isHuman ? { meanings: [], age: age.years } : { meanings: [{ kind: "undrawn" }] }),
      });
      i = age.to;
      continue;
    }
    const lexeme = phraseAt(vocabulary, tokens, i) ?? wordAt(vocabulary, tokens, i);
    out.push(lexeme);
    i += lexeme.tokens.length;
  }
  return out;
}

/** The longest phrase that begins here; articles and owners inside it are passed over. */
function phraseAt({ phrases, longest }: Vocabulary, tokens: readonly Token[], from: number): Lexeme | undefined {
  const first = tokens[from];
  if (first.kind === "stop" || first.kind === "syntax") return undefined;
  if (isAround(first, tokens[from + 1])) return undefined;
  const most = Math.min(MOST_WORDS, longest.get(first.stem) ?? 0);
  let best: Lexeme | undefined;
  const stems: string[] = [];
  for (let i = from; i < tokens.length && stems.length < most; i++) {
    const token = tokens[i];
    if (token.kind === "stop" || token.kind === "syntax") break;
    if (i > from && token.norm === "front" && stems.length > 0) continue;
    if (i > from && (ARTICLES.has(token.norm) || (token.norm in OWNERS && token.norm !== "whose"))) continue;
    stems.push(token.stem);
    const isPlural = token.norm !== token.stem;
    const found = phrases
      .get(stems.join(" "))
      ?.filter(
        ({ phrase, meaning }) => !(isPlural && meaning.kind === "mark" && meaning.entry.singular?.includes(phrase)),
      );
    if (!found?.length) continue;
    const run = tokens.slice(from, i + 1);
    // The words as they stand win over those that share their stems: "braids", not "braid".
    const said = run
      .map(({ norm }) => norm)
      .filter((norm) => !ARTICLES.has(norm) && !(norm in OWNERS))
      .join(" ");
    const exact = found.filter(({ phrase }) => phrase.toLowerCase().replace(/['’-]/g, " ") === said);
    const kept =
      exact.length > 0
        ? [
            ...exact,
            ...found.filter(
              // "aviators" are worn, whoever an aviator is.
              (other) =>
                other.meaning.kind !== "person" &&
                !exact.includes(other) &&
                !exact.some(({ meaning }) => meaning.kind === other.meaning.kind),
            ),
          ]
        : found;
    best = { tokens: run, phrase: kept[0].phrase, meanings: kept.map(({ meaning }) => meaning) };
  }
  // "goblin-like", "a demon looking guy".
  const after = best && tokens[from + best.tokens.length];
  const isCreature = best?.meanings.some((meaning) => meaning.kind === "person" && meaning.entry.creature);
  // "wolf-like"
  const isAnimal = best?.meanings.some((meaning) => meaning.kind === "person" && meaning.entry.animal);
  if (isAnimal && after?.glued && after.norm === "like") best!.tokens.push(after);
  else if (isCreature && (after?.norm === "looking" || (after?.glued && after.norm === "like")))
    best!.tokens.push(after!);
  if (best?.tokens.length === 1) return withGrammar(best);
  return best;
}

/** A known word may hold phrases together as well: "light", "dark", "half". */
function withGrammar(lexeme: Lexeme): Lexeme | undefined {
  const { norm } = lexeme.tokens[0];
  if (ARTICLES.has(norm) || CONJUNCTIONS.has(norm) || norm in OWNERS || norm in PRONOUNS) return undefined;
  if (WEARS.has(norm) || /^lots?$/.test(norm)) return undefined;
  if (norm in SHADES || norm in VIVID) lexeme.shade = norm;
  if (norm in DEGREES) lexeme.degree = DEGREES[norm];
  return lexeme;
}

function wordAt(vocabulary: Vocabulary, tokens: readonly Token[], at: number): Lexeme {
  const token = tokens[at];
  const { norm } = token;
  const base: Lexeme = { tokens: [token], meanings: [], phrase: norm };
  const role = roleOf(token, tokens[at + 1]);
  if (role) return { ...base, role };
  if (token.kind === "number") {
    return norm.endsWith("%") ? { ...base, percent: Number.parseFloat(norm) } : { ...base, number: Number(norm) };
  }
  const [count] = numberAt(tokens, at);
  // "one" is one of two where it is "one-eyed", and a word in passing otherwise.
  const least = tokens[at + 1]?.glued ? 1 : 2;
  if (count !== undefined && count >= least && count <= 12) return { ...base, number: count };
  if (norm in SIDES) return { ...base, side: SIDES[norm] };
  if (norm in PLACEMENTS) return { ...base, placement: PLACEMENTS[norm] };
  if (norm in SHADES || norm in VIVID) return { ...base, shade: norm, degree: DEGREES[norm] };
  if (norm in DEGREES) return { ...base, degree: DEGREES[norm] };
  if (FILLERS.has(norm)) return { ...base, role: "filler" };
  const noun = nounOfAdjective(vocabulary, norm);
  if (noun) return { ...base, ...noun, adjectival: true };
  const less = /^(.{3,})less$/.exec(norm);
  const lacked = less && nounNamed(vocabulary, less[1]);
  if (lacked) return { ...base, ...lacked, adjectival: true, degree: 0 };
  const near = nearlyColor(vocabulary, norm);
  if (near) return { ...base, ...near };
  const more = comparative(vocabulary, norm);
  if (more) return { ...base, ...more };
  if (vocabulary.modifiers.has(token.stem)) return { ...base, meanings: [{ kind: "undrawn" }] };
  const trade = tradeNamed(vocabulary, token);
  if (trade) return { ...base, meanings: [{ kind: "person", of: "roles", entry: trade }], trade: true };
  return { ...base, unknown: guess(norm) };
}

/** "round his neck" is somewhere, "round and red" is a shape. */
const isAround = ({ norm }: Token, next: Token | undefined): boolean =>
  norm === "round" && next !== undefined && (ARTICLES.has(next.norm) || next.norm in OWNERS);

function roleOf(token: Token, next?: Token): Role | undefined {
  const { kind, norm } = token;
  if (norm === "round" && !isAround(token, next)) return undefined;
  if (kind === "stop" || kind === "syntax") return kind;
  if (ARTICLES.has(norm)) return "article";
  if (norm in OWNERS) return "owner";
  if (norm in PRONOUNS) return "pronoun";
  if (NEGATIONS.has(norm)) return "not";
  if (CONJUNCTIONS.has(norm)) return "and";
  if (WEARS.has(norm)) return "wears";
  if (PREPOSITIONS.has(norm)) return "preposition";
  if (COPULAS.has(norm)) return "copula";
  if (DOES.has(norm)) return "does";
  return undefined;
}

function nounNamed({ phrases }: Vocabulary, word: string): Pick<Lexeme, "meanings" | "phrase"> | undefined {
  const found = phrases.get(stemOf(word));
  const meanings = (found ?? [])
    .map(({ meaning }) => meaning)
    .filter(({ kind }) => ["place", "growth", "part", "mark"].includes(kind));
  return meanings.length > 0 ? { meanings, phrase: word } : undefined;
}

/** "haired" → hair, "eyed" → eye, "scarred" → scar, "freckled" → freckle. */
function nounOfAdjective(vocabulary: Vocabulary, word: string): Pick<Lexeme, "meanings" | "phrase"> | undefined {
  if (!/..ed$/.test(word)) return undefined;
  const base = word.slice(0, -2);
  const forms = [base, `${base}e`, base.replace(/(.)\1$/, "$1")];
  for (const form of forms) {
    const noun = nounNamed(vocabulary, form);
    if (noun) return noun;
  }
  return undefined;
}

/** "bigger" → big, "curlier" → curly: more of it. */
function comparative(
  { phrases, modifiers }: Vocabulary,
  word: string,
): Pick<Lexeme, "meanings" | "phrase" | "degree" | "comparative"> | undefined {
  const match = /^(.{2,})(?:er|est)$/.exec(word);
  if (!match) return undefined;
  const base = match[1];
  for (const form of [base, `${base}e`, base.replace(/i$/, "y"), base.replace(/(.)\1$/, "$1")]) {
    const meanings = (phrases.get(form) ?? [])
      .map(({ meaning }) => meaning)
      .filter(({ kind }) => kind === "trait" || kind === "size" || kind === "color" || kind === "undrawn");
    if (meanings.length > 0) return { meanings, phrase: form, degree: 1.3, comparative: true };
    if (modifiers.has(form)) return { meanings: [{ kind: "undrawn" }], phrase: form, degree: 1.3, comparative: true };
  }
  return undefined;
}

/** "blueish", "purply", "orangey": as good as the colour. */
function nearlyColor({ phrases }: Vocabulary, word: string): Pick<Lexeme, "meanings" | "phrase"> | undefined {
  const base = /^(.{3,})(?:ish|e?y)$/.exec(word)?.[1];
  if (!base) return undefined;
  for (const form of [base, `${base}e`, base.replace(/(.)\1$/, "$1")]) {
    const meanings = (phrases.get(form) ?? []).map(({ meaning }) => meaning).filter(({ kind }) => kind === "color");
    if (meanings.length > 0) return { meanings, phrase: form };
  }
  return undefined;
}

/** What an unknown word seems to be, by its ending. */
function guess(word: string): Lexeme["unknown"] {
  if (/.{3}ly$/.test(word)) return "adverb";
  if (/.{2}ing$/.test(word)) return "verb";
  if (
    /.{2}(?:ed|ful|ous|ish|ive|able|ible|less|esque|like|ical|ic|ate|en|y)$/.test(word) &&
    !/(?:city|body|lady|party|baby|jelly|berry|cherry|pony|bunny|puppy|ivy|key|donkey|monkey|turkey|honey|money|alley|valley|story|diary|fairy|dairy|ferry|navy|army|enemy|family|candy|toffee|kitten|garden|oven|raven|heaven|chicken|pollen|linen|kitchen|music|fabric|mechanic|comic|plastic|garlic|clinic|picnic|chocolate|pirate|screen|plate|gate|slate|skate|dictate|boy|toy|tray|clay|ray|bay|day|way|key)$/.test(
      word,
    )
  ) {
    return "adjective";
  }
  return "noun";
}
