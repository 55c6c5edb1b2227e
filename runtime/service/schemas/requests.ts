import { type Static, Type } from "typebox";
import { MORPH_SETS, TEXTURE_FORMATS } from "../../bake/layered/options.ts";
import { REGIONS } from "../../head/template-regions.ts";
import { PRESETS } from "../../host/presets.ts";
import { LIMITS } from "../../stages/limits.ts";
import { EDIT_PARTS, type EditPart } from "../../stages/recipe.ts";
import { CLEAN, OneOf, PACK_NAME, Preset, Typed, Uuid, WORDS } from "./texts.ts";

export const HeadRequest = Type.Object(
  {
    prompt: Type.String({
      minLength: 1,
      maxLength: LIMITS.text,
      pattern: WORDS,
      description: "what the head looks like",
    }),
    name: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, pattern: CLEAN, description: "a title for the gallery" }),
    ),
    negative: Type.Optional(
      Type.String({ maxLength: LIMITS.text, pattern: CLEAN, description: "what it must not look like" }),
    ),
    seed: Type.Optional(
      Type.Integer({ minimum: LIMITS.seed.least, maximum: LIMITS.seed.most, description: "drawn where absent" }),
    ),
    preset: Type.Optional(Preset),
    pack: Type.Optional(Type.String({ pattern: PACK_NAME, default: "starter" })),
    textureSize: Type.Optional(
      Type.Unsafe<number>({
        type: "integer",
        enum: [...LIMITS.layeredTextureSizes],
        description: "texture edge in texels; 256 of heads of layers alone",
      }),
    ),
    triangles: Type.Optional(
      Type.Integer({
        minimum: LIMITS.triangles.least,
        maximum: LIMITS.triangles.most,
        description: "triangle budget of LOD0",
      }),
    ),
    textureFormat: Type.Optional(
      OneOf(TEXTURE_FORMATS, { description: "auto (JPEG and PNG) and ktx2 of heads of layers alone" }),
    ),
    compress: Type.Optional(Type.Boolean({ description: "EXT_meshopt_compression" })),
    morphs: Type.Optional(OneOf(MORPH_SETS, { description: "morph targets, of heads of layers" })),
    avatar: Type.Optional(
      Type.Boolean({ description: "a body's skeleton and VRM, of heads of layers: for TalkingHead and three-vrm" }),
    ),
    set: Type.Optional(
      Type.Unsafe<Record<string, string | number>>({
        type: "object",
        maxProperties: 64,
        additionalProperties: { anyOf: [{ type: "string", maxLength: 64, pattern: CLEAN }, { type: "number" }] },
        description:
          'fields of the Look by their paths, beside what the prompt says: {"age": 35, "hair.color": "#7a3b1e"}',
      }),
    ),
  },
  { $id: "HeadRequest", additionalProperties: false },
);
export type HeadRequest = Static<typeof HeadRequest>;

export const NewHead = Type.Object(
  {
    ...HeadRequest.properties,
    prompt: Type.Optional(
      Type.String({
        ...HeadRequest.properties.prompt,
        description: "what the head looks like; may be left out where fields are set",
      }),
    ),
  },
  { $id: "NewHead", additionalProperties: false },
);
export type NewHead = Static<typeof NewHead>;

const Instruction = Type.String({
  minLength: 1,
  maxLength: LIMITS.text,
  pattern: WORDS,
  description: "what to change",
});
const Part = Type.Unsafe<EditPart>({ type: "string", enum: [...EDIT_PARTS], default: "both" });
const Strength = Type.Number({ minimum: 0, maximum: 1, default: 1, description: "share of the change" });
const Regions = Type.Array(OneOf(REGIONS), { maxItems: REGIONS.length, description: "none: the whole head" });

export const EditRequest = Type.Object(
  {
    instruction: Instruction,
    prompt: Type.Optional(
      Type.String({
        ...HeadRequest.properties.prompt,
        description: "the whole new description; composed where absent",
      }),
    ),
    name: HeadRequest.properties.name,
    what: Type.Optional(Part),
    strength: Type.Optional(Strength),
    regions: Type.Optional(Regions),
    seed: HeadRequest.properties.seed,
    preset: Type.Optional(OneOf(PRESETS, { description: "the parent's where absent" })),
  },
  { $id: "EditRequest", additionalProperties: false },
);
export type EditRequest = Static<typeof EditRequest>;

export const Edit = Type.Object(
  { parent: Uuid, instruction: Instruction, what: Part, strength: Strength, regions: Regions },
  { $id: "Edit", description: "How a head was changed into this one." },
);
export type Edit = Static<typeof Edit>;

/** A request as table and head's folder keep it: settled, and open to what other versions take, such as prompts without a word. */
export const StoredRequest = Type.Object({
  ...HeadRequest.properties,
  prompt: Typed,
  seed: Type.Integer({ minimum: LIMITS.seed.least, maximum: LIMITS.seed.most }),
  preset: Type.String(),
  pack: Type.String(),
  edit: Type.Optional(Type.Object({ ...Edit.properties, instruction: Typed })),
});
