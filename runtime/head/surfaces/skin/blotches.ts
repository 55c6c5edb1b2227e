import { smoothstep } from "../../../mesh/smoothstep.ts";
import { luminance, mixed, type Rgb } from "../color.ts";
import { clouds } from "../noise.ts";
import { layOn, type SkinCanvas, type SkinSheet, smoothField } from "./canvas.ts";

/**
 * Hide of creatures: darker and greyer over scalp, brows and around the eyes, yellower and paler on muzzle, throat and under the
 * cheekbones, lips and nostrils dark with blood, mottled all over. @param tone linear. @param strength 0..1.
 */
export function drawBlotches(
  sheet: SkinSheet,
  canvas: SkinCanvas,
  lips: Float32Array,
  { tone, strength, seed }: { tone: Rgb; strength: number; seed: number },
): void {
  const grey = luminance(tone);
  const dull: Rgb = mixed(tone, [1.1 * grey, grey, 0.8 * grey], 0.42);
  const dark = dull.map((value, c) => value * [0.4, 0.42, 0.46][c]) as Rgb;
  const pale = dull.map((value, c) => Math.min(0.7, value * [2.5, 1.55, 1.3][c] + 0.01)) as Rgb;
  const ruddy = mixed(dull, [0.2, 0.07, 0.06], 0.55);
  const flesh = mixed(dull, [0.09, 0.03, 0.035], 0.72);
  const offset = (seed % 71) * 1.3;
  const near = (x: number, y: number, z: number, [cx, cy, cz]: Rgb, r: number) =>
    Math.exp(-((x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2) / (r * r));
  const above = smoothField(sheet, (x, y, z) => {
    const s = Math.abs(x);
    const eyes = near(s, y, z, [0.17, 0.01, 0.4], 0.12) + 0.9 * near(s, y, z, [0.16, 0.1, 0.46], 0.09);
    return smoothstep(-0.05, 0.4, y) * 0.75 + eyes + 0.45 * smoothstep(0.26, 0.4, s) * smoothstep(-0.4, 0, y);
  });
  const below = smoothField(sheet, (x, y, z) => {
    const s = Math.abs(x);
    const throat = smoothstep(-0.5, -0.66, y) * smoothstep(-0.2, 0.2, z);
    return throat + 1.1 * near(x, y, z, [0, -0.42, 0.52], 0.18) + 0.6 * near(s, y, z, [0.2, -0.25, 0.42], 0.12);
  });
  const blood = smoothField(sheet, (x, y, z) => {
    const s = Math.abs(x);
    return near(x, y, z, [0, -0.19, 0.58], 0.07) + 0.8 * near(s, y, z, [0.24, -0.17, 0.41], 0.1);
  });
  const nostril = smoothField(sheet, (x, y, z) => near(Math.abs(x), y, z, [0.06, -0.245, 0.5], 0.04));
  const { place, count } = sheet.map;
  const { ears } = sheet.regions;
  for (let n = 0; n < count; n++) {
    const [x, y, z] = [place[3 * n], place[3 * n + 1], place[3 * n + 2]];
    const patch = clouds(x + offset, y, z, 7, 4);
    // Bent along its own patches, so that specks are no lattice's.
    const bend = 0.05 * clouds(x, y + offset, z, 16, 2);
    const speck = clouds(x + bend, y - bend + offset, z + 2 * bend, 46, 3);
    layOn(canvas, n, dull, 0.55 * strength);
    layOn(canvas, n, pale, strength * 0.75 * smoothstep(0.1, 1.1, below[n] + 1.3 * patch));
    layOn(canvas, n, ruddy, strength * 0.6 * Math.min(1, blood[n] + 0.8 * ears[n]) * (0.6 + 1.4 * (patch + 0.3)));
    layOn(canvas, n, dark, strength * 0.75 * smoothstep(0.1, 1.3, above[n] + 1.4 * patch));
    layOn(
      canvas,
      n,
      dark,
      strength * 0.5 * smoothstep(0.1, 0.3, speck) * smoothstep(-0.15, 0.3, patch + 0.25 * above[n]),
    );
    layOn(canvas, n, pale, strength * 0.22 * smoothstep(0.1, 0.3, -speck));
    layOn(canvas, n, flesh, strength * Math.max(0.6 * lips[n], 0.8 * nostril[n]) * (0.85 + speck));
    canvas.roughness[n] += 0.1 * patch + 0.06 * speck + 0.05 * above[n];
  }
}
