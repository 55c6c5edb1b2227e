import { deltaE, type Rgb } from "../color.ts";
import {
  baseAbsorption,
  bloodAbsorption,
  colorMatching,
  D65,
  dermisScattering,
  eumelaninAbsorption,
  pheomelaninAbsorption,
  WAVELENGTHS,
} from "./spectra.ts";

/** Entries along each axis. */
const SIZE = 48;
/** Shares by volume: melanin of the epidermis, blood of the dermis (Alotaibi and Smith 2017 use 1.3–43 % and 2–7 %). */
const MELANIN = [0.004, 1] as const;
const BLOOD = [0.002, 0.2] as const;
/** Thickness of the epidermis, cm. Light crosses it twice, and aslant (diffuse: twice the path). */
const EPIDERMIS = 0.006;
const PATH = 2 * 1.55;
/**
 * Melanin caps the nuclei of basal cells: what is not in the shade of a cap passes freely, so a deep colour bleaches less in
 * red than the pigment would in solution (sieve effect, Duysens 1956). Thickness of a cap, cm.
 */
const CAP = 0.001;
/** Light that the horny layer throws back before it meets pigment. */
const SURFACE = 0.018;
/** Share of eumelanin, and of oxygenated haemoglobin. */
const EUMELANIN = 0.7;
const OXYGEN = 0.75;

/** Linear RGB of skin by its melanin and its blood, both 0..1 along their axes. */
export interface SkinTable {
  size: number;
  /** F32 [size, size, 3]: rows of melanin, columns of blood. */
  rgb: Float32Array;
}

/** Share of melanin or blood at 0..1 along an axis: finer where there is little, for what is seen goes with its logarithm. */
const along = ([low, high]: readonly [number, number], t: number) => low * (high / low) ** t;

/**
 * Reflectance of two layers: what the epidermis lets through twice (Beer–Lambert, melanin), times what the dermis throws
 * back (Kubelka–Munk of endless depth, blood), seen by the CIE observer in daylight: the model of Alotaibi and Smith, "A
 * biophysical 3D morphable model of face appearance" (ICCV workshops 2017), with the chromophores of Donner and Jensen 2006;
 * a table over the two is what Jimenez et al. 2010, "A practical appearance model for dynamic facial color", draw with.
 */
export function makeSkinTable(size = SIZE): SkinTable {
  const rgb = new Float32Array(size * size * 3);
  const observed = WAVELENGTHS.map((nm, i) => {
    const [x, y, z] = colorMatching(nm).map((value) => value * D65[i]);
    return [
      3.2404542 * x - 1.5371385 * y - 0.4985314 * z,
      -0.969266 * x + 1.8760108 * y + 0.041556 * z,
      0.0556434 * x - 0.2040259 * y + 1.0572252 * z,
    ];
  });
  const white = [0, 1, 2].map((c) => observed.reduce((sum, weights) => sum + weights[c], 0));
  for (let b = 0; b < size; b++) {
    const blood = along(BLOOD, b / (size - 1));
    const dermis = WAVELENGTHS.map((nm, i) => {
      const absorbed = blood * bloodAbsorption(i, OXYGEN) + (1 - blood) * baseAbsorption(nm);
      const ratio = (2 * absorbed) / (0.75 * dermisScattering(nm));
      return 1 + ratio - Math.sqrt(ratio * ratio + 2 * ratio);
    });
    for (let m = 0; m < size; m++) {
      const melanin = along(MELANIN, m / (size - 1));
      const at = 3 * (m * size + b);
      WAVELENGTHS.forEach((nm, i) => {
        const pigment = EUMELANIN * eumelaninAbsorption(nm) + (1 - EUMELANIN) * pheomelaninAbsorption(nm);
        const shade = (melanin * (1 - Math.exp(-pigment * CAP))) / CAP + (1 - melanin) * baseAbsorption(nm);
        const back = SURFACE + (1 - SURFACE) * Math.exp(-shade * EPIDERMIS * PATH) * dermis[i];
        for (let c = 0; c < 3; c++) rgb[at + c] += (back * observed[i][c]) / white[c];
      });
    }
  }
  return { size, rgb: rgb.map((value) => Math.max(0, value)) };
}

/** Writes the linear colour of some melanin and blood, 0..1 each and clamped, to `out`. */
export function lookUpSkin({ size, rgb }: SkinTable, melanin: number, blood: number, out: Float32Array | Rgb): void {
  const y = (melanin < 0 ? 0 : melanin > 1 ? 1 : melanin) * (size - 1);
  const x = (blood < 0 ? 0 : blood > 1 ? 1 : blood) * (size - 1);
  const row = Math.min(size - 2, y | 0);
  const column = Math.min(size - 2, x | 0);
  const v = y - row;
  const u = x - column;
  const at = 3 * (row * size + column);
  const below = at + 3 * size;
  for (let c = 0; c < 3; c++) {
    const top = rgb[at + c] + u * (rgb[at + 3 + c] - rgb[at + c]);
    out[c] = top + v * (rgb[below + c] + u * (rgb[below + 3 + c] - rgb[below + c]) - top);
  }
}

/** How much of both a colour has, and what it must be multiplied by where skin cannot have it. */
export interface SkinTone {
  melanin: number;
  blood: number;
  gain: Rgb;
  /** CIE76 difference of the colour from the nearest that both can make. */
  error: number;
}

/** @param color linear. @returns the nearest entry in CIELAB, and the factors from it to the colour. */
export function toneOf(table: SkinTable, color: Rgb): SkinTone {
  const found: Rgb = [0, 0, 0];
  let best = { melanin: 0.3, blood: 0.4, error: Number.POSITIVE_INFINITY };
  // Blood of healthy, unflushed skin; beyond it a colour is matched by the gain, so that regions keep room to vary.
  for (let m = 0; m <= 90; m++) {
    for (let b = 20; b <= 70; b++) {
      lookUpSkin(table, m / 90, b / 100, found);
      const error = deltaE(found, color);
      if (error < best.error) best = { melanin: m / 90, blood: b / 100, error };
    }
  }
  lookUpSkin(table, best.melanin, best.blood, found);
  const gain = found.map((value, c) => color[c] / Math.max(1e-3, value)) as Rgb;
  return { ...best, gain };
}
