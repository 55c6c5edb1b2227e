/**
 * Signed distances of simple solids and how to join them, negative inside. All are exact or no steeper than 1, which is what
 * a tetrahedral grid needs. After Quilez, "distance functions".
 */

export type Point = readonly [number, number, number];

/** A solid in head space. `skin` is the signed distance of the bare head at the same point. */
export type Solid = (x: number, y: number, z: number, skin: number) => number;

export function smoothUnion(a: number, b: number, width: number): number {
  const near = Math.max(width - Math.abs(a - b), 0) / width;
  return Math.min(a, b) - (near * near * width) / 4;
}

export const ball =
  ([cx, cy, cz]: Point, radius: number): Solid =>
  (x, y, z) =>
    Math.hypot(x - cx, y - cy, z - cz) - radius;

/** Scaled to its smallest radius, so that it never overstates a distance. */
export const ellipsoid =
  ([cx, cy, cz]: Point, [rx, ry, rz]: Point): Solid =>
  (x, y, z) =>
    (Math.hypot((x - cx) / rx, (y - cy) / ry, (z - cz) / rz) - 1) * Math.min(rx, ry, rz);

/** A capsule whose radius changes from one end to the other. */
export function taper([ax, ay, az]: Point, [bx, by, bz]: Point, from: number, to: number): Solid {
  const [dx, dy, dz] = [bx - ax, by - ay, bz - az];
  const square = dx * dx + dy * dy + dz * dz;
  return (x, y, z) => {
    const t = ((x - ax) * dx + (y - ay) * dy + (z - az) * dz) / square;
    const u = Math.min(1, Math.max(0, t));
    return Math.hypot(x - ax - u * dx, y - ay - u * dy, z - az - u * dz) - (from + u * (to - from));
  };
}

/** A chain of tapers through points. */
export function chain(points: readonly Point[], from: number, to: number): Solid {
  const last = points.length - 1;
  const radius = (i: number) => from + ((to - from) * i) / last;
  return union(...points.slice(1).map((point, i) => taper(points[i], point, radius(i), radius(i + 1))));
}

/** A plait: balls in two rows that take turns, from one point to another. */
export function plait([ax, ay, az]: Point, [bx, by, bz]: Point, radius: number, beads: number): Solid {
  const at = (i: number): Point => {
    const t = i / (beads - 1);
    const side = (i % 2 ? 0.3 : -0.3) * radius;
    return [ax + t * (bx - ax) + side, ay + t * (by - ay), az + t * (bz - az)];
  };
  const solids = Array.from({ length: beads }, (_, i) => ball(at(i), radius * (1 - (0.45 * i) / beads)));
  return join(0.25 * radius, ...solids);
}

/** An upright elliptical cylinder or truncated cone with rounded edges. */
export const drum =
  (
    [cx, cz]: readonly [number, number],
    [low, high]: readonly [number, number],
    rx: number,
    rz: number,
    top = 1,
    round = 0.04,
  ): Solid =>
  (x, y, z) => {
    const t = Math.min(1, Math.max(0, (y - low) / (high - low)));
    const scale = 1 + t * (top - 1);
    const side = (Math.hypot((x - cx) / rx, (z - cz) / rz) - scale) * Math.min(rx, rz) + round;
    const cap = Math.abs(y - (low + high) / 2) - (high - low) / 2 + round;
    const lean = Math.hypot(1, ((1 - top) * Math.min(rx, rz)) / (high - low));
    return (Math.min(Math.max(side, cap), 0) + Math.hypot(Math.max(side, 0), Math.max(cap, 0)) - round) / lean;
  };

export const union =
  (...solids: Solid[]): Solid =>
  (x, y, z, skin) => {
    let least = Number.POSITIVE_INFINITY;
    for (const solid of solids) least = Math.min(least, solid(x, y, z, skin));
    return least;
  };

/** Union with edges filled over a width. */
export const join =
  (width: number, ...solids: Solid[]): Solid =>
  (x, y, z, skin) =>
    solids.reduce((least, solid) => smoothUnion(least, solid(x, y, z, skin), width), Number.POSITIVE_INFINITY);

export const intersection =
  (...solids: Solid[]): Solid =>
  (x, y, z, skin) =>
    Math.max(...solids.map((solid) => solid(x, y, z, skin)));

export const without =
  (solid: Solid, hole: Solid): Solid =>
  (x, y, z, skin) =>
    Math.max(solid(x, y, z, skin), -hole(x, y, z, skin));

/** The same with an edge rounded over a width. */
export const carve =
  (width: number, solid: Solid, hole: Solid): Solid =>
  (x, y, z, skin) =>
    -smoothUnion(-solid(x, y, z, skin), hole(x, y, z, skin), width);

/** The same on both sides of the head. */
export const mirrored =
  (solid: Solid): Solid =>
  (x, y, z, skin) =>
    solid(Math.abs(x), y, z, skin);

/** What lies within `thickness` of the skin. */
export const shell =
  (thickness: number): Solid =>
  (_x, _y, _z, skin) =>
    skin - thickness;

export const above =
  (height: number, slope = 0): Solid =>
  (_x, y, z) =>
    (height + slope * z - y) / Math.hypot(1, slope);
