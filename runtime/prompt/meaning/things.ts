import type { Look, LookMark, LookPart, Rgb, Side } from "../look.ts";
import type { Phrase } from "../phrases/phrase.ts";
import type { GrowthEntry, MarkEntry, Meaning, PartEntry } from "../vocabulary.ts";
import { type Lexeme, meaningOf } from "../words/lexemes.ts";
import { colorsAmong, type NamedColor } from "./colors.ts";
import { combine, degreeBefore } from "./combine.ts";
import { addSet, type Draft, type Grown, type Item, join, tell } from "./draft.ts";
import { applyEntry, makeWhole, readAdjective } from "./people.ts";

/** What a thing's phrase still has to give. */
interface Open {
  phrase: Phrase;
  head: Lexeme;
  around: Lexeme[];
  taken: Set<Lexeme>;
  negated: boolean;
}

const FACE = new Set(["head", "expression", "eyes", "mouth", "skin"]);
const KINDS = ["feature", "growth", "part", "mark", "undrawnMark", "place"] as const;

/** A noun that is no person: what grows on a head, is worn, painted on it, or has nothing to do with it. */
export function readThing(draft: Draft, phrase: Phrase): void {
  const head = phrase.heads[0];
  const around = [...phrase.mods, ...phrase.post];
  const open: Open = { phrase, head, around, taken: new Set(), negated: phrase.lead.negated };
  const isHeld = phrase.lead.does && !phrase.lead.owned;
  const combined = isHeld ? [] : combine(draft.vocabulary, phrase, head);
  const own = KINDS.map((kind) => meaningOf(head, kind)).find(Boolean);
  if (isHeld || !own) {
    readForeign(draft, open, isHeld);
    return;
  }
  if (
    phrase.lead.preposition &&
    ["like", "for", "at", "by", "to", "near", "behind"].includes(phrase.lead.preposition)
  ) {
    readForeign(draft, open, false);
    return;
  }
  const item = tell(draft, "used", [head]);
  // Of several styles or things in one phrase, the one that says most: "long curly hair" is wavy, not long and curly.
  const effects: { meaning: Meaning; degree: number; text: string }[] = [];
  for (const { meaning, lexemes, degree, phrase: text } of combined) {
    const isMain = meaning.kind !== "feature" && effects.some((other) => other.meaning.kind !== "feature");
    if (isMain) continue;
    effects.push({ meaning, degree, text });
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
    !effects.some(({ meaning }) => meaning.kind !== "feature") &&
    (effects.length === 0 || own.kind === "growth" || own.kind === "part" || own.kind === "mark")
  ) {
    effects.unshift({ meaning: own, degree: 1, text: head.phrase });
  }
  for (const effect of effects) applyEffect(draft, open, item, ofRole(draft, effect));
  readPlace(draft, open, item);
  const isIdle = item.sets.length === 0 && item.state === "used" && !item.note && own.kind === "place";
  const odd = around.filter(
    (lexeme) => !open.taken.has(lexeme) && lexeme.meanings.length > 0 && !meaningOf(lexeme, "trait"),
  );
  if (isIdle && odd.length > 0) {
    for (const lexeme of odd) open.taken.add(lexeme);
    join(item, odd);
    known(draft, item, head.phrase);
  }
  readRest(draft, open, item);
}

/** The plain cap of a nurse is a nurse's. */
function ofRole(draft: Draft, effect: { meaning: Meaning; degree: number; text: string }): typeof effect {
  if (effect.meaning.kind !== "part" || !["hat", "cap", "helmet"].includes(effect.text)) return effect;
  const text = draft.person?.entries.find(({ hat }) => hat)?.hat;
  const meaning = text && draft.vocabulary.phrases.get(text)?.find((other) => other.meaning.kind === "part")?.meaning;
  return text && meaning ? { ...effect, meaning, text } : effect;
}

function applyEffect(
  draft: Draft,
  open: Open,
  item: Item,
  { meaning, degree, text }: { meaning: Meaning; degree: number; text: string },
): void {
  if (meaning.kind === "feature") {
    if (meaning.entry.undrawn) known(draft, item, text);
    else if (open.negated) item.note = `not ${text}`;
    else {
      const first = open.around.find(
        (lexeme) => lexeme.percent !== undefined || (lexeme.degree !== undefined && lexeme.meanings.length === 0),
      );
      const scale =
        degree === 1 && first && open.around.length > 0 && !open.taken.has(first)
          ? degreeOf(open, first, item)
          : degree;
      applyEntry(draft, meaning.entry, item, scale);
    }
  } else if (meaning.kind === "growth") readGrowth(draft, open, item, meaning.of, meaning.entry, text);
  else if (meaning.kind === "part") readPart(draft, open, item, meaning.entry, text);
  else if (meaning.kind === "mark") readMark(draft, open, item, meaning.entry);
  else if (meaning.kind === "undrawnMark") known(draft, item, text, open.negated);
  else if (meaning.kind === "place") readFace(draft, open, item, meaning.name);
}

