import type { Look, LookMark } from "../look.ts";
import { coverHair } from "../meaning/cover-hair.ts";
import { addSet, type Draft, type Item } from "../meaning/draft.ts";
import { readDraft } from "../read.ts";
import type { Report } from "../report.ts";
import { reportOf } from "../report-of.ts";
import type { Vocabulary } from "../vocabulary.ts";
import type { Entry } from "../vocabulary-file.ts";
import type { Substitute } from "../words/substitute.ts";
import { lengthen, scaleExpression, shade, stepGrowth } from "./amounts.ts";
import { applyDraft, changeAge, removeKind } from "./apply.ts";
import { type Change, diffLooks } from "./diff-looks.ts";
import { lessOf, plainOf } from "./less-of.ts";
import { looseOf, restyle } from "./styling.ts";
import type { Said, Wish } from "./wish.ts";
import { blankInner } from "./wishes.ts";
import { otherSide, wishesOf } from "./wishes-of.ts";

/** What a report notes of an instruction that leaves everything as it is. */
export const NO_CHANGE = "nothing of the head changes by this";

export interface EditReading {
  /** The parent's, changed. */
  look: Look;
  /** What became of every word of the instruction. */
  report: Report;
  /** Fields that differ, for a person to agree to. */
  changes: Change[];
}

/**
 * Reads an instruction into a change of a Look: "give her a bandana" is worn instead of the top hat, "less beard" keeps its
 * colour, "20% bigger" multiplies.
 * @param seed chooses what the instruction leaves open. @param wishes of the instruction, where it has been taken apart.
 * @param substitutes words to read in the place of those that stand there.
 */
export function readEdit(
  vocabulary: Vocabulary,
  parent: Look,
  instruction: string,
  { seed = 0, wishes = wishesOf(vocabulary, parent, instruction), substitutes = [] as readonly Substitute[] } = {},
): EditReading {
  let look = structuredClone(parent);
  const report: Report = { items: [], notes: [] };
  const read = wishes.map((wish) => {
    const text = blankInner(alone(otherSide(instruction, parent), wish));
    const own = wish.it ? [...substitutes, wish.it] : substitutes;
    return { wish, text, ...readDraft(vocabulary, text, seed, own) };
  });
  for (const [i, { wish, text, draft, tokens }] of read.entries()) {
    const next = wish.replaced && read[i + 1] ? kindsOf(read[i + 1].draft).map(({ kind }) => kind) : [];
    look = fulfil(vocabulary, look, wish, draft, next);
    const told = reportOf(draft, text, tokens);
    for (const item of told.items) {
      item.text = item.text.replace(/\s+/g, " ");
      if (item.state === "used" && item.sets.length === 0 && !item.note) item.sets = ["who"];
    }
    report.items.push(...told.items);
    report.notes.push(...told.notes);
  }
  coverHair(vocabulary, look);
  const changes = diffLooks(parent, look);
  if (changes.length === 0 && instruction.trim()) report.notes.push(NO_CHANGE);
  return { look, report, changes };
}

/** The instruction with nothing but one wish's words in it, each where it stands. */
function alone(instruction: string, { start, end, noun, meant, it }: Wish): string {
  const before = noun && noun[1] <= start ? instruction.slice(noun[0], noun[1]) : meant;
  const at = noun && noun[1] <= start ? noun[0] : Math.max(0, start - (meant?.length ?? 0) - 1);
  return (
    (before ? " ".repeat(at) + before + " ".repeat(start - at - before.length) : " ".repeat(start)) +
    instruction
      .slice(start, end)
      .replace(/\b(?:him|it|them)\b/gi, (word, at: number) =>
        it?.start === start + at ? word : " ".repeat(word.length),
      ) +
    " ".repeat(instruction.length - end)
  );
}

