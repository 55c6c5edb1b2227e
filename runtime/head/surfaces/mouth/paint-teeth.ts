import { smoothstep } from "../../../mesh/smoothstep.ts";
import type { Surface } from "../../layers/types.ts";
import { mixed, type Rgb, srgbByte } from "../color.ts";
import { clouds, noise3 } from "../noise.ts";

/** Rows of the texture (v) that crowns and gums take, by jaw: assets/template/anatomy.json, `teeth`. */
export interface TeethLayout {
  crownsUv: { upper: number[]; lower: number[] };
  gumsUv: { upper: number[]; lower: number[] };
}

/** Of the crown's height in the texture, what lies in the gum. */
const HIDDEN = 0.24;
/** Crowns of a row. */
export const TEETH = 14;

const YOUNG: Rgb = [0.53, 0.48, 0.385];
const OLD: Rgb = [0.39, 0.31, 0.19];
const NECK: Rgb = [0.42, 0.32, 0.19];
const EDGE: Rgb = [0.44, 0.44, 0.42];
const GUM: Rgb = [0.34, 0.1, 0.095];
const DEEP: Rgb = [0.09, 0.014, 0.014];
const VOID: Rgb = [0.03, 0.006, 0.006];

/** Of a mouth full of gold or silver, the teeth that show it: numbers of the crowns from one end of the row to the other. */
const CAPPED = [9];
/** Crowns that are missing. */
const LOST = { upper: [8], lower: [5] };
const METALS: Readonly<Record<string, Rgb>> = { gold: [0.78, 0.5, 0.12], silver: [0.62, 0.63, 0.64] };
const STEEL: Rgb = [0.5, 0.51, 0.53];
const DECAY: Rgb = [0.09, 0.055, 0.025];

/** Teeth that yellow towards the gum and with age, clear at their edges; gums that pale around the necks. */
export function paintTeeth(
  { crownsUv, gumsUv }: TeethLayout,
  { age, seed, kinds = [] }: { age: number; seed: number; kinds?: readonly string[] },
  size: number,
): Surface {
  const colors = new Uint8Array(3 * size * size);
  const orm = new Uint8Array(3 * size * size);
  const rotten = kinds.includes("rotten");
  const body = mixed(YOUNG, OLD, Math.max(rotten ? 0.85 : 0, smoothstep(15, 85, age) * 0.8));
  const cap = kinds.map((kind) => METALS[kind]).find(Boolean);
  const [braces, toothless] = ["braces", "none"].map((kind) => kinds.includes(kind));
  const lost = kinds.includes("missing") ? LOST : { upper: [], lower: [] };
  const bands = [
    { rows: crownsUv.upper, crown: true },
    { rows: crownsUv.lower, crown: true },
    { rows: gumsUv.upper, crown: false },
    { rows: gumsUv.lower, crown: false },
  ];
  const color: Rgb = [0, 0, 0];
  const lay = (over: Rgb, share: number) => {
    for (let c = 0; c < 3; c++) color[c] += share * (over[c] - color[c]);
  };
  for (let j = 0; j < size; j++) {
    const v = (j + 0.5) / size;
    const band = bands.find(({ rows }) => v >= rows[0] - 0.005 && v < rows[1] + 0.005) ?? bands[2];
    const t = (v - band.rows[0]) / (band.rows[1] - band.rows[0]);
    for (let i = 0; i < size; i++) {
      const u = (i + 0.5) / size;
      const p = 3 * (j * size + i);
      let [open, rough, metal] = [1, 0.2, 0];
      if (band.crown) {
        const tooth = Math.floor(u * TEETH);
        const across = u * TEETH - tooth;
        const up = (t - HIDDEN) / (1 - HIDDEN);
        const own = 0.94 + 0.12 * noise3(7.3 * tooth + seed, 3.1 * (band === bands[0] ? 1 : 2), 0.5);
        const neck = 1 - smoothstep(-0.05, 0.32, up);
        const clear = smoothstep(0.72, 0.95, up);
        const streak = 1 + 0.1 * clouds(u * 120, v * 12, seed % 9, 1, 3);
        // Away from the lips little light reaches a tooth: its inner face, and the molars.
        const back = Math.abs(tooth + 0.5 - TEETH / 2) / (TEETH / 2);
        const outside = 1 - 0.45 * smoothstep(0.2, 0.0, Math.min(across, 1 - across));
        open = (1 - 0.62 * back ** 1.3) * outside * (1 - 0.5 * (1 - smoothstep(-0.1, 0.12, up)));
        for (let c = 0; c < 3; c++) {
          let value = body[c] * own * streak;
          value += 0.55 * neck * (NECK[c] - value);
          value += 0.22 * clear * (EDGE[c] - value);
          color[c] = value * (0.12 + 0.88 * open) * (c === 0 ? 1 : 0.86 + 0.14 * open);
        }
        if (rotten) {
          const eaten = smoothstep(0.02, 0.2, clouds(u * 34, v * 22, seed % 13, 1, 3) + 0.22 * neck - 0.04);
          lay(DECAY, 0.85 * eaten);
          rough += 0.4 * eaten;
        }
        const isUpper = band === bands[0];
        if (cap && isUpper && CAPPED.includes(tooth)) {
          lay(cap, 1);
          [metal, rough, open] = [1, 0.22, Math.max(open, 0.7)];
        }
        if (braces) {
          const bracket = Math.max(Math.abs(across - 0.5) / 0.22, Math.abs(up - 0.5) / 0.17);
          const wire = Math.abs(up - 0.5) / 0.035;
          const steel = Math.max(1 - smoothstep(0.92, 1.08, bracket), 1 - smoothstep(0.8, 1.3, wire));
          lay(STEEL, steel);
          metal = Math.max(metal, steel);
          rough += steel * (0.3 - rough);
        }
        // What is not there lets the dark of the mouth be seen.
        const absent = toothless || lost[isUpper ? "upper" : "lower"].includes(tooth) ? 1 : 0;
        lay(VOID, absent);
        rough += absent * (0.7 - rough);
      } else {
        // From the fold above the lip (t = 0) over the necks (0.5) to the palate (1).
        const rim = Math.exp(-(((t - 0.46) / 0.1) ** 2));
        const blotch = clouds(u * 60, t * 7, seed % 7, 1, 3);
        const inside = smoothstep(0.55, 0.9, t) + 0.7 * smoothstep(0.3, 0.02, t);
        open = 1 - 0.6 * Math.min(1, inside);
        rough = 0.24 + 0.06 * blotch;
        for (let c = 0; c < 3; c++) {
          let value = GUM[c] * (1 + 0.35 * blotch + 0.2 * rim);
          value += Math.min(1, inside) * 0.8 * (DEEP[c] - value);
          color[c] = value;
        }
      }
      for (let c = 0; c < 3; c++) colors[p + c] = srgbByte(color[c]);
      orm[p] = Math.round(255 * open);
      orm[p + 1] = Math.round(255 * rough);
      orm[p + 2] = Math.round(255 * metal);
    }
  }
  const picture = (data: Uint8Array) => ({ width: size, height: size, channels: 3 as const, data });
  return { name: "Teeth", baseColor: picture(colors), orm: picture(orm), specular: 0.9 };
}
