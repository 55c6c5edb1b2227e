import type { Phrase } from "../phrases/phrase.ts";
import { newLead, newPhrase } from "../phrases/phrase.ts";
import type { Entry, MaterialEntry } from "../vocabulary.ts";
import { type Lexeme, meaningOf } from "../words/lexemes.ts";
import { colorsAmong, toneOf } from "./colors.ts";
import { degreeBefore, headStem } from "./combine.ts";
import { addSet, type Draft, type Item, join, STRENGTH, strongest, tell } from "./draft.ts";
import { readThing } from "./things.ts";

/** Who is described: nouns for people with their adjectives, and adjectives that stand alone. */
export function readPerson(draft: Draft, phrase: Phrase): void {
  const heads = phrase.heads.map((head) => ({ head, meaning: meaningOf(head, "person")! }));
  const { negated } = phrase.lead;
  draft.person ??= { entries: [], isStatue: false, isBaby: false };
  const { person } = draft;
  let main: Item | undefined;
  const said = [...phrase.mods, ...phrase.post];
  const taken = new Set<Lexeme>();
  for (const { head, meaning } of heads) {
    const { entry, of } = meaning;
    if (entry.animal) {
      const item = tell(draft, "known", [head], [], "no heads of animals are drawn");
      main ??= item;
      draft.look.rest.extra.push(head.phrase);
      continue;
    }
    const item = tell(draft, "used", [head]);
    main = item;
    if (negated) {
      item.note = `not ${head.phrase}`;
      if (entry.sex?.male === 1) draft.sexes.push({ sex: { female: 1 }, strength: STRENGTH.said, item });
      if (entry.sex?.female === 1) draft.sexes.push({ sex: { male: 1 }, strength: STRENGTH.said, item });
      continue;
    }
    person.entries.push(entry);
    if (entry.statue) person.isStatue = true;
    if (entry.none?.includes("hair")) person.isBaby = true;
    applyEntry(draft, entry, item, 1, of === "roles");
    if (entry.creature) {
      draft.look.who.creature = entry.creature;
      addSet(item, "who.creature");
    }
    if (of === "roles") {
      draft.look.who.roles = [...(draft.look.who.roles ?? []), head.phrase];
      addSet(item, "who.roles");
    }
    if (item.sets.length === 0) addSet(item, "who");
  }
  for (const lexeme of said) {
    if (taken.has(lexeme) || !lexeme.adjectival) continue;
    const sub = adjectivalPhrase(draft, said, lexeme, negated);
    for (const used of [...sub.mods, lexeme]) taken.add(used);
    readThing(draft, sub);
  }
  readMaterials(
    draft,
    phrase,
    heads.map(({ meaning }) => meaning),
    said,
    taken,
  );
  readComplexion(
    draft,
    phrase,
    heads.map(({ meaning }) => meaning.entry),
    said,
    taken,
  );
  for (const lexeme of said) {
    if (taken.has(lexeme)) continue;
    taken.add(lexeme);
    readAdjective(draft, phrase, lexeme, said, main);
  }
}

/** "dark red haired": the noun in it with the adjectives that are its own. */
function adjectivalPhrase({ vocabulary }: Draft, said: Lexeme[], noun: Lexeme, negated: boolean): Phrase {
  const sub = newPhrase({ ...newLead(), negated: negated || noun.degree === 0 }, 0);
  const combinations = vocabulary.combinations.get(headStem(noun)) ?? [];
  const fits = (lexeme: Lexeme) =>
    lexeme.shade !== undefined ||
    lexeme.side !== undefined ||
    lexeme.number !== undefined ||
    lexeme.meanings.some(({ kind }) => ["color", "size", "material"].includes(kind)) ||
    combinations.some(({ mods }) => lexeme.tokens.every(({ stem }) => mods.includes(stem)));
  let isColored = false;
  const at = said.indexOf(noun);
  let glued = noun.tokens[0].glued;
  for (let i = at - 1; i >= 0; i--) {
    const lexeme = said[i];
    if (lexeme.adjectival) break;
    const color = meaningOf(lexeme, "color");
    const isOwn = glued || fits(lexeme) || (lexeme.degree !== undefined && lexeme.meanings.length === 0);
    if (!isOwn || (color && isColored && vocabulary.file.colors[color.name].complexion)) break;
    if (color && isColored && !lexeme.shade) break;
    if (color) isColored = true;
    sub.mods.unshift(lexeme);
    glued = lexeme.tokens[0].glued;
  }
  sub.heads = [noun];
  return sub;
}

