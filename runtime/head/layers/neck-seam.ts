import type { Layer, LayerMesh } from "./types.ts";

/** First vertices at each place of a mesh's open border, ascending: the skin's neck seam. */
export function seamOf({ triangles, weld }: LayerMesh): number[] {
  const uses = new Map<string, { ends: [number, number]; count: number }>();
  for (let t = 0; t < triangles.length; t += 3) {
    for (let k = 0; k < 3; k++) {
      const [a, b] = [weld[triangles[t + k]], weld[triangles[t + ((k + 1) % 3)]]];
      const key = a < b ? `${a},${b}` : `${b},${a}`;
      const known = uses.get(key);
      if (known) known.count++;
      else uses.set(key, { ends: [a, b], count: 1 });
    }
  }
  const open = [...uses.values()].filter(({ count }) => count === 1).flatMap(({ ends }) => ends);
  return [...new Set(open)].sort((a, b) => a - b);
}

/** Mean colour of the skin along the neck's seam, sRGB 0..1, which a body's skin is to have; undefined for a skin without a picture or a seam. */
export function neckTone({ surface, levels }: Layer): [number, number, number] | undefined {
  const { baseColor } = surface;
  if (!baseColor) return undefined;
  const colors = seamColors(levels[0], baseColor);
  if (colors.length === 0) return undefined;
  return [0, 1, 2].map((c) => colors.reduce((sum, color) => sum + color[c], 0) / colors.length / 255) as [
    number,
    number,
    number,
  ];
}

/** sRGB 0..255 of a picture at each vertex of the seam. */
export function seamColors(
  mesh: LayerMesh,
  { width, height, channels, data }: NonNullable<Layer["surface"]["baseColor"]>,
) {
  return seamOf(mesh).map((v) => {
    const x = Math.min(width - 1, Math.floor(mesh.uvs[2 * v] * width));
    const y = Math.min(height - 1, Math.floor(mesh.uvs[2 * v + 1] * height));
    const at = channels * (y * width + x);
    return [data[at], data[at + 1], data[at + 2]];
  });
}
