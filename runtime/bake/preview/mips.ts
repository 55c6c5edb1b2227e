import type { TriMesh } from "../../mesh/types.ts";

/** A picture and its halves, quarters …: each texel the mean of four of the level before, as engines make them. */
export interface Mips {
  channels: number;
  levels: Mip[];
}

/** One of them, 8 bits a channel, rows from above. */
export interface Mip {
  width: number;
  height: number;
  data: Uint8Array;
}

const known = new WeakMap<Uint8Array, Mips>();

/** @param picture 8 bits a channel, rows from above; its levels are made once. */
export function mipsOf(picture: { width: number; height: number; channels: number; data: Uint8Array }): Mips {
  const made = known.get(picture.data);
  if (made) return made;
  const { channels } = picture;
  const levels: Mip[] = [picture];
  for (let last = levels[0]; last.width > 1 && last.height > 1; last = levels[levels.length - 1])
    levels.push(halved(last, channels));
  const mips = { channels, levels };
  known.set(picture.data, mips);
  return mips;
}

function halved({ width, height, data }: Mip, channels: number): Mip {
  const [w, h] = [width >> 1, height >> 1];
  const out = new Uint8Array(w * h * channels);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++)
      for (let c = 0; c < channels; c++) {
        const at = channels * (2 * y * width + 2 * x) + c;
        const below = at + channels * width;
        out[channels * (y * w + x) + c] =
          (data[at] + data[at + channels] + data[below] + data[below + channels] + 2) >> 2;
      }
  return { width: w, height: h, data: out };
}

/** The level of a picture that is nearest to a fraction of one. */
export function mipAt({ levels }: Mips, level: number): Mip {
  return levels[Math.min(levels.length - 1, Math.max(0, Math.round(level)))];
}

/**
 * Values of a level between its texels, 0..1; the borders' texels go on outside.
 * @param channels of the picture. @param out takes the first `count` of them.
 */
export function sampleMip(
  { width, height, data }: Mip,
  channels: number,
  at: readonly number[],
  out: number[],
  count: number,
): void {
  const x = Math.min(width - 1, Math.max(0, at[0] * width - 0.5));
  const y = Math.min(height - 1, Math.max(0, at[1] * height - 0.5));
  const left = Math.floor(x);
  const top = Math.floor(y);
  const fx = x - left;
  const fy = y - top;
  const right = left < width - 1 ? channels : 0;
  const above = channels * (top * width + left);
  const below = top < height - 1 ? above + channels * width : above;
  for (let c = 0; c < count; c++) {
    const high = data[above + c] + fx * (data[above + right + c] - data[above + c]);
    const low = data[below + c] + fx * (data[below + right + c] - data[below + c]);
    out[c] = (high + fy * (low - high)) / 255;
  }
}

/**
 * How much of a picture a unit of length shows, by triangle: the root of its area in the picture over its area in space.
 * @param uvs F32 [V, 2]. @returns F32 [T]; times a picture's side and the distance of two samples it is texels a sample.
 */
export function pictureScales({ positions, indices }: TriMesh, uvs: Float32Array): Float32Array {
  const out = new Float32Array(indices.length / 3);
  for (let t = 0; t < out.length; t++) {
    const a = indices[3 * t];
    const b = indices[3 * t + 1];
    const c = indices[3 * t + 2];
    const ux = positions[3 * b] - positions[3 * a];
    const uy = positions[3 * b + 1] - positions[3 * a + 1];
    const uz = positions[3 * b + 2] - positions[3 * a + 2];
    const vx = positions[3 * c] - positions[3 * a];
    const vy = positions[3 * c + 1] - positions[3 * a + 1];
    const vz = positions[3 * c + 2] - positions[3 * a + 2];
    const space = Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx);
    const picture =
      (uvs[2 * b] - uvs[2 * a]) * (uvs[2 * c + 1] - uvs[2 * a + 1]) -
      (uvs[2 * c] - uvs[2 * a]) * (uvs[2 * b + 1] - uvs[2 * a + 1]);
    out[t] = Math.sqrt(Math.abs(picture) / Math.max(1e-12, space));
  }
  return out;
}

/** The level that such a triangle of a picture is drawn with. @param spacing distance of two samples, units. */
export function levelOf(scale: number, { levels: [{ width, height }] }: Mips, spacing: number): number {
  return Math.log2(Math.max(1, scale * Math.sqrt(width * height) * spacing));
}
