/** One thing that an instruction asks for. */
export type Wish =
  /** @param lead how the thing is led in where nothing knows it better. */
  | { kind: "set"; text: string; lead: "with" | "wearing" | "" }
  | { kind: "remove"; text: string }
  /** By how many steps of the ladder, negative for younger. */
  | { kind: "age"; by: -2 | -1 | -0.5 | 0.5 | 1 | 2 };

/** Comparatives whose positive is not the word without its ending. */
// biome-ignore format: a table
const POSITIVE: Record<string, string> = {
  bigger: "big", larger: "large", fatter: "fat", thinner: "thin", slimmer: "slim", longer: "long", wider: "wide", smaller: "small", shorter: "short",
  narrower: "narrow", thicker: "thick", fuller: "full", rounder: "round", pointier: "pointed", sharper: "sharp", higher: "high", stronger: "strong",
  bushier: "bushy", curlier: "curly", darker: "dark", lighter: "light", paler: "pale", happier: "happy", sadder: "sad", angrier: "angry",
  heavier: "heavy", squarer: "square", flatter: "flat", broader: "broad", greyer: "grey", whiter: "white", redder: "red", blonder: "blonde",
};
const REMOVE =
  /^(?:remove|delete|take off|take away|lose|drop|get rid of|shave off|cut off|without|no|no more)\s+(.+)$/;
const AGE = /^(?:(a bit|a little|slightly|somewhat|much|far|a lot)\s+)?(older|younger|aged)$/;
const OF_HEAD = "(?:the|his|her|its|their)";
const POLITE =
  /^(?:please|now|and|then|also|could you|can you|i want (?:him|her|it|them) to (?:be|have)|let(?:'s)?|he (?:should|must) (?:be|have|wear)|she (?:should|must) (?:be|have|wear))\s+/;
const ADD =
  /^(?:add|give (?:him|her|it|them|the head)|have|grow|put(?: on)?|with|has)\s+(.+?)(?:\s+on (?:him|her|it|them|his head|her head|the head|top))?$/;
const WEAR = /^(?:(?:make|let) (?:him|her|it|them) wear|wear|wearing|dress (?:him|her|it|them) in)\s+(.+)$/;
const MAKE =
  /^(?:make|turn|change|transform)\s+(?:him|her|it|them|the head|this|the man|the woman)\s+(?:look(?: like)?\s+|be\s+|to\s+|into\s+|as\s+)?(.+)$/;
const PART = new RegExp(
  `^(?:make|turn|change|dye|paint|colou?r|set)\\s+(?:${OF_HEAD}\\s+)?(.+?)(?:\\s+colou?r)?\\s+(?:(?:to|into|be|look)\\s+)?(\\S+)$`,
);
const REPLACE = new RegExp(`^(?:replace|swap|exchange)\\s+(?:${OF_HEAD}\\s+)?(.+?)\\s+(?:with|for|by)\\s+(.+)$`);
const SPLIT = /\s*[,;.!]\s*|\s+(?:and|but|then)\s+/;

/** Takes an instruction apart; a verb goes on for what follows it ("add glasses and a hat"). */
export function readInstruction(instruction: string): Wish[] {
  const wishes: Wish[] = [];
  let verb = "";
  for (const raw of instruction.trim().toLowerCase().split(SPLIT).filter(Boolean)) {
    let part = raw;
    while (POLITE.test(part)) part = part.replace(POLITE, "");
    const own = readPart(part);
    const carried =
      verb && own.every((wish) => wish.kind === "set" && wish.text === part) ? readPart(`${verb} ${part}`) : own;
    if (carried === own)
      verb =
        /^(?:add|remove|no|without|wear|wearing|give (?:him|her|it|them)|make (?:him|her|it|them))\b/.exec(part)?.[0] ??
        verb;
    wishes.push(...carried);
  }
  return wishes;
}

function readPart(part: string): Wish[] {
  const removed = REMOVE.exec(part)?.[1];
  if (removed) return [{ kind: "remove", text: bare(removed) }];
  if (/^shave (?:his|her|the) head$/.test(part)) return [{ kind: "remove", text: "hair" }];
  if (/^shave\b/.test(part)) return [{ kind: "remove", text: "beard" }];
  const replaced = REPLACE.exec(part);
  if (replaced)
    return [
      { kind: "remove", text: bare(replaced[1]) },
      { kind: "set", text: positive(replaced[2]), lead: "with" },
    ];
  const worn = WEAR.exec(part)?.[1];
  if (worn) return [{ kind: "set", text: positive(worn), lead: "wearing" }];
  const added = ADD.exec(part)?.[1];
  if (added) return [{ kind: "set", text: positive(added), lead: "with" }];
  const made = MAKE.exec(part)?.[1] ?? part;
  const age = AGE.exec(made);
  if (age) return [{ kind: "age", by: ageStep(age[1], age[2] === "younger" ? -1 : 1) }];
  const [, thing, quality] = made === part ? (PART.exec(part) ?? []) : [];
  if (thing && quality) return [{ kind: "set", text: positive(`${quality} ${thing}`), lead: "with" }];
  return [{ kind: "set", text: positive(made), lead: "" }];
}

function ageStep(how: string | undefined, direction: 1 | -1): Extract<Wish, { kind: "age" }>["by"] {
  if (!how) return direction;
  return /much|far|lot/.test(how) ? (direction === 1 ? 2 : -2) : direction === 1 ? 0.5 : -0.5;
}

function bare(text: string): string {
  return text
    .replace(/^(?:a|an|the|his|her|its|their|all|any)\s+/, "")
    .replace(/\s+(?:completely|entirely|please)$/, "");
}

/** "a bigger nose" → "a big nose", "more muscular" → "muscular", "smile" → "smiling". */
function positive(text: string): string {
  return text
    .replace(/^(?:much|a bit|slightly|a lot)\s+/, "")
    .replace(/\bmore\s+/g, "")
    .replace(/^(smile|laugh|frown|scream|shout)$/, (verb) => `${verb.replace(/e$/, "")}ing`)
    .split(" ")
    .map((word) => POSITIVE[word] ?? word)
    .join(" ");
}
