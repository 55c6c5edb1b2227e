import { type Draft, merge } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { beforeFace } from "../../core/stand-off.ts";
import { add } from "../../core/vector.ts";
import { clothPatch } from "./cloth.ts";
import { strap } from "./strap.ts";

/** A leather patch over the left eye, on a band around the head. */
export function eyePatch({ skin, skull, eyes }: AverageHead, level: number): Draft {
  const fine = level === 0 ? 1 : 0.5;
  const [cx, cy] = [eyes.left[0] + 0.005, eyes.left[1] - 0.012];
  const edge = (angle: number): [number, number] => {
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const reach = (Math.abs(c / 0.155) ** 2.6 + Math.abs(s / (s > 0 ? 0.105 : 0.15)) ** 2.6) ** (-1 / 2.6);
    // Narrower towards its lower edge.
    const low = Math.max(0, -s);
    return [Math.max(0.032, cx + reach * c * (1 - 0.16 * low)), cy + reach * s];
  };
  const patch = clothPatch(skin, { middle: [cx, cy], edge, columns: Math.round(28 * fine), rows: level === 0 ? 4 : 2, thick: 0.008, off: 0.008, bulge: 0.1, slots: 2 });
  const [inner, outer] = [2.6, 0.45].map((angle) => add(beforeFace(skin, ...edge(angle), 0.012), [angle > 1 ? 0.02 : -0.02, 0, 0]));
  const band = strap(skull, {
    from: 0.1,
    to: 0.1 - (2 * Math.PI - 0.82),
    high: [
      [0, 0.08],
      [0.1, 0.17],
      [0.28, 0.27],
      [0.5, 0.2],
      [0.75, 0.13],
      [0.92, 0.1],
      [1, 0.05],
    ],
    wide: 0.015,
    steps: Math.round(32 * fine),
    u: [0.55, 0.95],
    ends: [inner, outer],
  });
  return merge(patch, band);
}