function degreeOf(open: Open, lexeme: Lexeme, item: Item): number {
  open.taken.add(lexeme);
  join(item, [lexeme]);
  return lexeme.percent !== undefined ? 1 + lexeme.percent / 100 : (lexeme.degree ?? 1);
}

/** Understood, not drawn; what is denied is as good as drawn. */
function known(draft: Draft, item: Item, text: string, negated = false, note?: string): void {
  if (negated) {
    item.note = `no ${text}`;
    return;
  }
  item.state = "known";
  if (note) item.note = note;
  draft.look.rest.extra.push(wordsOf(item));
}

const wordsOf = ({ tokens }: Item) =>
  [...tokens]
    .sort((a, b) => a.start - b.start)
    .map(({ norm }) => norm)
    .join(" ");

/** Colours of a phrase, which go with its noun. */
function takeColors(draft: Draft, open: Open, item: Item, of: Parameters<typeof colorsAmong>[2]): NamedColor[] {
  const free = open.around.filter((lexeme) => !open.taken.has(lexeme));
  const found = colorsAmong(draft.vocabulary, [...free, ...(open.phrase.of?.mods ?? [])], of);
  for (const { lexemes } of found.slice(0, 1)) {
    join(item, lexemes);
    for (const lexeme of lexemes) open.taken.add(lexeme);
  }
  return found;
}

/** Materials of a phrase, those behind "of" included. */
function takeMaterial(open: Open, item: Item) {
  for (const lexeme of [...open.around, ...(open.phrase.of?.mods ?? [])]) {
    const material = meaningOf(lexeme, "material");
    if (!material || open.taken.has(lexeme)) continue;
    open.taken.add(lexeme);
    join(item, [lexeme]);
    return material.entry;
  }
  return undefined;
}

function readGrowth(
  draft: Draft,
  open: Open,
  item: Item,
  of: "hair" | "beard" | "moustache",
  entry: GrowthEntry,
  text: string,
): void {
  const kind = of === "hair" ? "hair" : of;
  if (open.negated) {
    const described = open.around.some((lexeme) => lexeme.meanings.length > 0);
    item.note = `no ${text}`;
    if (described && of === "hair") return;
    draft.none.set(kind, item);
    if (of === "beard" && text === "facial hair") draft.none.set("moustache", item);
    addSet(item, kind);
    return;
  }
  const grown = growthOf(draft, open, item, entry.style, text === "beard" || text === "moustache");
  if (entry.nearly?.includes(text)) item.note = `the nearest style is ${entry.words[0]}`;
  const list = of === "hair" ? draft.hair : of === "beard" ? draft.beards : draft.moustaches;
  list.push(grown);
  addSet(item, kind, ...(grown.color ? [`${kind}.color`] : []));
}

/** Colour and length of what grows. */
function growthOf(draft: Draft, open: Open, item: Item, style: string, plain: boolean): Grown {
  const [color] = takeColors(draft, open, item, "hair");
  const material = color ? undefined : takeMaterial(open, item);
  const grown: Grown = { style, plain, item, words: item.tokens.length };
  if (color) grown.color = color.rgb;
  else if (material?.color) grown.color = material.color;
  const length = sizeOf(open, item);
  if (length !== undefined) grown.length = length;
  return grown;
}

/** "big", "tiny", "20% bigger". */
function sizeOf(open: Open, item: Item): number | undefined {
  for (const lexeme of open.around) {
    const size = meaningOf(lexeme, "size");
    if (!size || open.taken.has(lexeme)) continue;
    const degree = degreeBefore(open.around, lexeme);
    open.taken.add(lexeme);
    join(item, [lexeme]);
    const before = open.around[open.around.indexOf(lexeme) - 1];
    if (before?.percent !== undefined) {
      open.taken.add(before);
      join(item, [before]);
      return size.factor >= 1 ? degree : 2 - degree;
    }
    const plain = lexeme.degree !== undefined && lexeme.meanings.length > 0 ? 1 : degree;
    return Math.min(4, Math.max(0.1, 1 + (size.factor - 1) * plain));
  }
  return undefined;
}

