import { smoothstep } from "../../../mesh/smoothstep.ts";
import { clouds, noise3 } from "../noise.ts";
import { MILLIMETRE, type SkinCanvas, type SkinSheet, smoothField } from "./canvas.ts";
import { microTiles, TILE } from "./micro.ts";
import type { Complexion } from "./regions.ts";

/** Texture size at which the tiles' furrows are as far apart as they are drawn; coarser ones show less of them. */
const USUAL = 1024;

/**
 * Fine relief: the net of furrows everywhere, pores on nose, cheeks and forehead, cross lines on lips, a soft unevenness
 * below them. Adds to heights; pores and furrows darken a little, as shade gathers in them.
 */
export function grainSkin(
  sheet: SkinSheet,
  canvas: SkinCanvas,
  who: Complexion & { coarse: number },
  lips: Float32Array,
) {
  const { map, regions } = sheet;
  const { coarse } = who;
  const { furrows, pores } = microTiles();
  const { size, at, place } = map;
  const adult = smoothstep(8, 20, who.age);
  const old = smoothstep(40, 80, who.age);
  const fine = Math.min(1, size / USUAL) ** 0.7;
  const net = (0.02 + 0.022 * old) * fine * coarse * MILLIMETRE;
  const pit = (0.03 + 0.1 * adult) * fine * coarse * MILLIMETRE;
  const soft = (0.05 + 0.06 * old) * coarse * MILLIMETRE;
  const crepe = 0.16 * smoothstep(46, 84, who.age) * coarse * MILLIMETRE;
  const lined = 0.085 * MILLIMETRE;
  const porous = smoothField(sheet, poreShare);
  for (let n = 0; n < map.count; n++) {
    const x = place[3 * n];
    const y = place[3 * n + 1];
    const z = place[3 * n + 2];
    const tile = (Math.floor(at[n] / size) % TILE) * TILE + ((at[n] % size) % TILE);
    const skin = 1 - lips[n];
    const furrow = furrows[tile];
    const pore = pores[tile] * porous[n];
    const wave = clouds(x, y, z, 62, 2) + 0.6 * noise3(150 * x, 150 * y, 150 * z) - 0.3;
    let h = skin * (net * furrow - pit * pore) + soft * skin * wave;
    if (crepe > 0) h += crepe * skin * crumpled(x, y, z);
    canvas.melanin[n] += skin * (0.03 * pore * adult + 0.016 * (1 - furrow));
    canvas.blood[n] += skin * (0.07 * pore * adult + 0.03 * (1 - furrow));
    canvas.roughness[n] += skin * (0.05 * pore - 0.03 * (furrow - 0.5));
    if (lips[n] > 0 && regions.mouth[n] < 0.5) {
      const bent = x * (1 + 0.5 * Math.abs(y + 0.37)) + 0.004 * (noise3(30 * x, 60 * y, 5) - 0.5);
      const cross = Math.abs(2 * noise3(118 * bent, 9 * y, 11) - 1) - 0.5 + 0.5 * (noise3(260 * bent, 14 * y, 2) - 0.5);
      h += lips[n] * lined * cross * (1 + 0.6 * old);
      canvas.blood[n] += 0.05 * lips[n] * cross;
    }
    canvas.height[n] += h;
  }
}

/** Thin old skin: short soft lines, most of them level, that cross and part. About −0.7..0.3. */
function crumpled(x: number, y: number, z: number): number {
  const bend = 0.05 * noise3(11 * x, 11 * y, 11 * z);
  const level = Math.abs(2 * noise3(24 * x, 70 * (y + bend), 24 * z) - 1);
  const aslant = Math.abs(2 * noise3(46 * (x + bend) + 20 * y, 34 * y - 30 * x, 40 * z + 7) - 1);
  return Math.min(0.3, level - 0.35) + Math.min(0.25, 0.8 * aslant - 0.3);
}

/** How large pores are: largest on the nose, then cheeks, chin and forehead. */
function poreShare(x: number, y: number, z: number): number {
  if (z < 0.15) return 0.25;
  const nose = Math.exp(-((x / 0.1) ** 2 + ((y + 0.17) / 0.09) ** 2));
  const cheek = Math.exp(-(((Math.abs(x) - 0.2) / 0.09) ** 2 + ((y + 0.16) / 0.1) ** 2));
  const brow = Math.exp(-((x / 0.22) ** 2 + ((y - 0.17) / 0.09) ** 2));
  const chin = Math.exp(-((x / 0.1) ** 2 + ((y + 0.56) / 0.06) ** 2));
  return Math.min(1.25, 0.25 + nose + 0.75 * cheek + 0.5 * brow + 0.6 * chin);
}
