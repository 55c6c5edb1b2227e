import { CONFIG_CAP, PackError, type PackFiles, readCapped } from "./files.ts";

export type Json = Readonly<Record<string, unknown>>;

/** Reads a JSON object of at most `cap` bytes, or says why not. */
export async function readJson(files: PackFiles, path: string, cap = CONFIG_CAP): Promise<Json> {
  if (!(await files.exists(path))) {
    throw new PackError(path, "not found", "The folder must be laid out as diffusers saves a pipeline");
  }
  try {
    const value: unknown = JSON.parse(await readCapped(files, path, cap));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new PackError(path, "no JSON object", "Download the file again");
}

/** Typed access to a config.json: every getter names the file and the key where a value is missing or odd. */
export interface Config {
  readonly file: string;
  readonly json: Json;
  int(key: string, fallback?: number): number;
  float(key: string, fallback?: number): number;
  bool(key: string, fallback?: boolean): boolean;
  text(key: string, fallback?: string): string;
  /** An array of whole numbers; a single number is repeated `length` times where `length` is given. */
  ints(key: string, length?: number, fallback?: number | readonly number[]): number[];
  /** An array of strings; a single string is repeated `length` times where `length` is given. */
  texts(key: string, length?: number, fallback?: string | readonly string[]): string[];
  /** Refuses a value other than the expected ones (null and absent count as the first). */
  only(key: string, ...values: (string | number | boolean | null)[]): void;
}

const EXPECTED = "Use the config.json that belongs to the weights";

export async function openConfig(files: PackFiles, path: string): Promise<Config> {
  return configOf(path, await readJson(files, path));
}

export function configOf(file: string, json: Json): Config {
  const refuse = (key: string, what: string): never => {
    const found = json[key] === undefined ? "is missing" : `is ${JSON.stringify(json[key])}`;
    throw new PackError(file, `"${key}" ${found}; expected ${what}`, EXPECTED);
  };
  const get = <T>(key: string, fallback: T | undefined, ok: (v: unknown) => boolean, what: string): T => {
    const value = json[key] ?? fallback;
    return ok(value) ? (value as T) : refuse(key, what);
  };
  const isInt = (v: unknown) => Number.isSafeInteger(v) && (v as number) >= 0 && (v as number) < 2 ** 24;
  const isText = (v: unknown) => typeof v === "string";
  const many = <T>(key: string, length: number | undefined, fallback: unknown, ok: (v: unknown) => boolean): T[] => {
    const raw = json[key] ?? fallback;
    const list = Array.isArray(raw) ? raw : length === undefined ? [raw] : new Array(length).fill(raw);
    const fits = list.every(ok) && (length === undefined || list.length === length);
    return fits ? list : refuse(key, `${length ?? "some"} values`);
  };
  return {
    file,
    json,
    int: (key, fallback) => get(key, fallback, isInt, "a whole number"),
    float: (key, fallback) => get(key, fallback, (v) => typeof v === "number" && Number.isFinite(v), "a number"),
    bool: (key, fallback) => get(key, fallback, (v) => typeof v === "boolean", "true or false"),
    text: (key, fallback) => get(key, fallback, isText, "a string"),
    ints: (key, length, fallback) => many<number>(key, length, fallback, isInt),
    texts: (key, length, fallback) => many<string>(key, length, fallback, isText),
    only(key, ...values) {
      const value = json[key] ?? values[0];
      if (!values.includes(value as string)) refuse(key, values.map((v) => JSON.stringify(v)).join(" or "));
    },
  };
}
