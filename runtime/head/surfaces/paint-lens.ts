import { smoothstep } from "../../mesh/smoothstep.ts";
import type { Surface } from "../layers/types.ts";
import { linearOf, mixed, type Rgb, srgbByte } from "./color.ts";
import { noise3 } from "./noise.ts";
import type { EyeLayout } from "./paint-eye.ts";

const HOUSING: Rgb = [0.05, 0.052, 0.056];
const RING: Rgb = [0.42, 0.43, 0.45];
const DARK: Rgb = [0.006, 0.006, 0.007];

/** A machine's eye: a lit lens of the iris' colour behind blades, in rings of metal, in a dark housing. @param size of the pictures' sides in texels. */
export function paintLens(layout: EyeLayout, { iris }: { iris: Rgb }, size: number): Surface {
  const colors = new Uint8Array(3 * size * size);
  const normals = new Uint8Array(3 * size * size);
  const orm = new Uint8Array(3 * size * size);
  const lit = linearOf(iris);
  const core = mixed(lit, [1, 0.95, 0.9], 0.6);
  for (let p = 0; p < size * size; p++) {
    const x = (p % size) + 0.5 - size / 2;
    const y = size / 2 - Math.floor(p / size) - 0.5;
    const r = Math.hypot(x, y) / size / layout.irisRadiusUv;
    const turn = Math.atan2(y, x);
    const blade = 1 - Math.abs((((turn / Math.PI) * 3 + 1.4 * r) % 1) * 2 - 1) ** 6;
    const within = (radius: number, rim = 0.03) => 1 - smoothstep(radius - rim, radius + rim, r);
    const ring = within(1.28) - within(1.02) + 0.7 * (within(0.88) - within(0.78));
    const notch = r > 1.02 && r < 1.28 ? smoothstep(0.86, 0.94, Math.abs(Math.sin(6 * turn))) : 0;
    const scuff = noise3(30 * Math.cos(turn), 30 * Math.sin(turn), 8 * r);
    const seams = within(1.62, 0.015) - within(1.58, 0.015);
    for (let c = 0; c < 3; c++) {
      let value = HOUSING[c] * (0.7 + 0.6 * scuff) * (1 - 0.8 * seams);
      value += within(1.02) * (DARK[c] - value);
      value += Math.min(1, ring) * (RING[c] * (0.75 + 0.4 * scuff) * (1 - 0.8 * notch) - value);
      value += within(0.76) * (lit[c] * (0.16 + 0.5 * (1 - r) * blade) - value);
      value += within(0.46, 0.05) * (lit[c] - value);
      value += within(0.2, 0.12) * (core[c] - value);
      colors[3 * p + c] = srgbByte(value);
    }
    const slope =
      1.1 * (bump(r, 1.28) - bump(r, 1.02) + 0.6 * bump(r, 0.88) - 0.6 * bump(r, 0.78) - 0.8 * bump(r, 1.6));
    const length = Math.hypot(x, y) || 1;
    const scale = 127 / Math.hypot(slope, 1);
    normals[3 * p] = Math.round(128 + (scale * slope * x) / length);
    normals[3 * p + 1] = Math.round(128 + (scale * slope * y) / length);
    normals[3 * p + 2] = Math.round(128 + scale);
    orm[3 * p] = 255;
    orm[3 * p + 1] = Math.round(255 * (0.3 + 0.2 * scuff));
    orm[3 * p + 2] = Math.round(255 * Math.min(1, ring) * (1 - notch));
  }
  const picture = (data: Uint8Array) => ({ width: size, height: size, channels: 3 as const, data });
  return {
    name: "Eye",
    baseColor: picture(colors),
    normal: picture(normals),
    orm: picture(orm),
    specular: 0.8,
    clearcoat: { factor: 1, roughness: 0.03 },
  };
}

/** A narrow flank at a radius. */
const bump = (r: number, at: number) => Math.exp(-(((r - at) / 0.035) ** 2));
