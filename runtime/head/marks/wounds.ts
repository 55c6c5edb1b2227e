import { smoothstep } from "../../mesh/smoothstep.ts";
import type { Rgb } from "../../prompt/look.ts";
import { clouds, noise3 } from "../surfaces/noise.ts";
import { AVERAGE, inside, type Layer, type Mask, oval } from "./face.ts";
import { movedTo, PLACES } from "./places.ts";
import { strokes } from "./strokes.ts";

const RAW: Rgb = [0.4, 0.07, 0.06];
const CHAR: Rgb = [0.055, 0.04, 0.038];
const PURPLE: Rgb = [0.2, 0.1, 0.22];
const OCHRE: Rgb = [0.55, 0.46, 0.2];
const IVORY: Rgb = [0.72, 0.64, 0.46];
const STAIN: Rgb = [0.27, 0.17, 0.09];
const DARK: Rgb = [0.07, 0.015, 0.015];

const CUTS = strokes([
  [0.14, -0.1, 0.23, -0.16, 0.32, -0.28, 0.006],
  [0.17, -0.07, 0.26, -0.13, 0.35, -0.25, 0.0055],
  [0.12, -0.15, 0.2, -0.21, 0.28, -0.31, 0.005],
]);

/** The left side of a face that fire was at: blisters, webs of scar, edges of char. */
function burn(color: Rgb): Layer[] {
  const edge = (x: number, y: number, z: number) =>
    Math.max(oval(x - 0.33, y + 0.1 + 0.2 * (x - 0.3), 0.26, 0.4), -0.25 - z) + 0.3 * clouds(x, y, z, 4.5, 4);
  const web = (x: number, y: number, z: number) => {
    const bend = 0.05 * clouds(x, y, z, 9, 2);
    return 1 - Math.abs(2 * noise3(17 * (x + bend), 13 * (y - bend), 17 * z) - 1);
  };
  return [
    [color, (x, y, z) => inside(edge(x, y, z), 0.05)],
    [RAW, (x, y, z) => inside(edge(x, y, z) + 0.02, 0.05) * 0.8 * smoothstep(-0.02, 0.14, clouds(x + 2, y, z, 11, 4))],
    [[0.84, 0.62, 0.54], (x, y, z) => inside(edge(x, y, z) + 0.03, 0.04) * 0.42 * smoothstep(0.6, 1, web(x, y, z))],
    [CHAR, (x, y, z) => 0.6 * inside(Math.abs(edge(x, y, z) + 0.01) - 0.012 + 0.16 * clouds(x, y + 4, z, 30, 3), 0.03)],
  ];
}

/** Blood under the skin, on the cheekbone or around an eye: a dark heart, purple, yellow where it fades. */
function bruise(color: Rgb, place = "cheek"): Layer[] {
  const isEye = place === "eye";
  const [cx, cy, w, h] = isEye ? [AVERAGE.eye, -0.01, 0.125, 0.1] : bruised(place);
  const out: Mask = (x, y, z) => (z < 0 ? 1 : oval(x - cx, y - cy, w, h) + 0.1 * clouds(x, y, z, 12, 4));
  const soft =
    (share: number, grow: number, rim: number): Mask =>
    (x, y, z) =>
      share * (1 - smoothstep(grow - rim, grow + rim, out(x, y, z)));
  return [
    [OCHRE, soft(0.5, 0.012, 0.05)],
    [color, soft(0.72, -0.012, 0.04)],
    [PURPLE, soft(0.5, -0.04, 0.035)],
  ];
}
const BRUISED: Record<string, [number, number, number, number]> = {
  cheek: [0.25, -0.14, 0.11, 0.09],
  forehead: [0.14, 0.22, 0.1, 0.075],
  chin: [0.09, -0.53, 0.1, 0.07],
  nose: [0.03, -0.1, 0.08, 0.08],
  neck: [0.18, -0.74, 0.12, 0.09],
};

function bruised(place: string): [number, number, number, number] {
  const [x, y, radius] = PLACES[place] ?? [];
  const own = BRUISED[place] ?? (x === undefined ? undefined : [x, y, 0.8 * radius, 0.65 * radius]);
  return own ?? BRUISED["cheek"];
}

/** Fresh, thin cuts side by side: claws, nails, thorns. */
function scratches(color: Rgb): Layer[] {
  const distance: Mask = (x, y, z) => (z < 0.05 ? 1 : CUTS(x, y) + 0.004 * (noise3(60 * x, 60 * y, 3) - 0.5));
  return [
    [[0.72, 0.3, 0.26], (x, y, z) => 0.5 * inside(distance(x, y, z) - 0.007, 0.014)],
    [color, (x, y, z) => inside(distance(x, y, z), 0.005)],
  ];
}

