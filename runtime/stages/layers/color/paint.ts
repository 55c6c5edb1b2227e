import type { Layer, Picture } from "../../../head/layers/types.ts";
import { toLinear, toSrgb } from "../../../head/surfaces/color.ts";

/** The drawn colours of one layer as they are shown: picture and factor in one. */
export interface Paint {
  width: number;
  height: number;
  /** F32 [height, width, 3] sRGB in [0, 1], rows from above; one texel where the layer has no picture. */
  colors: Float32Array;
}

/**
 * Colours of layers, in their order; a picture that several share is shrunk once.
 * @param most texels along a side: larger pictures are halved, so that a pixel of a small render meets about one texel.
 */
export function paintsOf(layers: Pick<Layer, "surface">[], most: number): Paint[] {
  const known = new Map<Picture, Paint>();
  return layers.map(({ surface: { baseColor, color = [1, 1, 1, 1] } }) => {
    const { width, height, colors } =
      (baseColor && known.get(baseColor)) ?? (baseColor ? shrunk(baseColor, most) : plain);
    if (baseColor) known.set(baseColor, { width, height, colors });
    if (color.every((factor) => factor === 1)) return { width, height, colors };
    const shown = color.map((factor) =>
      Float32Array.from({ length: STEPS + 1 }, (_, i) => toSrgb(Math.min(1, toLinear(i / STEPS) * factor))),
    );
    return { width, height, colors: colors.map((value, i) => shown[i % 3][Math.round(STEPS * value)]) };
  });
}

/** Steps of a table of shown colours by drawn ones. */
const STEPS = 1023;

/** Writes the bilinear colour at a texture coordinate into `out`, from `at` on. */
export function samplePaint(
  { width, height, colors }: Paint,
  u: number,
  v: number,
  out: Float32Array,
  at: number,
): void {
  const x = Math.min(width - 1, Math.max(0, u * width - 0.5));
  const y = Math.min(height - 1, Math.max(0, v * height - 0.5));
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const right = Math.min(width - 1, left + 1);
  const [upper, lower] = [top * width, Math.min(height - 1, top + 1) * width];
  const [fx, fy] = [x - left, y - top];
  for (let c = 0; c < 3; c++) {
    const above = colors[3 * (upper + left) + c] * (1 - fx) + colors[3 * (upper + right) + c] * fx;
    const below = colors[3 * (lower + left) + c] * (1 - fx) + colors[3 * (lower + right) + c] * fx;
    out[at + c] = above * (1 - fy) + below * fy;
  }
}

const plain: Paint = { width: 1, height: 1, colors: Float32Array.of(1, 1, 1) };

/** What alpha cuts out counts so little. */
const LEAST_SEEN = 1e-3;

function shrunk(picture: Picture, most: number): Paint {
  const block = Math.max(1, 2 ** Math.ceil(Math.log2(Math.max(picture.width, picture.height) / most)));
  const [width, height] = [Math.ceil(picture.width / block), Math.ceil(picture.height / block)];
  const { data, channels } = picture;
  const colors = new Float32Array(width * height * 3);
  const seen = new Float32Array(width * height);
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      const from = channels * (y * picture.width + x);
      const to = Math.floor(y / block) * width + Math.floor(x / block);
      const share = channels === 4 ? data[from + 3] / 255 + LEAST_SEEN : 1;
      seen[to] += share;
      for (let c = 0; c < 3; c++) colors[3 * to + c] += (share * data[from + c]) / 255;
    }
  }
  for (let i = 0; i < colors.length; i++) colors[i] /= seen[Math.floor(i / 3)];
  return { width, height, colors };
}
