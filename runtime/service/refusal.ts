import { TEXT_RULES } from "./schemas/texts.ts";

/** What a validator says of a value, Fastify's or TypeBox's. */
export interface Finding {
  /** JSON pointer to the value, from what was validated on. */
  instancePath: string;
  keyword: string;
  params: object;
  message?: string;
}

/**
 * What is wrong with a request, as whoever sent it can mend it: an unknown field by its name, allowed values in full, and no regular expression.
 * @param part "body", "querystring" or "params". @returns without a full stop.
 */
export function refusalOf(part: string, { instancePath, keyword, params, message = "is wrong" }: Finding): string {
  const at = `${part}${instancePath}`;
  const said = params as Record<string, unknown>;
  if (keyword === "additionalProperties") {
    const [unknown] = [said.additionalProperty ?? said.additionalProperties].flat();
    return `${at}/${unknown} is no field of the request`;
  }
  if (keyword === "enum") return `${at} must be one of ${(said.allowedValues as unknown[]).join(", ")}`;
  const rule = keyword === "pattern" ? TEXT_RULES[String(said.pattern)] : undefined;
  return `${at} ${rule ?? message}`;
}
