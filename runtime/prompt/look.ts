import * as Type from "typebox";
import {
  BROW_FORMS,
  EXPRESSIONS,
  LASH_FORMS,
  MARK_PLACES,
  PART_KINDS,
  PATTERNS,
  SHAPES,
  SKIN_DETAILS,
} from "./look-names.ts";

/**
 * What a head looks like: plain data that a prompt was read into. Morphs, meshes, paints, materials and the prior's prompts are
 * made from it alone. It stands in `head.json`, and is never read again from words.
 *
 * Everywhere: colours are sRGB in [0, 1]; left and right are the character's own; a field that is absent was left open, and is
 * filled by ethnicity, age or the seed where the head is built. Sizes are factors, 1 is usual.
 */
const LOOK_VERSION = 1;

const Share = (description: string) => Type.Optional(Type.Number({ minimum: 0, maximum: 1, description }));
const Name = (description: string) => Type.String({ minLength: 1, maxLength: 64, description });
const Names = (description: string) => Type.Optional(Type.Array(Name("one of them"), { maxItems: 64, description }));
const OneOf = <T extends string>(names: readonly T[], description?: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...names], ...(description && { description }) });
const Plain = { additionalProperties: false };

export const Rgb = Type.Unsafe<[number, number, number]>({
  type: "array",
  items: { type: "number", minimum: 0, maximum: 1 },
  minItems: 3,
  maxItems: 3,
  description: "red, green, blue: sRGB in [0, 1]",
});
export type Rgb = Type.Static<typeof Rgb>;

const Weights = (names: readonly string[], minimum: number, maximum: number, description: string) =>
  Type.Unsafe<Record<string, number>>({
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name, { type: "number", minimum, maximum }])),
    ...Plain,
    description,
  });
const Slots = (description: string) =>
  Type.Optional(Type.Unsafe<Record<string, Rgb>>({ type: "object", additionalProperties: Rgb, description }));

const Size = Type.Optional(Type.Number({ minimum: 0.1, maximum: 4, description: "factor of the usual size" }));
export type Side = "left" | "right";
const Side = Type.Optional(OneOf<Side>(["left", "right"], "the character's own; absent is both"));
const Pattern = (description: string) => Type.Optional(OneOf(PATTERNS, description));

/** What something is made of. */
export const Material = Type.Object(
  {
    name: Name("gold, bronze, marble, wood, leather …"),
    color: Type.Optional(Rgb),
    metallic: Type.Number({ minimum: 0, maximum: 1 }),
    roughness: Type.Number({ minimum: 0, maximum: 1 }),
    pattern: Pattern("of its surface"),
  },
  Plain,
);
export type Material = Type.Static<typeof Material>;

/** Who it is; what is absent, the seed varies. */
export const Who = Type.Object(
  {
    sex: Type.Object({ male: Share("shape of a man"), female: Share("shape of a woman") }, Plain),
    age: Type.Optional(Type.Number({ minimum: 0, maximum: 120, description: "years" })),
    ethnicity: Type.Object(
      { african: Share("share of the mix"), asian: Share("share of the mix"), caucasian: Share("share of the mix") },
      Plain,
    ),
    people: Type.Optional(Name("whose colours and features are usual, beside the mix: south asian, middle eastern …")),
    mixed: Share(
      "how far a seed mixes descents where none is said: little in what goes with blonde hair; 1 where absent",
    ),
    build: Type.Object({ thin: Share("0..1"), heavy: Share("0..1"), muscular: Share("0..1") }, Plain),
    creature: Type.Optional(Name("what it is where it is no human: orc, elf, zombie …")),
    roles: Names("trades and characters, as said: pirate, nurse, king …"),
  },
  Plain,
);

/** Of living heads; what a statue is made of is `Look.material`. */
export const Skin = Type.Object(
  {
    tone: Type.Optional(Rgb),
    material: Type.Optional(Material),
    pattern: Pattern("of the skin: scales, panels"),
    details: Type.Optional(Type.Array(OneOf(SKIN_DETAILS), { maxItems: 64, description: "what is painted on it" })),
  },
  Plain,
);

