import { parse } from "csv-parse/sync";
import { inputError, usageError } from "../../host/errors.ts";
import { describe, readPrompt } from "../../host/node/read-prompt.ts";
import { makeRecipe } from "../../host/node/recipes.ts";
import { carrierOf } from "../../host/presets.ts";
import { ANYBODY } from "../../host/prompt-reader.ts";
import { isField } from "../../prompt/set-field.ts";
import type { SettledRequest } from "../jobs/head-row.ts";

/** One head of a batch. */
export interface BatchRow {
  /** Line in the file, from 1. */
  line: number;
  /** Folder of the head, unique in the batch: lower-case letters, digits and dashes. */
  name: string;
  request: SettledRequest;
}

/** A row that cannot be used. */
export interface BadRow {
  line: number;
  message: string;
}

export interface Batch {
  rows: BatchRow[];
  bad: BadRow[];
}

const COLUMNS = [
  "name",
  "prompt",
  "negative",
  "seed",
  "preset",
  "pack",
  "textureSize",
  "triangles",
  "textureFormat",
  "compress",
  "morphs",
  "avatar",
];
/** Stands before columns that are fields of the Look. */
const FIELD = "set:";
const SWITCHES = new Set(["compress", "avatar"]);
const NUMBERS = new Set(["seed", "textureSize", "triangles"]);
const LONGEST_NAME = 60;

type Cells = Record<string, unknown>;

/**
 * Reads prompts from CSV with a header line, or from JSON Lines. A row is checked by the same rules as `generate`; a bad
 * one is told with its line and leaves the others alone.
 * @param jsonLines the file holds one JSON object a line.
 * @throws ExitError where the file as a whole cannot be read.
 */
export async function readRows(text: string, jsonLines: boolean): Promise<Batch> {
  const batch: Batch = { rows: [], bad: [] };
  const lines = jsonLines ? readJsonLines(text) : readCsv(text);
  if (lines.length === 0) throw inputError("the file has no rows; a row is a head");
  const taken = new Map<string, number>();
  for (const { line, cells } of lines) {
    try {
      if (cells instanceof Error) throw cells;
      const row = await readRow(line, cells);
      const before = taken.get(row.name);
      if (before) throw usageError(`name "${row.name}" is that of line ${before} too; give each row a name of its own`);
      taken.set(row.name, line);
      batch.rows.push(row);
    } catch (error) {
      batch.bad.push({ line, message: (error as Error).message });
    }
  }
  return batch;
}

interface Line {
  line: number;
  cells: Cells | Error;
}

function readCsv(text: string): Line[] {
  let records: { record: string[]; info: { lines: number } }[];
  try {
    const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true };
    records = parse(text, options) as unknown as typeof records;
  } catch (error) {
    throw inputError(`the CSV cannot be read: ${(error as Error).message}`);
  }
  const [header, ...rows] = records;
  if (!header) throw inputError("the CSV is empty; its first line names the columns, for example name,prompt,seed");
  const columns = header.record.map(columnOf);
  if (!columns.includes("prompt") && !columns.some((column) => column.startsWith(FIELD)))
    throw inputError('the CSV has no column "prompt", nor one of a field; its first line names the columns');
  return rows.map(({ record, info: { lines } }) => {
    if (record.length > columns.length) {
      const why = `${record.length} cells for ${columns.length} columns; put a text that holds commas in double quotes`;
      return { line: lines, cells: new Error(why) };
    }
    return { line: lines, cells: Object.fromEntries(record.map((cell, i) => [columns[i], cell])) };
  });
}

function readJsonLines(text: string): Line[] {
  return text.split("\n").flatMap((source, i): Line[] => {
    if (source.trim() === "") return [];
    const line = i + 1;
    try {
      const value = JSON.parse(source);
      if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("not a JSON object");
      return [{ line, cells: Object.fromEntries(Object.entries(value).map(([name, cell]) => [columnOf(name), cell])) }];
    } catch (error) {
      return [{ line, cells: error as Error }];
    }
  });
}

/** "texture-size", "texture_size" and "textureSize" are one column. */
function columnOf(name: string): string {
  const column = name.trim().replace(/[-_ ]+(\w)/g, (_, letter) => letter.toUpperCase());
  const found = COLUMNS.find((known) => known.toLowerCase() === column.toLowerCase());
  if (found) return found;
  // "age", "hair.color": a field of the Look.
  const field = name.trim();
  if (isField(field)) return `${FIELD}${field}`;
  throw inputError(
    `column "${name}" is unknown; use ${COLUMNS.join(", ")}, or fields of the Look such as age or hair.color`,
  );
}

async function readRow(line: number, cells: Cells): Promise<BatchRow> {
  const given = Object.entries(cells).filter(([, cell]) => cell !== "" && cell !== null && cell !== undefined);
  const isLook = ([column]: [string, unknown]) => column.startsWith(FIELD);
  const set = Object.fromEntries(
    given.filter(isLook).map(([column, cell]) => [column.slice(FIELD.length), String(cell)]),
  );
  const plain = given.filter((entry) => !isLook(entry));
  const { name, ...fields } = Object.fromEntries(plain.map(([column, cell]) => [column, cellValue(column, cell)]));
  const isSet = Object.keys(set).length > 0;
  const isBare = isSet && fields.prompt === undefined;
  const recipe = await makeRecipe({ prompt: isBare ? ANYBODY : "", ...fields });
  const { seed, preset, pack } = recipe;
  const request = { ...fields, prompt: recipe.prompt, seed, preset, pack } as SettledRequest;
  if (isSet) {
    const { look, report } = await readPrompt(recipe.prompt, { seed, fields: set, carrier: carrierOf(preset) });
    Object.assign(request, { set, look, report: isBare ? { ...report, items: [] } : report });
    if (isBare) request.prompt = await describe(look);
  }
  const { prompt } = request;
  const slug = slugOf(typeof name === "string" ? name : `${prompt.slice(0, LONGEST_NAME - 12)} ${seed}`);
  if (!slug) throw inputError(`name "${name}" has none of the letters a to z and no digit; folders are named by them`);
  return { line, name: slug, request };
}

function cellValue(column: string, cell: unknown): unknown {
  if (NUMBERS.has(column)) return typeof cell === "string" && /^\d+$/.test(cell) ? Number(cell) : cell;
  if (!SWITCHES.has(column)) {
    if (typeof cell !== "string") throw usageError(`${column} ${JSON.stringify(cell)} is not a text`);
    return cell;
  }
  if (/^(true|yes|1)$/i.test(String(cell))) return true;
  if (/^(false|no|0)$/i.test(String(cell))) return false;
  throw usageError(`${column} "${cell}" is neither true nor false`);
}

/** "Björn the Bold!" → "bjorn-the-bold". */
function slugOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST_NAME)
    .replace(/^-+|-+$/g, "");
}
