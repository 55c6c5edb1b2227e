import { readFile } from "node:fs/promises";
import { Value } from "typebox/value";
import { Look } from "../../../prompt/look.ts";
import { inputError } from "../../errors.ts";

/** @throws ExitError where the file cannot be read, or holds no Look. */
export async function readLook(file: string): Promise<Look> {
  let look: unknown;
  try {
    look = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw inputError(`cannot read ${file}: ${cause instanceof Error ? cause.message : cause}; give a Look as JSON`);
  }
  if (Value.Check(Look, look)) return look;
  const [first] = Value.Errors(Look, look);
  throw inputError(`${file}: the Look's ${first.instancePath || "fields"} ${first.message}`);
}
