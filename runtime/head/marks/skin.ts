import { smoothstep } from "../../mesh/smoothstep.ts";
import type { Rgb } from "../../prompt/look.ts";
import { makeOutline, squareDistance } from "../outline.ts";
import { beardGrowth } from "../parts/beards.ts";
import { noise } from "../patterns.ts";
import { browShare, type Face, inside, type Layer, type Mask, oval } from "./face.ts";
import { type Specks, speck } from "./specks.ts";

const FRECKLES: Specks = { scale: 34, radii: [0.22, 0.48] };

/** Spots of cells of a jittered lattice, dense over nose and cheeks, few on the forehead, each whole or absent. */
export const freckles: Mask = (x, y, z) => {
  const s = Math.abs(x);
  if (z < 0.1 || y > 0.4 || y < -0.42) return 0;
  const cheeks = Math.exp(-(((y + 0.13) / 0.12) ** 2)) * (1 - smoothstep(0.26, 0.4, s));
  const forehead = 0.3 * Math.exp(-(((y - 0.2) / 0.1) ** 2)) * (1 - smoothstep(0.2, 0.36, s));
  const density = 1.1 * Math.max(cheeks, forehead) * (0.4 + 1.1 * noise(7 * x, 7 * y, 7 * z));
  if (density < 0.02) return 0;
  return speck(x, y, z, density, FRECKLES);
};

/** How far a scar's skin is from the skin around it to the mark's colour. */
const SCAR_SHARE = 0.68;

const SCAR = makeOutline(
  [
    [0.182, 0.22],
    [0.193, 0.15],
    [0.196, 0.1],
    [0.206, 0.03],
    [0.215, -0.06],
    [0.227, -0.13],
    [0.23, -0.18],
    [0.243, -0.26],
  ],
  false,
);

/** A healed cut from the forehead over the left eye to the cheek: no brow grows in it, its rim is darker than the skin. */
export function scar(face: Face, color: Rgb): Layer[] {
  const { skin } = face;
  const distance = (x: number, y: number) => {
    const half = 0.0085 * smoothstep(-0.265, -0.16, y) * (1 - smoothstep(0.12, 0.22, y)) + 0.002;
    return Math.sqrt(squareDistance(SCAR, x, y, 0.04)) - half * (0.7 + 0.6 * noise(30 * x, 30 * y, 3));
  };
  const front = (mask: (d: number, x: number, y: number) => number): Mask => {
    return (x, y, z) => (z < 0.1 ? 0 : mask(distance(x, y), x, y));
  };
  const mixed = skin.map((value, k) => value + SCAR_SHARE * (color[k] - value)) as Rgb;
  const rim = skin.map((value, k) => value * [0.66, 0.5, 0.5][k]) as Rgb;
  return [
    [skin, front((d, x, y) => (d > 0.03 ? 0 : inside(d - 0.012, 0.012) * browShare(face, x, y)))],
    [rim, front((d) => 0.5 * (1 - smoothstep(0, 0.012, d)))],
    [mixed, front((d) => 1 - smoothstep(-0.005, 0.003, d))],
  ];
}

/** Beard of a few days: dots where beards and moustaches grow. */
export const stubble: Mask = (x, y, z) => {
  const lip = inside(oval(x, y + 0.31, 0.17, 0.042), 0.03) * smoothstep(0.3, 0.4, z);
  const grown = Math.max(lip, beardGrowth(x, y, z));
  return grown === 0 ? 0 : grown * (0.3 + 0.9 * noise(80 * x, 60 * y, 80 * z));
};
