import type { Look } from "../look.ts";

/** A field of a Look that differs; undefined where it is not there. */
export interface Change {
  field: string;
  from: unknown;
  to: unknown;
}

/** What follows from the rest, or from the seed. */
const UNSAID = new Set(["chosen", "individual", "version", "who.mixed"]);

/** Fields in which two Looks differ, by their paths; parts and marks by kind and name, the second mark of a name as `marks.scar.2`. */
export function diffLooks(before: Look, after: Look): Change[] {
  const [a, b] = [flat(before), flat(after)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((field) => JSON.stringify(a.get(field)) !== JSON.stringify(b.get(field)))
    .map((field) => ({ field, from: a.get(field), to: b.get(field) }));
}

/** Whether what differs shows on a head that is built of its Look, which words for the diffusion model do not. */
export const areSeen = (changes: readonly Change[]): boolean => changes.some(({ field }) => !field.startsWith("rest."));

function flat(look: Look): Map<string, unknown> {
  const out = new Map<string, unknown>();
  const put = (value: unknown, path: string): void => {
    if (UNSAID.has(path)) return;
    const isPlain = typeof value === "object" && value !== null && !Array.isArray(value);
    if (!isPlain) {
      if (value !== undefined) out.set(path, value);
      return;
    }
    for (const [name, inner] of Object.entries(value)) put(inner, path ? `${path}.${name}` : name);
  };
  const { parts, marks, ...rest } = look;
  put(rest, "");
  for (const { kind, ...part } of parts) put(part, `parts.${kind}`);
  for (const [i, { name, ...mark }] of marks.entries()) {
    const before = marks.slice(0, i).filter((other) => other.name === name).length;
    put(mark, `marks.${name}${before > 0 ? `.${before + 1}` : ""}`);
  }
  return out;
}
