import * as Type from "typebox";
import { PART_KINDS } from "../../prompt/look-names.ts";
import { LAYER_NAMES, type PartLayer } from "../layers/types.ts";

/** Version of what a part's file says of itself. */
export const PART_VERSION = 1;

/** Kinds of parts: what a Look's hair, beard, moustache and brows are, and its `parts` by their kinds. */
export const FILE_KINDS = ["hair", "beard", "moustache", "brows", "lashes", ...PART_KINDS] as const;
export type FileKind = (typeof FILE_KINDS)[number];

const Plain = { additionalProperties: false };
const Name = (description: string) => Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,63}$", description });
const Share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });
const Triple = (description: string) =>
  Type.Unsafe<[number, number, number]>({
    type: "array",
    items: { type: "number" },
    minItems: 3,
    maxItems: 3,
    description,
  });

/** What a colour slot is made of unless a Look says otherwise. */
export const Slot = Type.Object(
  {
    color: Triple(
      "sRGB in [0, 1]; of strands it is multiplied by the atlas, of textured parts the mean of what is shown",
    ),
    metallic: Share("0 is no metal"),
    roughness: Share("0 is a mirror"),
    opacity: Type.Optional(
      Share("of solids: below 1 it is blended over what is behind it, as lenses are; 1 where absent"),
    ),
    cell: Type.Optional(
      Type.Unsafe<[number, number, number, number]>({
        type: "array",
        items: { type: "number", minimum: 0, maximum: 1 },
        minItems: 4,
        maxItems: 4,
        description:
          "of textured parts: left, top, right and bottom of its place in the picture, whose mean is `color`",
      }),
    ),
  },
  Plain,
);
export type Slot = Type.Static<typeof Slot>;

/** A place of the average head that a rigid piece is fastened to. */
export const FitAnchor = Type.Object(
  {
    name: Name("for messages: nose, left-ear …"),
    point: Triple("on the average head's skin, head units"),
    radius: Type.Number({
      exclusiveMinimum: 0,
      maximum: 0.5,
      description: "of the skin around it that carries it, head units",
    }),
  },
  Plain,
);
export type FitAnchor = Type.Static<typeof FitAnchor>;

/** Where else a part can be worn: it is turned and moved as it was modelled, before it is bound. */
export const Placement = Type.Object(
  {
    name: Name("as a Look has it: backwards, raised, forehead, tilted"),
    about: Triple("the point that it is turned about, head units"),
    turn: Triple("degrees about X, then Y, then Z"),
    move: Triple("thereafter, head units"),
  },
  Plain,
);
export type Placement = Type.Static<typeof Placement>;

export const Fit = Type.Object(
  {
    bind: Type.Unsafe<"skin" | "anchors" | "pose">({
      type: "string",
      enum: ["skin", "anchors", "pose"],
      description:
        "skin: every vertex by the nearest triangle; anchors: each connected piece rigidly by the nearest anchor; pose: all of it by three anchors, the first exactly, the distance of the others as width and depth",
    }),
    anchors: Type.Array(FitAnchor, { maxItems: 8, description: "of anchors and pose" }),
    moves: Type.Boolean({ description: "whether it carries the skin's expressions" }),
    covers: Type.Array(
      Type.Unsafe<"scalp" | "nape" | "ears" | "jaw" | "eyes">({
        type: "string",
        enum: ["scalp", "nape", "ears", "jaw", "eyes"],
      }),
      { description: "what cannot be seen beneath it" },
    ),
    tint: Share("how strongly the skin beneath takes the part's colour: scalp under hair, skin under a beard"),
    sizes: Type.Unsafe<[number, number]>({
      type: "array",
      items: { type: "number", minimum: 0.1, maximum: 4 },
      minItems: 2,
      maxItems: 2,
      description: "least and greatest factor that it can be scaled or, where it is bound to the skin, thickened by",
    }),
    placements: Type.Array(Placement, { maxItems: 8, description: "places other than the usual one" }),
    side: Type.Optional(
      Type.Unsafe<"left" | "right">({
        type: "string",
        enum: ["left", "right"],
        description:
          "the character's side that it is modelled on; the other one is its mirror image. Absent: of both sides, or of none",
      }),
    ),
  },
  Plain,
);
export type Fit = Type.Static<typeof Fit>;

/** What a part's file says of itself, in `extras.part` of the glTF node that holds its levels. */
export const PartDescription = Type.Object(
  {
    version: Type.Literal(PART_VERSION),
    kind: Type.Unsafe<FileKind>({ type: "string", enum: [...FILE_KINDS] }),
    name: Name("id within its kind, the file's name"),
    words: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { description: "phrases that ask for it" }),
    layer: Type.Unsafe<PartLayer>({ type: "string", enum: [...LAYER_NAMES], description: "mesh that it becomes" }),
    surface: Type.Unsafe<"strands" | "solid" | "textured">({
      type: "string",
      enum: ["strands", "solid", "textured"],
      description:
        "strands: cards on the shared atlas, cut out by its alpha; solid: opaque, with UVs of its own; textured: both sides of it show the picture in the file",
    }),
    cutoff: Type.Optional(
      Share("of textured parts: cut out where the picture's alpha is below it; opaque where absent"),
    ),
    carved: Type.Boolean({ description: "the form for heads of one material, statues: solid in place of strands" }),
    slots: Type.Record(Type.String(), Slot, { minProperties: 1, description: "colours; the first is the main one" }),
    fit: Fit,
    levels: Type.Array(Type.String({ minLength: 1 }), {
      minItems: 1,
      maxItems: 4,
      description: "names of the mesh nodes, finest first; a head's coarser levels take the last",
    }),
    licence: Type.String({ minLength: 1, description: "SPDX identifier" }),
    source: Type.String({ minLength: 1, description: "who made it, from what" }),
  },
  { ...Plain, $id: "Part" },
);
export type PartDescription = Type.Static<typeof PartDescription>;
