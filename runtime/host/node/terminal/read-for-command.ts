import type { Look } from "../../../prompt/look.ts";
import type { Reading } from "../../../prompt/read.ts";
import { type Report, reportLines } from "../../../prompt/report.ts";
import { parseFields, setFields } from "../../../prompt/set-field.ts";
import { LIMITS } from "../../../stages/limits.ts";
import { checkedText, integer } from "../../check-value.ts";
import { usageError } from "../../errors.ts";
import { carrierOf, DEFAULT_PRESET } from "../../presets.ts";
import { ANYBODY } from "../../prompt-reader.ts";
import { describe, loadVocabulary, readPrompt, tellMissing } from "../read-prompt.ts";
import { say } from "./say.ts";

/** Options of commands that read a prompt. */
export interface ReadOnly {
  /** Fields of the Look, as "age=35". */
  set?: string[];
  /** Tell what is read, and make nothing. */
  dryRun?: boolean;
}

/** What of a command's options tells how its words are read. */
interface ReadingOptions extends ReadOnly {
  json?: boolean;
  seed?: number | string;
  preset?: string;
}

/**
 * Reads a command's prompt, or takes its Look, and tells what became of every word: on stderr, as a line of JSON, or, where
 * nothing is to be made, on stdout.
 * @throws ExitError where the prompt is empty and no field is set, or a field cannot be set.
 */
export async function readForCommand(
  asked: string | Look,
  options: ReadingOptions,
): Promise<{ prompt: string; look: Look; report: Report }> {
  const { set = [], dryRun = false, json = false } = options;
  const { look, report } = await readAsked(asked, options).catch(refuse);
  const inWords = typeof asked === "string" ? asked : "";
  const told = inWords.trim() === "" ? { ...report, items: [] } : report;
  // Fields say what no word of the prompt did; the diffusion model is told of them in words.
  const described = set.length > 0 || typeof asked !== "string";
  const prompt = described ? await describe(look) : inWords.trim();
  const lines = [...reportLines(told), ...(described ? [`prompt:           ${prompt}`] : [])];
  const shown = lines.join("\n");
  const event = { event: "read", prompt, look, report: told };
  if (dryRun) process.stdout.write(json ? `${JSON.stringify(event)}\n` : `${shown}\n`);
  else if (lines.length > 0) say(json, event, shown);
  return { prompt, look, report: told };
}

async function readAsked(
  asked: string | Look,
  { set = [], seed = 0, preset = DEFAULT_PRESET }: ReadingOptions,
): Promise<Reading> {
  const fields = fieldsOf(set);
  const carrier = carrierOf(preset);
  if (typeof asked !== "string") {
    const look = setFields(await loadVocabulary(carrier), asked, fields);
    return { look, report: await tellMissing(carrier, look, { items: [], notes: [] }) };
  }
  const text = set.length > 0 && asked.trim() === "" ? ANYBODY : asked;
  const prompt = checkedText("prompt", text, "describe the head", "an old man with a white beard");
  return readPrompt(prompt, { seed: integer("seed", seed, LIMITS.seed), fields, carrier });
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
