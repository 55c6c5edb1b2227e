import { INFO } from "../quality/classifier.ts";
import type { Comparison } from "./compare.ts";
import type { Attribute, Sight } from "./see-attribute.ts";
import type { Change } from "./versions.ts";

/** One edit of one parent. Seconds are missing where the head was there already. */
export interface EditRow extends Change, Comparison {
  prompt: string;
  attribute: Attribute;
  seconds?: number;
  parentSeconds?: number;
  seen: Sight;
  /** Instructions of the other edits whose attributes are seen in this one, too. */
  alsoSeen: string[];
}

/** One demand: what was found, and the bound that it must keep. */
export interface Demand {
  name: string;
  found: string;
  wanted: string;
  ok: boolean;
}

/** Share of the classifier's own accuracy on renders that heads must reach; as in `test/tools/quality`. */
const SHARE = 0.85;
/** Percent of the head's height. */
const LANDMARKS = 2;
/** 255ths. */
const COLORS = 2;

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const most = (values: number[]) => Math.max(0, ...values);
const given = <T>(values: (T | undefined)[]) => values.filter((value) => value !== undefined);
const share = (part: number, of: number) => `${part} of ${of}`;
const ratios = (rows: readonly EditRow[]) =>
  given(rows.map(({ seconds, parentSeconds }) => seconds && parentSeconds && seconds / parentSeconds));
const kindsOf = (rows: readonly EditRow[]) => {
  const kinds = [...new Set(rows.map(({ instruction }) => instruction))];
  return kinds.map((kind) => ({ kind, own: rows.filter(({ instruction }) => instruction === kind) }));
};

/** Issue by issue what edits must show, and whether these rows do. */
export function demands(rows: readonly EditRow[]): Demand[] {
  const inRegions = rows.filter(({ colorOutside }) => colorOutside !== undefined);
  const whole = rows.filter(({ colorOutside }) => colorOutside === undefined);
  const atMost = (name: string, values: number[], bound: number, unit: string): Demand => ({
    name,
    found: `${most(values).toFixed(2)}${unit}`,
    wanted: `< ${bound}${unit}`,
    ok: values.length > 0 && most(values) < bound,
  });
  const all = (name: string, values: boolean[]): Demand => ({
    name,
    found: share(values.filter(Boolean).length, values.length),
    wanted: "all",
    ok: values.every(Boolean),
  });
  const only = (part: string) => rows.filter(({ what }) => what === part);
  return [
    ...kindsOf(rows).flatMap(({ kind, own }) => sightDemands(kind, own, rows)),
    atMost(
      "landmarks outside the regions, furthest move in % of head height",
      inRegions.map(({ landmarksMoved }) => landmarksMoved.max),
      LANDMARKS,
      " %",
    ),
    atMost(
      "landmarks of edits of the whole head, furthest move",
      whole.map(({ landmarksMoved }) => landmarksMoved.max),
      LANDMARKS,
      " %",
    ),
    atMost(
      "colours outside the regions, mean change of the worst head",
      inRegions.map(({ colorOutside }) => colorOutside!),
      COLORS,
      "/255",
    ),
    all(
      "edits of shape keep the colour file's bytes",
      only("shape").map(({ colorKept }) => colorKept),
    ),
    all(
      "edits of colour keep the geometry file's bytes",
      only("color").map(({ geometryKept }) => geometryKept),
    ),
    ...kindsOf(rows).map(({ kind, own }) => {
      const found = ratios(own);
      const told = found.length > 0 ? mean(found).toFixed(2) : "–";
      return { name: `time of "${kind}" ÷ time of its parent`, found: told, wanted: "≤ 1", ok: mean(found) <= 1 };
    }),
  ];
}

/** Whether what an edit is for is seen in it, and in no edit that is for something else. */
function sightDemands(kind: string, own: readonly EditRow[], rows: readonly EditRow[]): Demand[] {
  const { attribute } = own[0];
  const accuracy =
    attribute.kind === "nose" ? 1 : INFO.ceiling[attribute.kind === "age" ? "age" : attribute.name].accuracy;
  const wanted = attribute.kind === "nose" ? 1 : SHARE * accuracy;
  const shown = given(own.map(({ seen }) => seen.shown));
  const hits = shown.filter(Boolean).length;
  const others = rows.filter(({ instruction }) => instruction !== kind);
  const alarms = others.filter(({ alsoSeen }) => alsoSeen.includes(kind)).length;
  const percent = (value: number) => `${(100 * value).toFixed(0)} %`;
  return [
    {
      name: `"${kind}" is seen, where the parent did not show it before`,
      found: share(hits, shown.length),
      wanted: `≥ ${percent(wanted)}`,
      ok: shown.length > 0 && hits >= wanted * shown.length,
    },
    {
      name: `"${kind}" is seen in the other edits`,
      found: share(alarms, others.length),
      wanted: `≤ ${percent(1 - wanted)}`,
      ok: alarms <= (1 - wanted) * others.length,
    },
  ];
}

/** Markdown: a line for each kind of edit, then a line for each demand. */
export function summary(rows: readonly EditRow[]): string {
  const seconds = (values: (number | undefined)[]) => (given(values).length > 0 ? mean(given(values)).toFixed(0) : "–");
  const kinds = kindsOf(rows).map(({ kind, own }) => [
    `${kind} (${own[0].what ?? "both"}, ${own[0].region ?? "whole head"})`,
    share(own.filter(({ seen }) => seen.shown).length, given(own.map(({ seen }) => seen.shown)).length),
    mean(own.map(({ landmarksMoved }) => landmarksMoved.mean)).toFixed(2),
    most(own.map(({ landmarksMoved }) => landmarksMoved.max)).toFixed(2),
    own[0].colorOutside === undefined ? "–" : most(own.map(({ colorOutside }) => colorOutside!)).toFixed(2),
    seconds(own.map((row) => row.seconds)),
    seconds(own.map((row) => row.parentSeconds)),
  ]);
  const overview = table(
    ["edit", "seen", "landmarks moved, mean %", "most %", "colour outside, worst /255", "seconds", "of its parent"],
    kinds,
  );
  const found = demands(rows).map(({ name, found, wanted, ok }) => [name, found, wanted, ok ? "yes" : "**no**"]);
  return `${overview}\n${table(["demand", "found", "wanted", "ok"], found)}`;
}

function table(head: string[], lines: string[][]): string {
  return [head, head.map(() => "---"), ...lines].map((line) => `| ${line.join(" | ")} |\n`).join("");
}
