import { Errors } from "typebox/value";
import { explainField } from "./explain-field.ts";
import { Look, PART_KINDS, type Rgb } from "./look.ts";
import { coverHair } from "./meaning/cover-hair.ts";
import { settleMixed } from "./meaning/settle-mixed.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Short names of fields, as a command line takes them. */
const SHORT: Record<string, string> = {
  age: "who.age",
  sex: "who.sex",
  hat: "parts.hat.id",
  glasses: "parts.glasses.id",
  "eyes.colour": "eyes.color",
  skin: "skin.tone",
  "skin.color": "skin.tone",
};
/** A plain value of these is their style. */
const GROWTHS = new Set(["hair", "beard", "moustache"]);
/** First steps of paths. */
const FIRST = new Set(["who", "face", "skin", "eyes", "brows", "lashes", "expression", "material", "pattern"]);
/** Never followed from a text. */
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Sets fields of a Look by their paths: `age`, `hair.color`, `who.build.heavy`, `face.bigNose`, `parts.hat.id`,
 * `marks.freckles.opacity`. Colours are `#rrggbb`, names of the vocabulary, or three numbers; `none` takes away.
 * @returns a new Look. @throws RangeError naming field, value and remedy.
 */
export function setFields(vocabulary: Vocabulary, before: Look, fields: Readonly<Record<string, unknown>>): Look {
  const look = structuredClone(before);
  for (const [name, value] of Object.entries(fields)) setField(vocabulary, look, name, value);
  coverHair(vocabulary, look);
  settleMixed(vocabulary, look);
  const [first] = Errors(Look, look);
  if (first) {
    const path = first.instancePath.slice(1).split("/");
    throw new RangeError(explainField(look, path, nameOf(look, path, Object.keys(fields))));
  }
  return look;
}

/** Whether a name may be that of a field: what is set under it is checked when it is set. */
export function isField(name: string): boolean {
  const first = pathOf(name)[0];
  return FIRST.has(first) || GROWTHS.has(first) || first === "parts" || first === "marks";
}

/** "age=35", "hair.color=#7a3b1e" as a command line gives them. @throws RangeError where there is no "=". */
export function parseFields(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw new RangeError(`"${text}" sets nothing; write field=value, for example age=35`);
      return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    }),
  );
}

const pathOf = (name: string) => (Object.hasOwn(SHORT, name) ? SHORT[name] : name).split(".");

/** What a field is called: as it was given, or by its path. */
function nameOf(look: Look, path: readonly string[], given: readonly string[]): string {
  const [list, at, ...rest] = path;
  const one =
    list === "parts" ? look.parts[Number(at)]?.kind : list === "marks" ? look.marks[Number(at)]?.name : undefined;
  const name = one === undefined ? path.join(".") : [list, one, ...rest].join(".");
  return given.find((field) => name === pathOf(field).join(".")) ?? name;
}

function setField(vocabulary: Vocabulary, look: Look, name: string, value: unknown): void {
  const path = pathOf(name);
  if (path.some((step) => FORBIDDEN.has(step) || step === "")) throw unknown(name);
  const [first, ...rest] = path;
  if (first === "who" && rest.join(".") === "sex" && typeof value === "string") {
    const sex: Record<string, Look["who"]["sex"]> = { male: { male: 1 }, female: { female: 1 }, none: {} };
    if (!Object.hasOwn(sex, value)) throw new RangeError(`look field "sex" "${value}" is not male, female or none`);
    look.who.sex = sex[value];
    return;
  }
  if (first === "parts" || first === "marks") {
    setListed(vocabulary, look, first, name, rest, value);
    return;
  }
  if (GROWTHS.has(first)) {
    const kind = first as "hair" | "beard" | "moustache";
    if (rest.length === 0 && isNone(value)) {
      delete look[kind];
      return;
    }
    look[kind] ??= { style: kind === "hair" ? "short" : kind === "beard" ? "full" : "moustache" };
    if (rest.length === 0) rest.push("style");
    look[kind] = { ...look[kind], ...{ [rest.join(".")]: readValue(vocabulary, rest.at(-1)!, value, "hair") } };
    return;
  }
  let at = look as unknown as Record<string, unknown>;
  if (!FIRST.has(first)) throw unknown(name);
  for (const step of path.slice(0, -1)) {
    const next = at[step] ?? {};
    if (typeof next !== "object" || Array.isArray(next)) throw unknown(name);
    at[step] = next;
    at = next as Record<string, unknown>;
  }
  const last = path.at(-1)!;
  if (isNone(value)) delete at[last];
  else if (path.length === 1 && first === "material") at[last] = materialOf(vocabulary, value);
  else at[last] = readValue(vocabulary, last, value, first === "eyes" ? "eyes" : first === "skin" ? "skin" : "hair");
}

