import { Type } from "typebox";
import { DEFAULT_PRESET, PRESETS } from "../../host/presets.ts";
import { LIMITS, WORD } from "../../stages/limits.ts";

const UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
export const Uuid = Type.String({ pattern: UUID });
const HUNDRED = "^([1-9][0-9]?|100)$";
/** How many of a list are wanted, as text of an address. */
export const Limit = Type.String({ pattern: HUNDRED, default: "50", description: "1 to 100" });
export const PACK_NAME = "^[a-z0-9][a-z0-9-]{0,63}$";
export const Time = Type.String({ description: "RFC 3339, UTC" });
export const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
export const OneOf = (values: readonly string[], options = {}) =>
  Type.Unsafe<string>({ type: "string", enum: [...values], ...options });

/** No control characters, no half of a surrogate pair: databases, terminals and files choke on them. */
export const CLEAN = "^[^\\p{Cc}\\p{Cs}]*$";
/** {@link CLEAN}, with a {@link WORD}. */
export const WORDS = `^(?=.*${WORD})[^\\p{Cc}\\p{Cs}]*$`;
/** What a refusal says of other texts. */
export const TEXT_RULES: Readonly<Record<string, string>> = {
  [CLEAN]: "must hold no control characters and no lone surrogates",
  [WORDS]: "must hold a word, no control characters and no lone surrogates",
  [UUID]: "must be a UUID in small letters",
  [HUNDRED]: "must be a whole number from 1 to 100",
  [PACK_NAME]: 'must be the name of a pack: small letters, digits and "-"',
};

export const Preset = OneOf(PRESETS, { default: DEFAULT_PRESET });

/** The description that a suggestion is asked for: what is being typed, so blanks too. */
export const Typed = Type.String({ maxLength: LIMITS.text, pattern: CLEAN });
