import * as Type from "typebox";

/**
 * What a head looks like: plain data that a prompt was read into. Morphs, meshes, paints, materials and the prior's prompts are
 * made from it alone. It stands in `head.json`, and is never read again from words.
 *
 * Everywhere: colours are sRGB in [0, 1]; left and right are the character's own; a field that is absent was left open, and is
 * filled by ethnicity, age or the seed where the head is built. Sizes are factors, 1 is usual.
 */
export const LOOK_VERSION = 1;

const Share = (description: string) => Type.Optional(Type.Number({ minimum: 0, maximum: 1, description }));
const Name = (description: string) => Type.String({ minLength: 1, maxLength: 64, description });
const Names = (description: string) => Type.Optional(Type.Array(Name("one of them"), { maxItems: 64, description }));
const Plain = { additionalProperties: false };

export const Rgb = Type.Unsafe<[number, number, number]>({
  type: "array",
  items: { type: "number", minimum: 0, maximum: 1 },
  minItems: 3,
  maxItems: 3,
  description: "red, green, blue: sRGB in [0, 1]",
});
export type Rgb = Type.Static<typeof Rgb>;

const Weights = (description: string, minimum: number, maximum: number) =>
  Type.Unsafe<Record<string, number>>({
    type: "object",
    additionalProperties: { type: "number", minimum, maximum },
    description,
  });
const Slots = (description: string) =>
  Type.Optional(Type.Unsafe<Record<string, Rgb>>({ type: "object", additionalProperties: Rgb, description }));

const Size = Type.Optional(Type.Number({ minimum: 0.1, maximum: 4, description: "factor of the usual size" }));
const Side = Type.Optional(
  Type.Unsafe<Side>({ type: "string", enum: ["left", "right"], description: "the character's own; absent is both" }),
);
export type Side = "left" | "right";

/** What something is made of. */
export const Material = Type.Object(
  {
    name: Name("gold, bronze, marble, wood, leather …"),
    color: Type.Optional(Rgb),
    metallic: Type.Number({ minimum: 0, maximum: 1 }),
    roughness: Type.Number({ minimum: 0, maximum: 1 }),
    pattern: Type.Optional(Name("veins, grain, patina …")),
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
    pattern: Type.Optional(Name("of the skin: scales, panels …")),
    details: Names("bloodless, sunken, rotting, shadowed, eyeBags, smooth, flushed …"),
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
  { form: Type.Optional(Name("bushy, thin, none …")), color: Type.Optional(Rgb), opacity: Share("how dense") },
  Plain,
);

/** Hair of the scalp, a beard, or a moustache. */
export const Growth = Type.Object(
  {
    style: Name("id of the style"),
    color: Type.Optional(Rgb),
    colors: Slots("of further slots: tips, roots, left, right"),
    length: Size,
    volume: Size,
    sides: Type.Optional(Name("where they differ from the top: shaved, short")),
    hidden: Type.Optional(Type.Boolean({ description: "there, but covered by what is worn" })),
  },
  Plain,
);
export type Growth = Type.Static<typeof Growth>;

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

/** What is worn or grown beside hair: a file in `assets/parts/<kind>/`. */
export const LookPart = Type.Object(
  {
    kind: Type.Unsafe<PartKind>({ type: "string", enum: [...PART_KINDS] }),
    id: Name("which of its kind"),
    color: Type.Optional(Rgb),
    colors: Slots("of slots beside the main one: band, lens …"),
    material: Type.Optional(Material),
    size: Size,
    side: Side,
    placement: Type.Optional(Name("backwards, forehead, tilted, raised …")),
  },
  Plain,
);
export type LookPart = Type.Static<typeof LookPart>;

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

/** On the skin, the later ones over the earlier ones. */
export const LookMark = Type.Object(
  {
    name: Name("freckles, scar, lipstick, tattoo …"),
    color: Rgb,
    opacity: Type.Number({ minimum: 0, maximum: 1 }),
    size: Size,
    side: Side,
    place: Type.Optional(Name("where, if not where such marks usually are: eye, cheek, forehead, chin, nose, neck")),
  },
  Plain,
);
export type LookMark = Type.Static<typeof LookMark>;

export const Look = Type.Object(
  {
    version: Type.Literal(LOOK_VERSION),
    who: Who,
    face: Weights("shape morphs of the template by name, beside those that `who` names", -2, 2),
    skin: Skin,
    eyes: Eyes,
    brows: Brows,
    lashes: Type.Optional(Name("none, short, natural, long, thick")),
    hair: Type.Optional(Growth),
    beard: Type.Optional(Growth),
    moustache: Type.Optional(Growth),
    parts: Type.Array(LookPart, { maxItems: 32 }),
    marks: Type.Array(LookMark, { maxItems: 32 }),
    expression: Weights("ARKit expressions by name", 0, 1),
    material: Type.Optional(
      Type.Object(Material.properties, { ...Plain, description: "of everything: a statue, a robot" }),
    ),
    pattern: Type.Optional(Name("of everything, where a material or a creature has one")),
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
