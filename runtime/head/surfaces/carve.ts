import { smoothstep } from "../../mesh/smoothstep.ts";
import { growthOf } from "../patterns.ts";
import { clouds, noise3 } from "./noise.ts";

/** Relief in millimetres and roughness that a pattern of a material adds at a point. */
export type Carve = (x: number, y: number, z: number, out: { height: number; rough: number }) => void;

const CARVES: Readonly<Record<string, Carve>> = {
  grain: (x, y, z, out) => {
    const rings = 11 * growthOf(x, y, z);
    const year = rings - Math.floor(rings);
    out.height = 0.1 * year ** 4 + 0.12 * (noise3(90 * x, 4 * y, 90 * z) - 0.5);
    out.rough = 0.08 * (noise3(50 * x, 3 * y, 50 * z) - 0.5);
  },
  speckle: (x, y, z, out) => {
    const pit = smoothstep(0.62, 0.8, noise3(46 * x, 46 * y, 46 * z));
    out.height = 0.5 * clouds(x, y, z, 70, 3) - 0.45 * pit;
    out.rough = 0.1 * pit;
  },
  frost: (x, y, z, out) => {
    out.height = 0.9 * clouds(x, y, z, 7, 2) + 0.1 * clouds(x, y, z, 80, 2);
    out.rough = 0.28 * smoothstep(-0.06, 0.16, clouds(x, y + 3, z, 6, 3));
  },
  thumbs: (x, y, z, out) => {
    // Pressed dents, and the lines that a thumb leaves in each.
    const dent = clouds(x, y, z, 11, 2);
    const turn = 3 * noise3(6 * x, 6 * y, 6 * z);
    const across = x * Math.cos(turn) + y * Math.sin(turn);
    out.height =
      1.3 * dent + 0.07 * Math.sin(300 * across) * smoothstep(0.02, 0.12, dent) + 0.1 * clouds(x, y, z, 110, 2);
    out.rough = 0.06 * dent;
  },
};

/** What a pattern carves into a statue; nothing where it only colours. */
export const carveOf = (pattern: string | undefined): Carve | undefined => CARVES[pattern ?? ""];
