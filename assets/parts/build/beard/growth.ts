import { step, type Vec } from "../core/vector.ts";

/**
 * Where full beards grow, 0 to 1: from the sideburns along the jaw to the chin and down to the throat, cheeks below a line from ear
 * to mouth; neither the lips nor what is above them.
 */
export function beardGrowth([x, y, z]: Vec): number {
  const side = Math.max(0, Math.abs(x) - 0.2);
  const edge = -0.34 + 0.62 * side + 6 * Math.max(0, side - 0.17);
  const back = -0.04 + 0.3 * step(-0.2, -0.66, y);
  const cheeks = step(edge + 0.02, edge - 0.06, y);
  const front = step(back, back + 0.1, z);
  const throat = step(-0.72, -0.64, y);
  const mouth = step(0.95, 1.2, Math.hypot(x / 0.155, (y + 0.385) / 0.068));
  return throat * front * mouth * Math.max(cheeks, 0) * step(0.06, -0.02, y);
}

/** Where moustaches grow: the upper lip between nose and mouth. */
export function moustacheGrowth([x, y, z]: Vec): number {
  const wide = step(0.16, 0.12, Math.abs(x));
  const upper = -0.262 - 0.25 * Math.max(0, Math.abs(x) - 0.05);
  const lower = -0.316 - 0.28 * Math.max(0, Math.abs(x) - 0.03);
  return z < 0.3 ? 0 : wide * step(upper + 0.008, upper - 0.012, y) * step(lower - 0.012, lower + 0.006, y);
}

/** Where a pencil moustache grows: along the lip's upper edge, not below the nose. */
export function pencilGrowth([x, y, z]: Vec): number {
  const side = Math.abs(x);
  const line = -0.316 - 0.28 * Math.max(0, side - 0.03) + 0.014;
  return z < 0.3 ? 0 : step(0.15, 0.12, side) * step(0.006, 0.018, side) * step(0.014, 0.006, Math.abs(y - line));
}

/** Which way a beard falls: off the cheeks down and forward, at the chin straight down, off the lip to the sides. */
export function beardFall([x, y, z]: Vec): Vec {
  const side = Math.sign(x || 1) * step(0.02, 0.3, Math.abs(x));
  return [-0.22 * side, -1, 0.45 * step(0.45, 0.0, z) + 0.1 * step(-0.6, -0.66, y)];
}
