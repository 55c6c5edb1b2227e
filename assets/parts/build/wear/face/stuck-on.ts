import type { Draft } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { add, cross, unit, type Vec } from "../../core/vector.ts";
import { ringSurface } from "../headwear/surface.ts";
import { clothPatch } from "./cloth.ts";

/** Half the length and half the breadth of a plaster, and of the pad in its middle, units. */
const STRIP: [number, number] = [0.165, 0.046];
const PAD: [number, number] = [0.055, 0.036];

/** A sticking plaster over the bridge of the nose. */
export function plaster({ skin, landmark }: AverageHead, level: number): Draft {
  const middle: [number, number] = [0, landmark(5)[1] + 0.085];
  return clothPatch(skin, {
    middle,
    edge: (angle) => {
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      const reach = (Math.abs(c / STRIP[0]) ** 7 + Math.abs(s / STRIP[1]) ** 7) ** (-1 / 7);
      return [reach * c, middle[1] + reach * s];
    },
    columns: level === 0 ? 48 : 20,
    rows: level === 0 ? 6 : 3,
    thick: 0.004,
    off: 0.004,
    bulge: -0.2,
    fold: (x, y) => (Math.abs(x) < PAD[0] && Math.abs(y - middle[1]) < PAD[1] ? 0.004 : 0),
  });
}

/** A drop of paint between the brows. */
export function bindi({ skin, landmark }: AverageHead, level: number): Draft {
  const { point, normal } = skin.foot(add(landmark(9), [0, -0.01, 0.05]));
  const across = unit(cross([0, 1, 0], normal));
  const up = cross(normal, across);
  const ring = (wide: number, off: number) => (angle: number): Vec =>
    add(add(add(point, normal, off), across, -wide * Math.sin(angle)), up, wide * Math.cos(angle));
  return ringSurface([{ at: ring(0, 0.008) }, { at: ring(0.013, 0.0072) }, { at: ring(0.021, 0.0035) }, { at: ring(0.023, -0.002) }, { at: ring(0, -0.003) }], { columns: level === 0 ? 16 : 8 });
}
