/** Colours as surfaces need them: sRGB and linear in [0, 1], CIELAB under D65. */

export type Rgb = [number, number, number];

/** sRGB to linear (IEC 61966-2-1). */
export const toLinear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
/** Linear to sRGB. */
export const toSrgb = (c: number): number => (c <= 0.0031308 ? 12.92 * Math.max(0, c) : 1.055 * c ** (1 / 2.4) - 0.055);

export const linearOf = (color: ArrayLike<number>): Rgb => [toLinear(color[0]), toLinear(color[1]), toLinear(color[2])];

const STEPS = 4096;
/** sRGB bytes of linear values 0..1 in steps of 1/4096, the darkest ones finer by a square root. */
const BYTES = Uint8Array.from({ length: STEPS + 1 }, (_, i) => Math.round(255 * Math.min(1, toSrgb((i / STEPS) ** 2))));

/** sRGB byte of a linear value, clamped. */
export const srgbByte = (linear: number): number =>
  BYTES[linear <= 0 ? 0 : linear >= 1 ? STEPS : Math.round(Math.sqrt(linear) * STEPS)];

/** Between two linear colours. */
export const mixed = (a: Rgb, b: Rgb, share: number): Rgb => [0, 1, 2].map((c) => a[c] + share * (b[c] - a[c])) as Rgb;

/** Relative luminance of a linear colour (Rec. 709). */
export const luminance = (linear: ArrayLike<number>): number =>
  0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];

/** CIELAB (D65) of a linear colour. */
export function labOf([r, g, b]: ArrayLike<number> & Iterable<number>): Rgb {
  const f = (t: number) => (t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIE76 difference of two linear colours. */
export function deltaE(a: Rgb, b: Rgb): number {
  const [p, q] = [labOf(a), labOf(b)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}
