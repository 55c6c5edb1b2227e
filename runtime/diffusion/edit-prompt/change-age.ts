import type { Attributes } from "./attributes.ts";
import type { Description } from "./description.ts";
import { greyHair } from "./grey-hair.ts";
import type { Wish } from "./read-instruction.ts";
import { replaceSpans } from "./subject.ts";

/** Concepts of the group "age", by years; an adult of no said age stands at ADULT. */
const LADDER = ["baby", "child", "teenager", "young", "middle-aged", "old", "very old"];
const ADULT = 3.5;
const OLD = LADDER.indexOf("old");
/** The word for each age beside a noun, and what the nouns of children grow into and those of adults shrink to. */
const WORDS = ["baby", "little", "teenage", "young", "middle-aged", "old", "very old"];
const GROWN: Record<string, string> = {
  boy: "man",
  girl: "woman",
  child: "person",
  kid: "person",
  baby: "person",
  toddler: "person",
};
const CHILDISH: Record<string, string> = {
  man: "boy",
  guy: "boy",
  gentleman: "boy",
  male: "boy",
  woman: "girl",
  lady: "girl",
  female: "girl",
};
/** Nouns that say an age themselves. */
const ELDERS: Record<string, string> = {
  grandpa: "man",
  grandfather: "man",
  grandma: "woman",
  grandmother: "woman",
  teenager: "person",
};

/** "older" makes adults old and the old very old, "younger" makes them young; half a step is a bit, two steps are much. The old turn grey. */
export function changeAge(
  description: Description,
  by: Extract<Wish, { kind: "age" }>["by"],
  attributes: Attributes,
): Description {
  const { subject } = description;
  const spans = attributes.spans(subject).filter(({ group }) => group === "age");
  const noun = subject[subject.length - 1];
  const said = spans.map(({ concept }) => LADDER.indexOf(concept));
  const now = said.length > 0 ? Math.max(...said) : noun in GROWN ? 1 : ADULT;
  const next = stepAge(now, by);
  const words = subject.map((word, i) => (i === subject.length - 1 ? renamed(word, next) : word));
  const adjectives = spans.filter(({ begin }) => begin < subject.length - 1);
  const first = attributes
    .spans(words)
    .find(({ group }) => ["ethnicity", "skin", "people", "creatures", "characters"].includes(group));
  const aged = by > 0 && next >= OLD ? greyHair(description, attributes) : description;
  return {
    ...aged,
    subject: replaceSpans(words, adjectives, WORDS[next].split(" "), first?.begin ?? words.length - 1),
  };
}

function stepAge(now: number, by: number): number {
  if (now < 3) return Math.min(LADDER.length - 1, Math.max(0, now + Math.sign(by) * Math.ceil(Math.abs(by))));
  if (by > 0) return by === 2 || (by === 1 && now >= 5) ? 6 : by === 0.5 && now < 4 ? 4 : now >= 5 ? 6 : 5;
  if (now === 3) return by === -2 ? 1 : 2;
  return by === -2 ? 2 : by === -0.5 && now > 4 ? 4 : 3;
}

function renamed(noun: string, age: number): string {
  const plain = ELDERS[noun] ?? noun;
  return age > 2 ? (GROWN[plain] ?? plain) : (CHILDISH[plain] ?? plain);
}