function readPart(draft: Draft, open: Open, item: Item, entry: PartEntry, text: string): void {
  const { look } = draft;
  if (open.negated) {
    draft.none.set(entry.kind, item);
    item.note = `no ${text}`;
    addSet(item, "parts");
    return;
  }
  const colors = takeColors(draft, open, item, "part");
  const material = takeMaterial(open, item);
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
  const size = sizeOf(open, item);
  const side = sideOf(open, item);
  const placement = placementOf(open, item);
  const part: LookPart = { kind: entry.kind, id: entry.id };
  const color = colors[0]?.rgb ?? material?.color;
  if (color) part.color = color;
  if (material) {
    const { words: _, compound: __, complexion: ___, ...plain } = material;
    part.material = plain;
  }
  if (size !== undefined) part.size = size;
  if (side) part.side = side;
  if (placement) part.placement = placement;
  if (entry.undrawn) {
    known(draft, item, text);
    return;
  }
  const notes = [
    ...(entry.nearly?.includes(text) ? [`the nearest is ${entry.words[0]}`] : []),
    ...(size !== undefined ? ["its size is kept, not drawn"] : []),
    ...(placement ? [`“${placement}” is kept, not drawn`] : []),
  ];
  if (notes.length > 0) item.note = notes.join("; ");
  const other = look.parts.find(
    ({ kind }) =>
      kind === entry.kind && draft.vocabulary.file.parts.some((known) => known.kind === kind && known.id === entry.id),
  );
  const isGeneric = text === "hat" || text === "glasses" || text === "helmet" || text === "horns";
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
  look.parts.push(part);
  addSet(item, "parts");
}

function sideOf(open: Open, item: Item): Side | undefined {
  const lexemes = [...open.around, ...(open.phrase.at?.mods ?? [])];
  const lexeme = lexemes.find(({ side }) => side);
  if (!lexeme) return undefined;
  open.taken.add(lexeme);
  join(item, [lexeme]);
  return lexeme.side;
}

function placementOf(open: Open, item: Item): string | undefined {
  const lexeme = open.around.find(({ placement }) => placement);
  if (lexeme) {
    open.taken.add(lexeme);
    join(item, [lexeme]);
    return lexeme.placement;
  }
  const at = open.phrase.at?.heads[0];
  const place = at && meaningOf(at, "place")?.name;
  return place && !["head", "hair", "ears", "eyes", "neck"].includes(place) ? place : undefined;
}

function readMark(draft: Draft, open: Open, item: Item, entry: MarkEntry): void {
  const { look } = draft;
  if (open.negated) {
    draft.none.set(`mark ${entry.name}`, item);
    item.note = `no ${entry.name}`;
    return;
  }
  const colors = takeColors(draft, open, item, "paint");
  const side = sideOf(open, item);
  const place = placeOf(open, item);
  const [degree] = open.around.filter(
    (lexeme) => lexeme.degree !== undefined && lexeme.meanings.length === 0 && !open.taken.has(lexeme),
  );
  const size = sizeOf(open, item);
  const color: Rgb | undefined = colors[0]?.rgb ?? entry.color;
  if (!color) {
    known(draft, item, entry.name);
    return;
  }
  if (place === "neck" || place === "body") {
    known(draft, item, entry.name, false, `only the face is painted, not the ${place}`);
    return;
  }
  const mark: LookMark = { name: entry.name, color, opacity: entry.opacity };
  if (degree?.degree !== undefined) {
    open.taken.add(degree);
    join(item, [degree]);
    mark.opacity = Math.min(1, entry.opacity * Math.min(1.2, degree.degree));
  }
  if (side) mark.side = side;
  if (place) mark.place = place;
  if (size !== undefined) mark.size = size;
  look.marks = look.marks.filter(({ name }) => name !== mark.name);
  look.marks.push(mark);
  addSet(item, "marks");
}

/** "neck tattoo", "a scar on the cheek". */
function placeOf(open: Open, item: Item): string | undefined {
  const lexeme = open.around.find((other) => !open.taken.has(other) && meaningOf(other, "place"));
  if (lexeme) {
    open.taken.add(lexeme);
    join(item, [lexeme]);
    return placeName(lexeme);
  }
  const at = open.phrase.at?.heads[0];
  const name = at && placeName(at);
  return name === "head" || name === "skin" ? undefined : name;
}

const placeName = (lexeme: Lexeme) => meaningOf(lexeme, "place")?.name.replace(/^(eye|brow|lip|ear)s$/, "$1");

