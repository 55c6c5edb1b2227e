import type { Comparison } from "./compare.ts";
import type { Sight } from "./see-attribute.ts";
import type { Change } from "./versions.ts";

/** One edit of one parent. Seconds are missing where the head was there already. */
export interface EditRow extends Change, Comparison {
  prompt: string;
  seconds?: number;
  parentSeconds?: number;
  seen: Sight;
}

/** A line for each kind of edit, as Markdown. */
export function summary(rows: readonly EditRow[]): string {
  const kinds = [...new Set(rows.map(({ instruction }) => instruction))];
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const given = (values: (number | undefined)[]) => values.filter((value) => value !== undefined);
  const number = (values: (number | undefined)[], of: (list: number[]) => number) =>
    given(values).length > 0 ? of(given(values)).toFixed(2) : "–";
  const lines = kinds.map((kind) => {
    const own = rows.filter(({ instruction }) => instruction === kind);
    const ratios = own.map(({ seconds, parentSeconds }) =>
      seconds === undefined || parentSeconds === undefined ? undefined : seconds / parentSeconds,
    );
    return [
      `${kind} (${own[0].what ?? "both"}, ${own[0].region ?? "whole head"})`,
      `${own.filter(({ seen }) => seen.shown).length} of ${own.length}`,
      number(
        own.map(({ landmarksMoved }) => landmarksMoved.mean),
        mean,
      ),
      number(
        own.map(({ landmarksMoved }) => landmarksMoved.max),
        (list) => Math.max(...list),
      ),
      number(
        own.map(({ colorOutside }) => colorOutside),
        (list) => Math.max(...list),
      ),
      `${own.filter(({ geometryKept }) => geometryKept).length} / ${own.filter(({ colorKept }) => colorKept).length}`,
      number(ratios, mean),
    ];
  });
  const head = [
    "edit",
    "seen",
    "landmarks moved, mean %",
    "most %",
    "colour outside, worst /255",
    "geometry / colour file kept",
    "time ÷ generate",
  ];
  return [head, head.map(() => "---"), ...lines].map((line) => `| ${line.join(" | ")} |\n`).join("");
}
