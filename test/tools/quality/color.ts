/** Mean CIELAB chroma (D65) of sRGB pixels 0..1, 3 a pixel, weighted by how much of each pixel is head. */
export function chromaOf(rgb: Float32Array, cover: Float32Array): number {
  let sum = 0;
  let weight = 0;
  for (let p = 0; p < cover.length; p++) {
    // A border pixel is mixed with the backdrop.
    if (cover[p] < 1) continue;
    const [, a, b] = labOf(rgb.subarray(3 * p, 3 * p + 3));
    sum += Math.hypot(a, b);
    weight++;
  }
  return weight > 0 ? sum / weight : 0;
}

/** CIELAB (D65) of a colour in sRGB, 0..1. */
export function labOf(rgb: ArrayLike<number>): [number, number, number] {
  const [r, g, b] = [0, 1, 2].map((c) => linear(rgb[c]));
  const x = lab((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = lab(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = lab((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const linear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const lab = (t: number): number => (t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29);

/** Root mean square difference of two equally long arrays. */
export function rms(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum / a.length);
}
