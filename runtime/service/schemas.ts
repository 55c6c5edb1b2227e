import { type Static, Type } from "typebox";
import { MORPH_SETS, TEXTURE_FORMATS } from "../bake/layered/options.ts";
import { REGIONS } from "../head/template-regions.ts";
import { DEFAULT_PRESET, PRESETS } from "../host/presets.ts";
import { Look } from "../prompt/look.ts";
import { Report, ReportItem } from "../prompt/report.ts";
import { LIMITS, WORD } from "../stages/limits.ts";
import { EDIT_PARTS, type EditPart } from "../stages/recipe.ts";
import { ERROR_CODES } from "./errors.ts";

/**
 * What goes over the wire. Schemas check requests, shape answers and make up /openapi.json; the extension's types
 * are generated from them (`client-types.ts`).
 */
const UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
export const Uuid = Type.String({ pattern: UUID });
const HUNDRED = "^([1-9][0-9]?|100)$";
/** How many of a list are wanted, as text of an address. */
export const Limit = Type.String({ pattern: HUNDRED, default: "50", description: "1 to 100" });
const PACK_NAME = "^[a-z0-9][a-z0-9-]{0,63}$";
const Time = Type.String({ description: "RFC 3339, UTC" });
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);
const OneOf = (values: readonly string[], options = {}) =>
  Type.Unsafe<string>({ type: "string", enum: [...values], ...options });

/** No control characters, no half of a surrogate pair: databases, terminals and files choke on them. */
const CLEAN = "^[^\\p{Cc}\\p{Cs}]*$";
/** {@link CLEAN}, with a {@link WORD}. */
const WORDS = `^(?=.*${WORD})[^\\p{Cc}\\p{Cs}]*$`;
/** What a refusal says of other texts. */
export const TEXT_RULES: Readonly<Record<string, string>> = {
  [CLEAN]: "must hold no control characters and no lone surrogates",
  [WORDS]: "must hold a word, no control characters and no lone surrogates",
  [UUID]: "must be a UUID in small letters",
  [HUNDRED]: "must be a whole number from 1 to 100",
  [PACK_NAME]: 'must be the name of a pack: small letters, digits and "-"',
};

export const Preset = OneOf(PRESETS, { default: DEFAULT_PRESET });

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

/** The description that a suggestion is asked for: what is being typed, so blanks too. */
export const Typed = Type.String({ maxLength: LIMITS.text, pattern: CLEAN });
/** A request as table and head's folder keep it: settled, and open to what other versions take, such as prompts without a word. */
export const StoredRequest = Type.Object({
  ...HeadRequest.properties,
  prompt: Typed,
  seed: Type.Integer({ minimum: LIMITS.seed.least, maximum: LIMITS.seed.most }),
  preset: Type.String(),
  pack: Type.String(),
  edit: Type.Optional(Type.Object({ ...Edit.properties, instruction: Typed })),
});

export const ComposedPrompt = Type.Object(
  {
    prompt: Type.String({ description: "the changed Look, said in words" }),
    report: Type.Ref("Report"),
    changes: Type.Array(Type.String(), { description: "what changes of the Look, in words" }),
    carrier: OneOf(["layers", "grid"], {
      description: "what the head is made of; of one on the grid what changes, where and how much can be limited",
    }),
  },
  { $id: "ComposedPrompt" },
);

export const ErrorInfo = Type.Object(
  {
    code: OneOf(ERROR_CODES),
    message: Type.String({ description: "what went wrong here" }),
    remedy: Type.String({ description: "what to do about it" }),
  },
  { $id: "ErrorInfo" },
);
export const ErrorAnswer = Type.Object({ error: Type.Ref("ErrorInfo") }, { $id: "ErrorAnswer" });

export const STAGES = ["prepare", "geometry", "texture", "refine", "bake"] as const;
export const Progress = Type.Object(
  {
    stage: OneOf(STAGES),
    step: Type.Integer({ description: "steps done of this stage" }),
    steps: Type.Integer({ description: "steps of this stage" }),
    secondsPerStep: Type.Number(),
    done: Type.Number({ description: "share of the whole head's work that is done, 0..1; never falls" }),
    eta: Type.Number({ description: "seconds until the head is done, as far as can be told" }),
    loss: Type.Optional(Type.Number()),
  },
  { $id: "Progress" },
);
export type Progress = Static<typeof Progress>;

export const STATES = ["queued", "running", "pausing", "paused", "cancelling", "cancelled", "failed", "done"] as const;
export type State = (typeof STATES)[number];
const State = OneOf(STATES, { description: "pausing and cancelling last until the worker has stopped" });

export const Head = Type.Object(
  {
    id: Uuid,
    createdAt: Time,
    finishedAt: Nullable(Time),
    request: Type.Ref("HeadRequest"),
    edit: Nullable(Type.Ref("Edit")),
    state: State,
    preview: Type.Integer({ description: "number of the newest live preview; 0 before the first" }),
    error: Nullable(Type.Ref("ErrorInfo")),
    report: Nullable(Type.Ref("Report")),
  },
  { $id: "Head" },
);
export const HeadPage = Type.Object(
  { heads: Type.Array(Type.Ref("Head")), next: Nullable(Uuid) },
  { $id: "HeadPage", description: "newest first; pass `next` as `before` for the following page" },
);
export const HeadHistory = Type.Object(
  { heads: Type.Array(Type.Ref("Head")) },
  { $id: "HeadHistory", description: "every version of a head, parents before their children" },
);