/** A part of the face: what is said of it. */
function readFace(draft: Draft, open: Open, item: Item, name: string): void {
  const { look } = draft;
  const { phrase } = open;
  if (name === "hair") {
    readHair(draft, open, item);
    return;
  }
  if (name === "beard") return;
  if (open.negated) {
    if (name === "brows") {
      look.brows.form = "none";
      addSet(item, "brows");
      item.note = "no eyebrows";
    } else known(draft, item, name, false, "cannot be left out");
    return;
  }
  const material = open.around
    .concat(phrase.of?.mods ?? [])
    .find((lexeme) => meaningOf(lexeme, "material") && !meaningOf(lexeme, "color"));
  const isPart = open.around.some((lexeme) => lexeme.degree === 0.5 || meaningOf(lexeme, "person"));
  if (name === "eyes") readEyes(draft, open, item);
  else if (name === "lips") {
    const [color] = takeColors(draft, open, item, "paint");
    if (color) {
      const { lips } = draft.vocabulary.file;
      look.marks = look.marks.filter((mark) => mark.name !== lips.name);
      look.marks.push({ name: lips.name, color: color.rgb, opacity: lips.opacity });
      addSet(item, "marks");
    }
  } else if (name === "brows") {
    const [color] = takeColors(draft, open, item, "hair");
    if (color) {
      look.brows.color = color.rgb;
      addSet(item, "brows");
    }
  } else if (name === "skin" || (name === "head" && !isPart)) {
    if (material && !isPart) {
      const { entry } = meaningOf(material, "material")!;
      open.taken.add(material);
      join(item, [material]);
      if (name === "head" && phrase.lead.preposition !== "with") makeWhole(draft, entry, item);
      else if (entry.complexion) {
        look.skin.tone = entry.complexion;
        look.skin.details = [...(look.skin.details ?? []), "smooth"];
      } else {
        const { words: _, compound: __, complexion: ___, ...plain } = entry;
        look.skin.material = plain;
        if (entry.color) look.skin.tone = entry.color;
      }
      addSet(item, name === "head" && phrase.lead.preposition !== "with" ? "material" : "skin");
    } else {
      const human = draft.person?.entries.some(({ creature, human }) => creature && !human);
      const [color] = takeColors(draft, open, item, human ? "creature" : "skin");
      if (color) {
        const entry = draft.vocabulary.file.colors[color.name];
        look.skin.tone = entry?.skin ?? color.rgb;
        if (entry?.descent && !human) {
          draft.ethnicities.push({ shares: { [entry.descent]: 1 }, role: false, item });
          addSet(item, "who.ethnicity");
        }
        addSet(item, "skin.tone");
      }
    }
    if (name === "skin" && /^scale/.test(open.head.tokens.at(-1)!.stem)) look.skin.pattern = "scales";
  } else if (material || open.around.some((lexeme) => meaningOf(lexeme, "color"))) {
    takeMaterial(open, item);
    takeColors(draft, open, item, "part");
    known(draft, item, name);
    return;
  }
  const odd = open.around.filter(
    (lexeme) => !open.taken.has(lexeme) && (isPart || ["teeth", "tongue", "lashes", "body"].includes(name)),
  );
  if (odd.length > 0 || ["teeth", "tongue", "lashes", "body", "tips", "sides"].includes(name)) {
    const rest = odd.filter((lexeme) => !lexeme.unknown);
    for (const lexeme of rest) open.taken.add(lexeme);
    join(item, rest);
    if (name === "sides" && open.around.some((lexeme) => /^(?:shaved|short|cropped|buzzed)$/.test(lexeme.phrase))) {
      for (const lexeme of open.around) open.taken.add(lexeme);
      join(item, open.around);
    }
    known(draft, item, name);
  }
}

function readHair(draft: Draft, open: Open, item: Item): void {
  if (open.negated) {
    item.note = "no hair";
    const isDescribed = open.around.some((lexeme) => lexeme.meanings.length > 0 && meaningOf(lexeme, "color"));
    if (isDescribed) {
      takeColors(draft, open, item, "hair");
      item.note = `not ${wordsOf(item)}`;
      return;
    }
    draft.none.set("hair", item);
    addSet(item, "hair");
    return;
  }
  const grown = growthOf(draft, open, item, "any", true);
  draft.hair.push(grown);
  addSet(item, grown.color ? "hair.color" : "hair");
}