const EYE = {
  color: Type.Optional(Rgb),
  sclera: Type.Optional(Rgb),
  kind: Type.Optional(Name("of an eye that is no usual one: robot, glass, blind, missing, glowing, cat, closed")),
};
export const Eyes = Type.Object(
  {
    ...EYE,
    left: Type.Optional(Type.Object(EYE, { ...Plain, description: "what differs on the character's left" })),
    right: Type.Optional(Type.Object(EYE, { ...Plain, description: "what differs on the character's right" })),
  },
  Plain,
);

export const Brows = Type.Object(
  { form: Type.Optional(OneOf(BROW_FORMS)), color: Type.Optional(Rgb), opacity: Share("how dense") },
  Plain,
);

/** Hair of the scalp, a beard, or a moustache. */
export const Growth = Type.Object(
  {
    style: Name("id of the style"),
    color: Type.Optional(Rgb),
    length: Size,
    volume: Size,
    hidden: Type.Optional(Type.Boolean({ description: "there, but covered by what is worn" })),
  },
  Plain,
);
export type Growth = Type.Static<typeof Growth>;

/** What is worn or grown beside hair: a file in `assets/parts/<kind>/`. */
export const LookPart = Type.Object(
  {
    kind: OneOf(PART_KINDS),
    id: Name("which of its kind"),
    color: Type.Optional(Rgb),
    colors: Slots(
      "of slots beside the main one: band, lens …; of any hat stripes, and trim, which is fur along its edge",
    ),
    material: Type.Optional(Material),
    size: Size,
    side: Side,
    placement: Type.Optional(Name("backwards, forehead, tilted, raised …")),
  },
  Plain,
);
export type LookPart = Type.Static<typeof LookPart>;

/** On the skin, the later ones over the earlier ones. */
export const LookMark = Type.Object(
  {
    name: Name("freckles, scar, lipstick, tattoo …"),
    color: Rgb,
    opacity: Type.Number({ minimum: 0, maximum: 1 }),
    size: Size,
    side: Side,
    place: Type.Optional(OneOf(MARK_PLACES, "where, if not where such marks usually are")),
  },
  Plain,
);
export type LookMark = Type.Static<typeof LookMark>;

export const Look = Type.Object(
  {
    version: Type.Literal(LOOK_VERSION),
    who: Who,
    face: Weights(SHAPES, -2, 2, "shape morphs of the template, beside what `who` says"),
    skin: Skin,
    eyes: Eyes,
    brows: Brows,
    lashes: Type.Optional(OneOf(LASH_FORMS)),
    hair: Type.Optional(Growth),
    beard: Type.Optional(Growth),
    moustache: Type.Optional(Growth),
    parts: Type.Array(LookPart, { maxItems: 32 }),
    marks: Type.Array(LookMark, { maxItems: 32 }),
    expression: Weights(EXPRESSIONS, 0, 1, "ARKit expressions"),
    material: Type.Optional(
      Type.Object(Material.properties, { ...Plain, description: "of everything: a statue, a robot" }),
    ),
    pattern: Pattern("of everything, where a material or a creature has one"),
    individual: Type.Integer({ description: "which person of this description a seed makes: a key of random draws" }),
    chosen: Type.Array(Name("path of a field"), { description: "fields that the seed chose, and no word" }),
    rest: Type.Object(
      {
        style: Type.Array(Type.String(), { description: "what speaks of the picture: light, medium, quality" }),
        extra: Type.Array(Type.String(), { description: "what is understood and not drawn, and what is unknown" }),
      },
      { ...Plain, description: "words for the diffusion model" },
    ),
  },
  { ...Plain, $id: "Look" },
);
export type Look = Type.Static<typeof Look>;

/** A person of whom nothing is said. */
export function emptyLook(): Look {
  return {
    version: LOOK_VERSION,
    who: { sex: {}, ethnicity: {}, build: {} },
    face: {},
    skin: {},
    eyes: {},
    brows: {},
    parts: [],
    marks: [],
    expression: {},
    individual: 0,
    chosen: [],
    rest: { style: [], extra: [] },
  };
}
