import { randomOf } from "../../../../runtime/head/surfaces/noise.ts";

/** How far about a texel its strands' way is measured, and how far along it they are drawn, texels. */
const NEAR = 7;
const LONG = 22;
/** Spread of the strands' greys, as a share, and how much of what is broader than `NEAR` is kept of the painted ones. */
const SPREAD = 0.13;
const BROAD = 0.45;
const DARKEST = 0.35;

/**
 * Draws single strands over painted hair, whose own are broad strokes: noise is drawn out along the way that the strokes run
 * (line integral convolution, Cabral and Leedom 1993, along the structure tensor's lesser axis).
 * @param rgba greys and alpha [side², 4], changed in place.
 */
export function combPicture(rgba: Uint8Array, side: number): void {
  const light = Float32Array.from({ length: side * side }, (_, p) => rgba[4 * p] / 255);
  const seen = Float32Array.from(light, (_, p) => Number(rgba[4 * p + 3] > 60));
  const within = (p: number) => seen[p] > 0;
  const [xx, xy, yy] = [0, 1, 2].map(() => new Float32Array(side * side));
  for (let y = 1; y + 1 < side; y++)
    for (let x = 1; x + 1 < side; x++) {
      const p = y * side + x;
      if (![p, p - 1, p + 1, p - side, p + side].every(within)) continue;
      const [dx, dy] = [light[p + 1] - light[p - 1], light[p + side] - light[p - side]];
      xx[p] = dx * dx;
      xy[p] = dx * dy;
      yy[p] = dy * dy;
    }
  const [a, b, c] = [xx, xy, yy].map((field) => blurred(field, side, NEAR));
  const share = blurred(seen, side, NEAR);
  const broad = blurred(light.map((value, p) => value * seen[p]), side, NEAR).map((value, p) => value / Math.max(1e-3, share[p]));
  // Across the steepest way.
  const way = Float32Array.from(a, (_, p) => 0.5 * Math.atan2(2 * b[p], a[p] - c[p]) + Math.PI / 2);
  const random = randomOf(0xb0b);
  const noise = Float32Array.from(light, () => random() - 0.5);
  const drawn = light.map((_, p) => (within(p) ? drawnOut(noise, way, within, side, p) : 0));
  const spread = Math.sqrt(drawn.reduce((sum, value) => sum + value * value, 0) / Math.max(1, seen.reduce((sum, value) => sum + value, 0)));
  const mean = broad.reduce((sum, value, p) => sum + value * seen[p], 0) / Math.max(1, seen.reduce((sum, value) => sum + value, 0));
  for (let p = 0; p < light.length; p++) {
    if (!within(p)) continue;
    const strokes = light[p] - broad[p];
    const tone = (mean + BROAD * (broad[p] - mean) + 0.6 * strokes) * (1 + (SPREAD * drawn[p]) / spread);
    rgba.fill(Math.round(255 * Math.min(1, Math.max(DARKEST, tone))), 4 * p, 4 * p + 3);
  }
}

/** Mean of the noise along the way through a texel, both ways as far as hair is. */
function drawnOut(noise: Float32Array, way: Float32Array, within: (p: number) => boolean, side: number, from: number): number {
  let [sum, count] = [noise[from], 1];
  for (const sign of [-1, 1]) {
    let [x, y] = [(from % side) + 0.5, Math.floor(from / side) + 0.5];
    let [dx, dy] = [sign * Math.cos(way[from]), sign * Math.sin(way[from])];
    for (let step = 0; step < LONG; step++) {
      x += dx;
      y += dy;
      const p = Math.floor(y) * side + Math.floor(x);
      if (x < 0 || y < 0 || x >= side || y >= side || !within(p)) break;
      sum += noise[p];
      count++;
      const [nx, ny] = [Math.cos(way[p]), Math.sin(way[p])];
      const turn = nx * dx + ny * dy < 0 ? -1 : 1;
      [dx, dy] = [turn * nx, turn * ny];
    }
  }
  return sum / Math.sqrt(count);
}

/** Means over squares of 2·reach + 1 texels. */
function blurred(field: Float32Array, side: number, reach: number): Float32Array {
  const pass = (from: Float32Array, stride: number, line: number) => {
    const out = new Float32Array(from.length);
    for (let l = 0; l < side; l++) {
      let sum = 0;
      for (let i = -reach; i < side + reach; i++) {
        if (i + reach < side) sum += from[l * line + (i + reach) * stride];
        if (i - reach - 1 >= 0) sum -= from[l * line + (i - reach - 1) * stride];
        if (i >= 0 && i < side) out[l * line + i * stride] = sum / (2 * reach + 1);
      }
    }
    return out;
  };
  return pass(pass(field, 1, side), side, 1);
}
