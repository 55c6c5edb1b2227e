import { Look } from "./look.ts";

/** What of a JSON schema limits a field. */
export interface Limits {
  type?: string;
  minimum?: number;
  maximum?: number;
  enum?: readonly string[];
  properties?: Record<string, Limits>;
  additionalProperties?: Limits | boolean;
  items?: Limits;
}

const LOOK = Look as unknown as Limits;

/** @param path its steps, of a part its kind or number: "parts", "hat", "size". @returns undefined where a Look has no such field. */
export function limitsAt(path: readonly string[]): Limits | undefined {
  return path.reduce<Limits | undefined>(stepInto, LOOK);
}

/**
 * Says what is wrong with a field of a Look, and what is allowed there.
 * @param path its steps: "who", "age". @param name what the user calls it.
 */
export function explainField(look: unknown, path: readonly string[], name: string): string {
  let limits: Limits | undefined = LOOK;
  let [within, value]: [Limits, unknown] = [LOOK, look];
  for (const step of path) {
    within = limits ?? within;
    limits = stepInto(limits, step);
    value = (value as Record<string, unknown> | undefined)?.[step];
  }
  if (!limits) {
    const above = name.split(".").slice(0, -1).join(".") || "a look";
    return `look field "${name}" does not exist; ${above} has ${Object.keys(within.properties ?? {}).join(", ")}`;
  }
  const said = typeof value === "string" ? value : JSON.stringify(value);
  return `look field "${name}" "${said}" is not ${allowedBy(limits)}`;
}

function stepInto(limits: Limits | undefined, step: string): Limits | undefined {
  if (limits?.type === "array") return limits.items;
  const { properties, additionalProperties: others } = limits ?? {};
  if (properties && Object.hasOwn(properties, step)) return properties[step];
  return typeof others === "object" ? others : undefined;
}

function allowedBy({ type, minimum, maximum, enum: names, properties, items }: Limits): string {
  if (names) return `one of ${names.join(", ")}`;
  if (type === "number" || type === "integer") {
    const kind = type === "integer" ? "whole number" : "number";
    return minimum === undefined ? `a ${kind}` : `a ${kind} from ${minimum} to ${maximum}`;
  }
  if (type === "array" && items?.type === "number") return "a colour: write #rrggbb or a name such as auburn";
  if (type === "array") return "a list";
  if (type === "boolean") return "true or false";
  if (type === "object" && properties)
    return `set as a whole; set one of its fields: ${Object.keys(properties).join(", ")}`;
  if (type === "object") return "set as a whole; set one of its fields";
  return "a name of 1 to 64 characters";
}
