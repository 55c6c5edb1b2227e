import { smoothstep } from "../../../mesh/smoothstep.ts";
import { randomOf } from "../noise.ts";
import { pressCrease } from "../strokes.ts";
import type { TexelMap } from "../texel-map.ts";
import { MILLIMETRE } from "./canvas.ts";
import type { FaceGuide } from "./face.ts";

/**
 * A line that a face gets with age: x and y on the average face, its left half; drawn on both. Years when it shows first and
 * when it is as deep as it gets; depth and half width in millimetres.
 */
export interface Wrinkle {
  name: string;
  from: number;
  full: number;
  depth: number;
  width: number;
  /** x and y in turn. */
  points: number[];
  /** Crosses the middle of the face: not mirrored. */
  single?: boolean;
}

const line = (
  name: string,
  [from, full]: [number, number],
  [depth, width]: [number, number],
  points: number[],
  single = false,
): Wrinkle => ({ name, from, full, depth, width, points, single });

/** Rays at the outer corner of an eye: a fan, its middle ones longest. */
const CROWS_FEET = [40, 24, 8, -9, -26, -42].map((degrees, i) => {
  const angle = (degrees * Math.PI) / 180;
  const [far, near] = [0.1 + 0.03 * Math.sin(2.1 * i + 1), 0.028 + 0.01 * (i % 2)];
  const at = (r: number, bend: number): [number, number] => [
    0.258 + 0.85 * r * Math.cos(angle + bend),
    -0.006 + r * Math.sin(angle + bend),
  ];
  return line(
    "crowsFeet",
    [30 + 3 * (i % 3), 72],
    [0.42, 0.75],
    [at(near, 0), at(0.5 * (near + far), 0.04), at(far, 0.16)].flat(),
  );
});

/** Lines across the forehead: a long one in the middle of each, broken towards the temples. */
const FOREHEAD = [0.135, 0.175, 0.213, 0.25].flatMap((y, i) => {
  const wave = (x: number): [number, number] => [x, y + 0.022 * Math.cos(9 * x + 0.4 * i) - 0.35 * x * x];
  const row = (a: number, b: number) => Array.from({ length: 7 }, (_, k) => wave(a + ((b - a) * k) / 6)).flat();
  return [
    line("forehead", [34 + 4 * i, 76], [0.4, 1.15], row(-0.19 + 0.03 * (i % 2), 0.2 - 0.02 * (i % 3)), true),
    line("forehead", [44 + 3 * i, 82], [0.28, 0.9], row(0.12, 0.29 - 0.02 * i)),
  ];
});

/** Short lines that run down to the upper lip. */
const LIP_LINES = [0.014, 0.034, 0.055, 0.08, 0.103].map((x, i) => {
  const rise = 0.3 + 0.25 * x;
  return line("lipLines", [62, 96], [0.06, 0.8], [x, -rise - 0.02, x * 1.1, -rise + 0.006 + 0.008 * (i % 2)]);
});