export const Job = Type.Object(
  {
    id: Type.String({ description: "the id of the head it makes" }),
    state: State,
    progress: Nullable(Type.Ref("Progress")),
    error: Nullable(Type.Ref("ErrorInfo")),
  },
  { $id: "Job", description: "The making of one head." },
);
export const JobList = Type.Object(
  { jobs: Type.Array(Type.Ref("Job")) },
  { $id: "JobList", description: "unfinished jobs, the next one first" },
);

export const PackInfo = Type.Object(
  {
    name: Type.String(),
    present: Type.Boolean(),
    presets: Type.Array(OneOf(PRESETS), { description: "what it can be asked for; none where it cannot make heads" }),
    active: Type.Boolean({ description: "used where a request names none" }),
  },
  { $id: "PackInfo" },
);
export const PackList = Type.Object({ packs: Type.Array(Type.Ref("PackInfo")) }, { $id: "PackList" });

export const Vocabulary = Type.Object(
  {
    groups: Type.Array(Type.Object({ name: Type.String(), words: Type.Array(Type.String()) })),
  },
  { $id: "Vocabulary", description: "what a prompt can ask for, by group" },
);
export type Vocabulary = Static<typeof Vocabulary>;
export const PartInfo = Type.Object(
  {
    id: Type.String({ description: "kind and name: hat.fedora" }),
    kind: Type.String(),
    words: Type.Array(Type.String(), { description: "phrases of a prompt that ask for it" }),
    wears: Type.String({ description: "what a Look that wears it has: the id of its part, the style of its hair" }),
    own: Type.Boolean({ description: "it does not ship with the package" }),
    licence: Type.String({ description: "SPDX identifier" }),
    source: Type.String(),
  },
  { $id: "PartInfo" },
);
export type PartInfo = Static<typeof PartInfo>;
export const PartList = Type.Object(
  { parts: Type.Array(Type.Ref("PartInfo")) },
  { $id: "PartList", description: "what heads of layers can wear, by kind and name" },
);
export const Reading = Type.Object(
  {
    look: Type.Ref("Look"),
    report: Type.Ref("Report"),
    description: Type.String({ description: "the Look, said in the vocabulary's words" }),
  },
  { $id: "Reading", description: "what a prompt is read as" },
);

export const Health = Type.Object(
  { status: OneOf(["ok"]), service: OneOf(["headartist"]), version: Type.String() },
  { $id: "Health" },
);
export const Place = Type.Object(
  {
    data: Type.String({ description: "the data folder" }),
    usual: Type.Boolean({ description: "it is the one that `serve` takes without --data" }),
  },
  { $id: "Place" },
);
export type Place = Static<typeof Place>;
export const PairingBegun = Type.Object(
  {
    pairing: Type.String({ description: "name of this pairing, to be sent with its code" }),
    expiresIn: Type.Integer({ description: "seconds the code shown in the terminal is good for" }),
  },
  { $id: "PairingBegun" },
);
export const PairingCode = Type.Object(
  { pairing: Type.String({ maxLength: 64 }), code: Type.String({ pattern: "^[0-9]{6}$" }) },
  { $id: "PairingCode", additionalProperties: false },
);
export type PairingCode = Static<typeof PairingCode>;
export const RenewRequest = Type.Object(
  { token: Type.String({ minLength: 32, maxLength: 256, description: "the token of the launch that crashed" }) },
  { $id: "RenewRequest", additionalProperties: false },
);
export const TokenAnswer = Type.Object({ token: Type.String() }, { $id: "TokenAnswer" });

const EVENT_TYPES = [
  "queued",
  "started",
  "stage",
  "progress",
  "preview",
  "paused",
  "cancelled",
  "failed",
  "done",
  "deleted",
  "reset",
] as const;
export const ServiceEvent = Type.Object(
  {
    type: OneOf(EVENT_TYPES, { description: "reset: events were missed, read the heads again" }),
    head: Nullable(Uuid),
    at: Time,
    progress: Type.Optional(Type.Ref("Progress")),
    preview: Type.Optional(Type.Integer({ description: "number of the preview to fetch as live.glb" })),
    error: Type.Optional(Type.Ref("ErrorInfo")),
  },
  { $id: "ServiceEvent", description: "The data of one server-sent event; its id resumes the stream." },
);
export type ServiceEvent = Static<typeof ServiceEvent>;

export const SCHEMAS = [
  HeadRequest,
  NewHead,
  EditRequest,
  Edit,
  ComposedPrompt,
  ErrorInfo,
  ErrorAnswer,
  Progress,
  Head,
  HeadPage,
  HeadHistory,
  Job,
  JobList,
  PackInfo,
  PackList,
  Vocabulary,
  PartInfo,
  PartList,
  Look,
  ReportItem,
  Report,
  Reading,
  Health,
  Place,
  PairingBegun,
  PairingCode,
  RenewRequest,
  TokenAnswer,
  ServiceEvent,
];
