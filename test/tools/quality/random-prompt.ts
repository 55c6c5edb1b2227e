import { type RandomStream, randomStream } from "../../../runtime/kernels/random.ts";

/** Kinds that heads are drawn of beside humans, as they are asked for. */
const CREATURES: Record<string, string[]> = {
  orc: ["orc"],
  goblin: ["goblin"],
  elf: ["elf"],
  dwarf: ["dwarf"],
  zombie: ["zombie"],
  alien: ["alien"],
  demon: ["demon", "devil"],
  vampire: ["vampire"],
  robot: ["robot", "android"],
  ogre: ["ogre", "troll"],
  lizard: ["lizard man"],
  ghost: ["ghost"],
  satyr: ["satyr", "faun"],
};
const MATERIALS = "marble bronze gold silver clay wood stone ice jade obsidian plastic".split(" ");
/** Colours that nobody takes for another, by their classes. */
const HAIR_COLORS: Record<string, string[]> = {
  black: ["black", "jet black", "raven"],
  brown: ["brown", "dark brown", "light brown", "chestnut", "auburn"],
  blonde: ["blonde", "golden", "dirty blonde", "platinum blonde", "flaxen"],
  red: ["red", "ginger", "copper", "fiery red", "carrot"],
  white: ["white", "snow white", "hoary"],
  grey: ["grey", "silver", "steel grey", "ash grey"],
  blue: ["blue", "electric blue", "royal blue", "turquoise"],
  green: ["green", "emerald", "lime green", "mint"],
  pink: ["pink", "hot pink", "magenta", "pastel pink"],
  purple: ["purple", "violet", "indigo", "lilac"],
};
const SKINS: Record<string, string[]> = {
  green: ["green", "dark green", "olive green"],
  grey: ["grey", "ash grey", "steel grey"],
  brown: ["brown", "tan"],
  blue: ["blue", "sky blue", "dark blue"],
  purple: ["purple", "violet"],
  red: ["red", "dark red"],
  dark: ["black", "ebony"],
  light: ["pale", "white"],
};
/** Skins of people as they are asked for; labels come of the tone that is drawn. */
const TONES =
  "very dark, ebony, black, dark brown, dark, brown, olive, tanned, sunburnt, fair, light, pale, very pale, white, porcelain";
const PEOPLE: [string, string, boolean][] = [
  ["child", "boy", true],
  ["child", "girl", false],
  ["child", "little boy", true],
  ["child", "toddler", false],
  ["adult", "man", true],
  ["adult", "woman", false],
  ["adult", "young man", true],
  ["adult", "young woman", false],
  ["adult", "middle-aged man", true],
  ["adult", "middle-aged woman", false],
  ["old", "old man", true],
  ["old", "old woman", false],
  ["old", "very old man", true],
  ["old", "grandmother", false],
];
const DESCENTS = "european european european african african african chinese indian latino arab".split(" ");
const SHORT =
  "short hair, side parting, slicked back hair, undercut, messy hair, mohawk, spiky hair, topknot, cornrows, thinning hair, tonsure, balding hair";
const LONG =
  "long hair, wavy hair, long curly hair, big hair, bob, bangs, ponytail, braid, pigtails, dreadlocks, box braids, afro, long straight hair, bun, curly hair";
const BEARDS =
  "beard, full beard, short beard, long beard, bushy beard, braided beard, goatee, moustache, walrus moustache, handlebar moustache, mutton chops, stubble";
const HATS =
  "cowboy hat, fedora, top hat, bowler hat, straw hat, bucket hat, wizard hat, fez, sailor hat, police cap, baseball cap, beanie, turban, crown, helmet, " +
  "closed helmet, viking helmet, norse helmet, hood, headscarf, skullcap, nurse cap, chef hat, beret, hard hat, tricorn, keffiyeh, mitre, bandana";
const EXTRAS =
  "glasses, sunglasses, hoop earrings, a big nose, freckles, a scar, lipstick, an eyepatch, wrinkles, a smile, an open mouth, green eyes, war paint, a necklace";

export interface RandomPrompt {
  text: string;
  /** What is known of the words alone: classes of colours. */
  said: { skin?: string; hair_color?: string };
}

/** A head in words, of all kinds, hair, beards and hats that there are. @param seed of the data set */
export function randomPrompt(seed: number, index: number): RandomPrompt {
  const stream = counted(randomStream(seed, index));
  const said: RandomPrompt["said"] = {};
  const { chance, one, oneOf } = stream;
  const [, person, male] = one(PEOPLE);
  const kind = chance(0.58) ? "human" : chance(0.6) ? "creature" : "material";
  const words: string[] = [];
  const isPale = kind === "material";
  let noun = `${one(DESCENTS)} ${person}`;
  let bearded = male && !/boy|toddler/.test(person);
  if (kind === "material") noun = `${one(MATERIALS)} bust of a ${person}`;
  if (kind === "human" && chance(0.3)) words.push(`${oneOf(TONES)} skin`);
  if (kind === "creature") {
    noun = one(one(Object.values(CREATURES)));
    if (chance(0.4)) noun = `${chance(0.5) ? "old" : "young"} ${noun}`;
    bearded = !chance(0.35);
    if (!bearded) noun = `female ${noun}`;
    if (!noun.includes("robot") && chance(0.45)) {
      said.skin = one(Object.keys(SKINS));
      words.push(`${one(SKINS[said.skin])} skin`);
    }
  }
  const colored = (phrase: string) => {
    said.hair_color ??= one(Object.keys(HAIR_COLORS));
    return isPale ? phrase : `${one(HAIR_COLORS[said.hair_color])} ${phrase}`;
  };
  if (chance(0.14)) noun = `bald ${noun}`;
  else if (!chance(0.12)) words.push(colored(oneOf(chance(0.5) ? SHORT : LONG)));
  if (bearded) words.push(chance(0.55) ? colored(oneOf(BEARDS)) : "no beard");
  if (chance(0.42))
    words.push(`a ${chance(0.4) && !isPale ? one(["red", "blue", "white", "green", "brown"]) : ""} ${oneOf(HATS)}`);
  for (const share of [0.4, 0.2]) if (chance(share)) words.push(oneOf(EXTRAS));
  return { text: `a ${noun} with ${words.join(", ") || "nothing on"}`.replaceAll("  ", " "), said };
}

/** Draws of a stream one after the other. */
function counted(stream: RandomStream) {
  let index = 0;
  const chance = (share: number) => stream.uniform(index++) < share;
  const one = <T>(list: readonly T[]): T => list[Math.floor(stream.uniform(index++) * list.length)];
  return { chance, one, oneOf: (list: string) => one(list.split(", ")) };
}
