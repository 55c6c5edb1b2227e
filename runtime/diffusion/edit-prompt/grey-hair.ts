import type { Attributes } from "./attributes.ts";
import { type Description, type Feature, withArticle, withoutArticle } from "./description.ts";

/** What turns grey with age, and the colours that it turns from; dyed hair stays. */
const TURNING = new Set(["hair", "beard", "moustache"]);
const NATURAL = new Set(
  "black dark light brown brunette chestnut auburn red ginger blonde blond golden fair".split(" "),
);

/** Hair and beards of natural colours are grey on the old: "with long dark brown hair" → "with long grey hair". */
export function greyHair(description: Description, attributes: Attributes): Description {
  return { ...description, features: description.features.map((feature) => greyed(feature, attributes)) };
}

function greyed(feature: Feature, attributes: Attributes): Feature {
  const text = withoutArticle(feature.text);
  const slot = attributes.slot(text);
  if (feature.lead === "without" || !slot || !TURNING.has(slot.name) || slot.colors.length === 0) return feature;
  if (!slot.colors.every((color) => NATURAL.has(color))) return feature;
  const grey = [...slot.styles, "grey", slot.noun].join(" ");
  return { ...feature, text: text === feature.text ? grey : withArticle(grey) };
}
