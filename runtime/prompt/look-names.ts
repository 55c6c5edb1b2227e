/** Names that fields of a Look may hold, in every vocabulary: what there are shapes, paints and places for. */

export const PART_KINDS = [
  "hat",
  "glasses",
  "horns",
  "tusks",
  "ears",
  "earrings",
  "piercing",
  "necklace",
  "mask",
  "eyepatch",
  "bandage",
  "teeth",
  "ornament",
] as const;
export type PartKind = (typeof PART_KINDS)[number];

/** Where a mark may be said to be. */
export const MARK_PLACES = [
  "forehead",
  "brow",
  "eye",
  "cheek",
  "cheekbones",
  "nose",
  "mouth",
  "lip",
  "jaw",
  "chin",
  "neck",
] as const;
export type MarkPlace = (typeof MARK_PLACES)[number];

export const LASH_FORMS = ["none", "short", "natural", "long", "thick"] as const;
export const BROW_FORMS = [
  "none",
  "natural",
  "bushy",
  "thin",
  "arched",
  "straight",
  "angled",
  "feathered",
  "joined",
] as const;
export const SKIN_DETAILS = ["bloodless", "sunken", "rotting", "shadowed", "eyeBags", "flushed", "smooth"] as const;
export const PATTERNS = ["patina", "veins", "speckle", "grain", "thumbs", "frost", "fur", "scales", "panels"] as const;

/** Shape morphs of the anatomy, those of sex, descent, age and build too. */
export const SHAPES: readonly string[] = `
  male female african asian caucasian baby child old thin heavy muscular pointedEars bigEars bigNose strongJaw
  heavyBrow roundHead squareHead fullLips longNose wideNose snubNose humpNose bigEyes wideSetEyes slantedEyes
  cheekbones wideMouth longChin highForehead narrowHead elfEars goblinEars catEars
`
  .trim()
  .split(/\s+/);

/** ARKit's expressions. */
export const EXPRESSIONS: readonly string[] = `
  browDownLeft browDownRight browInnerUp browOuterUpLeft browOuterUpRight cheekPuff cheekSquintLeft
  cheekSquintRight eyeBlinkLeft eyeBlinkRight eyeLookDownLeft eyeLookDownRight eyeLookInLeft eyeLookInRight
  eyeLookOutLeft eyeLookOutRight eyeLookUpLeft eyeLookUpRight eyeSquintLeft eyeSquintRight eyeWideLeft eyeWideRight
  jawForward jawLeft jawOpen jawRight mouthClose mouthDimpleLeft mouthDimpleRight mouthFrownLeft mouthFrownRight
  mouthFunnel mouthLeft mouthLowerDownLeft mouthLowerDownRight mouthPressLeft mouthPressRight mouthPucker
  mouthRight mouthRollLower mouthRollUpper mouthShrugLower mouthShrugUpper mouthSmileLeft mouthSmileRight
  mouthStretchLeft mouthStretchRight mouthUpperUpLeft mouthUpperUpRight noseSneerLeft noseSneerRight tongueOut
`
  .trim()
  .split(/\s+/);
