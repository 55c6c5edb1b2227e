import { smoothstep } from "../../../mesh/smoothstep.ts";
import type { Rgb } from "../color.ts";
import { clouds, noise3 } from "../noise.ts";
import { layOn, MILLIMETRE, type SkinCanvas, type SkinSheet, smoothField } from "./canvas.ts";
import { bump } from "./regions.ts";

const FLESH: Rgb = [0.13, 0.022, 0.018];
const PUS: Rgb = [0.26, 0.2, 0.085];
const ROT: Rgb = [0.035, 0.028, 0.02];

/**
 * What shows that somebody is ill, tired or dead: eyes sunk in shadow, hollow cheeks, bags under the eyes, veins, rot that eats holes.
 * @param tone of the skin, linear.
 */
export function drawAilments(
  sheet: SkinSheet,
  canvas: SkinCanvas,
  { details, seed }: { details: readonly string[]; seed: number },
  tone: Rgb,
): void {
  const has = (name: string) => details.includes(name);
  const { map, regions, lines } = sheet;
  const [sunken, shadowed, bags, rotting] = ["sunken", "shadowed", "eyeBags", "rotting"].map(has);
  if (!(sunken || shadowed || bags || rotting)) return;
  const dim = (share: Rgb) => tone.map((value, c) => value * share[c]) as Rgb;
  const shade = dim(sunken ? [0.2, 0.16, 0.18] : [0.34, 0.24, 0.34]);
  const vein = dim([0.34, 0.42, 0.5]);
  const orbit = smoothField(sheet, (x, y, z) => {
    const s = Math.abs(x);
    const deep = bump(s, y, z, 0.155, -0.015, 0.42, 0.095) + 0.7 * bump(s, y, z, 0.1, 0.01, 0.44, 0.05);
    return (sunken ? 0.85 : shadowed ? (has("bloodless") ? 0.85 : 0.6) : 0) * deep;
  });
  const hollow = smoothField(sheet, (x, y, z) =>
    sunken ? bump(Math.abs(x), y, z, 0.29, -0.3, 0.3, 0.11) + 0.7 * bump(Math.abs(x), y, z, 0.36, 0.1, 0.2, 0.1) : 0,
  );
  const under = smoothField(sheet, (x, y, z) => (bags ? bump(Math.abs(x), 1.35 * y, z, 0.155, -0.12, 0.43, 0.055) : 0));
  const shift = seed % 37;
  for (let n = 0; n < map.count; n++) {
    const [x, y, z] = [map.place[3 * n], map.place[3 * n + 1], map.place[3 * n + 2]];
    const keep = 1 - Math.max(regions.mouth[n], regions.sockets[n]);
    if (z > 0) {
      layOn(canvas, n, shade, keep * Math.min(0.86, orbit[n]));
      layOn(canvas, n, dim([0.42, 0.38, 0.38]), keep * 0.5 * hollow[n]);
      if (under[n] > 0.02) {
        layOn(canvas, n, dim([0.45, 0.33, 0.42]), keep * 0.55 * under[n]);
        canvas.height[n] += MILLIMETRE * 0.9 * under[n] * (0.8 + 0.4 * noise3(40 * x, 90 * y, 40 * z));
      }
    }
    if (!rotting) continue;
    const bend = 0.03 * clouds(x, y, z + shift, 8, 2);
    const branch = 1 - Math.abs(2 * noise3(8 * (x + bend) + shift, 7 * (y - bend), 8 * z) - 1);
    layOn(
      canvas,
      n,
      vein,
      keep * 0.5 * smoothstep(0.93, 0.99, branch) * smoothstep(-0.2, 0.15, clouds(x, y + shift, z, 5, 2)),
    );
    const decay = clouds(x + shift, y, z, 5.5, 4);
    // Who it was can still be seen: the face rots less than what is around it.
    const face = smoothstep(0.3, 0.46, z);
    layOn(canvas, n, ROT, keep * (0.5 - 0.25 * face) * smoothstep(0.06, 0.24, decay));
    // Holes keep away from lids and lips, which have to move.
    const clear = smoothstep(0.03, 0.09, Math.min(lines.lids[n], lines.lips[n] + 0.03));
    const hole = clouds(x, y - shift, z + 2, 6.5, 4) - 0.175 - 0.07 * face + 0.05 * smoothstep(0.12, 0.3, Math.abs(x));
    const open = smoothstep(0.0, 0.02, hole) * clear * keep;
    const rim = Math.exp(-(((hole + 0.004) / 0.016) ** 2)) * clear * keep;
    layOn(canvas, n, PUS, 0.55 * rim);
    const fibre = noise3(150 * x + 40 * y, 24 * y, 110 * z);
    const wet = FLESH.map((value) => value * (0.45 + 1.1 * fibre));
    layOn(canvas, n, wet, 0.94 * open);
    canvas.height[n] += MILLIMETRE * (0.5 * rim - 1.1 * open * (0.7 + 0.5 * fibre));
    canvas.roughness[n] += open * (0.26 - canvas.roughness[n]);
  }
}
