import { smoothstep } from "../../../mesh/smoothstep.ts";
import { beardGrowth } from "../../parts/beards.ts";
import { clouds, noise3 } from "../noise.ts";
import { FAR, type SkinCanvas, type SkinSheet, smoothField } from "./canvas.ts";

/** Whose skin it is, as far as its regions go. */
export interface Complexion {
  age: number;
  /** 0..1. */
  male: number;
  /** 0 palest .. 1 darkest: melanin of the tone. */
  dark: number;
  /** Offset of all noise: another person, other blotches. */
  seed: number;
  /** How uneven it is: 1 for people. */
  mottle: number;
  /** How red cheeks, nose and ears are: 1 usual, 0 bloodless. */
  flush: number;
}

/** 1 at a place, falling off over a radius as a Gaussian. */
export const bump = (x: number, y: number, z: number, cx: number, cy: number, cz: number, r: number) =>
  Math.exp(-((x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2) / (r * r));

/**
 * Blood and melanin of a face's regions: red cheeks, nose, ears and lips, yellow brow, bluish lids, darker sockets. Maps of
 * haemoglobin in faces: Jimenez et al. 2010, figure 5; tones of regions weighed against MakeHuman's CC0 skins.
 */
export function tintRegions(sheet: SkinSheet, canvas: SkinCanvas, who: Complexion): void {
  const { map, lines, regions } = sheet;
  const { mottle, flush, seed, dark } = who;
  const [ox, oy, oz] = [(seed % 97) * 1.7, (seed % 89) * 2.3, (seed % 83) * 1.1];
  const blood = smoothField(
    sheet,
    (x, y, z) => regionBlood(who, x, y, z) + 0.06 * mottle * clouds(x + ox, y + oy, z + oz, 6, 2),
  );
  const melanin = smoothField(
    sheet,
    (x, y, z) => regionMelanin(who, x, y, z) + 0.04 * mottle * clouds(x + oz, y + ox, z, 6, 2),
  );
  const vessels = smoothstep(50, 82, who.age);
  const adult = smoothstep(10, 30, who.age);
  for (let n = 0; n < map.count; n++) {
    const x = map.place[3 * n];
    const y = map.place[3 * n + 1];
    const z = map.place[3 * n + 2];
    let b = blood[n] + mottle * (0.075 * clouds(x + ox, y, z + oz, 40, 3) + 0.06 * clouds(x, y + oy, z, 110, 2));
    let m = melanin[n] + 0.07 * (1 - 0.5 * dark) * mottle * clouds(x, y + oz, z, 28, 4);
    const lid = lines.lids[n];
    if (lid < 0.075) {
      // Lids are thin: their blood shows, and their pigment; their rims are raw.
      const near = 1 - smoothstep(0, 0.075, lid);
      b += (0.03 * near + 0.05 * (1 - smoothstep(0, 0.01, lid))) * (1 - 0.85 * dark);
      m += (0.02 + 0.02 * adult) * (1 - 0.7 * dark) * near * near;
    }
    // Fine vessels where the face is red.
    if (vessels > 0 && blood[n] > 0.1) {
      const bend = 0.02 * noise3(30 * x + ox, 30 * y, 30 * z);
      const vessel = 1 - Math.abs(2 * noise3(55 * (x + bend), 48 * (y - bend), 55 * z) - 1);
      b +=
        vessels *
        smoothstep(0.1, 0.2, blood[n]) *
        0.06 *
        smoothstep(0.88, 1, vessel) *
        noise3(20 * x, 20 * y + ox, 20 * z);
    }
    const ear = regions.ears[n];
    if (ear > 0) b += ear * flush * (0.1 + 0.1 * noise3(9 * x, 9 * y, 9 * z));
    canvas.melanin[n] += m - 0.015 * regions.neck[n];
    // Under much melanin blood shows as a breath of violet: less of it goes a long way.
    canvas.blood[n] += (b - 0.035 * regions.neck[n]) * (1 - 0.5 * dark);
  }
}

function regionBlood({ age, male, flush, dark }: Complexion, x: number, y: number, z: number): number {
  if (z < 0) return 0;
  const s = Math.abs(x);
  const child = 1 - smoothstep(9, 17, age);
  const old = smoothstep(45, 80, age);
  const cheek = bump(s, y, z, 0.235, -0.19, 0.4, 0.17) + 0.4 * bump(s, y, z, 0.33, -0.16, 0.28, 0.12);
  const nose = bump(x, y, z, 0, -0.195, 0.57, 0.1) + 0.6 * bump(s, y, z, 0.095, -0.21, 0.5, 0.06);
  const uneven = 0.85 + 0.3 * noise3(7 * x, 7 * y, 7 * z);
  const red = (0.085 + 0.02 * child - 0.02 * old) * cheek + (0.07 + 0.02 * old - 0.01 * child) * nose;
  const lesser =
    0.04 * bump(x, y, z, 0, -0.57, 0.47, 0.1) +
    0.02 * bump(s, y, z, 0.17, -0.01, 0.42, 0.105) +
    0.045 * bump(s, y, z, 0.1, -0.035, 0.42, 0.04) +
    0.07 * bump(s, y, z, 0.075, -0.235, 0.5, 0.03);
  const yellow =
    0.022 * bump(x, y, z, 0, 0.2, 0.48, 0.2) + 0.04 * (1 - 0.4 * male) * bump(s, y, z, 0.12, -0.29, 0.47, 0.06);
  return flush * (0.04 * (1 - dark) + uneven * red + lesser) - yellow + 0.02 * trough(s, y, z);
}

function regionMelanin({ age, dark }: Complexion, x: number, y: number, z: number): number {
  if (z < 0) return 0;
  const s = Math.abs(x);
  const child = 1 - smoothstep(9, 17, age);
  const old = smoothstep(45, 80, age);
  const mouth = bump(s, y, z, 0.15, -0.4, 0.46, 0.05) + 0.6 * bump(x, y, z, 0, -0.47, 0.5, 0.07);
  return (
    (0.016 + 0.004 * dark) * bump(s, y, z, 0.17, -0.01, 0.42, 0.105) +
    0.02 * bump(s, y, z, 0.1, -0.035, 0.42, 0.045) +
    0.03 * dark * bump(x, y, z, 0, 0.22, 0.47, 0.2) +
    (0.015 + 0.01 * dark) * mouth +
    (0.018 + 0.035 * old + 0.005 * dark) * (1 - 0.6 * child) * trough(s, y, z)
  );
}

/** The trough under the eye, where veins and a dark muscle show through thin skin. */
const trough = (s: number, y: number, z: number) =>
  bump(s, y, z, 0.155, -0.088, 0.43, 0.05) + 0.6 * bump(s, y, z, 0.115, -0.06, 0.43, 0.03);

/** Share of the lips at a distance from their outline: a soft edge that follows the fine lines across it. */
const lipShare = (distance: number, x: number, y: number) =>
  1 - smoothstep(-0.016, 0.009, distance + 0.004 * (noise3(150 * x, 40 * y, 3) - 0.5));

/** Lips: more blood, less melanin on the lower one, dark along the line where they meet; the mouth's lining behind them. */
export function tintLips(sheet: SkinSheet, canvas: SkinCanvas, who: Complexion): Float32Array {
  const { map, lines, regions } = sheet;
  const share = new Float32Array(map.count);
  const paler = 0.6 * smoothstep(55, 85, who.age) + 0.85 * who.male;
  for (let n = 0; n < map.count; n++) {
    const x = map.place[3 * n];
    const y = map.place[3 * n + 1];
    const z = map.place[3 * n + 2];
    const inner = Math.max(regions.mouth[n], regions.sockets[n]);
    const distance = lines.lips[n];
    // The border's ridge catches light: a thin line of paler skin around the red.
    if (distance < FAR)
      canvas.melanin[n] -= 0.04 * Math.exp(-(((distance - 0.012) / 0.007) ** 2)) * (1 - 0.9 * who.dark);
    const lip = distance < FAR ? Math.max(inner, lipShare(distance, x, y)) : inner;
    if (lip <= 0) continue;
    share[n] = lip;
    const lower = smoothstep(-0.362, -0.382, y);
    const streak = clouds(70 * x, 7 * y, 7 * z, 1, 2);
    // Their colour gathers towards the line where they meet, and along their border, whose rim is paler skin.
    const rim = distance < FAR ? Math.exp(-(((distance + 0.006) / 0.007) ** 2)) : 0;
    const deep = distance < FAR ? smoothstep(-0.012, -0.045, distance) : 1;
    canvas.blood[n] +=
      lip *
      (0.27 + 0.24 * who.dark - 0.12 * paler + 0.04 * lower + 0.1 * streak + 0.03 * rim + 0.08 * deep) *
      (0.35 + 0.65 * who.flush);
    canvas.melanin[n] +=
      lip * (who.dark * (-0.01 - 0.03 * lower + 0.1 * streak) - 0.03 * (1 - who.dark) + 0.02 * rim + 0.03 * deep);
    canvas.blood[n] += inner * 0.1;
    canvas.melanin[n] -= inner * 0.25;
  }
  return share;
}

/** How rough skin is: an oily middle of the face, dry cheeks and neck, moist lips and rims of the lids. */
export function roughen(sheet: SkinSheet, canvas: SkinCanvas, who: Complexion, lips: Float32Array): void {
  const { map, lines, regions } = sheet;
  const dry = 0.07 * smoothstep(40, 80, who.age);
  // Before puberty skin makes hardly any oil.
  const adult = 0.35 + 0.65 * smoothstep(9, 18, who.age);
  const oily = smoothField(sheet, (x, y, z) => {
    if (z < 0) return 0;
    const s = Math.abs(x);
    const middle = 0.12 * bump(x, y, z, 0, -0.15, 0.55, 0.13) + 0.07 * bump(x, y, z, 0, 0.19, 0.48, 0.2);
    return adult * (middle + 0.06 * bump(x, y, z, 0, -0.56, 0.47, 0.08) + 0.04 * bump(s, y, z, 0.25, -0.13, 0.4, 0.09));
  });
  for (let n = 0; n < map.count; n++) {
    const x = map.place[3 * n];
    const y = map.place[3 * n + 1];
    const z = map.place[3 * n + 2];
    let r = 0.56 + dry - oily[n] + 0.1 * clouds(x, y, z, 24, 3);
    const lid = lines.lids[n];
    // The tear film on the rim of the lids.
    if (lid < 0.06) r -= 0.07 * (1 - smoothstep(0.01, 0.06, lid)) + 0.22 * (1 - smoothstep(-0.004, 0.003, lid));
    r += 0.04 * regions.ears[n] + 0.05 * regions.neck[n];
    if (lips[n] > 0)
      r += lips[n] * (0.44 + 0.06 * smoothstep(30, 80, who.age) + 0.12 * clouds(90 * x, 9 * y, 9 * z, 1, 2) - r);
    r += Math.max(regions.mouth[n], regions.sockets[n]) * (0.18 - r);
    canvas.roughness[n] = r;
  }
}

/** Where a man's beard grows, moustache included. */
export function beardShare(x: number, y: number, z: number): number {
  if (y > 0.1 || y < -0.85) return 0;
  const over = z > 0.36 ? 1 - smoothstep(0.7, 1.15, Math.hypot(x / 0.175, (y + 0.3) / 0.05)) : 0;
  return Math.max(over, beardGrowth(x, y, z));
}
