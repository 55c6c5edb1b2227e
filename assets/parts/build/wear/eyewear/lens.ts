import type { Draft } from "../../core/mesh.ts";
import { mix, type Vec } from "../../core/vector.ts";
import { ringSurface } from "../headwear/surface.ts";

interface Lens {
  columns: number;
  /** Its edge at an angle, counter-clockwise seen from the front. */
  rim: (angle: number) => Vec;
  middle: Vec;
  /** How far its middle stands out before its edge, towards +Z. */
  bulge: number;
  /** Of how many slots of the part, and which one. */
  slots?: number;
  slot?: number;
}

/** Half of its thickness, head units. */
const HALF = 0.0016;

/** A thin lens in a rim: closed, so that one side of it is seen at a time. */
export function lens({ columns, rim, middle, bulge, slots = 2, slot = 1 }: Lens): Draft {
  const ring = (share: number, side: number) => ({
    slot,
    at: (angle: number): Vec => {
      const [x, y, z] = mix(middle, rim(angle), share);
      return [x, y, z + bulge * (1 - share * share) + side * HALF];
    },
  });
  return ringSurface([ring(0, 1), ring(0.55, 1), ring(1, 1), ring(1, -1), ring(0.55, -1), ring(0, -1)], { columns, slots });
}
