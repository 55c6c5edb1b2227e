/**
 * What a part of somebody else's character is, by what its maker called it: an edit of its colours keeps to these, and
 * never to where the template would have hair.
 */
export const OWN_SURFACES = [
  "skin",
  "hair",
  "beard",
  "brows",
  "lashes",
  "eyes",
  "teeth",
  "glasses",
  "clothes",
] as const;
export type OwnSurface = (typeof OWN_SURFACES)[number];

/** Tensor of `geometry.safetensors`: [V] index into {@link OWN_SURFACES} of each vertex of an imported head. */
export const OWN_TENSOR = "own.surface";

/** The template's region that an own surface is of; skin is of whatever region it lies in, the last four are of none. */
export const OWN_REGIONS: Partial<Record<OwnSurface, string>> = { hair: "hair", brows: "brows", eyes: "eyes" };

/** What no words of a head mean. */
export const UNTOUCHED: ReadonlySet<OwnSurface> = new Set(["lashes", "teeth", "glasses", "clothes"]);

/** Words of node, mesh and material names, the telling ones first: "FaceBrow" is brows, "Hair_Cap" hair. */
const WORDS: readonly [OwnSurface, RegExp][] = [
  ["lashes", /^(eye)?lash(es)?$/],
  ["brows", /^(eye)?brows?$/],
  ["glasses", /^(glasses|spectacles|eyeglasses|sunglasses|goggles|lens|lenses|visor|monocle|frames?)$/],
  ["beard", /^(beard|moustache|mustache|goatee|sideburns|stubble|whiskers)$/],
  [
    "hair",
    /^(hairs?|hairstyle|haircap|scalp|bangs|fringe|ponytail|pigtails?|braids?|bun|dreads?|dreadlocks|wig|locks|curls|haare|cabello|cheveux|kami)$/,
  ],
  ["teeth", /^(teeth|tooth|gums?|tongue|mouth|dentures?|tusks?|fangs?)$/],
  ["eyes", /^(eyes?|eyeballs?|iris|irises|cornea|corneas|sclera|pupils?|eyewhites?|tearline|tear)$/],
  [
    "clothes",
    /^(hat|cap|helmet|hood|mask|crown|headband|headset|headphones|cloth|clothes|clothing|shirt|collar|jacket|coat|armou?r|outfit|dress|tops?|bottoms?|scarf|necklace|earrings?|horns?|antlers?|piercings?|jewell?ery)$/,
  ],
  ["skin", /^(skin|face|head|body|ears?|nose|neck|lips)$/],
];

/** @param names of the material, then of mesh and node: who made a part named its material for what it shows. */
export function ownSurfaceOf(...names: string[]): OwnSurface | undefined {
  for (const name of names) {
    const words = name
      .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
      .toLowerCase()
      .split(/[^a-z]+/);
    const found = WORDS.find(([, pattern]) => words.some((word) => pattern.test(word)));
    if (found) return found[0];
  }
  return undefined;
}
