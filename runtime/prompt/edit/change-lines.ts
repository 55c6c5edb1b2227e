import type { Change } from "./diff-looks.ts";

/** Fields whose paths do not say what they are. */
const NAMES: Readonly<Record<string, string>> = {
  "rest.extra": "not drawn",
  "rest.style": "style of the picture",
  "skin.tone": "skin colour",
};
/** Steps of paths that a person need not read: who it is, and what the field of a thing is where that is what it is. */
const QUIET_FIRST = new Set(["who", "parts", "marks", "sex", "build", "face", "expression"]);
const QUIET_LAST = new Set(["id", "style", "name", "form"]);
/** Numbers of these are shares of a whole. */
const SHARES = /^(?:who\.(?:sex|ethnicity|build)|face|expression)\.|\.(?:opacity|metallic|roughness)$/;
/** Fields of a material and of a mark that follow from what it is. */
const FOLLOWS = new Set(["metallic", "roughness", "pattern", "opacity"]);

/** For a person: "age: 70", "beard: long → full", "hat: no longer fedora", "scar", "not drawn: flurb, blorp". */
export function changeLines(changes: readonly Change[]): string[] {
  const things = Map.groupBy(changes, thingOf);
  const lines = [...things].flatMap(([thing, own]) => (thing === "" ? own.map(changeLine) : thingLines(thing, own)));
  return bothSides(lines);
}

/** Hair, a part, a mark, or a material: what comes and goes as a whole. "" for every other field. */
function thingOf({ field }: Change): string {
  return (
    /^(?:parts\.[^.]+|marks\.[^.]+(?:\.\d+)?|hair|beard|moustache)(?=\.)|^(?:.+\.)?material(?=\.)/.exec(field)?.[0] ??
    ""
  );
}

/** What is new is said once, and not by each of its fields. */
function thingLines(thing: string, changes: readonly Change[]): string[] {
  const last = ({ field }: Change) => field.split(".").at(-1)!;
  const named = changes.find((change) => QUIET_LAST.has(last(change)) && !change.field.includes(".material."));
  const isNew = changes.every(({ from }) => from === undefined);
  const isGone = changes.every(({ to }) => to === undefined);
  if (!named && thing.startsWith("marks.") && (isNew || isGone)) {
    const color = changes.find((change) => last(change) === "color");
    const name = fieldName(thing);
    return [isGone ? `no longer: ${name}` : `new: ${name}${color ? `, ${say(color.field, color.to)}` : ""}`];
  }
  if (named && isGone) return [changeLine(named)];
  const told = changes.filter((change) => !FOLLOWS.has(last(change)) || (!isNew && changes.length === 1));
  const inMaterial = told.some(({ field, to }) => field.endsWith("material.name") && to !== undefined);
  // A colour that comes with a material is the material's.
  return told.filter((change) => !inMaterial || last(change) !== "color").map(changeLine);
}

function changeLine({ field, from, to }: Change): string {
  const name = fieldName(field);
  const [before, after] = [say(field, from), say(field, to)];
  if (after === "") return SHARES.test(field) ? `no longer ${name}` : `${name}: no longer ${before}`;
  if (before === "" && after === name) return `new: ${name}`;
  return before === "" ? `${name}: ${after}` : `${name}: ${before} → ${after}`;
}

/** "who.build.heavy" is "heavy", "hair.style" "hair", "marks.scar.2.color" "scar 2 colour". */
function fieldName(field: string): string {
  if (NAMES[field]) return NAMES[field];
  const steps = field.split(".");
  while (steps.length > 1 && QUIET_FIRST.has(steps[0])) steps.shift();
  if (steps.length > 1 && QUIET_LAST.has(steps.at(-1)!)) steps.pop();
  return steps
    .join(" ")
    .replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/\bcolors?\b/g, "colour");
}

/** @returns "" for what is not there. */
function say(field: string, value: unknown): string {
  if (value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number")
    return SHARES.test(field) ? `${Math.round(100 * value)} %` : `${Math.round(100 * value) / 100}`;
  if (!Array.isArray(value)) return String(value);
  const isColor = value.length === 3 && value.every((one) => typeof one === "number");
  return isColor ? `#${value.map((one) => hex(Math.round(255 * one))).join("")}` : value.join(", ");
}

const hex = (byte: number) => byte.toString(16).padStart(2, "0");

/** Says once what is the same on the left and on the right. */
function bothSides(lines: readonly string[]): string[] {
  const all = new Set(lines);
  return lines.flatMap((line) => {
    const twin = line.replace(
      /^([^:]*) (left|right):/,
      (_, name, side) => `${name} ${side === "left" ? "right" : "left"}:`,
    );
    if (twin === line || !all.has(twin)) return [line];
    return line.includes(" left:") ? [line.replace(" left:", ":")] : [];
  });
}