/** @param kept kinds that something else takes the place of, so that they need not be taken away. */
function fulfil(vocabulary: Vocabulary, before: Look, wish: Wish, draft: Draft, kept: string[]): Look {
  const look = structuredClone(before);
  if (wish.kind === "keep") {
    for (const item of draft.items) Object.assign(item, { state: "used", sets: [], note: "kept as it is" });
    return look;
  }
  for (const { entry, item } of draft.relative) addSet(item, ...fieldsOf(entry));
  if (wish.kind === "age") {
    changeAge(vocabulary, look, wish.amount, wish.isYears ?? false);
    for (const item of draft.items) retell(item, "used", ["who.age"]);
    return look;
  }
  if (wish.kind === "too") return lessOf(vocabulary, look, draft);
  if (wish.kind === "normal") return plainOf(vocabulary, look, draft);
  if (wish.styling) {
    restyle(look, wish.styling);
    const { kind, style } = wish.styling;
    for (const item of draft.items) retell(item, style ? "used" : "known", style ? [kind] : []);
    coverHair(vocabulary, look);
    return look;
  }
  if (wish.kind === "set") {
    const out = applyDraft(vocabulary, look, scaleSaid(look, draft));
    return wish.longer === undefined ? out : compareLength(before, out, draft, wish.longer);
  }
  const kinds = (wish.of ?? kindsOf(draft)).filter(({ kind }) => !kept.includes(kind));
  // "more makeup" of somebody without is some.
  if (wish.kind === "more" && !kinds.some((kind) => isThere(look, kind))) return applyDraft(vocabulary, look, draft);
  if (kinds.length > 0) for (const item of draft.items) retell(item, "used", item.sets);
  for (const kind of kinds) {
    if (wish.kind === "remove") removeSaid(look, kind);
    else if (wish.kind === "shade") shadeSaid(vocabulary, look, kind, wish.shade ?? 0);
    else if (wish.kind !== "style") changeAmount(look, kind, wish.kind, wish.amount);
  }
  coverHair(vocabulary, look);
  return look;
}

function retell(item: Item, state: Item["state"], sets: string[]): void {
  Object.assign(item, { state, sets });
  delete item.note;
}

const fieldsOf = ({ face, build, expression, age, brows, lashes }: Entry): string[] => [
  ...(brows ? ["brows"] : []),
  ...(lashes ? ["lashes"] : []),
  ...(face ? ["face"] : []),
  ...(build ? ["who.build"] : []),
  ...(expression ? ["expression"] : []),
  ...(age !== undefined ? ["who.age"] : []),
];

/** What a draft names. */
function kindsOf(draft: Draft): Said[] {
  const out: Said[] = [];
  const { look } = draft;
  if (draft.hair.length > 0) {
    const style = draft.hair.find((one) => !one.plain)?.style;
    out.push({ kind: "hair", ...(style !== undefined && { style }) });
  }
  if (draft.beards.length > 0) out.push({ kind: "beard" });
  if (draft.moustaches.length > 0) out.push({ kind: "moustache" });
  for (const { kind } of look.parts) out.push({ kind });
  for (const { name, place, side } of look.marks)
    out.push({ kind: `mark ${name}`, ...(place && { place }), ...(side && { side }) });
  if (Object.keys(look.expression).length > 0) out.push({ kind: "expression", names: Object.keys(look.expression) });
  const builds = Object.keys(look.who.build);
  if (builds.length > 0) out.push({ kind: "build", names: builds });
  if (Object.keys(look.face).length > 0) out.push({ kind: "face", names: Object.keys(look.face) });
  for (const detail of look.skin.details ?? []) out.push({ kind: `detail ${detail}` });
  if (draft.ages.some(({ entry }) => entry?.words.some((word) => word.includes("wrinkle"))))
    out.push({ kind: "wrinkles" });
  if (look.material) out.push({ kind: "material" });
  for (const item of draft.items) {
    for (const field of item.sets) if (field === "skin.tone" || field === "brows") out.push({ kind: field });
    const words = item.tokens.map(({ stem }) => stem);
    if (words.some((word) => /^(?:skin|complexion)$/.test(word))) out.push({ kind: "skin.tone" });
    if (words.includes("eye") && item.sets.length === 0) out.push({ kind: "eyes" });
    if (words.some((word) => word === "brow" || word === "eyebrow")) out.push({ kind: "brows" });
    if (words.some((word) => word === "lash" || word === "eyelash")) out.push({ kind: "lashes" });
    if (words.some((word) => word === "lip")) out.push({ kind: "mark lipstick" });
    if (words.some((word) => /^(?:crown|hat|headgear|headwear)$/.test(word))) out.push({ kind: "hat" });
    // Earrings that are not drawn name the kind of those that are.
    for (const { meaning } of draft.vocabulary.phrases.get(words.join(" ")) ?? [])
      if (meaning.kind === "part" && item.state === "known") out.push({ kind: meaning.entry.kind });
  }
  return out;
}

const isThere = (look: Look, { kind }: Said) =>
  !kind.startsWith("mark ") || look.marks.some(({ name }) => name === kind.slice(5));

