import { luminance, mixed, type Rgb } from "../color.ts";
import { clouds, noise3, ramp } from "../noise.ts";
import { layOn, type SkinCanvas, type SkinSheet, smoothField } from "./canvas.ts";

/**
 * Hide of creatures: darker patches over scalp, brows and cheekbones, paler and duller around the mouth and down the throat, with
 * small dark spots between. @param tone linear. @param strength 0..1.
 */
export function drawBlotches(
  sheet: SkinSheet,
  canvas: SkinCanvas,
  { tone, strength, seed }: { tone: Rgb; strength: number; seed: number },
): void {
  const grey = luminance(tone);
  const dull: Rgb = mixed(tone, [grey, grey, grey], 0.3);
  const dark = dull.map((value, c) => value * [0.42, 0.36, 0.4][c]) as Rgb;
  const pale = dull.map((value, c) => Math.min(0.7, value * [1.75, 1.35, 1.25][c])) as Rgb;
  const offset = (seed % 71) * 1.3;
  const above = smoothField(
    sheet,
    (x, y, z) =>
      ramp(-0.1, 0.35, y) +
      0.5 * ramp(0.2, 0.36, Math.abs(x)) -
      0.6 * Math.exp(-((z - 0.5) ** 2 + (y + 0.4) ** 2) / 0.02),
  );
  const below = smoothField(
    sheet,
    (x, y, z) => ramp(-0.28, -0.5, y) * 0.7 + Math.exp(-(x ** 2 + (y + 0.38) ** 2 + (z - 0.5) ** 2) / 0.03),
  );
  const { place, count } = sheet.map;
  for (let n = 0; n < count; n++) {
    const [x, y, z] = [place[3 * n], place[3 * n + 1], place[3 * n + 2]];
    const patch = clouds(x + offset, y, z, 7, 4);
    const spot = noise3(44 * x, 44 * y + offset, 44 * z);
    layOn(canvas, n, dull, 0.4 * strength);
    layOn(canvas, n, pale, strength * 0.5 * ramp(0.1, 1, below[n] + 1.2 * patch));
    layOn(canvas, n, dark, strength * 0.65 * ramp(0.4, 1.3, above[n] + 2.2 * patch));
    layOn(canvas, n, dark, strength * 0.6 * ramp(0.74, 0.9, spot) * ramp(-0.2, 0.2, patch + 0.3 * above[n]));
  }
}
