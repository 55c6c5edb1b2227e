import { LIMITS, WORD } from "../stages/limits.ts";
import { usageError } from "./errors.ts";

/** @throws ExitError where the text is empty, holds no word or is too long. @returns it without spaces around it. */
export function checkedText(field: string, text: string, remedy: string, example: string): string {
  const trimmed = text.trim();
  if (!new RegExp(WORD, "u").test(trimmed)) {
    const fault = trimmed === "" ? "is empty" : `"${trimmed}" holds no word`;
    throw usageError(`the ${field} ${fault}; ${remedy}, for example "${example}"`);
  }
  return shortEnough(field, trimmed);
}

export function shortEnough(field: string, text: string): string {
  if (text.length <= LIMITS.text) return text;
  throw usageError(`the ${field} has ${text.length} characters; ${LIMITS.text} are the most`);
}

/** The least and the most that a number may be. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

export function integer(field: string, value: number | string, { least, most }: Range): number {
  const number = typeof value === "number" ? value : value.trim() === "" ? Number.NaN : Number(value);
  if (!Number.isInteger(number) || number < least || number > most) {
    throw usageError(`${field} "${value}" is not a whole number from ${least} to ${most}`);
  }
  return number;
}

/** @returns undefined where nothing was asked. */
export function number(field: string, value: number | string | undefined, { least, most }: Range): number | undefined {
  if (value === undefined) return undefined;
  const found = typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value);
  if (found >= least && found <= most) return found;
  throw usageError(`${field} "${value}" is not a number from ${least} to ${most}`);
}

export function oneOf<T>(field: string, value: unknown, allowed: readonly T[]): T {
  if (!allowed.includes(value as T)) throw usageError(`${field} "${value}" is not one of ${allowed.join(", ")}`);
  return value as T;
}
