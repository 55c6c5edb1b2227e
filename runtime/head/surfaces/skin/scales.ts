import { smoothstep } from "../../../mesh/smoothstep.ts";
import type { Rgb } from "../color.ts";
import { clouds, hash3 } from "../noise.ts";
import { layOn, MILLIMETRE, type SkinCanvas, type SkinSheet } from "./canvas.ts";

/** Distances to the nearest and the second nearest point of a jittered lattice (Worley 1996), and a number of the nearest's own. */
function cell(x: number, y: number, z: number, out: Float64Array): void {
  const [i, j, k] = [Math.floor(x), Math.floor(y), Math.floor(z)];
  let [first, second, own] = [9, 9, 0];
  for (let n = 0; n < 27; n++) {
    const [a, b, c] = [i + (n % 3) - 1, j + (((n / 3) | 0) % 3) - 1, k + ((n / 9) | 0) - 1];
    const h = hash3(a, b, c);
    const dx = a + 0.2 + 0.6 * h - x;
    const dy = b + 0.2 + 0.6 * ((h * 97) % 1) - y;
    const dz = c + 0.2 + 0.6 * ((h * 389) % 1) - z;
    const d = Math.sqrt(dx * dx + dy * dy + dz * dz);
    if (d < first) [second, first, own] = [first, d, h];
    else if (d < second) second = d;
  }
  out[0] = first;
  out[1] = second;
  out[2] = own;
}

/** Scales: broad over scalp, cheeks and neck, fine around eyes and mouth, each domed, glossy and a shade of its own. @param tone linear. */
export function layScales(
  { map, lines, regions }: SkinSheet,
  canvas: SkinCanvas,
  { tone, seed }: { tone: Rgb; seed: number },
): void {
  const dark = tone.map((value) => 0.3 * value) as Rgb;
  const pale = tone.map((value, c) => Math.min(0.75, value * [1.9, 1.6, 1.3][c] + 0.012)) as Rgb;
  const found = new Float64Array(3);
  for (let n = 0; n < map.count; n++) {
    const [x, y, z] = [map.place[3 * n], map.place[3 * n + 1], map.place[3 * n + 2]];
    const inner = Math.max(regions.mouth[n], regions.sockets[n]);
    if (inner > 0.9) continue;
    // Fine near what moves.
    const s = Math.abs(x);
    const fine = Math.max(
      Math.exp(-((Math.hypot(s - 0.17, y) / 0.15) ** 4)),
      Math.exp(-((Math.hypot(x / 1.3, y + 0.3) / 0.2) ** 4)) * smoothstep(0.2, 0.4, z),
    );
    const share = (1 - inner) * smoothstep(0.0, 0.02, Math.min(1, lines.lids[n]));
    let [height, border, own] = [0, 0, 0];
    for (const [scale, weight] of [
      [26, 1 - smoothstep(0.4, 0.6, fine)],
      [54, smoothstep(0.4, 0.6, fine)],
    ]) {
      if (weight <= 0) continue;
      const bend = 0.2 * clouds(x, y, z, 6, 2);
      cell(scale * x + bend, scale * y * 0.86, scale * z + (seed % 7), found);
      const rim = smoothstep(0.02, 0.3, found[1] - found[0]);
      height += weight * ((rim ** 0.6 * 20) / scale) * (0.8 - 0.5 * found[0]);
      border += weight * (1 - rim);
      own += weight * found[2];
    }
    canvas.height[n] = (1 - 0.8 * share) * canvas.height[n] + share * MILLIMETRE * 1.25 * height;
    canvas.roughness[n] += share * (0.34 + 0.3 * border - canvas.roughness[n]);
    // A face is told by its features: where scales are fine, their own pattern steps back.
    const loud = 1 - 0.55 * Math.max(fine, smoothstep(0.34, 0.5, z));
    layOn(canvas, n, own > 0.55 ? pale : dark, share * 0.5 * loud * Math.abs(own - 0.5));
    layOn(canvas, n, dark, share * 0.78 * loud * border ** 1.5);
    // The throat is pale, as a lizard's.
    layOn(canvas, n, pale, share * 0.4 * smoothstep(-0.5, -0.72, y) * smoothstep(0.05, 0.3, z));
  }
}
