import type { Phrase } from "../phrases/phrase.ts";
import { newLead, newPhrase } from "../phrases/phrase.ts";
import { isKindOfEye } from "../phrases/takes.ts";
import { stemsOf } from "../vocabulary.ts";
import type { Entry } from "../vocabulary-file.ts";
import { type Lexeme, meaningOf } from "../words/lexemes.ts";
import { isTrader } from "../words/trades.ts";
import { readAdjective } from "./adjectives.ts";
import { colorsAmong, toneOf } from "./colors.ts";
import { headStem } from "./combine.ts";
import { addSet, type Draft, type Item, STRENGTH, tell } from "./draft.ts";
import { applyEntry, asMaterial, creatureColor, lastCreature, makeWhole } from "./entries.ts";

/** Who is described: nouns for people with their adjectives, and adjectives that stand alone. */
export function readPerson(draft: Draft, phrase: Phrase): void {
  const heads = phrase.heads.map((head) => ({ head, meaning: meaningOf(head, "person")! }));
  // "never smiling old woman" is a woman.
  const isOfAdjective = phrase.lead.negated && heads.length > 0 && phrase.mods.length > 0;
  const negated = phrase.lead.negated && !isOfAdjective;
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
    if (entry.bare) person.isBaby = true;
    applyEntry(draft, entry, item, 1, of === "roles");
    if (entry.creature) {
      draft.look.who.creature = entry.creature;
      addSet(item, "who.creature");
    }
    if (of === "roles") {
      draft.look.who.roles = [...(draft.look.who.roles ?? []), head.phrase];
      addSet(item, "who.roles");
    }
    if (entry.note) item.note = entry.note;
    if (item.sets.length === 0) addSet(item, "who");
  }
  for (const lexeme of said) {
    const noun = taken.has(lexeme) ? undefined : grownNoun(draft, said, lexeme);
    if (!noun) continue;
    const sub = adjectivalPhrase(draft, said, lexeme, negated, noun);
    for (const used of [...sub.mods, lexeme]) taken.add(used);
    draft.pending.push(sub);
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
    const next = said[said.indexOf(lexeme) + 1];
    // A degree is told with what it is a degree of.
    if (lexeme.degree !== undefined && lexeme.meanings.length === 0 && next && !taken.has(next)) continue;
    const isOfStatue = heads.length > 0 && heads.every(({ meaning }) => meaning.entry.statue);
    if (isOfStatue && meaningOf(lexeme, "trait")?.entry.age !== undefined) {
      const after = said.slice(said.indexOf(lexeme) + 1);
      if (after.some((other) => meaningOf(other, "material"))) {
        // "an old iron statue": who it shows may be young.
        tell(draft, "known", [lexeme], [], "of the statue, not of whom it shows");
        continue;
      }
    }
    const denied = isOfAdjective && said.find((other) => meaningOf(other, "trait")) !== lexeme;
    readAdjective(draft, denied ? affirmed(phrase) : phrase, lexeme, said, main);
  }
}

const affirmed = (phrase: Phrase): Phrase => ({ ...phrase, lead: { ...phrase.lead, negated: false } });

/** "haired" is hair; "red-bearded" is a red beard, while "bearded" alone says enough. */
function grownNoun({ vocabulary }: Draft, said: readonly Lexeme[], lexeme: Lexeme): Lexeme | undefined {
  if (lexeme.adjectival) return lexeme;
  const { grows } = meaningOf(lexeme, "trait")?.entry ?? {};
  const before = said[said.indexOf(lexeme) - 1];
  if (grows === undefined || !meaningOf(before, "color")) return undefined;
  const found = vocabulary.phrases.get(stemsOf(grows).join(" ")) ?? [];
  return { ...lexeme, phrase: grows, meanings: found.map(({ meaning }) => meaning) };
}