function removeSaid(look: Look, said: Said): void {
  const { kind, names, style } = said;
  if (kind === "hair" && style !== undefined && look.hair) {
    // Without a ponytail there is still hair.
    if (style === look.hair.style) restyle(look, { kind, style: looseOf(style), verb: "" });
    return;
  }
  if (kind === "expression" || kind === "face") {
    const weights = kind === "face" ? look.face : look.expression;
    for (const name of names ?? Object.keys(weights)) delete weights[name];
  } else if (kind.startsWith("detail "))
    look.skin.details = look.skin.details?.filter((detail) => detail !== kind.slice(7));
  else if (kind === "material") {
    delete look.material;
    delete look.pattern;
  } else if (kind === "brows") look.brows = { form: "none" };
  else if (kind === "lashes") look.lashes = "none";
  else if (kind === "wrinkles") look.who.age = Math.min(35, look.who.age ?? 35);
  else if (kind === "skin.tone") delete look.skin.tone;
  else if (kind.startsWith("mark ")) {
    const gone = marksOf(look, said);
    look.marks = look.marks.filter((mark) => !gone.includes(mark));
  } else removeKind(look, kind);
}

/** The marks that are spoken of: those of the place and side that are said where there are such, all of the name otherwise. */
function marksOf({ marks }: Look, { kind, place, side }: Said): LookMark[] {
  const own = marks.filter(({ name }) => name === kind.slice(5));
  const there = own.filter((mark) => (!place || mark.place === place) && (!side || mark.side === side));
  return there.length > 0 ? there : own;
}

function changeAmount(look: Look, said: Said, by: "less" | "more", amount: number): void {
  const { kind, names = [] } = said;
  const factor = by === "less" ? 1 - 0.5 * Math.min(1.6, amount) : 1 + 0.4 * amount;
  if (kind.startsWith("detail ") && by === "less") removeSaid(look, { kind });
  else if (kind === "hair" || kind === "beard" || kind === "moustache") stepGrowth(look, kind, by, amount);
  else if (kind === "expression") {
    const isFull = by === "more" && names.every((name) => (look.expression[name] ?? 0) >= 1);
    if (isFull) look.expression["jawOpen"] = Math.max(0.15, look.expression["jawOpen"] ?? 0);
    scaleExpression(look, names, factor);
  } else if (kind === "face") {
    for (const name of names) if (look.face[name] !== undefined) look.face[name] *= factor;
  } else if (kind === "build") {
    const build = look.who.build as Record<string, number>;
    for (const name of names) if (build[name] !== undefined) build[name] = Math.min(1, build[name] * factor);
  } else if (kind.startsWith("mark ")) {
    for (const mark of marksOf(look, said)) mark.opacity = Math.min(1, mark.opacity * factor);
  } else if (kind === "wrinkles")
    look.who.age = Math.max(0, Math.min(110, (look.who.age ?? 40) + (by === "less" ? -20 : 20)));
}

function shadeSaid({ file }: Vocabulary, look: Look, { kind }: Said, share: number): void {
  if (kind === "hair" || kind === "beard" || kind === "moustache") {
    const growth = look[kind];
    if (growth?.color) growth.color = shade(growth.color, share);
  } else if (kind === "skin.tone") {
    const main = Object.entries(look.who.ethnicity).sort((a, b) => b[1] - a[1])[0]?.[0];
    const usual =
      main === "african" ? file.colors["dark"] : main === "asian" ? file.colors["olive"] : file.colors["fair"];
    look.skin.tone = shade(look.skin.tone ?? usual.skin ?? usual.tone, share);
  } else if (kind === "eyes" && look.eyes.color) look.eyes.color = shade(look.eyes.color, share);
  else {
    const mark = look.marks.find(({ name }) => `mark ${name}` === kind);
    if (mark) mark.color = shade(mark.color, share);
    const part = look.parts.find((one) => one.kind === kind);
    if (part?.color) part.color = shade(part.color, share);
  }
}

/** "longer hair" of one whose hair is long already, or as long as its style gets: the length goes on. */
function compareLength(before: Look, after: Look, draft: Draft, longer: boolean): Look {
  for (const { kind } of kindsOf(draft)) {
    if (kind !== "hair" && kind !== "beard" && kind !== "moustache") continue;
    if (!before[kind] || !after[kind] || before[kind].style !== after[kind].style) continue;
    if (before[kind].length !== after[kind].length) continue;
    if (longer) lengthen(after, kind);
    else stepGrowth(after, kind, "less", 1);
  }
  return after;
}

/** "a bigger smile" of one who smiles is more of the same smile. */
function scaleSaid(look: Look, draft: Draft): Draft {
  const isCompared = draft.relative.length > 0 && draft.relative.every(({ entry }) => entry.expression);
  const compared = draft.relative.flatMap(({ entry }) => Object.keys(entry.expression ?? {}));
  if (isCompared && compared.some((name) => look.expression[name] !== undefined)) {
    changeAmount(look, { kind: "expression", names: compared }, "more", 1);
    return { ...draft, relative: [] };
  }
  return draft;
}
