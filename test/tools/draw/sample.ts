import type { Picture } from "../../../runtime/head/layers/types.ts";
import { toLinear } from "../../../runtime/head/surfaces/color.ts";

const LINEAR = Float32Array.from({ length: 256 }, (_, i) => toLinear(i / 255));

/** Bilinear sample with repeat, 0..1; colours (`srgb`) become linear, alpha never. @returns `out`, four values. */
export function samplePicture(picture: Picture, u: number, v: number, srgb: boolean, out: number[]): number[] {
  const { width, height, data, channels } = picture;
  const x = (u - Math.floor(u)) * width - 0.5;
  const y = (v - Math.floor(v)) * height - 0.5;
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - x0, y - y0];
  out[0] = out[1] = out[2] = 0;
  out[3] = channels === 4 ? 0 : 1;
  for (let j = 0; j < 2; j++) {
    for (let i = 0; i < 2; i++) {
      const weight = (i ? fx : 1 - fx) * (j ? fy : 1 - fy);
      const at = channels * (((y0 + j + height) % height) * width + ((x0 + i + width) % width));
      for (let c = 0; c < 3; c++) out[c] += weight * (srgb ? LINEAR[data[at + c]] : data[at + c] / 255);
      if (channels === 4) out[3] += (weight * data[at + 3]) / 255;
    }
  }
  return out;
}
