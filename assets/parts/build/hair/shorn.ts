import { ARCHED, growLayer } from "../core/grow.ts";
import { along } from "../core/guides.ts";
import type { Draft } from "../core/mesh.ts";
import type { Draws } from "../core/random.ts";
import type { Density } from "../core/roots.ts";
import type { Ground } from "../core/skin.ts";
import { add, mix, step, sub, unit, type Vec } from "../core/vector.ts";

export interface Shorn {
  /** Height over the edge of the hair, units; negative is bare. */
  over: Density;
  /** Which way it grows; need not be of unit length. */
  comb: (point: Vec) => Vec;
  /** Heights over the scalp of its layers, units. */
  lifts: number[];
  /** Least distance of two tiles. */
  spacing?: number;
  /** Length and width of a tile, units: small ones lie closer. */
  tile?: number;
  /** What its tiles show: "stubble" lets the skin be seen. */
  cell?: "shorn" | "stubble";
  /** Where it grows at all, 0 or 1: what longer hair hides needs none. */
  where?: Density;
}

/** Width of the usual tiles, units. */
const WIDE = 0.15;
/** How far inside the edge the innermost and the outermost tiles are rooted, in lengths of one: the lower part of each thins out. */
const ROOTED: [number, number] = [0.6, 0.83];
/** From how far inside on tiles lie across the edge, not along the comb. */
const TURNING: [number, number] = [0.22, 0.12];

/** From how far inside on tiles lie about their roots, and the share of them before those: where the comb parts no hole is left. */
const INNER: [number, number] = [0.15, 0.4];
const BEFORE = 0.4;

/** Along its edge shorn hair is of single hairs: how far in from there the tiles begin, and where the hairs end. */
const EDGE = { in: 0.05, to: [0.22, 0.16], spacing: 0.064, tile: 0.13 } as const;

/** Middle of the ear's hollow and its half axes, units: no tile may hang into it. */
const HOLLOW = { y: -0.1, z: -0.09, high: 0.13, deep: 0.08 };

/** How far from the hollow of the nearer ear. */
export const offEar = ([x, y, z]: Vec): number => (Math.abs(x) < 0.3 ? 1 : 0.1 * (Math.hypot((y - HOLLOW.y) / HOLLOW.high, (z - HOLLOW.z) / HOLLOW.deep) - 1));

/** Hair of some millimetres: tiles of single hairs that lie on the scalp, and thin out over its edge whichever way that runs. */
export function growShorn(to: Draft, ground: Ground, rng: Draws, { spacing = 0.078, tile = WIDE, cell = "shorn", ...shorn }: Shorn): void {
  if (cell === "stubble" || tile < WIDE) return growTiles(to, ground, rng, { ...shorn, spacing, tile, cell });
  growTiles(to, ground, rng, { ...shorn, spacing, tile, cell, over: (p) => shorn.over(p) - EDGE.in });
  const { where = () => 1 } = shorn;
  growTiles(to, ground, rng, { ...shorn, ...EDGE, cell: "stubble", lifts: [shorn.lifts[0]], where: (p) => where(p) * step(...EDGE.to, shorn.over(p)) });
}

function growTiles(to: Draft, ground: Ground, rng: Draws, { comb, lifts, spacing, tile, cell, where = () => 1, ...shorn }: Required<Pick<Shorn, "spacing" | "tile" | "cell">> & Shorn): void {
  const over: Density = (p) => Math.min(shorn.over(p), offEar(p));
  for (const lift of lifts) {
    growLayer(to, ground, rng, {
      cell,
      density: (p) => where(p) * step(ROOTED[0] * tile, ROOTED[1] * tile, over(p)),
      spacing,
      guide: ({ point: root }) => {
        const stray: Vec = [rng.uniform(-0.25, 0.25), rng.uniform(-0.25, 0.25), rng.uniform(-0.25, 0.25)];
        return {
          length: tile * rng.uniform(0.9, 1.15),
          before: BEFORE * tile * step(...INNER, over(root)),
          segments: 2,
          cling: 1,
          flow: (point, normal) => along(add(mix(unit(comb(point)), outwards(over, point), step(...TURNING, over(point))), stray), normal),
          lift: () => lift,
        };
      },
      card: () => ({ width: () => tile, blend: 1, camber: ARCHED * tile }),
    });
  }
}

/** Which way the edge of the hair is nearest. */
function outwards(over: Density, point: Vec): Vec {
  const rise = (by: Vec) => over(add(point, by, 0.01)) - over(sub(point, [0.01 * by[0], 0.01 * by[1], 0.01 * by[2]]));
  return unit([-rise([1, 0, 0]), -rise([0, 1, 0]), -rise([0, 0, 1])]);
}
