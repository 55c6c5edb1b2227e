import type { Vec } from "./vector.ts";

/** Smooth noise of about one swing in `size` units, −1 to 1: a few sines askew to each other. */
export function swell([x, y, z]: Vec, size: number, phase = 0): number {
  const k = (2 * Math.PI) / size;
  const a = Math.sin(k * (0.8 * x + 0.5 * y - 0.3 * z) + phase + 1.7 * Math.sin(0.6 * k * (z - 0.4 * x)));
  const b = Math.sin(k * (-0.4 * x + 0.6 * y + 0.7 * z) + 2.3 * phase + 1.3 * Math.sin(0.7 * k * (y + 0.5 * x)));
  return 0.5 * (a + b);
}
