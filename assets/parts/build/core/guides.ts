import type { Foot, Ground } from "./skin.ts";
import { add, length, reject, scale, sub, unit, type Vec } from "./vector.ts";

/** The line that a card or a lock follows, root first, with the ground's normal at each point. */
export interface Guide {
  points: Vec[];
  normals: Vec[];
}

export interface GuideOptions {
  /** Length along the line, head units. */
  length: number;
  /** Pieces that it is cut into. */
  segments: number;
  /** Which way it goes on at a point; need not be of unit length. `t` runs from 0 at the root to 1. */
  flow: (point: Vec, normal: Vec, t: number) => Vec;
  /** Least height over the ground at t. */
  lift: (t: number) => number;
  /** How strongly it is pulled down to that height, 0 (only kept out of the ground) to 1 (lies on it). */
  cling?: number;
  /** How far it starts below the skin. */
  depth?: number;
}

/** Grows a line from a root over the ground. */
export function growGuide(ground: Ground, root: Foot, options: GuideOptions): Guide {
  const { segments, flow, lift, cling = 0, depth = 0.001 } = options;
  const points: Vec[] = [add(root.point, root.normal, -depth)];
  const normals: Vec[] = [root.normal];
  let at = root.point;
  let normal = root.normal;
  let heading: Vec | undefined;
  for (let s = 1; s <= segments; s++) {
    // Shorter near the root, where the line leaves the skin and the skull bends away under it.
    const stride = (options.length / segments) * (0.65 + (0.7 * (s - 0.5)) / segments);
    const wanted = unit(flow(at, normal, (s - 1) / segments));
    // Hair is stiff: it turns by no more than it would bend.
    heading = heading ? unit(add(scale(heading, 0.35), wanted, 0.65)) : wanted;
    at = add(at, heading, stride);
    const foot = ground.foot(at);
    const least = lift(s / segments);
    const height = foot.height < least ? least : foot.height + (least - foot.height) * cling;
    at = add(foot.point, foot.height > 0 ? unit(sub(at, foot.point)) : foot.normal, height);
    normal = foot.normal;
    points.push(at);
    normals.push(normal);
  }
  return { points, normals };
}

/** Length of a line. */
export const lengthOf = ({ points }: Guide): number => points.slice(1).reduce((sum, point, i) => sum + length(sub(point, points[i])), 0);

/** Share of a line's length at each of its points, 0 to 1. */
export function shares({ points }: Guide): number[] {
  const sums = [0];
  for (let i = 1; i < points.length; i++) sums.push(sums[i - 1] + length(sub(points[i], points[i - 1])));
  return sums.map((sum) => sum / Math.max(sums[sums.length - 1], 1e-9));
}

/** The part of a direction that runs along the ground. */
export const along = (direction: Vec, normal: Vec): Vec => {
  const flat = reject(direction, normal);
  return length(flat) > 1e-6 ? unit(flat) : direction;
};

/** Unit directions of a line at its points. */
export function tangents({ points }: Guide): Vec[] {
  return points.map((_, i) => unit(sub(points[Math.min(points.length - 1, i + 1)], points[Math.max(0, i - 1)])));
}