/** What a word says of a person. @param degree of it, 1 is plain. */
export function applyEntry(draft: Draft, entry: Entry, item: Item, degree = 1, isRole = false): void {
  const { look } = draft;
  if (entry.sex) {
    const strength = entry.habit ? STRENGTH.habit : entry.title ? STRENGTH.title : STRENGTH.said;
    draft.sexes.push({ sex: entry.sex, strength, item });
    addSet(item, "who.sex");
  }
  if (entry.age !== undefined) {
    draft.ages.push({ years: entry.age, rank: entry.childOnly ? 0 : entry.soft ? 1 : 2, item, entry });
    addSet(item, "who.age");
  }
  if (entry.ethnicity) {
    draft.ethnicities.push({ shares: entry.ethnicity, role: isRole, item });
    addSet(item, "who.ethnicity");
  }
  if (entry.build) {
    strongest(look.who.build as Record<string, number>, entry.build, degree);
    addSet(item, "who.build");
  }
  if (entry.face) {
    strongest(look.face, entry.face, degree);
    addSet(item, "face");
  }
  if (entry.expression) {
    strongest(look.expression, entry.expression, degree);
    addSet(item, "expression");
  }
  if (entry.calm) addSet(item, "expression");
  if (entry.details) {
    look.skin.details = [...new Set([...(look.skin.details ?? []), ...entry.details])];
    addSet(item, "skin.details");
  }
  if (entry.tone) {
    look.skin.tone = entry.tone;
    addSet(item, "skin.tone");
  }
  if (entry.pattern) look.skin.pattern = entry.pattern;
  if (entry.irises) {
    draft.irises.push({ color: entry.irises, item, said: false });
    if (entry.sclera) look.eyes.sclera = entry.sclera;
    addSet(item, "eyes.color");
  }
  if (entry.brows) {
    look.brows.form = entry.brows;
    addSet(item, "brows");
  }
  if (entry.hairColor) {
    draft.hairColor = { name: entry.hairColor, item };
    addSet(item, "hair.color");
  }
  if (entry.metal) draft.robot = entry.metal;
  for (const kind of entry.none ?? []) {
    draft.none.set(kind, item);
    addSet(item, kind === "hat" ? "parts" : kind);
  }
  if (entry.hair ?? entry.beard ?? entry.parts ?? entry.marks) {
    draft.gifts.push({ entry, item });
    if (entry.hair) addSet(item, "hair");
    if (entry.beard) addSet(item, "beard");
    if (entry.parts?.length) addSet(item, "parts");
    if (entry.marks) addSet(item, "marks");
  }
}

/** Materials before people make statues of them; of creatures and trades some are but names: "wood elf", "ice queen". */
function readMaterials(
  draft: Draft,
  phrase: Phrase,
  heads: { of: string; entry: Entry }[],
  said: Lexeme[],
  taken: Set<Lexeme>,
): void {
  const isStatue = heads.some(({ entry }) => entry.statue);
  const isNamed = heads.some(({ of, entry }) => of !== "people" && !entry.metal) && !isStatue;
  const after = phrase.of?.mods ?? [];
  for (const lexeme of [...said, ...after]) {
    const material = meaningOf(lexeme, "material");
    if (!material || taken.has(lexeme)) continue;
    const color = meaningOf(lexeme, "color");
    if (color && !isStatue && !after.includes(lexeme)) continue;
    taken.add(lexeme);
    const isBare = phrase.heads.length === 0;
    if (phrase.lead.negated) tell(draft, "used", [lexeme], [], `not of ${material.entry.name}`);
    else if (isBare && ["in", "at", "on", "under"].includes(phrase.lead.preposition ?? "") && !isSolid(phrase, draft)) {
      tell(draft, "known", [lexeme], [], "clothes are not drawn");
      draft.look.rest.extra.push(lexeme.phrase);
    } else if (isNamed && material.entry.compound && !after.includes(lexeme)) {
      tell(draft, "known", [lexeme], [], "a name, not a material");
      draft.look.rest.extra.push(lexeme.phrase);
    } else makeWhole(draft, material.entry, tell(draft, "used", [lexeme], ["material"]));
  }
  if (phrase.of) {
    const rest = phrase.of.mods.filter((lexeme) => !taken.has(lexeme));
    for (const lexeme of rest) taken.add(lexeme);
    if (rest.length > 0) tell(draft, "known", rest);
  }
}

