import { farShell } from "../core/far-shell.ts";
import { type Draft, merge } from "../core/mesh.ts";
import type { AverageHead } from "../core/skin.ts";
import { add, sub, unit, type Vec } from "../core/vector.ts";

/** A round that hair fills. */
export interface Round {
  /** Outward normal, which lights thousands of coils as one soft body. */
  normal: (point: Vec) => Vec;
  /** How far it is from a root to the round along a direction, 0.02 to 0.6. */
  room: (root: Vec, way: Vec) => number;
}

/** @param center its middle. @param axes its half axes. */
export function roundOf(center: Vec, axes: Vec): Round {
  const share = (point: Vec): number => {
    const d = sub(point, center);
    return Math.hypot(d[0] / axes[0], d[1] / axes[1], d[2] / axes[2]);
  };
  return {
    normal: (point) => {
      const d = sub(point, center);
      return unit([d[0] / axes[0] ** 2, d[1] / axes[1] ** 2, d[2] / axes[2] ** 2]);
    },
    room: (root, way) => {
      let room = 0.02;
      while (room < 0.6 && share(add(root, way, room)) < 1) room += 0.01;
      return room;
    },
  };
}

/** Coils over a hull that nothing is seen through. @param over height over the hairline of a point on the scalp. @param curls the column of curls that it shows. */
export function overHull({ skull }: AverageHead, coils: Draft, over: (point: Vec) => number, curls: number): Draft {
  const hull = farShell(skull, coils, {
    size: [40, 14],
    pole: [0, 1, 0],
    slope: 4,
    under: 0.4,
    curls,
    wanted: (point) => over(skull.foot(point).point) > 0.09,
  });
  return merge(hull, coils);
}
