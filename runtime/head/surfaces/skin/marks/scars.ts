import { smoothstep } from "../../../../mesh/smoothstep.ts";
import { PLACES } from "../../../marks/places.ts";
import { linearOf, mixed, type Rgb } from "../../color.ts";
import { clouds, noise3 } from "../../noise.ts";
import { followStroke } from "../../strokes.ts";
import type { SkinCanvas, SkinSheet } from "../canvas.ts";
import { layOn, MILLIMETRE } from "../canvas.ts";

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

/** Where there is no course of its own, that of the cheek is brought to. */
function courseAt(place: string): [number, number][] {
  const own = COURSES[place];
  if (own) return own;
  const [[x, y], [cx, cy]] = [PLACES["cheek"], PLACES[place] ?? []];
  if (cx === undefined || cy === undefined)
    throw new Error(`a scar's place is "${place}"; it may be ${Object.keys(PLACES).join(", ")}`);
  return COURSES["cheek"].map(([u, v]) => [u + cx - x, v + cy - y]);
}

export interface Scar {
  place: string;
  side: 1 | -1;
  /** sRGB. */
  color: Rgb;
  /** Of the skin around it, linear. */
  tone: Rgb;
  opacity: number;
  size: number;
}

/**
 * A healed cut: a pale, sunken, smooth furrow without pores and pigment, between inflamed rims that it puckers.
 * @throws Error where there is no such place.
 */
export function drawScar(
  sheet: SkinSheet,
  canvas: SkinCanvas,
  { place, side, color, tone, opacity, size }: Scar,
): void {
  const course = courseAt(place);
  const { map, face } = sheet;
  const points = course.map(([x, y], i) => {
    const px = side * x + 0.006 * (noise3(9 * i, 3.7, side) - 0.5);
    return [px, y, face.depth(px, y)];
  });
  // Healed skin is pale and bare of pigment, a breath of what the scar was when fresh; around it the edges stay inflamed.
  const healed = mixed(tone.map((value) => Math.min(0.75, 1.5 * value + 0.07)) as Rgb, linearOf(color), 0.42);
  const edge = mixed(tone, linearOf(color), 0.3).map((value, c) => value * [0.72, 0.56, 0.56][c]) as Rgb;
  const width = 1.15 * size * MILLIMETRE;
  followStroke(map, { points, width }, (n, across, fullness) => {
    const [x, y, z] = [map.place[3 * n], map.place[3 * n + 1], map.place[3 * n + 2]];
    const knots = noise3(60 * x, 60 * y, 60 * z);
    // Wider and narrower along its course, and frayed.
    const wide = 0.55 + 0.9 * noise3(19 * x + 3, 19 * y, 19 * z);
    const bent = Math.abs(across + 1.1 * clouds(x, y, z, 55, 3)) / wide;
    const full = Math.min(1, 1.6 * fullness);
    const core = (1 - smoothstep(0.55, 1.25, bent)) * full;
    const rim = Math.exp(-(((bent - 1.5) / 0.55) ** 2)) * full;
    // Folds that the shrinking scar pulls in from both sides.
    const along = (y * 0.9 + x * 0.6) / (3.1 * MILLIMETRE);
    const pull = Math.exp(-(((bent - 1.9) / 1.1) ** 2)) * full;
    const pucker = pull * (Math.abs(2 * noise3(along, 0.7 * across, 4.5) - 1) - 0.4);
    canvas.height[n] *= 1 - 0.8 * core;
    canvas.height[n] +=
      MILLIMETRE * size * (0.3 * rim * (0.5 + knots) - 0.5 * core * (0.7 + 0.6 * knots) + 0.34 * pucker);
    canvas.crease[n] = Math.max(canvas.crease[n], 0.3 * Math.max(0, -pucker));
    canvas.roughness[n] -= 0.12 * core;
    canvas.blood[n] += opacity * 0.08 * rim;
    layOn(canvas, n, edge, 0.55 * opacity * rim * (0.5 + 0.8 * knots));
    layOn(canvas, n, healed, 0.8 * opacity * core * (0.7 + 0.5 * knots));
  });
}