/** Irises: both, or one where a side is said or only one eye is spoken of. */
function readEyes(draft: Draft, open: Open, item: Item): void {
  const { look } = draft;
  const side = sideOf(open, item);
  const isOne = !open.head.adjectival && /^(?:eye|iris|pupil|eyeball)$/.test(open.head.tokens.at(-1)!.norm);
  const count = open.around.find(({ number }) => number !== undefined);
  const kind = open.around.find((lexeme) => meaningOf(lexeme, "person") ?? meaningOf(lexeme, "material"));
  const colors = takeColors(draft, open, item, "eyes");
  const color = colors[0]?.rgb ?? (kind && !isOne ? meaningOf(kind, "material")?.entry.color : undefined);
  if (count) {
    open.taken.add(count);
    join(item, [count]);
  }
  if (kind) {
    open.taken.add(kind);
    join(item, [kind]);
  }
  if (colors.length === 0 && kind && meaningOf(kind, "person")) {
    const which = side ?? "right";
    if (isOne || side) look.eyes[which] = { ...look.eyes[which], kind: kind.phrase.split(" ")[0] };
    known(draft, item, "eye");
    addSet(item, isOne || side ? `eyes.${which}` : "eyes");
    return;
  }
  if (count && count.number !== 2 && count.number !== 1) {
    known(draft, item, "eyes");
    return;
  }
  if (!color) return;
  if (side || (isOne && draft.irises.length === 0 && (count?.number === 1 || kind))) {
    const which = side ?? (look.eyes.left?.color ? "right" : "left");
    look.eyes[which] = { ...look.eyes[which], color };
    known(draft, item, "eye");
    addSet(item, `eyes.${which}.color`);
    return;
  }
  if (isOne && (look.eyes.left?.color ?? look.eyes.right?.color)) {
    const which = look.eyes.left?.color ? "right" : "left";
    look.eyes[which] = { ...look.eyes[which], color };
    known(draft, item, "eye");
    addSet(item, `eyes.${which}.color`);
    return;
  }
  draft.irises.push({ color, item, said: true });
  addSet(item, "eyes.color");
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
  const onFace = FACE.has(ofPlace ?? "") || meaningOf(head, "feature") !== undefined;
  const materials = phrase.of?.mods.filter((lexeme) => !taken.has(lexeme)) ?? [];
  if (materials.length > 0) join(item, materials);
  for (const lexeme of around) {
    if (taken.has(lexeme)) continue;
    taken.add(lexeme);
    const trait = meaningOf(lexeme, "trait");
    const isAfter = phrase.post.includes(lexeme);
    if (
      trait &&
      (isAfter ||
        (onFace &&
          (trait.entry.expression ??
            trait.entry.details ??
            trait.entry.soft ??
            (ofPlace === "head" || ofPlace === "skin"))))
    ) {
      readAdjective(draft, { ...phrase, heads: [], lead: { ...phrase.lead } }, lexeme, around);
    } else if (lexeme.adjectival) {
      readThing(draft, { ...phrase, mods: [], post: [], heads: [lexeme], at: undefined, of: undefined });
    } else if (lexeme.unknown) {
      tell(draft, "unknown", [lexeme]);
      draft.look.rest.extra.push(lexeme.tokens.map(({ text }) => text).join(" "));
    } else if (lexeme.meanings.length === 0 || lexeme.number === 1) join(item, [lexeme]);
    else if (meaningOf(lexeme, "style")) {
      tell(draft, "known", [lexeme], [], "style, for the diffusion model");
      draft.look.rest.style.push(lexeme.phrase);
    } else {
      tell(draft, "known", [lexeme], [], `said of ${head.phrase}, not drawn`);
      draft.look.rest.extra.push(`${lexeme.phrase} ${head.phrase}`);
    }
  }
}

/** A noun that is not of the head takes all its words with it. */
function readForeign(draft: Draft, { phrase, head, around, negated }: Open, isHeld: boolean): void {
  const isStyle = meaningOf(head, "style") !== undefined && !isHeld;
  const isKnown = head.meanings.length > 0;
  const said = [...around, ...phrase.heads, ...(phrase.of?.mods ?? [])];
  const place = phrase.at ? [...phrase.at.mods, ...phrase.at.heads, ...phrase.at.post] : [];
  const text = [...said]
    .sort((a, b) => a.tokens[0].start - b.tokens[0].start)
    .flatMap(({ tokens }) => tokens.map((token) => token.norm))
    .join(" ");
  if (isKnown || negated) {
    const note = isStyle
      ? "style, for the diffusion model"
      : isHeld
        ? "not on the head"
        : meaningOf(head, "thing")
          ? "not of the head"
          : undefined;
    tell(draft, negated && !isStyle ? "used" : "known", [...said, ...place], [], negated ? `no ${head.phrase}` : note);
  } else {
    // What is known of its words is said in the same breath: "a red dirndl".
    tell(draft, "unknown", [...said, ...place]);
  }
  if (negated) return;
  if (isStyle) draft.look.rest.style.push(text);
  else draft.look.rest.extra.push(text);
}

export type { Look };
