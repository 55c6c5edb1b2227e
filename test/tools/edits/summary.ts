import { INFO } from "../quality/classifier.ts";
import type { Comparison } from "./compare.ts";
import type { Attribute, Sight } from "./see-attribute.ts";

/** What is asked of every parent. */
export interface Change {
  instruction: string;
  attribute: Attribute;
  /** Template regions that the edit is of; none: the whole head. */
  regions: readonly string[];
  /** Layers whose mesh or surface may change, as {@link Comparison.changed} says them; absent: all. */
  touches?: readonly string[];
}

/** One edit of one parent. Seconds, of processor time, are missing where the head was there already. */
export interface EditRow extends Change, Comparison {
  prompt: string;
  seconds?: number;
  parentSeconds?: number;
  seen: Sight;
  /** Instructions of the other edits whose attributes are seen in this one, too. */
  alsoSeen: string[];
  /** Going back gives the parent's bytes. */
  undone: boolean;
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
const colors = (rows: readonly EditRow[], by: "most" | "mean") =>
  most(given(rows.map(({ colorOutside }) => colorOutside?.[by])));
const astray = ({ touches, changed }: EditRow) => (touches ? changed.filter((name) => !touches.includes(name)) : []);

/** What edits must show, one by one, and whether these rows do. */
export function demands(rows: readonly EditRow[]): Demand[] {
  const inRegions = rows.filter(({ regions }) => regions.length > 0);
  const moved = inRegions.map(({ landmarksMoved = 0 }) => landmarksMoved);
  const whole = rows.filter((row) => row.touches);
  const strays = [...new Set(whole.flatMap(astray))];
  const undone = rows.filter((row) => row.undone).length;
  return [
    ...kindsOf(rows).flatMap(({ kind, own }) => sightDemands(kind, own, rows)),
    {
      name: "landmarks outside the regions, furthest move in % of head height",
      found: `${most(moved)}`,
      wanted: "0",
      ok: moved.every((move) => move === 0),
    },
    {
      name: "the skin's colours outside the regions, mean change of the worst head",
      found: `${colors(inRegions, "mean").toFixed(2)}/255`,
      wanted: `≤ ${COLORS}/255`,
      ok: colors(inRegions, "mean") <= COLORS,
    },
    {
      name: "meshes and surfaces that an edit is not of keep their bytes",
      found: strays.length > 0 ? strays.join(", ") : share(whole.length, whole.length),
      wanted: "all",
      ok: strays.length === 0,
    },
    {
      name: "going back gives the parent's bytes",
      found: share(undone, rows.length),
      wanted: "all",
      ok: undone === rows.length,
    },
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
  // What gauges measure is exact; a classifier errs.
  const wanted =
    attribute.kind === "nose" || attribute.kind === "beard"
      ? 1
      : SHARE * INFO.ceiling[attribute.kind === "age" ? "age" : attribute.name].accuracy;
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
  const kinds = kindsOf(rows).map(({ kind, own }) => {
    const { regions } = own[0];
    const inRegions = (told: string) => (regions.length === 0 ? "–" : told);
    return [
      `${kind} (${regions.join(", ") || "whole head"})`,
      share(own.filter(({ seen }) => seen.shown).length, given(own.map(({ seen }) => seen.shown)).length),
      inRegions(`${most(own.map(({ landmarksMoved = 0 }) => landmarksMoved))}`),
      inRegions(`${colors(own, "mean").toFixed(2)}, ${colors(own, "most").toFixed(0)}`),
      seconds(own.map((row) => row.seconds)),
      seconds(own.map((row) => row.parentSeconds)),
    ];
  });
  const overview = table(
    [
      "edit",
      "seen",
      "landmarks outside, most %",
      "colours outside, mean and most /255",
      "processor seconds",
      "of its parent",
    ],
    kinds,
  );
  const found = demands(rows).map(({ name, found, wanted, ok }) => [name, found, wanted, ok ? "yes" : "**no**"]);
  return `${overview}\n${table(["demand", "found", "wanted", "ok"], found)}`;
}

function table(head: string[], lines: string[][]): string {
  return [head, head.map(() => "---"), ...lines].map((line) => `| ${line.join(" | ")} |\n`).join("");
}
