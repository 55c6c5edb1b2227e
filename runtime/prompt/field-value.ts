import { limitsAt } from "./field-schema.ts";
import type { Rgb } from "./look.ts";
import { PART_KINDS } from "./look-names.ts";
import type { Vocabulary } from "./vocabulary.ts";
import type { Entry, VocabularyFile } from "./vocabulary-file.ts";

export type GrowthKind = "hair" | "beard" | "moustache";

const GROWTHS = { hair: "hair", beard: "beards", moustache: "moustaches" } as const satisfies Record<
  GrowthKind,
  keyof VocabularyFile
>;

export const isGrowthKind = (step: string): step is GrowthKind => Object.hasOwn(GROWTHS, step);

/** What a field is to be. */
interface Given {
  /** As the user calls it. */
  name: string;
  path: readonly string[];
  value: unknown;
  /** The Look, or the part or mark that the field is of. */
  owner: object;
}

/**
 * What a field's text says, by what the schema has there: a number, a colour, yes or no, names with commas between, a material, or a
 * name, which has to be one that the vocabulary draws something for. What is no text is left as it is, for the schema to judge.
 * @throws RangeError naming field, value and what is allowed.
 */
export function readValue(vocabulary: Vocabulary, { name, path, value, owner }: Given): unknown {
  if (typeof value !== "string") return value;
  if (path.at(-1) === "material") return materialNamed(vocabulary, value);
  const { type, items } = limitsAt(path) ?? {};
  if (type === "number" || type === "integer")
    return value === "" || Number.isNaN(Number(value)) ? value : Number(value);
  if (type === "boolean") return value === "true" || (value === "false" ? false : value);
  if (type === "array" && items?.type === "number") return colorNamed(vocabulary, { name, path, value });
  if (type === "array") return value.split(",").map((one) => one.trim());
  const allowed = namesAt(vocabulary, path, owner);
  if (!allowed || allowed.includes(value)) return value;
  throw new RangeError(`look field "${name}" "${value}" is not one of ${[...new Set(allowed), "none"].join(", ")}`);
}

/** @returns undefined where the schema alone says what a name may be. */
function namesAt({ file }: Vocabulary, path: readonly string[], owner: object): readonly string[] | undefined {
  const [first, last] = [path[0], path.at(-1)];
  const said = <T>(entries: readonly Entry[], of: (entry: Entry) => T | undefined) =>
    entries.map(of).filter((value) => value !== undefined);
  if (last === "creature") return said(file.creatures, ({ creature }) => creature);
  if (last === "people") return said([...file.people, ...file.traits], ({ people }) => people);
  if (last === "kind" && first === "eyes")
    return [...Object.keys(file.eyeKinds), ...said(file.creatures, ({ eyes }) => eyes?.kind)];
  if (last === "style" && isGrowthKind(first)) return file[GROWTHS[first]].map(({ style }) => style);
  if (last === "name" && path.at(-2) === "material") return file.materials.map((material) => material.name);
  if (last === "placement") {
    const { kind, id } = owner as { kind: string; id: string };
    return file.parts.find((part) => part.kind === kind && part.id === id)?.placements;
  }
  return undefined;
}

/** @param id or one of its words. @throws RangeError naming what there is. */
export function partNamed({ file }: Vocabulary, kind: string, id: string): VocabularyFile["parts"][number] {
  const entry = file.parts.find((part) => part.kind === kind && (part.id === id || part.words.includes(id)));
  if (entry) return entry;
  const ids = file.parts.filter((part) => part.kind === kind && !part.undrawn).map((part) => part.id);
  const remedy = ids.length > 0 ? `use ${ids.join(", ")}` : `the kinds of parts are ${PART_KINDS.join(", ")}`;
  throw new RangeError(`there is no ${kind} "${id}"; ${remedy}`);
}

function materialNamed({ file }: Vocabulary, value: string) {
  const entry = file.materials.find((material) => material.words.includes(value));
  if (!entry)
    throw new RangeError(`there is no material "${value}"; use ${file.materials.map(({ name }) => name).join(", ")}`);
  const { words: _, compound: __, complexion: ___, ...material } = entry;
  return material;
}

/** What a colour's name means for what it is set of. */
const MEANT = { eyes: "eyes", skin: "skin", parts: "tone", marks: "paint" } as const;

function colorNamed({ file }: Vocabulary, { name, path, value }: Omit<Given, "owner"> & { value: string }): Rgb {
  const hex = /^#?([0-9a-f]{6})$/i.exec(value)?.[1];
  if (hex) return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as Rgb;
  if (!Object.hasOwn(file.colors, value))
    throw new RangeError(`look field "${name}" "${value}" is no colour; write #rrggbb or a name such as auburn`);
  const entry = file.colors[value];
  return entry[MEANT[path[0] as keyof typeof MEANT] ?? "hair"] ?? entry.tone;
}