/** "in white marble", said of a statue or of nobody. */
const isSolid = ({ lead }: Phrase, { person }: Draft) => lead.preposition === "in" && (person?.isStatue ?? false);

/** Everything of one material. */
export function makeWhole(
  draft: Draft,
  { words: _, compound: __, complexion: ___, ...material }: MaterialEntry,
  item: Item,
): void {
  const before = draft.look.material;
  if (before && before.name !== material.name) {
    draft.notes.push(
      `both ${before.name} and ${material.name} were asked for; ${before.name} came first and was taken`,
    );
    item.state = "known";
    return;
  }
  draft.look.material = material;
}

/** Colours before people: hair ("a blonde woman"), descent ("a black man"), complexion ("a pale man"), or a creature's skin. */
function readComplexion(draft: Draft, phrase: Phrase, heads: Entry[], said: Lexeme[], taken: Set<Lexeme>): void {
  const { vocabulary, look } = draft;
  const { file } = vocabulary;
  const creature = heads.find(({ creature, human }) => creature && !human);
  if (phrase.heads.length === 0 && phrase.lead.preposition !== undefined && phrase.lead.preposition !== "with") {
    const worn = said.filter((lexeme) => !taken.has(lexeme) && meaningOf(lexeme, "color"));
    for (const lexeme of worn) taken.add(lexeme);
    if (worn.length > 0) tell(draft, "known", worn, [], "clothes and surroundings are not drawn");
    return;
  }
  const open = said.filter(
    (lexeme) => !taken.has(lexeme) && !meaningOf(lexeme, "trait") && !(lexeme.number !== undefined),
  );
  for (const { name, lexemes } of colorsAmong(vocabulary, open, "skin")) {
    const own = lexemes.at(-1)!;
    if (meaningOf(own, "person") && phrase.heads.length === 0) continue;
    for (const lexeme of lexemes) taken.add(lexeme);
    const color = meaningOf(own, "color");
    const entry = color ? file.colors[color.name] : undefined;
    if (phrase.lead.negated) {
      tell(draft, "used", lexemes, [], `not ${name}`);
      continue;
    }
    const known = color ? (creature ?? lastCreature(draft)) : undefined;
    if (entry?.person === "hair" && !known) {
      draft.hairColor = { name: color!.name, item: tell(draft, "used", lexemes, ["hair.color"]) };
      if (/^(?:blonde|brunette)$/.test(color!.name) && phrase.heads.length === 0) {
        draft.sexes.push({ sex: { female: 1 }, strength: STRENGTH.habit });
      }
    } else if (known && color) {
      look.skin.tone = creatureColor(draft, color.name, known.tone);
      tell(draft, "used", lexemes, ["skin.tone"]);
    } else if (entry?.person === "african" || entry?.person === "caucasian") {
      const item = tell(draft, "used", lexemes, ["who.ethnicity"]);
      draft.ethnicities.push({ shares: { [entry.person]: 1 }, role: false, item });
    } else if (["grey", "silver", "greyish", "salt and pepper"].includes(name)) {
      draft.hairColor = { name, item: tell(draft, "used", lexemes, ["hair.color"]) };
    } else if (look.skin.tone && !known && !entry?.complexion) {
      tell(draft, "known", lexemes);
    } else {
      look.skin.tone = color ? toneOf(vocabulary, color.name, "skin") : colorsAmong(vocabulary, lexemes, "skin")[0].rgb;
      tell(draft, "used", lexemes, ["skin.tone"]);
    }
  }
}