/** The lines of a face. Names and courses after Lemperle et al., "A classification of facial wrinkles" (2001). */
const WRINKLES: Wrinkle[] = [
  ...FOREHEAD,
  ...CROWS_FEET,
  ...LIP_LINES,
  line("frown", [33, 74], [0.6, 1.2], [0.026, 0.03, 0.03, 0.07, 0.038, 0.118]),
  line("noseRoot", [46, 84], [0.4, 1.1], [-0.045, 0.002, 0, -0.008, 0.045, 0.002], true),
  line("bunny", [44, 84], [0.25, 0.9], [0.05, -0.03, 0.075, -0.055, 0.082, -0.085]),
  line("tearTrough", [22, 74], [0.6, 2.6], [0.098, -0.05, 0.125, -0.082, 0.165, -0.104, 0.205, -0.11, 0.24, -0.1]),
  line("underEye", [26, 74], [0.34, 0.8], [0.11, -0.052, 0.15, -0.07, 0.2, -0.07, 0.245, -0.045]),
  line("underEye", [40, 78], [0.3, 0.7], [0.125, -0.068, 0.165, -0.088, 0.21, -0.088, 0.262, -0.062]),
  line("underEye", [52, 84], [0.26, 0.7], [0.17, -0.106, 0.22, -0.106, 0.268, -0.082]),
  line("upperLid", [44, 82], [0.34, 0.9], [0.12, 0.036, 0.17, 0.062, 0.225, 0.056, 0.272, 0.018]),
  line("nasolabial", [20, 74], [1.5, 3], [0.112, -0.196, 0.14, -0.235, 0.172, -0.285, 0.192, -0.335, 0.2, -0.385]),
  line("nasolabial", [34, 78], [0.5, 1.2], [0.118, -0.205, 0.148, -0.25, 0.18, -0.305, 0.196, -0.36, 0.2, -0.415]),
  line("marionette", [40, 80], [0.8, 2], [0.146, -0.388, 0.162, -0.42, 0.17, -0.465, 0.168, -0.515]),
  line("mouthCorner", [30, 74], [0.4, 1.1], [0.15, -0.365, 0.157, -0.385, 0.153, -0.41]),
  line(
    "mentolabial",
    [24, 72],
    [0.7, 2.6],
    [-0.085, -0.485, -0.04, -0.474, 0, -0.471, 0.04, -0.474, 0.085, -0.485],
    true,
  ),
  line("cheek", [62, 96], [0.22, 1.7], [0.228, -0.2, 0.252, -0.27, 0.256, -0.35, 0.235, -0.44]),
  line("malar", [48, 82], [0.4, 2], [0.2, -0.142, 0.25, -0.135, 0.3, -0.105]),
  line("jowl", [50, 84], [0.7, 2.6], [0.19, -0.535, 0.215, -0.5, 0.222, -0.46]),
  line("neck", [24, 74], [0.7, 2], [-0.24, -0.7, -0.12, -0.735, 0, -0.745, 0.12, -0.735, 0.24, -0.7], true),
  line("neck", [34, 78], [0.7, 2.2], [-0.26, -0.8, -0.13, -0.835, 0, -0.84, 0.13, -0.832, 0.26, -0.79], true),
];

/** How deep a wrinkle is at an age, 0..1. */
export const depthAt = ({ from, full }: Wrinkle, age: number): number => smoothstep(from - 6, full, age) ** 1.9;

/**
 * Presses the lines of an age into a face, each a little different on every side and person.
 * @param age years. @param canvas height F32 [N] in units, crease F32 [N] 0..1 where creases lie: both are changed.
 */
export function pressWrinkles(
  { map, face }: { map: TexelMap; face: FaceGuide },
  { age, seed, strength = 1 }: { age: number; seed: number; strength?: number },
  { height, crease }: { height: Float32Array; crease: Float32Array },
): void {
  const random = randomOf(seed ^ 0x51ab);
  for (const wrinkle of WRINKLES) {
    const share = depthAt(wrinkle, age);
    for (const side of wrinkle.single ? [1] : [1, -1]) {
      // Drawn for every line, so that one more line leaves the others as they are.
      const shift = random() - 0.5;
      const lift = random() - 0.5;
      const deep = 0.7 + 0.6 * random();
      const wide = 0.85 + 0.3 * random();
      if (share < 0.02) continue;
      const points = smooth(wrinkle.points).map(([x, y]) => {
        const px = side * x + 0.008 * shift;
        const py = y + 0.008 * lift;
        return [px, py, face.depth(px, py)];
      });
      const width = wrinkle.width * wide * MILLIMETRE;
      const depth = 0.8 * strength * share * deep * wrinkle.depth * MILLIMETRE;
      // A line that has only begun holds no shade yet.
      pressCrease(map, { points, width, depth, dark: Math.min(1, 2.2 * share * strength) }, height, crease);
    }
  }
}

/** Twice as many points, on a curve through them, as pairs. */
function smooth(flat: number[]): number[][] {
  const points = Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
  return points.flatMap((b, i) => {
    if (i === points.length - 1) return [b];
    const a = points[Math.max(0, i - 1)];
    const c = points[i + 1];
    const d = points[Math.min(points.length - 1, i + 2)];
    return [b, [0, 1].map((k) => (9 * (b[k] + c[k]) - a[k] - d[k]) / 16)];
  });
}
