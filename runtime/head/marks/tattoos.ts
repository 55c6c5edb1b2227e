import type { Rgb } from "../../prompt/look.ts";
import { around, inside, type Layer } from "./face.ts";
import { strokes } from "./strokes.ts";

/** Tribal blades on the character's left: from temple to jaw. */
const FACE = strokes([
  [0.27, 0.15, 0.39, -0.01, 0.16, -0.2, 0.026],
  [0.4, 0.14, 0.42, -0.14, 0.19, -0.33, 0.028],
  [0.52, 0.07, 0.5, -0.22, 0.16, -0.47, 0.03],
  [0.36, 0.07, 0.26, 0.22, 0.04, 0.15, 0.022],
  [0.46, 0.12, 0.34, 0.31, 0.07, 0.27, 0.028],
  [0.48, -0.2, 0.4, -0.42, 0.2, -0.54, 0.024],
  [0.55, -0.02, 0.57, 0.16, 0.42, 0.32, 0.026],
]);

/** A hooked figure in units of its own, about 1 high and wide, its middle at 0: what single places carry. */
const FIGURE = [
  [-0.05, 0.5, 0.5, 0.1, 0, -0.5, 0.075],
  [0.0, 0.36, -0.42, 0.12, -0.12, -0.3, 0.07],
  [-0.5, 0.12, -0.2, 0.5, 0.06, 0.2, 0.055],
  [0.5, -0.06, 0.28, -0.42, -0.1, -0.12, 0.06],
  [-0.46, -0.2, -0.3, -0.5, 0.16, -0.48, 0.05],
  [0.14, 0.06, 0.02, 0.02, -0.04, 0.1, 0.06],
];

/** Middle of a figure as [around the face, y] on the character's left, and its size. */
const PLACES: Record<string, [number, number, number]> = {
  neck: [0.4, -0.78, 0.42],
  cheek: [0.36, -0.2, 0.2],
  cheekbones: [0.36, -0.13, 0.14],
  forehead: [0.13, 0.22, 0.17],
  chin: [0, -0.56, 0.13],
  jaw: [0.42, -0.4, 0.18],
  eye: [0.28, -0.09, 0.1],
  eyes: [0.28, -0.09, 0.1],
  nose: [0, -0.04, 0.1],
};

/** Ink of one colour in the places that can be said; a whole side of the face where none is. */
export function tattoo(color: Rgb, place?: string): Layer[] {
  const at = place === undefined ? undefined : PLACES[place];
  if (!at) return [[color, (x, y, z) => (z < 0 ? 0 : inside(x < 0 ? 1 : FACE(around(x, z), y)))]];
  const [middle, height, size] = at;
  const figure = strokes(FIGURE);
  const reach = 0.6 * size;
  return [
    [
      color,
      (x, y, z) => {
        const [u, v] = [Math.sign(x) * around(x, z) - middle, y - height];
        if (Math.abs(u) > reach || Math.abs(v) > reach) return 0;
        return inside(size * figure(u / size, v / size), 0.007);
      },
    ],
  ];
}
