import { Errors } from "typebox/value";
import { explainField, limitsAt } from "./field-schema.ts";
import { type GrowthKind, isGrowthKind, partNamed, readValue } from "./field-value.ts";
import { Look, type LookPart } from "./look.ts";
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
const SEXES: Record<string, Look["who"]["sex"]> = { male: { male: 1 }, female: { female: 1 }, none: {} };
/** What grows where a field of it is set and its style is not. */
const USUAL_STYLES: Record<GrowthKind, string> = { hair: "short", beard: "full", moustache: "moustache" };
/** First steps of paths to fields that are there once. */
const FIRST = new Set(["who", "face", "skin", "eyes", "brows", "lashes", "expression", "material", "pattern"]);
/** Never followed from a text. */
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

/** A field that is set, and what it is set to. */
interface Setting {
  /** As the user calls it. */
  name: string;
  path: readonly string[];
  value: unknown;
}

/**
 * Sets fields of a Look by their paths: `age`, `hair.color`, `who.build.heavy`, `face.bigNose`, `parts.hat.id`,
 * `marks.freckles.opacity`. Colours are `#rrggbb`, names of the vocabulary, or three numbers; `none` takes away.
 * @returns a new Look. @throws RangeError naming field, value and what is allowed.
 */
export function setFields(vocabulary: Vocabulary, before: Look, fields: Readonly<Record<string, unknown>>): Look {
  const look = structuredClone(before);
  for (const [name, value] of Object.entries(fields)) setField(vocabulary, look, { name, path: pathOf(name), value });
  const [first] = Errors(Look, look);
  if (first) {
    const path = first.instancePath.slice(1).split("/");
    throw new RangeError(explainField(look, path, nameOf(look, path, Object.keys(fields))));
  }
  coverHair(vocabulary, look);
  settleMixed(vocabulary, look);
  return look;
}

/** Whether a name may be that of a field: what is set under it is checked when it is set. */
export function isField(name: string): boolean {
  const first = pathOf(name)[0];
  return FIRST.has(first) || isGrowthKind(first) || first === "parts" || first === "marks";
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

function setField(vocabulary: Vocabulary, look: Look, { name, path, value }: Setting): void {
  if (path.some((step) => FORBIDDEN.has(step) || step === "")) throw unknown(name);
  const [first, ...rest] = path;
  if (path.join(".") === "who.sex" && typeof value === "string") {
    if (!Object.hasOwn(SEXES, value)) throw new RangeError(`look field "sex" "${value}" is not male, female or none`);
    look.who.sex = SEXES[value];
  } else if (first === "parts")
    setPart(vocabulary, look, { name, path: rest.length === 1 ? [...path, "id"] : path, value });
  else if (first === "marks") setMark(vocabulary, look, { name, path, value });
  else if (isGrowthKind(first))
    setGrowth(vocabulary, look, first, { name, path: rest.length === 0 ? [first, "style"] : path, value });
  else if (FIRST.has(first)) setWithin(vocabulary, look, path, { name, path, value });
  else throw unknown(name);
}

function setGrowth(vocabulary: Vocabulary, look: Look, kind: GrowthKind, setting: Setting): void {
  if (isNone(setting.value) && setting.path.at(-1) === "style") {
    delete look[kind];
    return;
  }
  look[kind] ??= { style: USUAL_STYLES[kind] };
  setWithin(vocabulary, look, setting.path, setting);
}

/** Of parts there is one of a kind. */
function setPart(vocabulary: Vocabulary, look: Look, setting: Setting): void {
  const { name, path, value } = setting;
  const [, kind, field] = path;
  if (!kind) throw unknown(name);
  const found = look.parts.find((part) => part.kind === kind);
  if (field !== "id") {
    if (found) setWithin(vocabulary, found, path.slice(2), setting);
    else if (!isNone(value))
      throw new RangeError(`look field "${name}": there is no ${kind}; set parts.${kind}.id first`);
  } else if (isNone(value)) look.parts = look.parts.filter((part) => part.kind !== kind);
  else {
    const { id, color } = partNamed(vocabulary, kind, String(value));
    if (found) found.id = id;
    else look.parts.push({ kind: kind as LookPart["kind"], id, ...(color && { color }) });
  }
}

/** Of marks there is one of a name; a plain value is its colour. */
function setMark(vocabulary: Vocabulary, look: Look, setting: Setting): void {
  const { name, path, value } = setting;
  const [, mark, ...steps] = path;
  if (!mark) throw unknown(name);
  const found = look.marks.find((one) => one.name === mark);
  if (isNone(value)) {
    if (steps.length === 0) look.marks = look.marks.filter((one) => one !== found);
    else if (found) setWithin(vocabulary, found, steps, setting);
    return;
  }
  const made = found ?? markNamed(vocabulary, mark);
  if (steps.length === 0) setWithin(vocabulary, made, ["color"], { ...setting, path: [...path, "color"] });
  else setWithin(vocabulary, made, steps, setting);
  if (!found) look.marks.push(made);
}

function markNamed({ file }: Vocabulary, name: string): Look["marks"][number] {
  const entry = file.marks.find((mark) => mark.name === name);
  if (!entry) throw new RangeError(`there is no mark "${name}"; use ${file.marks.map((mark) => mark.name).join(", ")}`);
  return { name, opacity: entry.opacity, color: entry.color ?? [0.5, 0.1, 0.1] };
}

/** @param owner the Look, or what of it the steps start from. */
function setWithin(
  vocabulary: Vocabulary,
  owner: object,
  steps: readonly string[],
  { name, path, value }: Setting,
): void {
  let at = owner as Record<string, unknown>;
  for (const step of steps.slice(0, -1)) {
    const next = at[step] ?? {};
    if (typeof next !== "object" || Array.isArray(next)) throw unknown(name);
    at[step] = next;
    at = next as Record<string, unknown>;
  }
  const last = steps.at(-1)!;
  if (isNone(value) && !limitsAt(path)?.enum?.includes("none")) delete at[last];
  else at[last] = readValue(vocabulary, { name, path, value, owner });
}

const isNone = (value: unknown) => value === "none" || value === null;

const unknown = (name: string) =>
  new RangeError(
    `look field "${name}" does not exist; use for example age, sex, hair.color, eyes.color, skin.tone, parts.hat.id`,
  );
