import { smoothstep } from "../../mesh/smoothstep.ts";
import { clouds } from "../surfaces/noise.ts";
import type { Mask } from "./face.ts";

/** Middles and radii of the places on the left that a mark may be said to be on. */
export const PLACES: Readonly<Record<string, [number, number, number]>> = {
  forehead: [0.08, 0.24, 0.16],
  brow: [0.17, 0.12, 0.1],
  eye: [0.17, -0.01, 0.12],
  cheek: [0.24, -0.18, 0.13],
  cheekbones: [0.28, -0.1, 0.11],
  nose: [0.02, -0.14, 0.1],
  mouth: [0.06, -0.38, 0.11],
  lip: [0.05, -0.37, 0.08],
  jaw: [0.3, -0.42, 0.14],
  chin: [0.03, -0.56, 0.12],
  neck: [0.15, -0.78, 0.2],
};
/** The neck lies further back than masks of the face reach. */
const NECK_LIES = 0.25;

/** What may lie anywhere, on one place alone where one is said: there is some of it there, wherever it usually is. */
export function within(place: string | undefined, mask: Mask): Mask {
  const at = PLACES[place ?? ""];
  if (!at) return mask;
  const [cx, cy, radius] = at;
  const ahead = place === "neck" ? NECK_LIES : 0;
  return (x, y, z) => {
    const share = windowOf(Math.hypot(Math.abs(x) - cx, y - cy) / radius + clouds(x, y, z, 12, 2));
    return share > 0 ? Math.min(1, 1.4 * mask(x, y, z + ahead) + 0.2) * share : 0;
  };
}

/** How much of a place that is named a point of the face is: 1 everywhere where none is. */
export function placeShare(place: string | undefined, x: number, y: number): number {
  const at = PLACES[place ?? ""];
  return at ? windowOf(Math.hypot(Math.abs(x) - at[0], y - at[1]) / at[2]) : 1;
}

/** What has a form of its own, brought to a place that is said and made as large as that. @param own middle and radius of it, as it is drawn on the left. */
export function movedTo(
  place: string | undefined,
  [ox, oy, radius]: readonly [number, number, number],
  mask: Mask,
): Mask {
  const at = PLACES[place ?? ""];
  if (!at) return mask;
  const [cx, cy, size] = at;
  const scale = radius / Math.min(radius, 1.2 * size);
  const ahead = place === "neck" ? NECK_LIES : 0;
  return (x, y, z) => mask(ox + scale * (x - cx), oy + scale * (y - cy), z + ahead);
}

const windowOf = (distance: number) => 1 - smoothstep(0.7, 1.2, distance);
