import type { LookMark, LookPart, Rgb } from "../look.ts";
import { MARK_PLACES } from "../look-names.ts";
import type { Phrase } from "../phrases/phrase.ts";
import { entryOf } from "../vocabulary.ts";
import type { MarkEntry, PartEntry } from "../vocabulary-file.ts";
import { type Lexeme, meaningOf } from "../words/lexemes.ts";
import { headStem } from "./combine.ts";
import { CLOTH, FUR_HAT, isFur, takeCovers } from "./covers.ts";
import { addSet, type Draft, type Item, join, tokensOf } from "./draft.ts";
import { asMaterial } from "./entries.ts";
import { known, type Open, placementOf, placeOf, sideOf, sizeOf, takeColors, takeMaterial } from "./open.ts";

/** Words for whatever of its kind somebody wears. */
const PLAIN = new Set("hat|cap|helmet|glasse|horn|earring|piercing|mask|tusk|bandage".split("|"));

export function readPart(draft: Draft, open: Open, item: Item, entry: PartEntry, text: string): void {
  const { look } = draft;
  if (open.negated) {
    draft.none.set(entry.kind, item);
    item.note = `no ${text}`;
    addSet(item, "parts");
    return;
  }
  const found = takeColors(draft, open, item, "part");
  const material = takeMaterial(open, item);
  const { trim, stripes, colors, plain } = CLOTH.includes(entry.kind)
    ? takeCovers(open, item, found, material)
    : { colors: found };
  if (entry.undrawn) {
    for (const lexeme of open.around) {
      const isWord =
        lexeme.unknown !== undefined ||
        meaningOf(lexeme, "undrawn") !== undefined ||
        meaningOf(lexeme, "thing") !== undefined;
      if (open.taken.has(lexeme) || !isWord) continue;
      // A noun that is not drawn keeps its own words: "hoop earrings", "a bloody bandage".
      open.taken.add(lexeme);
      join(item, [lexeme]);
    }
  }
  const size = sizeOf(open, item) ?? stubbyOf(open, item);
  const side = sideOf(open, item);
  // Where else would a mask be?
  const placement = entry.kind === "mask" ? undefined : placementOf(open, item);
  const part: LookPart = { kind: entry.kind, id: text === "hat" && !trim && isFur(material) ? FUR_HAT : entry.id };
  const color = colors[0]?.rgb ?? (trim ? entry.color : material?.color);
  if (color) part.color = color;
  if (trim) part.colors = { trim };
  if (stripes) part.colors = { ...part.colors, stripes };
  if (material && !trim && !plain) part.material = asMaterial(material);
  if (size !== undefined) part.size = size;
  if (side) part.side = side;
  if (placement) part.placement = placement;
  // "lots of gold piercings": those that are usual.
  const { parts } = draft.vocabulary.file;
  const usual = (entry.parts ?? []).filter(({ kind, id }) => !entryOf(parts, kind, id)?.undrawn);
  if (usual.length > 0) {
    for (const { kind, id } of usual)
      if (!look.parts.some((one) => one.kind === kind && one.id === id)) look.parts.push({ ...part, kind, id });
    addSet(item, "parts");
    return;
  }
  if (entry.undrawn) {
    known(draft, item, text);
    return;
  }
  const notes = [
    ...(entry.nearly?.includes(text) ? [`the nearest is ${entry.words[0]}`] : []),
    ...(size !== undefined && !entry.placements ? ["its size is kept, not drawn"] : []),
    ...(placement && !entry.placements?.includes(placement) ? [`“${placement}” is kept, not drawn`] : []),
  ];
  if (notes.length > 0) item.note = notes.join("; ");
  const other = look.parts.find(({ kind }) => kind === entry.kind);
  if (entry.kind === "teeth" && look.parts.some(({ kind, id }) => kind === "teeth" && id === entry.id)) return;
  const isGeneric = text === "hat" || text === "glasses" || text === "helmet" || text === "horns";
  if (other && draft.plainParts.has(other) && !isGeneric) {
    // "hat: black beret"
    look.parts[look.parts.indexOf(other)] = part;
    draft.plainParts.delete(other);
    addSet(item, "parts");
    return;
  }
  if (other && ["hat", "glasses"].includes(entry.kind)) {
    if (isGeneric) {
      if (part.color) other.color = part.color;
      addSet(item, "parts");
      return;
    }
    if (other.id !== part.id) {
      draft.notes.push(`“${text}” and another ${entry.kind} contradict each other: the first was taken`);
      item.state = "known";
      return;
    }
    Object.assign(other, part);
    addSet(item, "parts");
    return;
  }
  // "piercings and a gold nose ring": one in a nose.
  const isSame = (one: LookPart) => one.kind === "piercing" && one.id === part.id && one.side === part.side;
  if (part.kind === "piercing") look.parts = look.parts.filter((one) => !isSame(one));
  look.parts.push(part);
  if (PLAIN.has(text.replace(/s$/, ""))) draft.unnamedParts.add(part);
  const isNew = open.phrase.lead.tokens.some(({ norm }) => norm === "a" || norm === "an");
  if (!isNew && PLAIN.has(text.replace(/s$/, ""))) draft.plainParts.add(part);
  addSet(item, "parts");
}

