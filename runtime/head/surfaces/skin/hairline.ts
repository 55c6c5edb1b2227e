/**
 * Height of the average head's hairline over the angle from the front about the skull's upright axis, radians: forehead, temple,
 * sideburn, ear, nape. Head units.
 */
export const HAIRLINE: [number, number][] = [
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

/** Height of a point of the average head over its hairline; negative is bare skin. */
export function overHairline(x: number, y: number, z: number): number {
  const angle = Math.atan2(Math.abs(x), z + 0.1);
  let i = 1;
  while (i + 1 < HAIRLINE.length && HAIRLINE[i][0] < angle) i++;
  const [[from, low], [to, high]] = [HAIRLINE[i - 1], HAIRLINE[i]];
  return y - low - ((high - low) * (angle - from)) / (to - from);
}
