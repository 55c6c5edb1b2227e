import { type Attributes, openAttributes, type Slot, type Span, type VocabularyGroups } from "./attributes.ts";
import { changeAge } from "./change-age.ts";
import {
  type Description,
  type Feature,
  parseDescription,
  renderDescription,
  withArticle,
  withoutArticle,
} from "./description.ts";
import { greyHair } from "./grey-hair.ts";
import { readInstruction } from "./read-instruction.ts";
import { replaceSpans } from "./subject.ts";

/** Groups whose words are the noun of a subject. */
const NOUNS = ["people", "creatures", "characters"];
/** Words that name any thing of their slot, so that "a red hat" may be the fedora that is there. */
const GENERIC = new Set(["hat", "hair", "beard", "glasses"]);
/** Slots whose colour outlives another shape of the thing. */
const COLORED = new Set(["hair", "beard", "moustache", "eyes", "eyebrows"]);
const OLD = new Set(["old", "very old"]);
const WORN = new Set(["hats", "glasses"]);
/** Things that have no article though they are one. */
const MASS = /(?:s|hair|skin|stubble|paint|makeup|lipstick|eyeshadow)$/;

/**
 * The prompt of an edit: the parent's description with what the instruction contradicts replaced. Understood are ages
 * ("older"), comparatives ("bigger nose"), things to add, to wear, to change and to remove, and every concept of the pack's
 * vocabulary; of one group the new word takes the old one's place. What is not understood is appended.
 * @param groups `vocabulary.json` of the pack: group → concept → words that name it.
 */
export function composeEdit(prompt: string, instruction: string, groups: VocabularyGroups): string {
  const attributes = openAttributes(groups);
  let description = parseDescription(prompt);
  for (const wish of readInstruction(instruction)) {
    if (wish.kind === "age") description = changeAge(description, wish.by, attributes);
    else if (wish.kind === "remove") description = remove(description, wish.text, attributes);
    else description = set(description, wish.text, wish.lead, attributes);
  }
  return renderDescription(description);
}

function set(description: Description, text: string, lead: Feature["lead"], attributes: Attributes): Description {
  const asked = parseDescription(text);
  let result = setPhrase(description, asked, lead, attributes);
  if (asked.material) result = setMaterial(result, asked.material, attributes);
  for (const feature of asked.features) {
    if (feature.lead === "without") result = remove(result, withoutArticle(feature.text), attributes);
    else result = setPhrase(result, parseDescription(feature.text), feature.lead || lead, attributes);
  }
  return result;
}

/** @param asked a noun phrase or an adjective. */
function setPhrase(
  description: Description,
  { subject, counted }: Description,
  lead: Feature["lead"],
  attributes: Attributes,
): Description {
  const text = subject.join(" ");
  const slot = attributes.slot(text);
  if (slot?.name === "skin") return setSkin(description, [...slot.styles, ...slot.colors].join(" "), attributes);
  if (slot) return setThing(description, slot, counted, lead, attributes);
  const spans = attributes.spans(subject);
  const known = spans.reduce((sum, { begin, end }) => sum + end - begin, 0);
  if (known === 0 || (known < subject.length && !spans.some(({ group }) => NOUNS.includes(group)))) {
    return append(description, { lead, text: counted ? withArticle(text) : text });
  }
  return spans.reduce(
    (result, span) => setAttribute(result, span, subject.slice(span.begin, span.end), attributes),
    description,
  );
}

function setAttribute(
  description: Description,
  { group, concept }: Span,
  words: string[],
  attributes: Attributes,
): Description {
  if (group === "materials") return setMaterial(description, words.join(" "), attributes);
  const spans = attributes.spans(description.subject);
  if (NOUNS.includes(group)) {
    const own = spans.filter((span) => span.group === group);
    // A person becomes a creature or a character; a creature that is to be a woman stays one: "orc woman".
    const nouns = own.length > 0 || group === "people" ? own : spans.filter((span) => NOUNS.includes(span.group));
    return { ...description, subject: replaceSpans(description.subject, nouns, words, "end") };
  }
  const features = description.features.filter(({ text }) => {
    const named = attributes.concept(withoutArticle(text));
    if (named?.group === group) return false;
    const slot = attributes.slot(withoutArticle(text))?.name;
    return !(group === "hair" && slot === "hair") && !(group === "beard" && (slot === "beard" || slot === "moustache"));
  });
  const before = spans.filter((span) => span.group === group || (group === "skin" && span.group === "materials"));
  const ahead = group === "age" || group === "ethnicity" || group === "skin";
  const noun = spans.find((span) =>
    (group === "ethnicity" ? NOUNS : ["ethnicity", "skin", ...NOUNS]).includes(span.group),
  );
  const at = ahead ? (noun?.begin ?? description.subject.length - 1) : 0;
  const bald = concept === "bald" || concept === "clean-shaven" ? [concept] : words;
  const aged =
    group === "age" && OLD.has(concept) ? greyHair({ ...description, features }, attributes).features : features;
  return { ...description, features: aged, subject: replaceSpans(description.subject, before, bald, at) };
}

