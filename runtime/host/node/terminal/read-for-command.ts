import type { Look } from "../../../prompt/look.ts";
import { type Report, reportLines } from "../../../prompt/report.ts";
import { parseFields } from "../../../prompt/set-field.ts";
import { LIMITS } from "../../../stages/limits.ts";
import { usageError } from "../../errors.ts";
import { ANYBODY } from "../../prompt-reader.ts";
import { checkedText, integer } from "../../recipe.ts";
import { describe, readPrompt } from "../read-prompt.ts";
import { say } from "./say.ts";

/** Options of commands that read a prompt. */
export interface ReadOnly {
  /** Fields of the Look, as "age=35". */
  set?: string[];
  /** Tell what is read, and make nothing. */
  dryRun?: boolean;
}

/**
 * Reads a command's prompt and tells what became of every word: on stderr, as a line of JSON, or, where nothing is to be made,
 * on stdout.
 * @throws ExitError where the prompt is empty and no field is set, or a field cannot be set.
 */
export async function readForCommand(
  words: string,
  { set = [], dryRun = false, json = false, seed = 0 }: ReadOnly & { json?: boolean; seed?: number | string },
): Promise<{ prompt: string; look: Look; report: Report }> {
  const text = set.length > 0 && words.trim() === "" ? ANYBODY : words;
  const prompt = checkedText("prompt", text, "describe the head", "an old man with a white beard");
  const number = integer("seed", seed, LIMITS.seed);
  const { look, report } = await readPrompt(prompt, { seed: number, fields: fieldsOf(set) }).catch(refuse);
  const told = words.trim() === "" ? { ...report, items: [] } : report;
  // Fields say what no word of the prompt did; the diffusion model is told of them in words.
  const asked = set.length > 0 ? await describe(look) : prompt;
  const lines = [...reportLines(told), ...(set.length > 0 ? [`prompt:           ${asked}`] : [])];
  const shown = lines.join("\n");
  if (dryRun)
    process.stdout.write(
      json ? `${JSON.stringify({ event: "read", prompt: asked, look, report: told })}\n` : `${shown}\n`,
    );
  else if (lines.length > 0) say(json, { event: "read", prompt: asked, look, report: told }, shown);
  return { prompt: asked, look, report: told };
}

function fieldsOf(set: readonly string[]): Record<string, string> {
  try {
    return parseFields(set);
  } catch (error) {
    return refuse(error);
  }
}

function refuse(error: unknown): never {
  throw error instanceof RangeError ? usageError(error.message) : error;
}