/** "dark red haired": the noun in it with the adjectives that are its own. */
function adjectivalPhrase(
  { vocabulary }: Draft,
  said: Lexeme[],
  lexemeOf: Lexeme,
  negated: boolean,
  noun: Lexeme,
): Phrase {
  const sub = newPhrase({ ...newLead(), negated: negated || noun.degree === 0 }, 0);
  const combinations = vocabulary.combinations.get(headStem(noun)) ?? [];
  const fits = (lexeme: Lexeme) =>
    lexeme.shade !== undefined ||
    lexeme.side !== undefined ||
    lexeme.number !== undefined ||
    isKindOfEye(vocabulary.file.eyeKinds, lexeme) ||
    lexeme.meanings.some(({ kind }) => ["color", "size", "material"].includes(kind)) ||
    combinations.some(({ mods }) => lexeme.tokens.every(({ stem }) => mods.includes(stem)));
  let isColored = false;
  const at = said.indexOf(lexemeOf);
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

/** "A stone man" is a statue; "an iron lady" is none. */
const PLAIN =
  /^(?:wo)?m[ae]n$|^(?:person|boy|girl|child|kid|human|figure|baby|guy|dude|bloke|chap|fellow|gentleman|lad|gal|lass)$/;

/** What people wear, and nobody is made of without its being said so. */
const CLOTH = new Set(["leather", "wool", "felt", "silk", "velvet", "fur", "sheepskin", "lace", "cotton"]);

/** Materials before people make statues of them; of creatures and trades some are but names: "wood elf", "ice queen". */
function readMaterials(
  draft: Draft,
  phrase: Phrase,
  heads: { of: string; entry: Entry }[],
  said: Lexeme[],
  taken: Set<Lexeme>,
): void {
  const isStatue = phrase.isHead === true || heads.some(({ entry }) => entry.statue);
  const isPlain = phrase.heads.every((head) => PLAIN.test(head.tokens.at(-1)!.norm));
  const isNamed = heads.some(({ of, entry }) => (of !== "people" || !isPlain) && !entry.metal) && !isStatue;
  const after = phrase.of?.mods ?? [];
  const isBare = phrase.heads.length === 0;
  const isIn = ["in", "at", "on", "under"].includes(phrase.lead.preposition ?? "");
  // "in leather", "tweed" said alone.
  const isWorn = (lexeme: Lexeme, name: string) =>
    (isBare && !isSolid(phrase, draft) && (isIn || CLOTH.has(name))) ||
    (CLOTH.has(name) && after.includes(lexeme) && phrase.of?.lead.preposition === "in");
  for (const lexeme of [...said, ...after]) {
    const material = meaningOf(lexeme, "material");
    if (!material || taken.has(lexeme)) continue;
    const color = meaningOf(lexeme, "color");
    if (color && !isStatue && !after.includes(lexeme)) continue;
    taken.add(lexeme);
    if (phrase.lead.preposition === "like") {
      tell(draft, "known", [lexeme], [], "a comparison that is not drawn");
      draft.look.rest.extra.push(lexeme.phrase);
    } else if (phrase.lead.negated) tell(draft, "used", [lexeme], [], `not of ${material.entry.name}`);
    else if (isWorn(lexeme, material.entry.name)) {
      tell(draft, "known", [lexeme], [], "clothes are not drawn");
      draft.look.rest.extra.push(lexeme.phrase);
    } else if (!isStatue && phrase.mods.includes(lexeme) && phrase.heads[0] && isTrader(phrase.heads[0].phrase)) {
      // "a gold prospector"
      tell(draft, "known", [lexeme], [], "what the trade is in, not a material");
      draft.look.rest.extra.push(lexeme.phrase);
    } else if (isNamed && material.entry.compound && !after.includes(lexeme)) {
      tell(draft, "known", [lexeme], [], "a name, not a material");
      draft.look.rest.extra.push(lexeme.phrase);
    } else if (material.entry.metallic > 0 && heads.some(({ entry }) => entry.pattern === "scales")) {
      // "a bronze dragonborn" has scales of bronze, and is none itself.
      draft.look.skin.material = asMaterial(material.entry);
      if (material.entry.color) draft.look.skin.tone = material.entry.color;
      tell(draft, "used", [lexeme], ["skin"]);
    } else makeWhole(draft, material.entry, tell(draft, "used", [lexeme], ["material"]));
  }
  if (phrase.of) {
    const rest = phrase.of.mods.filter((lexeme) => !taken.has(lexeme));
    for (const lexeme of rest) taken.add(lexeme);
    if (rest.length > 0) tell(draft, "known", rest);
  }
}

/** A rusty robot is rough, and not only of that colour. */
function corrode(draft: Draft, color: string): void {
  const metal = draft.vocabulary.file.materials.find(({ name }) => name === color && color === "rust");
  if (!metal || !draft.robot) return;
  draft.robot = { name: draft.robot.name, metallic: metal.metallic, roughness: metal.roughness };
  if (metal.color) draft.look.skin.tone = metal.color;
}

/** "in white marble", said of a statue or of nobody. */
const isSolid = ({ lead }: Phrase, { person }: Draft) => lead.preposition === "in" && (person?.isStatue ?? false);

/** Colours before people: hair ("a blonde woman"), descent ("a black man"), complexion ("a pale man"), or a creature's skin. */
function readComplexion(draft: Draft, phrase: Phrase, heads: Entry[], said: Lexeme[], taken: Set<Lexeme>): void {
  const { vocabulary, look } = draft;
  const { file } = vocabulary;
  const creature = heads.find(({ creature, human }) => creature && !human);
  const entries = draft.person?.entries ?? [];
  const isOfStatue = entries.length > 0 && entries.every(({ statue }) => statue);
  const hat = heads.flatMap(({ parts }) => parts ?? []).find(({ kind }) => kind === "hat");
  if (heads.length > 0 && heads.every(({ animal }) => animal)) return;
  if (phrase.heads.length === 0 && phrase.lead.preposition !== undefined && phrase.lead.preposition !== "with") {
    const worn = said.filter((lexeme) => !taken.has(lexeme) && meaningOf(lexeme, "color"));
    for (const lexeme of worn) taken.add(lexeme);
    if (worn.length > 0) tell(draft, "known", worn, [], "clothes and surroundings are not drawn");
    return;
  }
  const open = said.filter(
    (lexeme) => !taken.has(lexeme) && !meaningOf(lexeme, "trait") && !(lexeme.number !== undefined),
  );
  for (const { name, rgb, isMixed, lexemes } of colorsAmong(vocabulary, open, "skin")) {
    const own = lexemes.at(-1)!;
    if (meaningOf(own, "person") && phrase.heads.length === 0) continue;
    // "deep" and "bright" are shades of a skin, and nothing of a person.
    if (!meaningOf(own, "color") && /^(?:deep|bright)$/.test(own.phrase)) continue;
    const degree = said[said.indexOf(lexemes[0]) - 1];
    if (degree?.degree !== undefined && degree.meanings.length === 0 && !degree.shade) lexemes.unshift(degree);
    for (const lexeme of lexemes) taken.add(lexeme);
    const color = meaningOf(own, "color");
    const entry = color ? file.colors[color.name] : undefined;
    if (entry?.ware && phrase.mods.at(-1) === own && phrase.heads[0] && isTrader(phrase.heads[0].phrase)) {
      tell(draft, "known", lexemes, [], "what the trade is in, not a colour");
      continue;
    }
    if (phrase.lead.negated) {
      tell(draft, "used", lexemes, [], `not ${name}`);
      continue;
    }
    const known = color ? (creature ?? lastCreature(draft)) : undefined;
    if (entry?.person === "hair") {
      draft.hairColor = { name: color!.name, item: tell(draft, "used", lexemes, ["hair.color"]) };
      if (/^(?:blonde|brunette)$/.test(color!.name) && phrase.heads.length === 0) {
        draft.sexes.push({ sex: { female: 1 }, strength: STRENGTH.habit });
      }
    } else if (known && color) {
      look.skin.tone = isMixed ? rgb : creatureColor(draft, color.name, known.tone);
      if (draft.robot) corrode(draft, color.name);
      tell(draft, "used", lexemes, ["skin.tone"]);
    } else if (color && isOfStatue) {
      // A black mannequin is of no descent.
      look.skin.tone = isMixed ? rgb : toneOf(vocabulary, color.name, "part");
      tell(draft, "used", lexemes, ["skin.tone"]);
    } else if (entry?.person === "african" || entry?.person === "caucasian") {
      const item = tell(draft, "used", lexemes, ["who.ethnicity"]);
      draft.ethnicities.push({ shares: { [entry.person]: 1 }, role: false, item });
    } else if (hat && name === "silver") {
      // "a silver knight" is in silver.
      draft.hatColor = rgb;
      tell(draft, "used", lexemes, ["parts"]);
    } else if (["grey", "silver", "greyish", "salt and pepper", "hoary"].includes(name)) {
      draft.hairColor = { name, item: tell(draft, "used", lexemes, ["hair.color"]) };
    } else if (hat && color && !creature && !entry?.complexion && !entry?.descent) {
      // "a blue wizard" has a blue hat.
      draft.hatColor = isMixed ? rgb : toneOf(vocabulary, color.name, "part");
      tell(draft, "used", lexemes, ["parts"]);
    } else if (look.skin.tone && !known && !entry?.complexion) {
      tell(draft, "known", lexemes);
    } else {
      look.skin.tone = color && !isMixed ? toneOf(vocabulary, color.name, "skin") : rgb;
      tell(draft, "used", lexemes, ["skin.tone"]);
    }
  }
}
