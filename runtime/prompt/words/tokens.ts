/** A word, number or mark of punctuation. */
export interface Token {
  kind: "word" | "number" | "stop" | "syntax";
  /** As in the prompt. */
  text: string;
  /** Lower case, spelt the vocabulary's way; what another reading put in the word's place. */
  norm: string;
  /** `norm` without the ending of plurals. */
  stem: string;
  start: number;
  end: number;
  /** A hyphen joins it to the word before. */
  glued: boolean;
  /** What it was read as where that is not what stands there. */
  readAs?: { words: string; source?: string };
}

/**
 * "w/" and "w/o"; picture models' own syntax, weights as in "(beard:1.2)", LoRA tags, `--ar 2:3`; percentages; numbers with a unit; words with
 * their apostrophes; everything else that is no space.
 */
const PIECES =
  /\bw\/(?:o(?:ut)?)?(?![\p{L}\d])|<[^<>\s][^<>]*>|--\w+(?:\s+[\d.:]+)?|:\s?\d+(?:\.\d+)?(?=\s*[)\]}])|\d+(?:\.\d+)?%|\d+(?:\.\d+)?(?![\p{L}\d])|[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*|[^\s]/gu;
const HYPHENS = new Set(["-", "‐", "‑", "–"]);
/** Numbers and what is written into one word with them: "40yo", "16girl", "fortyish", "F25". */
const AGED = /^(\d+)(ish|yo|yrs?|years?|y|girls?|boys?|wom[ae]n|m[ae]n)$/i;
const SPELT_AGE = /^(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(something|ish|s)$/i;
const SEX_AND_AGE = /^([mf]|\d{2})(\d{2}|[mf])$/i;
const QUIET = new Set(['"', "'", "“", "”", "‘", "’", "*", "_", "#", "~", "`"]);

/** @param spelling British or usual forms of words, by the form that is replaced. */
export function tokenize(text: string, spelling: Record<string, string>): Token[] {
  const out: Token[] = [];
  let glued = false;
  for (const match of text.matchAll(PIECES)) {
    const [piece] = match;
    const start = match.index;
    if (QUIET.has(piece)) continue;
    if (HYPHENS.has(piece)) {
      const inside = /[\p{L}\p{N}]/u.test(text[start - 1] ?? "") && /[\p{L}\p{N}]/u.test(text[start + 1] ?? "");
      if (inside) glued = true;
      else out.push(stop(piece, start));
      continue;
    }
    out.push(...piecesOf(piece, start, spelling, glued));
    glued = false;
  }
  return out;
}

function piecesOf(piece: string, start: number, spelling: Record<string, string>, glued: boolean): Token[] {
  if (/^(?:<.*>|--\w.*|:\s?\d.*)$/s.test(piece)) {
    return [{ kind: "syntax", text: piece, norm: "", stem: "", start, end: start + piece.length, glued: false }];
  }
  if (piece.startsWith("w/")) return [word(piece, piece === "w/" ? "with" : "without", start, spelling, false)];
  if (piece === "&" || piece === "+") return [word(piece, "and", start, spelling, false)];
  if (/^\d+(?:\.\d+)?%?$/.test(piece)) return [{ ...word(piece, piece, start, spelling, glued), kind: "number" }];
  if (!/[\p{L}\p{N}]/u.test(piece)) return [stop(piece, start)];
  const aged = AGED.exec(piece) ?? SPELT_AGE.exec(piece) ?? SEX_AND_AGE.exec(piece);
  if (aged) {
    const at = aged[1].length;
    return [...piecesOf(aged[1], start, spelling, glued), ...piecesOf(aged[2], start + at, spelling, true)];
  }
  const parts = piece.split(/['’]/);
  if (parts.length === 1) return [word(piece, piece.toLowerCase(), start, spelling, glued)];
  const [first, rest] = [parts[0], parts.slice(1).join("")];
  // "isn't" is "is not", "woman's" a woman; "o'clock" are two words.
  if (/^t$/i.test(rest) && /n$/i.test(first)) return [word(piece, "not", start, spelling, glued)];
  if (/^(?:s|re|ve|ll|d|m)$/i.test(rest)) return [{ ...word(piece, first.toLowerCase(), start, spelling, glued) }];
  const second = start + first.length + 1;
  return [
    word(first, first.toLowerCase(), start, spelling, glued),
    word(rest, rest.toLowerCase(), second, spelling, true),
  ];
}

function word(text: string, norm: string, start: number, spelling: Record<string, string>, glued: boolean): Token {
  const usual = Object.hasOwn(spelling, norm) ? spelling[norm] : norm;
  return { kind: "word", text, norm: usual, stem: stemOf(usual), start, end: start + text.length, glued };
}

function stop(text: string, start: number): Token {
  return { kind: "stop", text, norm: text, stem: text, start, end: start + text.length, glued: false };
}

const IRREGULAR: Record<string, string> = { teeth: "tooth" };

/** "cheeks" → "cheek", "ladies" → "lady", "teeth" → "tooth"; words that end in s alone stay. */
export function stemOf(word: string): string {
  if (Object.hasOwn(IRREGULAR, word)) return IRREGULAR[word];
  if (word.length < 4 || /(?:ss|us|is)$/.test(word) || !word.endsWith("s")) return word;
  if (/.(?:tch|sh|x)es$/.test(word)) return word.slice(0, -2);
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return word.slice(0, -1);
}
