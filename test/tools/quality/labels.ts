import type { Look, Rgb } from "../../../runtime/prompt/look.ts";
import { INFO } from "./classifier.ts";
import type { RandomPrompt } from "./random-prompt.ts";

const NAMES: Record<string, string> = {
  "lizard man": "lizard",
  troll: "ogre",
  devil: "demon",
  faun: "satyr",
  android: "robot",
};
const SHORT = "short side-parting slick undercut messy mohawk spiky topknot cornrows receding tonsure balding".split(
  " ",
);
const LONG =
  "long long-tucked wavy long-curls big bob bob-bangs angled-bob sleek-bob ponytail braid pigtails dreadlocks box-braids afro".split(
    " ",
  );
/** Worn on the head without covering it. */
const BANDS = "headband circlet tiara flower-crown laurel".split(" ");
/** Classes of what creatures are where no colour is said. */
const SKINS: Record<string, string> = {
  orc: "green", goblin: "green", ogre: "green", lizard: "green", vampire: "light", demon: "red", alien: "grey", ghost: "light", robot: "grey",
}; // biome-ignore format: a table
const [CHILD, GROWN, OLD] = [12, 18, 60];
/** Luma of people's skin that is called dark, and light. */
const [DARK, LIGHT] = [0.42, 0.56];

/** Attribute → class of a Look, as labels.py tells it of a spec; what cannot be seen or lies between two classes is left out. @param tone of its skin, sRGB */
export function labelsOf(
  { who, material, hair, beard, moustache, parts }: Look,
  tone: Rgb,
  said: RandomPrompt["said"],
) {
  const creature = who.creature && (NAMES[who.creature] ?? who.creature);
  const kind = material ? (creature ?? material.name) : (creature ?? "human");
  const out: Record<string, string | undefined> = {};
  if (INFO.attributes["kind"].includes(kind)) out["kind"] = kind;
  const hats = parts.filter((part) => part.kind === "hat");
  const isBanded = hats.length > 0 && hats.every(({ id }) => BANDS.includes(id));
  if (!isBanded) out["hat"] = hats.length > 0 ? "yes" : "no";
  const grown = [beard?.style, moustache?.style];
  if (!grown.includes("sideburns") && !grown.includes("stubble")) out["beard"] = beard || moustache ? "yes" : "no";
  const age = who.age ?? 30;
  if (!creature)
    out["age"] = age <= CHILD ? "child" : age >= OLD ? "old" : age >= GROWN && age <= 50 ? "adult" : undefined;
  if (!material) {
    const luma = 0.3 * tone[0] + 0.59 * tone[1] + 0.11 * tone[2];
    if (creature) out["skin"] = said.skin ?? SKINS[creature];
    else out["skin"] = luma < DARK ? "dark" : luma > LIGHT ? "light" : undefined;
    const isSeen = (hair && !hair.hidden && hair.style !== "buzz" && hair.style !== "crew") || beard;
    if (isSeen) out["hair_color"] = said.hair_color;
  }
  if (hats.length === 0) {
    if (!hair) out["hair_length"] = "bald";
    else out["hair_length"] = SHORT.includes(hair.style) ? "short" : LONG.includes(hair.style) ? "long" : undefined;
  }
  return Object.fromEntries(Object.entries(out).filter(([, value]) => value !== undefined));
}
