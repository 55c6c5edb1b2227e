import { readFile } from "node:fs/promises";
import { Value } from "typebox/value";
import { explainField } from "../../../prompt/field-schema.ts";
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
  const [{ instancePath, keyword, message }] = Value.Errors(Look, look);
  const path = instancePath.slice(1).split("/");
  const isMissing = keyword === "required" || instancePath === "";
  const fault = isMissing
    ? `the Look's ${instancePath || "fields"} ${message}`
    : explainField(look, path, path.join("."));
  throw inputError(`${file}: ${fault}`);
}
