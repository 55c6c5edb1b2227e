import { type CoarseHair, coarser, hairLevels } from "../../core/levels.ts";
import { type Draft, draft, merge } from "../../core/mesh.ts";
import { draws } from "../../core/random.ts";
import type { AverageHead } from "../../core/skin.ts";
import { mix, step, type Vec } from "../../core/vector.ts";
import { fallLevels } from "../falling/fall.ts";
import { LONG_UNDERCUT } from "../falling/styles.ts";
import { overCrop } from "../hairline.ts";
import { growShorn } from "../shorn.ts";
import { combDown, crop } from "./crop.ts";

/** Height over the line above which the hair is long: from the temples level around the head, lower behind. */
const overLine = ([, y, z]: Vec): number => y - 0.3 + 0.07 * step(-0.2, -0.5, z);

/** Up from the forehead in a bow and back, at the sides of the top back and a little down over the line. */
function comb([x, y, z]: Vec): Vec {
  const behind = step(-0.3, -0.55, z);
  return mix([0.1 * x - 0.2, 0.3 * step(0.1, 0.35, z), -1], [0.7 * x, -1, -0.4], Math.max(behind, 0.45 * step(0.42, 0.3, y)));
}

/** Long hair on top combed back with body. */
const longTop = (head: AverageHead): Draft =>
  crop(head, {
    name: "undercut",
    over: (p) => Math.min(overCrop(p, 0.02), overLine(p)),
    comb,
    length: ([, y]) => 0.75 + 0.25 * step(0.3, 0.42, y),
    sway: [0.1, 0.1],
    locks: [0.12, 0.3],
    closed: 0.04,
    layers: [
      { cell: "dense", from: [0.0, 0.02], spacing: 0.078, lift: 0.03, length: 0.4, width: 0.11, rise: 0.5 },
      { cell: "dense", from: [0.01, 0.03], spacing: 0.072, lift: 0.085, length: 0.5, width: 0.09, rise: 0.95 },
      { cell: "strand", from: [0.0, 0.04], spacing: 0.065, lift: 0.1, length: 0.52, width: 0.055, rise: 1.0 },
      { cell: "wisp", from: [0.02, 0.08], spacing: 0.13, lift: 0.11, length: 0.5, width: 0.06, rise: 1.1 },
      { cell: "strand", from: [-0.012, 0.004], to: [0.06, 0.04], spacing: 0.032, lift: 0.02, length: 0.3, width: 0.045, rise: 0.5 },
    ],
  });

/** Sides and nape, up to beneath the long hair. */
function shornSides({ skull }: AverageHead): Draft {
  const out = draft();
  const where = (p: Vec) => Number(overLine(p) < 0.05);
  growShorn(out, skull, draws("shorn sides"), { over: (p) => overCrop(p, 0.02), comb: combDown, cell: "stubble", lifts: [0.004, 0.007], spacing: 0.062, tile: 0.115, where });
  return out;
}

/** Shares of the tiles that stay at coarser levels. */
const KEPT = [0.7, 0.5, 0.4];

/** The same under long hair: the top goes on down behind, over the shorn nape. */
export function longUndercutLevels(head: AverageHead, kept: CoarseHair["kept"]): Draft[] {
  const behind = fallLevels(head, LONG_UNDERCUT);
  return undercutLevels(head, kept).map((top, level) => merge(top, behind[level]));
}

/** The long top in shells from afar, the shorn sides in fewer, wider tiles. */
export function undercutLevels(head: AverageHead, kept: CoarseHair["kept"]): Draft[] {
  const sides = shornSides(head);
  return hairLevels(head, longTop(head), { pole: [0, 0.2, 1], kept }).map((top, level) =>
    merge(top, level === 0 ? sides : coarser(sides, level, () => KEPT[level - 1])),
  );
}