/** Of hair "short" is a style; of horns and tusks it is a size. */
const STUBBY = 0.7;

function stubbyOf(open: Open, item: Item): number | undefined {
  const lexeme = open.around.find((other) => !open.taken.has(other) && /^(?:short|stubby)$/.test(other.phrase));
  if (!lexeme) return undefined;
  open.taken.add(lexeme);
  join(item, [lexeme]);
  return STUBBY;
}

/** "with a red band", "with blue lenses": a colour of the part that was spoken of last. @returns whether it is that. */
export function readSlot(draft: Draft, phrase: Phrase, head: Lexeme): boolean {
  const { lead, at, mods, post } = phrase;
  const part = draft.look.parts.at(-1);
  const slots = draft.vocabulary.file.slots[headStem(head)];
  if (!part || !slots || at || lead.preposition !== "with" || lead.negated) return false;
  const entry = entryOf(draft.vocabulary.file.parts, part.kind, part.id);
  const isOfFur = [...mods, ...post].some((lexeme) => isFur(meaningOf(lexeme, "material")?.entry));
  // Of fur any cloth may have its edge; stripes it has without a slot of its own.
  const covers = CLOTH.includes(part.kind) ? (isOfFur ? ["trim"] : ["stripes"]) : [];
  const slot = slots.find((name) => covers.includes(name)) ?? slots.find((name) => entry?.slots?.includes(name));
  if (!slot) return false;
  const item: Item = { tokens: tokensOf([head]), state: "used", sets: ["parts"] };
  const open: Open = { phrase, head, around: [...mods, ...post], taken: new Set(), negated: false };
  const [color] = takeColors(draft, open, item, "part");
  const material = takeMaterial(open, item);
  const rgb = color?.rgb ?? material?.color;
  if (!rgb) return false;
  part.colors = { ...part.colors, [slot]: rgb };
  draft.items.push(item);
  return true;
}

export function readMark(draft: Draft, open: Open, item: Item, entry: MarkEntry): void {
  const { look } = draft;
  if (open.negated) {
    draft.none.set(`mark ${entry.name}`, item);
    item.note = `no ${entry.name}`;
    return;
  }
  const colors = takeColors(draft, open, item, "paint");
  const side = sideOf(open, item);
  const place = placeOf(open, item) ?? entry.place;
  const [degree] = open.around.filter(
    (lexeme) => lexeme.degree !== undefined && lexeme.meanings.length === 0 && !open.taken.has(lexeme),
  );
  const size = sizeOf(open, item);
  const color: Rgb | undefined = colors[0]?.rgb ?? takeMaterial(open, item)?.color ?? entry.color;
  if (!color) {
    known(draft, item, entry.name);
    return;
  }
  if (place === "body") {
    known(draft, item, entry.name, false, "only head and neck are painted, not the body");
    return;
  }
  const mark: LookMark = { name: entry.name, color, opacity: entry.opacity };
  if (degree?.degree !== undefined) {
    open.taken.add(degree);
    join(item, [degree]);
    mark.opacity = Math.min(1, entry.opacity * Math.min(1.2, degree.degree));
  }
  if (side) mark.side = side;
  const said = MARK_PLACES.find((name) => name === place);
  if (said) mark.place = said;
  if (place && !(entry.lies?.includes(place) ?? said)) item.note = `“${place}” is kept, not drawn`;
  if (size !== undefined) mark.size = size;
  const { lead } = open.phrase;
  const isNew = !lead.owned && !lead.tokens.some(({ norm }) => norm === "the");
  for (const one of isNew || mark.place ? severalOf(open, entry, mark) : [mark]) {
    // "scarred … with a scar on the chin": what was said of no place was this one.
    look.marks = look.marks.filter((other) => !isSameMark(other, one) && (isNew || !isAnywhere(other, one)));
    look.marks.push(one);
    if (isNew) draft.newMarks.add(one);
  }
  addSet(item, "marks");
}

/** Of one name, place and side: of such there is one. */
export const isSameMark = (a: LookMark, b: LookMark) => a.name === b.name && a.place === b.place && a.side === b.side;
const isAnywhere = (a: LookMark, b: LookMark) => a.name === b.name && !a.place && !a.side;

/** "a scar on each cheek", "scars on the cheeks": one a side; "three scars": where several of them usually are. */
function severalOf(open: Open, { more }: MarkEntry, mark: LookMark): LookMark[] {
  if (!more || mark.side) return [mark];
  const { head, around, phrase } = open;
  const isPlural = (lexeme: Lexeme | undefined) =>
    lexeme?.tokens.some(({ norm, stem }) => norm !== stem && /s$/.test(norm));
  const number = around.find((lexeme) => lexeme.number !== undefined)?.number ?? (isPlural(head) ? 2 : 1);
  if (mark.place) {
    const isEach = phrase.at?.lead.tokens.some(({ norm }) => norm === "each" || norm === "both" || norm === "either");
    const isBoth = isEach || (number > 1 && isPlural(phrase.at?.heads[0]));
    return isBoth
      ? [
          { ...mark, side: "left" },
          { ...mark, side: "right" },
        ]
      : [mark];
  }
  return [mark, ...more.slice(0, number - 1).map((where) => ({ ...mark, ...where }))];
}
