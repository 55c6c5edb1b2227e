import { ANYBODY, type PromptReader, type ReadOptions } from "../host/prompt-reader.ts";
import { ServiceError } from "./errors.ts";
import type { NewHead } from "./schemas/requests.ts";

/**
 * Reads what a head is asked for with. Fields alone describe somebody, of whom no word is told.
 * @returns its Look and report, and the prompt, which says the Look where none was given.
 * @throws ServiceError REQUEST_INVALID where nothing is asked for, or a field cannot be set.
 */
export async function readNewHead(
  { readPrompt, describe }: Pick<PromptReader, "readPrompt" | "describe">,
  { prompt, set = {} }: Pick<NewHead, "prompt" | "set">,
  options: Pick<ReadOptions, "seed" | "carrier">,
) {
  if (prompt === undefined && Object.keys(set).length === 0)
    throw new ServiceError("REQUEST_INVALID", "body.prompt is missing; describe the head, or set fields of the Look.");
  const { look, report } = await readPrompt(prompt ?? ANYBODY, { ...options, fields: set }).catch((error) => {
    throw error instanceof RangeError ? new ServiceError("REQUEST_INVALID", error.message) : error;
  });
  if (prompt !== undefined) return { prompt, look, report };
  return { prompt: await describe(look), look, report: { ...report, items: [] } };
}
