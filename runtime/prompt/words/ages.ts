import { COPULAS, DECADES, NUMBERS, OWNERS } from "./grammar.ts";
import type { Token } from "./tokens.ts";

/** An age said in numbers, and the words that say it. */
export interface SaidAge {
  from: number;
  to: number;
  years: number;
}

const YEAR = /^(?:years?|yrs?|yo|y|winters|summers)$/;
const ABOUT =
  /^(?:over|nearly|almost|about|around|past|under|like|maybe|perhaps|roughly|circa|ca|probably|approx|approximately|pushing|approaching|nearing|hitting|turning|barely)$/;
const SEXES = /^(?:male|female|man|woman|m|f)$/;
const HAS_MANY =
  /^(?:mother|father|mum|dad|parent|grand\w+|gang|group|team|crew|band|family|leader|one|set|pair|owner|winner|veteran)$/;
const PART_OF = { early: 2, mid: 5, middle: 5, late: 8 } as const;

/** Ages in years, months and decades: "25 years old", "a 7-year-old", "40yo", "aged 60", "in her late twenties", "a man, 40". */
export function findAges(tokens: readonly Token[]): SaidAge[] {
  const found: SaidAge[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const age = decadeAt(tokens, i) ?? yearsAt(tokens, i) ?? wordAgeAt(tokens, i);
    if (!age) continue;
    found.push(age);
    i = age.to - 1;
  }
  return found;
}

/** "in her late twenties", "mid-forties", "30s", "thirty something". */
function decadeAt(tokens: readonly Token[], from: number): SaidAge | undefined {
  let i = from;
  // "from the 90s" is when, not how old.
  if (tokens[from - 1]?.norm === "the") return undefined;
  const isIn = tokens[i].norm === "in";
  if (isIn) i++;
  if (tokens[i] && tokens[i].norm in OWNERS) i++;
  else if (isIn && tokens[i]?.norm === "the") return undefined;
  let within = 5;
  const part = PART_OF[tokens[i]?.norm as keyof typeof PART_OF];
  if (part !== undefined) {
    within = part;
    i++;
  }
  const word = tokens[i]?.norm ?? "";
  const digits = /^([1-9]0)s$/.exec(word);
  const decade = digits ? Number(digits[1]) : DECADES[word];
  if (decade !== undefined) return { from, to: i + 1, years: decade + within };
  const [number, next] = numberAt(tokens, i);
  // "30's", "30 s".
  if (number !== undefined && number % 10 === 0 && number >= 10 && tokens[next]?.norm === "s")
    return { from, to: next + 1, years: number + within };
  if (number !== undefined && number % 10 === 0 && tokens[next]?.norm === "something") {
    return { from, to: next + 1, years: number + within };
  }
  return undefined;
}

