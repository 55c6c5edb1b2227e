import type { LayeredHead, Surface } from "../../../runtime/head/layers/types.ts";
import { type LayeredSubject, skinOf } from "../../../runtime/stages/layers/subject.ts";
import { labOf } from "../quality/color.ts";

/** What distillation changed of a skin's colours. */
export interface SkinChange {
  /** Mean difference on the face, of 255. */
  face: number;
  /** CIELAB distance of the mean colours of the face and of the lips. */
  tone: number;
  lips: number;
}

const FACE = ["face", "nose", "brows", "lids"];

/** Compares two heads of one shape at the vertices of their skin. */
export function skinChange(
  { regions, regionNames }: Pick<LayeredSubject, "regions" | "regionNames">,
  before: LayeredHead,
  after: LayeredHead,
): SkinChange {
  const within = (names: string[]) => {
    const wanted = names.map((name) => regionNames.indexOf(name));
    return [...regions[0].keys()].filter((v) => wanted.includes(regions[0][v]));
  };
  const [face, lips] = [within(FACE), within(["lips"])];
  const both = [before, after].map(skinOf);
  const colors = (vertices: number[]) =>
    both.map(({ levels, surface }) => vertices.map((v) => colorAt(surface, levels[0].uvs, v)));
  const [a, b] = colors(face);
  const sum = a.reduce((total, color, i) => total + color.reduce((s, x, c) => s + Math.abs(x - b[i][c]), 0), 0);
  const apart = (vertices: number[]) => {
    const [from, to] = colors(vertices).map((all) => labOf(mean(all)));
    return Math.hypot(...from.map((x, i) => x - to[i]));
  };
  return { face: (255 * sum) / (3 * face.length), tone: apart(face), lips: apart(lips) };
}

/** sRGB, 0..1, of the texel at a vertex. @throws RangeError without a picture. */
function colorAt({ baseColor }: Surface, uvs: Float32Array, v: number): number[] {
  if (!baseColor) throw new RangeError("the skin has no picture");
  const { width, height, channels, data } = baseColor;
  const x = Math.min(width - 1, Math.floor(uvs[2 * v] * width));
  const y = Math.min(height - 1, Math.floor(uvs[2 * v + 1] * height));
  return [0, 1, 2].map((c) => data[channels * (y * width + x) + c] / 255);
}

function mean(colors: number[][]): number[] {
  return [0, 1, 2].map((c) => colors.reduce((sum, color) => sum + color[c], 0) / colors.length);
}
