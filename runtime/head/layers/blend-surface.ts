import type { Picture, Surface } from "./types.ts";

/** What a missing picture stands for: white, and in a normal map no bend. */
const WHITE = [255, 255, 255, 255];
const FLAT = [128, 128, 255, 255];

/**
 * @param amount of the second surface, 0..1.
 * @returns a function that mixes two surfaces' pictures and factors; how they are drawn (cut out, blended, from both sides) is the
 * nearer one's. Two pictures that it has met before give the same picture again, so that layers go on sharing them.
 */
export function createSurfaceBlender(amount: number): (a: Surface, b: Surface) => Surface {
  const known = new Map<Picture | undefined, Map<Picture | undefined, Picture>>();
  const picture = (a: Picture | undefined, b: Picture | undefined, missing: number[]) => {
    if (a === b) return a;
    const found = known.get(a)?.get(b);
    if (found) return found;
    const out = blendPicture(a, b, amount, missing);
    known.set(a, (known.get(a) ?? new Map()).set(b, out));
    return out;
  };
  const mix = (a: number, b: number) => a + amount * (b - a);
  return (a, b) => {
    const nearer = amount < 0.5 ? a : b;
    const color = [0, 1, 2, 3].map((c) => mix(a.color?.[c] ?? 1, b.color?.[c] ?? 1)) as Surface["color"];
    const metallic = mix(a.metallic ?? (a.orm ? 1 : 0), b.metallic ?? (b.orm ? 1 : 0));
    const cutout = a.alphaCutoff !== undefined && b.alphaCutoff !== undefined;
    const out: Surface = {
      ...nearer,
      baseColor: picture(a.baseColor, b.baseColor, WHITE),
      normal: picture(a.normal, b.normal, FLAT),
      orm: picture(a.orm, b.orm, WHITE),
      color,
      metallic,
      roughness: mix(a.roughness ?? 1, b.roughness ?? 1),
      alphaCutoff: cutout ? mix(a.alphaCutoff!, b.alphaCutoff!) : nearer.alphaCutoff,
    };
    if (a.specular !== undefined || b.specular !== undefined) out.specular = mix(a.specular ?? 1, b.specular ?? 1);
    if (a.clearcoat || b.clearcoat)
      out.clearcoat = {
        factor: mix(a.clearcoat?.factor ?? 0, b.clearcoat?.factor ?? 0),
        roughness: mix(
          (a.clearcoat ?? b.clearcoat)?.roughness as number,
          (b.clearcoat ?? a.clearcoat)?.roughness as number,
        ),
      };
    if (a.anisotropy || b.anisotropy)
      out.anisotropy = {
        strength: mix(a.anisotropy?.strength ?? 0, b.anisotropy?.strength ?? 0),
        rotation: (nearer.anisotropy ?? a.anisotropy ?? b.anisotropy)?.rotation as number,
      };
    return out;
  };
}

/** Mixed as they are stored; normals are brought back to length 1. The larger size and the more channels are kept. */
function blendPicture(a: Picture | undefined, b: Picture | undefined, amount: number, missing: number[]): Picture {
  const of = [a, b].filter((each) => each !== undefined);
  const width = Math.max(...of.map((each) => each.width));
  const height = Math.max(...of.map((each) => each.height));
  const channels = of.some((each) => each.channels === 4) ? 4 : 3;
  const data = new Uint8Array(width * height * channels);
  const texel = (source: Picture | undefined, x: number, y: number, c: number) => {
    if (!source) return missing[c];
    if (c >= source.channels) return 255;
    const row = Math.floor((y * source.height) / height);
    return source.data[source.channels * (row * source.width + Math.floor((x * source.width) / width)) + c];
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = channels * (y * width + x);
      const mixed = [0, 1, 2, 3].map((c) => texel(a, x, y, c) * (1 - amount) + texel(b, x, y, c) * amount);
      if (missing === FLAT) {
        const length = Math.hypot(mixed[0] - 127.5, mixed[1] - 127.5, mixed[2] - 127.5) || 1;
        for (let c = 0; c < 3; c++) mixed[c] = 127.5 + (127.5 * (mixed[c] - 127.5)) / length;
      }
      for (let c = 0; c < channels; c++) data[at + c] = Math.round(mixed[c]);
    }
  }
  return { width, height, channels, data };
}