function yearsAt(tokens: readonly Token[], from: number): SaidAge | undefined {
  const [number, next] = numberAt(tokens, from);
  if (number === undefined) return undefined;
  const unit = tokens[next]?.norm ?? "";
  const range = rangeAt(tokens, from, number, next);
  if (range) return range;
  if (/^months?$/.test(unit)) {
    const to = /^olds?$/.test(tokens[next + 1]?.norm ?? "") ? next + 2 : next + 1;
    return to === next + 2 ? { from, to, years: Math.round((number / 12) * 100) / 100 } : undefined;
  }
  if (YEAR.test(unit)) {
    const after = tokens[next + 1]?.norm ?? "";
    if (/^olds?$/.test(after) || after === "young") return { from, to: next + 2, years: number };
    if (after === "of" && tokens[next + 2]?.norm === "age") return { from, to: next + 3, years: number };
    if (unit === "yo") return { from, to: next + 1, years: number };
    // "y/o", "y.o."
    if (unit === "y" && tokens[next + 1]?.kind === "stop" && tokens[next + 2]?.norm === "o") {
      return { from, to: next + 3, years: number };
    }
    return tokens[next].glued || ends(tokens, next + 1) ? { from, to: next + 1, years: number } : undefined;
  }
  // "68 or so".
  if (unit === "or" && tokens[next + 1]?.norm === "so" && number >= 3) return { from, to: next + 2, years: number };
  // "25F", as notes have it.
  if (/^(?:fe)?male$/.test(unit) && tokens[next].glued && number >= 10) return { from, to: next, years: number };
  if (unit === "ish" && tokens[next].glued && number >= 3) return { from, to: next + 1, years: number };
  // "make her 60"
  if (tokens.length === 1 && number >= 3 && number <= 110) return { from, to: next, years: number };
  // A number alone between commas, or behind "of": "a man, 40, short hair", "a woman of sixty".
  const before = tokens[from - 1];
  if (number < 3 || number > 110 || !ends(tokens, next)) return undefined;
  if (before && before.kind === "stop" && /^[,;:(|/.–-]$/.test(before.text)) return { from, to: next, years: number };
  if (before && (COPULAS.has(before.norm) || SEXES.test(before.norm))) return { from, to: next, years: number };
  // A mother of three has three children.
  const isMany = number < 13 && HAS_MANY.test(tokens[from - 2]?.norm ?? "");
  if (before && /^(?:of|at)$/.test(before.norm) && tokens.length > 2 && !isMany)
    return { from: from - 1, to: next, years: number };
  return undefined;
}

const ends = (tokens: readonly Token[], at: number) =>
  at >= tokens.length || tokens[at].kind === "stop" || /^(?:and|but|with|in|wearing|who)$/.test(tokens[at].norm);

/** "30 to 35 years old", "a man, 30-35": the middle of them. */
function rangeAt(tokens: readonly Token[], from: number, first: number, next: number): SaidAge | undefined {
  const isTo = /^(?:to|or)$/.test(tokens[next]?.norm ?? "");
  if (!isTo && !tokens[next]?.glued) return undefined;
  const [last, after] = numberAt(tokens, isTo ? next + 1 : next);
  if (last === undefined || last <= first || first < 3 || last - first > 20) return undefined;
  const rest = yearsAt(tokens, isTo ? next + 1 : next);
  const isAlone = tokens[from - 1]?.kind === "stop" && ends(tokens, after);
  return rest || isAlone ? { from, to: rest?.to ?? after, years: (first + last) / 2 } : undefined;
}

/** "aged 25", "age: 25", "at the age of 60", "over 70", "nearly eighty". */
function wordAgeAt(tokens: readonly Token[], from: number): SaidAge | undefined {
  const { norm } = tokens[from];
  let i = from + 1;
  if (norm === "age" || norm === "aged") {
    while (tokens[i] && /^(?:of|:|about|around|is|=)$/.test(tokens[i].norm)) i++;
    const [number, next] = numberAt(tokens, i);
    if (number === undefined) return undefined;
    const to = YEAR.test(tokens[next]?.norm ?? "") ? next + 1 : next;
    return { from, to, years: number };
  }
  if (ABOUT.test(norm)) {
    const [number, next] = numberAt(tokens, i);
    if (number !== undefined && number >= 3 && ends(tokens, next)) return { from, to: next, years: number };
  }
  return undefined;
}

/** A number in digits or words ("forty two") and where it ends. */
export function numberAt(tokens: readonly Token[], at: number): [number | undefined, number] {
  const token = tokens[at];
  if (!token) return [undefined, at];
  if (token.kind === "number" && /^\d{1,3}$/.test(token.norm)) return [Number(token.norm), at + 1];
  const value = Object.hasOwn(NUMBERS, token.norm) ? NUMBERS[token.norm] : undefined;
  if (value === undefined) return [undefined, at];
  const ones = Object.hasOwn(NUMBERS, tokens[at + 1]?.norm ?? "") ? NUMBERS[tokens[at + 1].norm] : undefined;
  if (value >= 20 && value < 100 && ones !== undefined && ones < 10) return [value + ones, at + 2];
  return [value, at + 1];
}
