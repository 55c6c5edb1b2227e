import { smoothstep } from "../../mesh/smoothstep.ts";
import type { Rgb } from "../../prompt/look.ts";
import { clouds, noise3 } from "../surfaces/noise.ts";
import { AVERAGE, inside, type Layer, type Mask, oval } from "./face.ts";
import { PLACES, within } from "./places.ts";
import { speck } from "./specks.ts";

const near = (x: number, y: number, cx: number, cy: number, r: number) =>
  Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (r * r));

/** Skin without pigment: maps with ragged coasts around eyes, mouth and nostrils first, more on one side than on the other, and islands about them. */
const vitiligo: Mask = (x, y, z) => {
  const [wx, wy] = [x + 0.1 * clouds(x, y, z, 6, 3), y + 0.1 * clouds(y, x, z, 6, 3)];
  const ring = (cx: number, cy: number, w: number, h: number) =>
    Math.exp(-(((Math.hypot((wx - cx) / w, (wy - cy) / h) - 1) / 0.55) ** 2));
  const around =
    0.34 * ring(AVERAGE.eye, -0.01, 0.11, 0.075) +
    0.14 * ring(-AVERAGE.eye - 0.03, 0.02, 0.12, 0.075) +
    0.26 * ring(0.035, AVERAGE.mouth - 0.01, 0.16, 0.09) +
    0.18 * near(wx, wy, 0.09, -0.24, 0.06) +
    0.24 * near(wx, wy, 0.11, 0.28, 0.11) +
    0.22 * near(wx, wy, -0.27, -0.3, 0.1) +
    0.22 * near(wx, wy, 0.2, -0.66, 0.13);
  return inside(0.27 - around - 0.7 * clouds(wx, wy, z, 7, 5), 0.025);
};

/** Where the sun burns: nose, cheekbones, forehead, rims of the ears; peeling where it is worst. */
const sunburn: Mask = (x, y, z) => {
  const s = Math.abs(x);
  const front = smoothstep(-0.1, 0.25, z);
  const burnt =
    near(s, y, 0, -0.17, 0.13) +
    0.9 * near(s, y, 0.25, -0.12, 0.15) +
    0.75 * near(s, y, 0.1, 0.24, 0.2) +
    0.4 * near(s, y, 0.04, -0.56, 0.1);
  const peeling = smoothstep(0.1, 0.16, clouds(x, y, z, 34, 3)) * near(s, y, 0.03, -0.14, 0.12);
  return front * Math.min(1, burnt) * (0.8 + 0.5 * clouds(x, y, z, 16, 3)) * (1 - 0.8 * peeling);
};

const LENTIGO = { scale: 15, radii: [0.1, 0.36] as const, salt: 333 };
/** Flat brown spots of the sun and the years: temples, cheeks, brow. */
const ageSpots: Mask = (x, y, z) => {
  const s = Math.abs(x);
  const sunny = Math.max(smoothstep(0.14, 0.3, s) * smoothstep(-0.45, -0.1, y), 0.7 * smoothstep(0.12, 0.25, y), 0.12);
  const bend = 0.02 * clouds(x, y, z, 50, 2);
  return speck(x + bend, y - bend, z, 0.55 * sunny, LENTIGO) * (0.85 + 0.6 * clouds(x, y, z, 90, 2));
};

/** Inflamed pores over cheeks, brow and chin. */
const acne: Mask = (x, y, z) => {
  const s = Math.abs(x);
  if (z < 0.05) return 0;
  const oily = Math.max(
    near(s, y, 0.25, -0.26, 0.17),
    0.7 * near(s, y, 0.06, 0.24, 0.18),
    0.8 * near(s, y, 0.03, -0.56, 0.1),
  );
  const cluster = 0.3 + 1.2 * noise3(6 * x + 9, 6 * y, 6 * z);
  return speck(x, y, z, 0.34 * oily * cluster, { scale: 26, radii: [0.14, 0.36], salt: 612 });
};

/** The apples of the cheeks, drawn up to the temples. */
const blush: Mask = (x, y, z) =>
  z < 0 ? 0 : near(Math.abs(x) - 0.3 * (y + 0.19), y, 0.27, -0.18, 0.1) * smoothstep(0, 0.15, z);

/** Places of a single spot on the left, and of a stain that has been there since birth. */
const SPOTS: Record<string, [number, number]> = {
  cheek: [0.2, -0.25],
  eye: [0.25, -0.075],
  forehead: [0.13, 0.2],
  chin: [0.07, -0.53],
  nose: [0.055, -0.17],
  neck: [0.16, -0.74],
};
const MOUTH: [number, number] = [0.125, -0.3];

/** A mole. */
function mole(color: Rgb, place?: string): Layer[] {
  const [cx, cy] = SPOTS[place ?? ""] ?? PLACES[place ?? ""] ?? MOUTH;
  return [
    [
      color,
      (x, y, z) =>
        z < 0 ? 0 : inside(Math.hypot(x - cx, 1.1 * (y - cy)) - 0.0125 + 0.003 * noise3(90 * x, 90 * y, z), 0.006),
    ],
  ];
}

/** A port-wine stain: a red map with ragged coasts. */
function birthmark(color: Rgb, place = "cheek"): Layer[] {
  const [cx, cy] = SPOTS[place] ?? PLACES[place] ?? SPOTS["cheek"];
  const coast: Mask = (x, y, z) => {
    if (z < -0.05) return 0;
    const out = oval(x - cx - 0.05, y - cy - 0.05, 0.14, 0.19) + 0.34 * clouds(x, y, z, 9, 4);
    return inside(out, 0.016) * (0.8 + 0.5 * clouds(x, y, z, 30, 3));
  };
  return [[color, coast]];
}

/** What is another colour in the skin itself. */
export const PIGMENT: Record<string, (color: Rgb, place?: string) => Layer[]> = {
  vitiligo: (color, place) => [[color, within(place, vitiligo)]],
  sunburn: (color, place) => [[color, within(place, sunburn)]],
  agespots: (color, place) => [[color, within(place, ageSpots)]],
  acne: (color, place) => [[color, within(place, acne)]],
  blush: (color, place) => [[color, within(place, blush)]],
  mole,
  birthmark,
};
