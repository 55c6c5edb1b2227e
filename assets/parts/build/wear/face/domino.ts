import { type Draft, merge, mirrored } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { beforeFace } from "../../core/stand-off.ts";
import { table, type Vec } from "../../core/vector.ts";
import { ringSurface } from "../headwear/surface.ts";
import { strap } from "./strap.ts";

const TOP: [number, number][] = [
  [0, 0.105],
  [0.08, 0.165],
  [0.22, 0.2],
  [0.34, 0.2],
  [0.4, 0.235],
];
const BOTTOM: [number, number][] = [
  [0, -0.13],
  [0.07, -0.17],
  [0.16, -0.155],
  [0.28, -0.125],
  [0.36, -0.03],
  [0.4, 0.1],
];
const SIDE = 0.392;

/** A half mask around the eyes, on a ribbon. */
export function dominoMask({ skin, skull, eyes }: AverageHead, level: number): Draft {
  const fine = level === 0 ? 1 : 0.5;
  const [cx, cy] = [eyes.left[0] + 0.008, eyes.left[1] + 0.004];
  const isInside = (x: number, y: number) => x > 0 && x < SIDE && y < table(TOP, x) && y > table(BOTTOM, x);
  const outer = (angle: number): number => {
    let [low, high] = [0, 0.6];
    for (let i = 0; i < 18; i++) {
      const half = (low + high) / 2;
      if (isInside(cx + half * Math.cos(angle), cy + half * Math.sin(angle))) low = half;
      else high = half;
    }
    return low;
  };
  const hole = (angle: number) => 1 / Math.hypot(Math.cos(angle) / 0.112, Math.sin(angle) / 0.068);
  const at = (share: number, off: number) => (angle: number): Vec => {
    const reach = hole(angle) + (outer(angle) - hole(angle)) * share;
    const x = cx + reach * Math.cos(angle);
    const place = beforeFace(skin, Math.max(0, x), cy + reach * Math.sin(angle), off);
    return x < 2e-3 ? [0, place[1], place[2]] : place;
  };
  const half = ringSurface(
    [
      { at: at(0, 0.006) },
      { at: at(0.02, 0.02), crease: true },
      { at: at(0.32, 0.021) },
      { at: at(0.66, 0.02) },
      { at: at(1, 0.018), crease: true },
      { at: at(1, 0.004) },
      { at: at(0.5, 0.004) },
      { at: at(0, 0.006) },
    ],
    { columns: Math.round(32 * fine), slots: 2 },
  );
  const ribbon = strap(skull, {
    from: 0.95,
    to: Math.PI,
    high: [
      [0, 0.15],
      [0.4, 0.14],
      [1, 0.1],
    ],
    wide: 0.014,
    off: 0.012,
    steps: Math.round(18 * fine),
    u: [0.55, 0.95],
  });
  const side = merge(half, ribbon);
  return merge(side, mirrored(side));
}
