import { type Draft, draft, merge, mirrored } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { beforeFace } from "../../core/stand-off.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { add, curve, type Vec } from "../../core/vector.ts";
import { clothPatch } from "./cloth.ts";
import { strap } from "./strap.ts";

const WHOLE = { u: [0, 1] as [number, number], v: [0, 1] as [number, number] };

/** A cloth over nose, mouth and chin, drawn tight by its corners and knotted behind. */
export function bandanaMask({ skin, skull, landmark }: AverageHead, level: number): Draft {
  const fine = level === 0 ? 1 : 0.5;
  const chin = landmark(152);
  const nose = landmark(1);
  const middle: [number, number] = [0, -0.36];
  const bottom = chin[1] + 0.03;
  const edge = (angle: number): [number, number] => {
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const high = s > 0 ? nose[1] + 0.1 - middle[1] : middle[1] - bottom;
    const reach = (Math.abs(c / 0.352) ** 3 + Math.abs(s / high) ** 3) ** (-1 / 3);
    const down = Math.max(0, -s * (reach / high));
    // Its lower edge comes to a point under the chin, its upper one runs level over the nose and down to the ears.
    return [reach * c * (1 - 0.36 * down ** 1.3), middle[1] + reach * s - (s > 0 ? 0.5 * Math.max(0, Math.abs(reach * c) - 0.12) ** 1.5 : 0)];
  };
  // Folds run from the corners down to the middle of the chin.
  const fold = (x: number, y: number) => {
    const side = Math.abs(x);
    return 0.011 * Math.sin(34 * (y + 0.75 * side) + 2) * Math.min(1, side / 0.1) * Math.max(0, 1 - ((y - middle[1]) / 0.34) ** 2);
  };
  const ridge = (y: number): number => (y > nose[1] - 0.04 ? nose[2] + 0.016 - 0.35 * Math.max(0, y - nose[1]) : nose[2] + 0.016 + (chin[2] + 0.03 - nose[2]) * ((nose[1] - 0.04 - y) / (nose[1] - 0.04 - bottom)));
  const tent = (x: number, y: number) => {
    const side = beforeFace(skin, 0.335, y, 0.012)[2];
    return side + (ridge(y) - side) * Math.max(0, 1 - (x / 0.36) ** 2) ** 0.5;
  };
  const cloth = clothPatch(skin, { middle, edge, columns: Math.round(30 * fine), rows: level === 0 ? 11 : 5, thick: 0.006, off: 0.012, bulge: 0.1, surface: tent, fold });
  const band = strap(skull, {
    from: 1.0,
    to: Math.PI,
    high: [
      [0, -0.16],
      [0.14, -0.02],
      [0.3, 0.11],
      [0.55, 0.1],
      [1, 0.0],
    ],
    wide: 0.03,
    off: 0.014,
    steps: Math.round(22 * fine),
    u: [0.05, 0.95],
    ends: [beforeFace(skin, 0.34, -0.24, 0.016)],
  });
  const knot = draft();
  const back = add(skull.foot([0, 0, -0.9]).point, [0, 0, -0.03]);
  const end = (points: Vec[]) =>
    sweep(knot, curve(points, level === 0 ? 4 : 2), { outline: ellipse(level === 0 ? 8 : 5, 0.35), radius: (t) => 0.026 + 0.03 * t, up: [0, 0.3, -1], patch: WHOLE });
  end([add(back, [0.005, 0.01, 0]), add(back, [0.05, -0.05, -0.03]), add(back, [0.09, -0.16, -0.03]), add(back, [0.1, -0.24, -0.005])]);
  sweep(knot, [add(back, [0, 0.035, 0.01]), add(back, [0.006, 0.012, -0.014]), add(back, [0.006, -0.02, -0.014]), add(back, [0, -0.04, 0.01])], {
    outline: ellipse(level === 0 ? 9 : 5, 0.8),
    radius: (t) => 0.022 + 0.016 * Math.sin(Math.PI * t),
    up: [1, 0, 0],
    patch: WHOLE,
  });
  const half = merge(band, knot);
  return merge(cloth, half, mirrored(half));
}
