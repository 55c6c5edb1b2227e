import { farShell, type ShellOptions } from "./far-shell.ts";
import { type Draft, merge } from "./mesh.ts";
import type { AverageHead } from "./skin.ts";
import { type StripPlace, thin } from "./thin.ts";
import { unit } from "./vector.ts";

type Share = (strip: StripPlace) => number;

export interface CoarseHair extends Omit<ShellOptions, "size" | "clear"> {
  /** Share of the strips that stay at the second, third and last level. */
  kept: [Share, Share, Share];
  /** What the last level has besides. */
  far?: () => Draft;
}

/** Columns and rows of the shells, and how far they keep off the skin: the coarser the skin, the further. */
const SHELLS: Pick<ShellOptions, "size" | "clear">[] = [{ size: [40, 9], clear: 0.017 }, { size: [40, 9] }, { size: [26, 7] }];
/** Share of the hair that lies under the shell of the second level, whose cards make the surface, and of far ones. */
const UNDER = [0.3, 0.7];

/** Shares of a strip's rows and columns that stay. */
const ROWS = [0.6, 0.42, 0.28];
const COLUMNS = [0.56, 0.5, 0.42];
/** Rows without which what is round would be a pyramid. */
const LEAST = [4, 3, 3];

/** Four levels of hair: all of its strips, then shells that close it under ever fewer of them. */
export function hairLevels(head: AverageHead, finest: Draft, { kept, far, under = UNDER[1], ...options }: CoarseHair): Draft[] {
  const pole = unit(options.pole);
  const coarse = SHELLS.map((shell, i) =>
    merge(
      farShell(head.skull, finest, { ...options, ...shell, pole, under: i === 0 ? Math.min(under, UNDER[0]) : under }),
      coarser(finest, i + 1, kept[i]),
    ),
  );
  if (far) coarse[2] = merge(coarse[2], far());
  return [finest, ...coarse];
}

/** The strips of a draft that stay at a level, with fewer rows and columns. */
export function coarser(finest: Draft, level: number, share: Share): Draft {
  return thin(finest, {
    share,
    rows: ({ rows, columns }) => Math.max(columns > 3 ? LEAST[level - 1] : 2, Math.ceil(rows * ROWS[level - 1])),
    columns: ({ columns }) => (columns > 3 ? Math.max(3, Math.ceil(columns * COLUMNS[level - 1])) : 2),
  });
}
