import type { Layer, LayerMesh, Picture } from "../../../head/layers/types.ts";
import { toSrgb } from "../../../head/surfaces/color.ts";

/** Texels of a colour: filtering between them mixes it with no other. */
const TEXELS = 2;

/**
 * A mesh whose colours stand at its vertices, slot by slot, as one that is painted with a picture of them: colours are looked up in pictures alone.
 * @returns the layer with that picture, and [V, 2] where each vertex finds its colour; undefined where pictures or one factor say it all.
 */
export function paletteOf(layer: Layer, { colors }: LayerMesh): { layer: Layer; uvs: Float32Array } | undefined {
  if (!colors || layer.surface.baseColor) return undefined;
  const found = new Map<string, number>();
  const columns = Uint32Array.from({ length: colors.length / 3 }, (_, v) => {
    const key = colors.subarray(3 * v, 3 * v + 3).join();
    const column = found.get(key) ?? found.size;
    found.set(key, column);
    return column;
  });
  const width = TEXELS * found.size;
  const data = new Uint8Array(3 * width);
  for (const [v, column] of columns.entries())
    for (let k = 0; k < 3 * TEXELS; k++)
      data[3 * TEXELS * column + k] = Math.round(255 * toSrgb(colors[3 * v + (k % 3)]));
  const baseColor: Picture = { width, height: 1, data, channels: 3 };
  const uvs = new Float32Array(2 * columns.length);
  for (const [v, column] of columns.entries()) uvs.set([(column + 0.5) / found.size, 0.5], 2 * v);
  return { layer: { ...layer, surface: { ...layer.surface, baseColor } }, uvs };
}
