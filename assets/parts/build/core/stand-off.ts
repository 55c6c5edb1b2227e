import type { Ground } from "./skin.ts";
import { add, type Vec } from "./vector.ts";

/** Where one starts, further out than any head. */
const FAR = 1.7;

/**
 * The outermost place on a ray from within a head that stands a height off the ground: what is wrapped around a head lies there.
 * Found by going inwards by the distance that is surely free (sphere tracing).
 */
export function standOff(ground: Ground, from: Vec, way: Vec, height: number): Vec {
  let reach = FAR;
  for (let i = 0; i < 40; i++) {
    const { height: high } = ground.foot(add(from, way, reach));
    const free = Math.abs(high) - height;
    if (free < 1e-3 || high < 0) break;
    reach -= Math.max(1e-3, free);
    if (reach < 0.05) break;
  }
  return add(from, way, Math.max(0.05, reach));
}

/** The place before the face at x and y, a height before the skin. */
export const beforeFace = (ground: Ground, x: number, y: number, height: number): Vec => standOff(ground, [x, y, -0.6], [0, 0, 1], height);
