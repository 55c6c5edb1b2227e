import { step, table, type Vec } from "../core/vector.ts";

/** Height of the hairline over the angle from the front, radians: forehead, temple, sideburn, ear, nape. */
const LINE: [number, number][] = [
  [0, 0.35],
  [0.3, 0.355],
  [0.55, 0.325],
  [0.72, 0.25],
  [0.86, 0.175],
  [1.0, 0.07],
  [1.12, -0.035],
  [1.22, -0.08],
  [1.33, -0.06],
  [1.42, 0.06],
  [1.75, 0.06],
  [1.95, -0.06],
  [2.15, -0.27],
  [2.5, -0.37],
  [Math.PI, -0.39],
];

/** Angle around the vertical axis of the skull from the front, 0..π on both sides. */
export const around = ([x, , z]: Vec): number => Math.atan2(Math.abs(x), z + 0.1);

/**
 * Height over the hairline of the average head, in units; negative is bare skin.
 * @param temples how far the corners over the temples recede, in units.
 */
export function overHairline(point: Vec, temples = 0): number {
  const angle = around(point);
  const recede = temples * Math.exp(-(((angle - 0.5) / 0.22) ** 2)) + 0.25 * temples * step(0.9, 0.4, angle);
  return point[1] - table(LINE, angle) - recede;
}
