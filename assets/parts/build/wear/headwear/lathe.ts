import type { Draft } from "../../core/mesh.ts";
import { table, type Vec } from "../../core/vector.ts";
import { type Ring, ringSurface } from "./surface.ts";

/** Half axes of the average skull at a hat's band, and where its axis is. */
export const HEAD = { x: 0.435, z: 0.565, axis: -0.06 };

/** A step of a profile: how far out (1 at the band), how high over the band's plane. */
export interface Step {
  out: number;
  high: number;
  slot?: number;
  crease?: boolean;
}

/** Columns of both levels, shares: the finest level's outline is rounded when it is read. */
const [NEAR, FAR] = [0.7, 0.42];

export interface Lathe {
  /** From the pole outside to the rim. The lining inside follows it. */
  outside: Step[];
  /** Height of the band's plane at the axis, and how much higher it is at the face than at the nape. */
  band?: number;
  tilt?: number;
  /** Thickness of brim and wall. */
  thick?: number;
  /** Moves a point of the outside or the lining: dents, curls, bends. @param out as the step's. */
  bend?: (point: Vec, out: number, angle: number) => Vec;
  slots?: number;
  /** How much closer columns are at the face, 0..1. */
  focus?: number;
  columns?: number;
}

/**
 * A hat turned on a lathe over the head's ellipse: crown, brim with a rounded edge, and a lining that hugs the skull.
 * @param level 0 fine, 1 coarse.
 */
export function lathe({ outside, band = 0.3, tilt = 0.1, thick = 0.018, bend = (p) => p, slots = 1, focus = 0, columns = 24 }: Lathe, level: number): Draft {
  const ring = ({ out, high, slot, crease }: Step): Ring => ({
    slot,
    crease,
    at: (even) => {
      const angle = even - focus * Math.sin(even);
      // A brim is as broad in front as at the sides.
      const [x, z] = out <= 1 ? [HEAD.x * out, HEAD.z * out] : [HEAD.x + (out - 1) * 0.5, HEAD.z + (out - 1) * 0.5];
      const [px, pz] = [x * Math.sin(angle), z * Math.cos(angle)];
      return bend([px, band + high + tilt * pz, HEAD.axis + pz], out, angle);
    },
  });
  const rim = outside[outside.length - 1];
  const kept = level === 0 ? outside : outside.filter(({ slot, crease }, i) => crease || i === 0 || i === outside.length - 1 || i % 2 === 1 || slot !== (outside[i + 1].slot ?? 0));
  const main = { slot: 0 };
  const inside: Step[] = [
    ...(rim.out > 1.05
      ? [
          { ...main, out: rim.out + 0.012, high: rim.high - thick / 2 },
          { ...main, out: rim.out, high: rim.high - thick },
          { ...main, out: (rim.out + 1) / 2, high: under(outside, (rim.out + 1) / 2) - thick },
        ]
      : []),
    { ...main, out: 0.97, high: -thick, crease: true },
    ...lining(outside),
  ];
  return ringSurface([...kept, ...inside].map(ring), { columns: Math.ceil(columns * (level === 0 ? NEAR : FAR)), slots });
}

/** Height of the brim's upper side at a reach. */
function under(outside: Step[], out: number): number {
  const brim = outside.filter((step, i) => i > 0 && step.out >= 1 && step.high < 0.12);
  for (let i = 1; i < brim.length; i++) {
    const [a, b] = [brim[i - 1], brim[i]];
    if (out <= b.out) return a.high + ((b.high - a.high) * (out - a.out)) / Math.max(1e-6, b.out - a.out);
  }
  return brim[brim.length - 1].high;
}

/** The inside of the crown: a dome over the skull, under the crown's own top. */
function lining(outside: Step[]): Step[] {
  const crown = outside.slice(0, outside.findIndex(({ out }) => out >= 0.95) + 1).map(({ out, high }): [number, number] => [out, high]);
  return [
    [0.95, 0.16],
    [0.74, 0.36],
    [0, 0.46],
  ].map(([out, high]) => ({ out, high: Math.min(table(crown, out) - 0.025, high), slot: 0 }));
}
