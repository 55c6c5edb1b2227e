import { type Static, Type } from "typebox";
import { OneOf } from "./texts.ts";

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
