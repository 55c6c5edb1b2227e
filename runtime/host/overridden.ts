/** A tree of which any branch may be left out. */
export type Overrides<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: Overrides<T[K]> }
    : T;

/** @returns `base` with what `overrides` names in its place: objects field by field, everything else whole. */
export function overridden<T>(base: T, overrides: Overrides<T>): T {
  if (!isTree(base) || !isTree(overrides)) return overrides as T;
  const out: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(overrides)) out[key] = key in base ? overridden(base[key], value) : value;
  return out as T;
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
