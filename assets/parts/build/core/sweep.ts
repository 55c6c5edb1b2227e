import type { Patch } from "./cards.ts";
import { type Draft, quad, vertex } from "./mesh.ts";
import { add, cross, dot, reject, rotate, unit, type Vec } from "./vector.ts";

/** A closed outline in the plane across a sweep: points [across, up] and their outward normals, counter-clockwise. */
export type Outline = { point: [number, number]; normal: [number, number] }[];

/** An ellipse of `sides` corners with half axes 1 and `flat`. */
export function ellipse(sides: number, flat = 1): Outline {
  return Array.from({ length: sides }, (_, i) => {
    const angle = (2 * Math.PI * i) / sides;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const l = Math.hypot(c * flat, s);
    return { point: [c, s * flat], normal: [(c * flat) / l, s / l] };
  });
}

export interface SweepOptions {
  outline: Outline;
  /** Factor of the outline at t, 0..1 along the line. */
  radius: (t: number) => number;
  /** Up in the outline at the start; goes along untwisted. */
  up: Vec;
  /** Turn at t, radians. */
  twist?: (t: number) => number;
  /** Texture coordinates: u around, v along. */
  patch: Patch;
  /** Repeats of the patch along the line, to and fro. */
  repeats?: number;
  /** Round caps at the ends; a closed line needs none. */
  caps?: boolean;
  closed?: boolean;
}

/** Sweeps an outline along a line with a frame that does not twist (double reflection is not needed at these bends). */
export function sweep(to: Draft, line: Vec[], options: SweepOptions): void {
  const { outline, radius, twist = () => 0, patch, repeats = 1, caps = true, closed = false } = options;
  const last = line.length - 1;
  const tangent = (i: number): Vec => {
    const before = closed ? line[(i + last - 1) % last] : line[Math.max(0, i - 1)];
    const after = closed ? line[(i + 1) % last] : line[Math.min(last, i + 1)];
    return unit([after[0] - before[0], after[1] - before[1], after[2] - before[2]]);
  };
  let up = unit(reject(options.up, tangent(0)));
  const sides = outline.length;
  const rows: number[][] = [];
  // The frame of a closed line comes back turned; the turn is spread over the line.
  let turned = 0;
  if (closed) {
    let end = up;
    for (let i = 1; i <= last; i++) end = unit(reject(end, tangent(i)));
    turned = Math.atan2(dot(cross(end, up), tangent(0)), dot(end, up));
  }
  for (let i = 0; i <= last; i++) {
    const t = i / last;
    const along = tangent(i);
    up = unit(reject(up, along));
    const high = rotate(up, along, twist(t) + turned * t);
    const across = cross(high, along);
    const slope = (radius(Math.min(1, t + 1 / last)) - radius(Math.max(0, t - 1 / last))) / 2;
    const stride = last > 0 ? Math.hypot(...[0, 1, 2].map((c) => line[Math.min(last, i + 1)][c] - line[Math.min(last - 1, i)][c])) : 1;
    const fold = repeats * t;
    const back = Math.floor(fold) % 2 === 1;
    const v = patch.v[0] + (patch.v[1] - patch.v[0]) * (back ? 1 - (fold % 1) : fold % 1);
    rows.push(
      Array.from({ length: sides + 1 }, (_, k) => {
        const { point, normal } = outline[k % sides];
        const place = add(add(line[i], across, point[0] * radius(t)), high, point[1] * radius(t));
        const lean = add(add(add([0, 0, 0], across, normal[0]), high, normal[1]), along, -slope / Math.max(stride, 1e-6));
        return vertex(to, place, unit(lean), [patch.u[0] + ((patch.u[1] - patch.u[0]) * k) / sides, v]);
      }),
    );
  }
  for (let i = 0; i < last; i++)
    for (let k = 0; k < sides; k++) quad(to, rows[i][k], rows[i][k + 1], rows[i + 1][k + 1], rows[i + 1][k]);
  if (!caps || closed) return;
  for (const [row, sign] of [
    [0, -1],
    [last, 1],
  ]) {
    const normal = tangent(row).map((x) => x * sign) as Vec;
    const uv: [number, number] = [(patch.u[0] + patch.u[1]) / 2, row === 0 ? patch.v[0] : patch.v[1]];
    const t = row / last;
    const tip = vertex(to, add(line[row], normal, radius(t) * 0.35), normal, uv);
    for (let k = 0; k < sides; k++) {
      const [a, b] = [rows[row][k], rows[row][k + 1]];
      to.triangles.push(...(sign > 0 ? [a, b, tip] : [b, a, tip]));
    }
  }
}