/** Parts by kind, marks by name. */
function setListed(
  vocabulary: Vocabulary,
  look: Look,
  list: "parts" | "marks",
  name: string,
  path: string[],
  value: unknown,
): void {
  const [kind, field = list === "parts" ? "id" : "color"] = path;
  if (!kind) throw unknown(name);
  const isIt = (one: { kind?: string; name?: string }) => one.kind === kind || (list === "marks" && one.name === kind);
  const all = look[list] as unknown as Record<string, unknown>[];
  const found = all.find(isIt);
  if (isNone(value)) {
    if (field === "id" || path.length === 1) look[list] = all.filter((one) => !isIt(one)) as never;
    else if (found) delete found[field];
    return;
  }
  const made = found ?? (list === "parts" ? { kind, id: String(value) } : markOf(vocabulary, kind));
  made[field] =
    field === "material"
      ? materialOf(vocabulary, value)
      : readValue(vocabulary, field, value, list === "marks" ? "paint" : "part");
  if (list === "parts" && field === "id") {
    const entry = partOf(vocabulary, kind, String(value));
    Object.assign(made, { id: entry.id, ...(entry.color && !found && { color: entry.color }) });
  }
  if (!found) all.push(made);
}

function partOf({ file }: Vocabulary, kind: string, id: string) {
  const entry = file.parts.find((part) => part.kind === kind && (part.id === id || part.words.includes(id)));
  if (entry) return entry;
  const ids = file.parts.filter((part) => part.kind === kind && !part.undrawn).map((part) => part.id);
  const remedy = ids.length > 0 ? `use ${ids.join(", ")}` : `the kinds of parts are ${PART_KINDS.join(", ")}`;
  throw new RangeError(`there is no ${kind} "${id}"; ${remedy}`);
}

function markOf({ file }: Vocabulary, name: string): Record<string, unknown> {
  const entry = file.marks.find((mark) => mark.name === name);
  if (!entry) throw new RangeError(`there is no mark "${name}"; use ${file.marks.map((mark) => mark.name).join(", ")}`);
  return { name, opacity: entry.opacity, color: entry.color ?? [0.5, 0.1, 0.1] };
}

function materialOf({ file }: Vocabulary, value: unknown) {
  if (typeof value === "object") return value;
  const entry = file.materials.find((material) => material.words.includes(String(value)));
  if (!entry)
    throw new RangeError(`there is no material "${value}"; use ${file.materials.map(({ name }) => name).join(", ")}`);
  const { words: _, compound: __, complexion: ___, ...material } = entry;
  return material;
}

function readValue(
  { file }: Vocabulary,
  field: string,
  value: unknown,
  of: "hair" | "skin" | "eyes" | "part" | "paint",
): unknown {
  if (typeof value !== "string") return value;
  if (!/^(?:color|tone|sclera)$/.test(field))
    return value !== "" && Number.isFinite(Number(value)) ? Number(value) : value;
  const hex = /^#?([0-9a-f]{6})$/i.exec(value)?.[1];
  if (hex) return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as Rgb;
  const entry = Object.hasOwn(file.colors, value) ? file.colors[value] : undefined;
  if (entry) return of === "part" ? entry.tone : (entry[of] ?? entry.tone);
  throw new RangeError(`look field "${field}" "${value}" is no colour; write #rrggbb or a name such as auburn`);
}

const isNone = (value: unknown) => value === "none" || value === null;

const unknown = (name: string) =>
  new RangeError(
    `look field "${name}" does not exist; use for example age, sex, hair.color, eyes.color, skin.tone, parts.hat.id`,
  );
