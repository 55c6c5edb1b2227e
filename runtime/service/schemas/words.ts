import { type Static, Type } from "typebox";
import { PRESETS } from "../../host/presets.ts";
import { OneOf } from "./texts.ts";

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
