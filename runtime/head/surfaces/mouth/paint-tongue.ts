import { smoothstep } from "../../../mesh/smoothstep.ts";
import type { Surface } from "../../layers/types.ts";
import { mixed, type Rgb, srgbByte } from "../color.ts";
import { clouds, noise3 } from "../noise.ts";
import { fillRest, mapTexels, type PaintedMesh, reliefNormals } from "../texel-map.ts";

const FLESH: Rgb = [0.4, 0.125, 0.115];
const COAT: Rgb = [0.44, 0.22, 0.19];
const UNDER: Rgb = [0.28, 0.05, 0.055];

/** A tongue: coated and rough with papillae above, a furrow down its middle, smooth and redder below. */
export function paintTongue(mesh: PaintedMesh, size: number): Surface {
  const map = mapTexels(mesh, size);
  const colors = new Uint8Array(3 * size * size);
  const orm = new Uint8Array(3 * size * size);
  const heights = new Float32Array(map.count);
  let [back, front] = [Infinity, -Infinity];
  for (let n = 2; n < map.place.length; n += 3)
    [back, front] = [Math.min(back, map.place[n]), Math.max(front, map.place[n])];
  for (let n = 0; n < map.count; n++) {
    const [x, y, z] = [map.place[3 * n], map.place[3 * n + 1], map.place[3 * n + 2]];
    const top = smoothstep(-0.1, 0.5, map.normal[3 * n + 1]);
    const along = (z - back) / (front - back);
    const papilla = noise3(260 * x, 160 * y, 260 * z);
    const furrow = Math.exp(-((x / 0.006) ** 2)) * top * smoothstep(0.95, 0.7, along);
    const coat = top * (0.25 + 0.45 * (1 - along)) * (0.7 + 0.6 * clouds(x, y, z, 40, 2));
    heights[n] = top * 0.0016 * papilla - 0.004 * furrow + 0.002 * clouds(x, y, z, 30, 2);
    const color = mixed(mixed(UNDER, FLESH, 0.3 + 0.7 * top), COAT, Math.max(0, coat));
    const shade = (0.1 + 0.9 * smoothstep(0.1, 0.95, along)) * (1 - 0.3 * furrow) * (0.85 + 0.3 * papilla * top);
    const p = 3 * map.at[n];
    for (let c = 0; c < 3; c++) colors[p + c] = srgbByte(color[c] * shade);
    orm[p] = Math.round(255 * (0.3 + 0.7 * smoothstep(0, 0.8, along)));
    orm[p + 1] = Math.round(255 * (0.3 + 0.12 * papilla * top));
  }
  const picture = (data: Uint8Array) => ({ width: size, height: size, channels: 3 as const, data });
  return {
    name: "Tongue",
    baseColor: picture(fillRest(colors, map.nearest)),
    normal: picture(reliefNormals(map, heights)),
    orm: picture(fillRest(orm, map.nearest)),
  };
}