const lastCreature = ({ person }: Draft) => person?.entries.findLast(({ creature, human }) => creature && !human);

/** @param own colour of the creature, which it keeps where no other is named, and which some names only shade. */
export function creatureColor(
  { vocabulary }: Draft,
  name: string,
  own?: [number, number, number],
): [number, number, number] {
  const { colors, shades } = vocabulary.file;
  const shade = shades[name];
  if (!own || shade === undefined) return colors[name].creature ?? colors[name].tone;
  return own.map((value) => value + Math.abs(shade) * ((shade > 0 ? 1 : 0) - value)) as [number, number, number];
}

/** An adjective of a person, or one that nothing else has taken. */
export function readAdjective(draft: Draft, phrase: Phrase, lexeme: Lexeme, said: Lexeme[], main?: Item): void {
  const { negated } = phrase.lead;
  const trait = meaningOf(lexeme, "trait");
  const denied = negated || said[said.indexOf(lexeme) - 1]?.degree === 0;
  if (lexeme.age !== undefined) {
    const item = tell(draft, "used", [lexeme], ["who.age"]);
    draft.ages.push({ years: lexeme.age, rank: 3, item });
    return;
  }
  if (trait) {
    const { entry } = trait;
    if (denied) {
      const item = tell(draft, "used", [lexeme], [], `not ${lexeme.phrase}`);
      if (entry.none?.includes("hair")) draft.hair.push({ style: "any", plain: true, item, words: 1 });
      if (entry.sex?.male === 1) draft.sexes.push({ sex: { female: 1 }, strength: STRENGTH.said, item });
      if (entry.sex?.female === 1) draft.sexes.push({ sex: { male: 1 }, strength: STRENGTH.said, item });
      return;
    }
    if (entry.undrawn) {
      tell(draft, "known", [lexeme]);
      draft.look.rest.extra.push(lexeme.phrase);
      return;
    }
    const item = tell(draft, "used", [lexeme]);
    const degree = degreeBefore(said, lexeme);
    const before = said[said.indexOf(lexeme) - 1];
    if (before && before.degree !== undefined && before.meanings.length === 0) join(item, [before]);
    applyEntry(draft, entry, item, degree);
    if (entry.wears ?? entry.grows) {
      const found = draft.vocabulary.phrases.get((entry.wears ?? entry.grows)!);
      const noun: Lexeme = {
        tokens: lexeme.tokens,
        phrase: (entry.wears ?? entry.grows)!,
        meanings: (found ?? []).map(({ meaning }) => meaning),
      };
      draft.items.pop();
      readThing(draft, { ...newPhrase(newLead(), 0), heads: [noun] });
    }
    return;
  }
  if (lexeme.unknown) {
    tell(draft, "unknown", [lexeme]);
    draft.look.rest.extra.push(lexeme.tokens.map(({ text }) => text).join(" "));
    return;
  }
  if (lexeme.number !== undefined && lexeme.number > 1 && phrase.heads.length > 0) {
    tell(draft, "known", [lexeme], [], "one head is made");
    return;
  }
  if (lexeme.meanings.some(({ kind }) => kind === "style")) {
    tell(draft, "known", [lexeme], [], "style, for the diffusion model");
    draft.look.rest.style.push(lexeme.phrase);
    return;
  }
  if (lexeme.meanings.length === 0 && main) {
    join(main, [lexeme]);
    return;
  }
  const state = lexeme.number === 1 || (lexeme.degree !== undefined && lexeme.meanings.length === 0) ? "used" : "known";
  tell(draft, state, [lexeme]);
  if (state === "known") draft.look.rest.extra.push(lexeme.phrase);
}