function setMaterial(description: Description, material: string, attributes: Attributes): Description {
  const cleared = (words: string[], by: string[]) => {
    const spans = attributes.spans(words).filter(({ group }) => group === "materials");
    return { found: spans.length > 0, words: spans.length > 0 ? replaceSpans(words, spans, by, 0) : words };
  };
  const frame = cleared(description.frame.split(" "), [material]);
  if (frame.found) return { ...description, frame: frame.words.join(" ") };
  const features = description.features.filter(({ text }) => attributes.slot(text)?.name !== "skin");
  return { ...description, features, material, subject: cleared(description.subject, []).words };
}

function setSkin(description: Description, quality: string, attributes: Attributes): Description {
  const { group } = attributes.spans(quality.split(" "))[0] ?? {};
  const subject = description.subject;
  const isMaterial = (words: string[]) => attributes.spans(words).some((span) => span.group === "materials");
  const statue = description.material || isMaterial(subject) || isMaterial(description.frame.split(" "));
  if (group === "materials" && statue) return setMaterial(description, quality, attributes);
  const spans = attributes.spans(subject).filter((span) => span.group === "skin" || span.group === "materials");
  const slot = { name: "skin", noun: "skin", colors: [], styles: [quality] };
  return setThing(
    { ...description, material: "", subject: replaceSpans(subject, spans, [], 0) },
    slot,
    false,
    "with",
    attributes,
  );
}

/** A thing of a slot takes the place of the one that is there, and keeps of it what the new words leave open. */
function setThing(
  description: Description,
  asked: Slot,
  counted: boolean,
  lead: Feature["lead"],
  attributes: Attributes,
): Description {
  const slotOf = (feature: Feature) => attributes.slot(withoutArticle(feature.text));
  const features = description.features.filter((one) => !(one.lead === "without" && slotOf(one)?.name === asked.name));
  const place = features.findIndex((one) => slotOf(one)?.name === asked.name);
  const old = place < 0 ? undefined : slotOf(features[place]);
  const stays = old && GENERIC.has(asked.noun) && asked.styles.length === 0;
  const noun = stays ? old.noun : asked.noun;
  const same = noun === old?.noun;
  const colors = asked.colors.length === 0 && old && (same || COLORED.has(asked.name)) ? old.colors : asked.colors;
  const styles = asked.styles.length === 0 && old && same ? old.styles : asked.styles;
  const text = [...styles, ...colors, noun].join(" ");
  const single = !MASS.test(noun) && (counted || old !== undefined || asked.name !== noun);
  const oneOfIt =
    single || (!MASS.test(noun) && /^(?:beard|moustache|nose|mouth|jaw|chin|neck|forehead)$/.test(asked.name));
  const feature: Feature = {
    lead: (place >= 0 && features[place].lead) || (WORN.has(asked.name) ? "wearing" : lead || "with"),
    text: oneOfIt ? withArticle(text) : text,
  };
  const bare = { hair: "hair", beard: "beard", moustache: "beard" }[asked.name];
  const gone = attributes.spans(description.subject).filter(({ group }) => group === bare);
  return {
    ...description,
    subject: replaceSpans(description.subject, gone, [], 0),
    features: place < 0 ? [...features, feature] : features.map((one, i) => (i === place ? feature : one)),
  };
}

function remove(description: Description, text: string, attributes: Attributes): Description {
  const slot = attributes.slot(text);
  if (slot?.name === "hair") return setPhrase(description, parseDescription("bald"), "", attributes);
  const named = attributes.concept(text);
  const isMeant = (feature: Feature) => {
    if (feature.lead === "without") return false;
    const own = withoutArticle(feature.text);
    return (slot && attributes.slot(own)?.name === slot.name) || own === text || (!slot && own.includes(text));
  };
  const features = description.features.filter((feature) => !isMeant(feature));
  if (
    slot?.name === "beard" &&
    !features.some(({ text: left }) => attributes.slot(withoutArticle(left))?.name === "moustache")
  ) {
    return setPhrase({ ...description, features }, parseDescription("clean-shaven"), "", attributes);
  }
  const spans = attributes
    .spans(description.subject)
    .filter(({ concept, group }) => concept === named?.concept && group === named.group);
  const subject = replaceSpans(description.subject, spans, [], 0);
  if (features.length < description.features.length || spans.length > 0) return { ...description, subject, features };
  return append(description, { lead: "without", text });
}

function append(description: Description, feature: Feature): Description {
  const known = description.features.some(({ lead, text }) => lead === feature.lead && text === feature.text);
  return known ? description : { ...description, features: [...description.features, feature] };
}