/** A cheek torn away down to the jaw: ragged skin, flesh, and the teeth that stand in it. */
function gore(color: Rgb): Layer[] {
  const edge = (x: number, y: number, z: number) => {
    const hole = Math.max(oval(x - 0.15, y + 0.45, 0.19, 0.16), -0.02 - x, 0.1 - z);
    return hole + 0.1 * clouds(x, y, z, 13, 4);
  };
  const row = AVERAGE.mouth + 0.012;
  /** Over the bite, and along the row: no two teeth are equally wide, long or upright. */
  const bite = (x: number, y: number) => y - row + 0.16 * (x - 0.1) + 0.3 * Math.max(0, x - 0.16) ** 2;
  const place = (x: number, y: number): [number, number] => {
    const along = (x + 0.1 * bite(x, y) * (noise3(21 * x, 3, 5) - 0.5) + 0.012 * (noise3(15 * x, 8, 2) - 0.5)) / 0.034;
    return [Math.floor(along), along - Math.floor(along)];
  };
  const teeth: Mask = (x, y, z) => {
    if (x < 0.05 || edge(x, y, z) > -0.035) return 0;
    const [number, across] = place(x, y);
    const upper = bite(x, y) > 0;
    const own = noise3(7.3 * number, upper ? 2 : 6, 4);
    // One is missing now and then.
    if (own > 0.74) return 0;
    const off = Math.abs(2 * across - 1);
    const tooth = Math.abs(Math.abs(bite(x, y)) - 0.027) - (0.02 + 0.008 * own) * (1 - off ** 5);
    return inside(tooth, 0.007) * smoothstep(0.04, 0.24, 1 - off);
  };
  /** What of a tooth is stained: its root and its sides. */
  const stained: Mask = (x, y, z) => {
    const [, across] = place(x, y);
    const root = smoothstep(0.018, 0.048, Math.abs(bite(x, y)));
    return (
      teeth(x, y, z) *
      Math.min(1, 0.2 + 0.75 * root + 0.5 * Math.abs(2 * across - 1) ** 3 + 0.5 * clouds(x, y, z, 40, 2))
    );
  };
  return [
    [RAW.map((v) => 0.55 * v) as Rgb, (x, y, z) => inside(edge(x, y, z) - 0.016, 0.024)],
    [color, (x, y, z) => inside(edge(x, y, z), 0.008) * (0.8 + 0.5 * clouds(14 * x, 3 * y, 9 * z, 3, 3))],
    // Strings of muscle run down to the jaw; between them it is dark.
    [
      DARK,
      (x, y, z) =>
        0.75 * inside(edge(x, y, z) + 0.02, 0.03) * smoothstep(0.02, 0.16, clouds(26 * x, 4 * y, 9 * z, 1, 3)),
    ],
    [
      DARK,
      (x, y, z) =>
        inside(Math.max(edge(x, y, z) + 0.018, Math.abs(bite(x, y)) - 0.056 + 0.03 * clouds(x, y, z, 22, 3)), 0.014),
    ],
    [IVORY, teeth],
    [STAIN, stained],
  ];
}

/** A seam of dark thread across the forehead, a stitch every finger's breadth. */
function stitches(color: Rgb, place = "forehead"): Layer[] {
  const isCheek = place !== "forehead";
  const seam = (x: number, y: number): [number, number] =>
    isCheek ? [x - 0.24 + 0.25 * (y + 0.2), y + 0.2] : [y - 0.225 - 0.05 * Math.sin(9 * x), x - 0.06];
  const half = isCheek ? 0.14 : 0.22;
  const cut: Mask = (x, y, z) => {
    const [across, along] = seam(x, y);
    return z < 0.05
      ? 1
      : Math.max(Math.abs(across + 0.004 * (noise3(40 * x, 40 * y, 8) - 0.5)) - 0.0035, Math.abs(along) - half);
  };
  const thread: Mask = (x, y, z) => {
    const [across, along] = seam(x, y);
    const step = along / 0.042 - Math.round(along / 0.042);
    return z < 0.05
      ? 1
      : Math.max(Math.abs(0.042 * step + 0.12 * across) - 0.0036, Math.abs(across) - 0.024, Math.abs(along) - half);
  };
  return [
    [RAW, (x, y, z) => 0.55 * inside(cut(x, y, z) - 0.008, 0.016)],
    [DARK, (x, y, z) => inside(cut(x, y, z), 0.005)],
    [color, (x, y, z) => inside(thread(x, y, z), 0.004)],
  ];
}

/** Layers that are drawn where a place says. */
const moved =
  (draw: (color: Rgb) => Layer[], own: [number, number, number]) =>
  (color: Rgb, place?: string): Layer[] =>
    draw(color).map(([layer, mask]) => [layer, movedTo(place, own, mask)]);

/** What was done to the skin. */
export const WOUNDS: Record<string, (color: Rgb, place?: string) => Layer[]> = {
  burn: moved(burn, [0.33, -0.1, 0.3]),
  bruise,
  scratches: moved(scratches, [0.235, -0.18, 0.14]),
  gore,
  stitches,
};
