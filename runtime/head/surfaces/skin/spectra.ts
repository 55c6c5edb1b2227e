/**
 * What skin absorbs, from 400 to 700 nm every 10 nm. Molar extinction of haemoglobin (cm⁻¹/M): S. Prahl, "Tabulated molar
 * extinction coefficient for hemoglobin in water" (OMLC, after Gratzer and Kollias). Daylight: CIE standard illuminant D65.
 */
export const WAVELENGTHS = Array.from({ length: 31 }, (_, i) => 400 + 10 * i);

const OXY = [
  266232, 466840, 480360, 246072, 102580, 62816, 44480, 33209.2, 26629.2, 23684.4, 20932.8, 20035.2, 24202.4, 39956.8,
  53236, 43016, 32613.2, 44496, 50104, 14400.8, 3200, 1506, 942, 610, 442, 368, 319.6, 294, 277.6, 276, 290,
];
const DEOXY = [
  223296, 303956, 407560, 528600, 413280, 103292, 23388.8, 16156.4, 14550, 16684, 20862, 25773.6, 31589.6, 39036.4,
  46592, 53412, 53788, 45072, 37020, 28324.4, 14677.2, 9443.6, 6509.6, 5148.8, 4345.2, 3750.12, 3226.56, 2795.12,
  2407.92, 2051.96, 1794.28,
];
export const D65 = [
  82.75, 91.49, 93.43, 86.68, 104.86, 117.01, 117.81, 114.86, 115.92, 108.81, 109.35, 107.8, 104.79, 107.69, 104.41,
  104.05, 100, 96.33, 95.79, 88.69, 90.01, 89.6, 87.7, 83.29, 83.7, 80.03, 80.21, 82.28, 78.28, 69.72, 71.61,
];

/** Haemoglobin of whole blood, g/l, and its molar mass, g/mol. */
const [BLOOD, MOLAR] = [150, 64500];

/** Absorption of whole blood, cm⁻¹, for its share of oxygenated haemoglobin. */
export const bloodAbsorption = (i: number, oxygen: number): number =>
  (Math.LN10 * (oxygen * OXY[i] + (1 - oxygen) * DEOXY[i]) * BLOOD) / MOLAR;

/** Absorption of pure melanin, cm⁻¹: Donner and Jensen, "A spectral BSSRDF for shading human skin" (EGSR 2006). */
export const eumelaninAbsorption = (nm: number): number => 6.6e11 * nm ** -3.33;
export const pheomelaninAbsorption = (nm: number): number => 2.9e15 * nm ** -4.75;
/** Absorption of skin without either, cm⁻¹ (Jacques, "Skin optics", 1998). */
export const baseAbsorption = (nm: number): number => 0.244 + 85.3 * Math.exp(-(nm - 154) / 66.2);
/** Reduced scattering of skin, cm⁻¹ (Jacques, "Optical properties of biological tissues", 2013, table 1). */
export const dermisScattering = (nm: number): number => 46 * (nm / 500) ** -1.421;

/** CIE 1931 2° colour matching: the multi-lobe fit of Wyman, Sloan and Shirley (JCGT 2013). */
export function colorMatching(nm: number): [number, number, number] {
  const lobe = (mean: number, below: number, above: number) =>
    Math.exp(-0.5 * ((nm - mean) * (nm < mean ? below : above)) ** 2);
  return [
    0.362 * lobe(442, 0.0624, 0.0374) + 1.056 * lobe(599.8, 0.0264, 0.0323) - 0.065 * lobe(501.1, 0.049, 0.0382),
    0.821 * lobe(568.8, 0.0213, 0.0247) + 0.286 * lobe(530.9, 0.0613, 0.0322),
    1.217 * lobe(437, 0.0845, 0.0278) + 0.681 * lobe(459, 0.0385, 0.0725),
  ];
}
