import { linearOf, type Rgb } from "../color.ts";
import { clouds, noise3, ramp } from "../noise.ts";
import { followStroke } from "../strokes.ts";
import type { SkinCanvas, SkinSheet } from "./canvas.ts";
import { layOn } from "./canvas.ts";

const MILLIMETRE = 1 / 176;

/** Courses of cuts on the average face's left half, by the place that a mark may name. */
const COURSES: Record<string, [number, number][]> = {
  eye: [
    [0.178, 0.21],
    [0.19, 0.15],
    [0.196, 0.1],
    [0.207, 0.035],
    [0.214, -0.05],
    [0.228, -0.12],
    [0.232, -0.18],
    [0.247, -0.255],
  ],
  cheek: [
    [0.335, -0.1],
    [0.29, -0.16],
    [0.255, -0.2],
    [0.21, -0.235],
    [0.175, -0.29],
  ],
  forehead: [
    [0.05, 0.28],
    [0.075, 0.23],
    [0.09, 0.18],
    [0.125, 0.125],
  ],
  chin: [
    [0.03, -0.5],
    [0.05, -0.545],
    [0.09, -0.58],
  ],
  nose: [
    [-0.075, -0.06],
    [-0.02, -0.08],
    [0.03, -0.1],
    [0.085, -0.125],
  ],
  neck: [
    [0.1, -0.66],
    [0.16, -0.72],
    [0.2, -0.79],
  ],
};
export const SCAR_PLACES = Object.keys(COURSES);

export interface Scar {
  place: string;
  side: 1 | -1;
  /** sRGB. */
  color: Rgb;
  opacity: number;
  size: number;
}

/**
 * A healed cut: a sunken, shiny furrow between puckered rims, with the cross marks of its stitches, without pores and pigment.
 * @throws Error where there is no such place.
 */
export function drawScar(sheet: SkinSheet, canvas: SkinCanvas, { place, side, color, opacity, size }: Scar): void {
  const course = COURSES[place];
  if (!course) throw new Error(`a scar's place is "${place}"; it may be ${SCAR_PLACES.join(", ")}`);
  const { map, face } = sheet;
  const points = course.map(([x, y], i) => {
    const px = side * x + 0.006 * (noise3(9 * i, 3.7, side) - 0.5);
    return [px, y, face.depth(px, y)];
  });
  const linear = linearOf(color);
  const width = 1.5 * size * MILLIMETRE;
  followStroke(map, { points, width }, (n, across, fullness) => {
    const [x, y, z] = [map.place[3 * n], map.place[3 * n + 1], map.place[3 * n + 2]];
    const bent = Math.abs(across + 0.9 * clouds(x, y, z, 45, 2));
    const core = Math.exp(-((bent / 0.8) ** 2)) * fullness;
    const rim = Math.exp(-(((bent - 1.45) / 0.5) ** 2)) * fullness;
    const along = y * 0.9 + x * 0.6;
    const stitch =
      ramp(0.55, 0.95, Math.sin((2 * Math.PI * along) / (6 * MILLIMETRE))) * ramp(2.6, 1.8, bent) * fullness;
    const knots = noise3(60 * x, 60 * y, 60 * z);
    canvas.height[n] *= 1 - 0.8 * core;
    canvas.height[n] +=
      MILLIMETRE * size * (0.42 * rim * (0.6 + 0.8 * knots) - 0.62 * core - 0.12 * stitch * (1 - core));
    canvas.crease[n] = Math.max(canvas.crease[n], 0.35 * core);
    canvas.melanin[n] -= opacity * 0.1 * core;
    canvas.blood[n] += opacity * (0.12 * rim + 0.06 * core + 0.05 * stitch);
    canvas.roughness[n] -= 0.14 * core;
    layOn(canvas, n, linear, 0.55 * opacity * core * (0.75 + 0.5 * knots));
    layOn(canvas, n, linear, 0.14 * opacity * stitch);
  });
}
