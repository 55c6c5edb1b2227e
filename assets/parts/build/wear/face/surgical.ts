import { type Draft, draft, merge, mirrored } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { beforeFace } from "../../core/stand-off.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { add, curve, table, type Vec } from "../../core/vector.ts";
import { clothPatch } from "./cloth.ts";

/** How far loops keep off cheek and jaw, which swell under them in laughter, units. */
const CLEAR = 0.03;

/** A pleated mask over nose, mouth and chin, with loops around the ears. */
export function surgicalMask({ skin, landmark }: AverageHead, level: number): Draft {
  const fine = level === 0 ? 1 : 0.5;
  const chin = landmark(152);
  const middle: [number, number] = [0, -0.34];
  const bottom = chin[1] + 0.035;
  const edge = (angle: number): [number, number] => {
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const high = s > 0 ? -0.115 - middle[1] : middle[1] - bottom;
    const reach = (Math.abs(c / 0.345) ** 3.6 + Math.abs(s / high) ** 3.6) ** (-1 / 3.6);
    // Narrower at the chin; its upper edge comes down beside the nose.
    return [reach * c * (s < 0 ? 1 + 0.28 * s * (reach / high) : 1), middle[1] + reach * s - (s > 0 ? 0.35 * (reach * c) ** 2 : 0)];
  };
  // Drawn from the nose to the chin, and back to the cheeks.
  const nose = landmark(1);
  const ridge: [number, number][] = [
    [bottom, chin[2] + 0.02],
    [landmark(13)[1], landmark(13)[2] + 0.055],
    [nose[1] - 0.03, nose[2] + 0.016],
    [nose[1] + 0.03, nose[2] + 0.012],
    [-0.1, landmark(6)[2] + 0.03],
  ];
  const tent = (x: number, y: number) => {
    const side = beforeFace(skin, 0.33, y, 0.01)[2];
    return side + (table(ridge, y) - side) * Math.max(0, 1 - (x / 0.36) ** 2) ** 0.42;
  };
  // Three folds lie over each other: each stands out at its lower edge.
  const pleat = (_x: number, y: number) => {
    const turn = (y - bottom) / 0.125;
    return 0.016 * (1 - (turn - Math.floor(turn))) - 0.008;
  };
  const cloth = clothPatch(skin, { middle, edge, columns: Math.round(32 * fine), rows: level === 0 ? 13 : 6, thick: 0.006, off: 0.01, bulge: 0.1, surface: tent, fold: pleat, slots: 2 });
  const loops = draft();
  for (const [angle, lift] of [
    [0.5, 0.05],
    [-0.5, -0.13],
  ]) {
    const from = beforeFace(skin, ...edge(angle), 0.016);
    const behind: Vec = [0.44, lift, -0.15];
    const way = [0.2, 0.45, 0.7, 0.88].map((t) => {
      const [x, y, z] = add(from, [behind[0] - from[0], behind[1] - from[1], behind[2] - from[2]], t);
      const foot = skin.foot([x + 0.03, y, z]);
      return foot.height < CLEAR ? add(foot.point, foot.normal, CLEAR) : ([x + 0.016, y, z] as Vec);
    });
    sweep(loops, curve([add(from, [-0.015, 0, 0]), ...way, behind], level === 0 ? 3 : 1), {
      outline: ellipse(level === 0 ? 6 : 4, 0.6),
      radius: () => 0.006,
      up: [1, 0, 0],
      patch: { u: [0.55, 0.95], v: [0, 1] },
    });
  }
  return merge(cloth, loops, mirrored(loops));
}
