import { smoothstep } from "../../mesh/smoothstep.ts";
import type { Rgb } from "../../prompt/look.ts";
import { makeOutline, type Outline, signedDistance } from "../outline.ts";
import { noise } from "../patterns.ts";
import { BROWS, EYELIDS, LIPS } from "../template-regions.ts";

/** Share, 0..1, of a colour at a point of the average face: head space, x and y moved so that all faces' features agree. */
export type Mask = (x: number, y: number, z: number) => number;
/** A colour (sRGB) and where it lies. */
export type Layer = readonly [Rgb, Mask];

/** Left half of a face in the average face's coordinates: the right one mirrors it. */
export interface Face {
  skin: Rgb;
  lips: Outline;
  lids: Outline;
  brow: Outline;
  /** Height of the tip of the nose. */
  nose: number;
  /** Where a point in head space lies on the average face. */
  place: (x: number, y: number) => [number, number];
}

/** Where eyes (x), forehead, mouth and chin (y) lie on the average face; its eyes are at y = 0. */
export const AVERAGE = { eye: 0.168, forehead: 0.296, mouth: -0.38, chin: -0.614 };
/** Width of the edge of paint. */
export const EDGE = 0.012;
/** Share of paint that brows keep off the skin. */
const BROW_SHOWS = 0.45;

/** @param skin sRGB. @param landmarks [478 · 3] in head space. */
export function averageFace(landmarks: Float32Array, skin: Rgb): Face {
  const place = averagePlace(landmarks);
  const corner = (id: number) => place(landmarks[id * 3], landmarks[id * 3 + 1]);
  const outline = (ids: number[]) => makeOutline(ids.map(corner), true);
  const [, nose] = corner(4);
  return { skin, lips: outline(LIPS), lids: outline(EYELIDS.left), brow: outline(BROWS.left), nose, place };
}

/** @returns where a point of this face lies on the average one, by its eyes, forehead, mouth and chin. */
function averagePlace(landmarks: Float32Array): (x: number, y: number) => [number, number] {
  const height = (id: number) => landmarks[id * 3 + 1];
  const width = AVERAGE.eye / landmarks[473 * 3];
  const [forehead, mouth, chin] = [height(10), (height(61) + height(291)) / 2, height(152)];
  const { forehead: top, mouth: middle, chin: bottom } = AVERAGE;
  return (x, y) => {
    if (y > 0) return [width * x, (y / forehead) * top];
    if (y > mouth) return [width * x, (y / mouth) * middle];
    return [width * x, middle + ((y - mouth) / (chin - mouth)) * (bottom - middle)];
  };
}

/** Share of what lies within a signed distance, with a soft edge. */
export const inside = (distance: number, soft = EDGE) => 1 - smoothstep(-soft / 2, soft / 2, distance);
/** An uneven hand: moves an edge by up to `size` either way. */
export const wobble = (x: number, y: number, z: number, size: number) => size * (2 * noise(11 * x, 11 * y, 11 * z) - 1);
/** Signed distance, near its edge, to an ellipse around the origin. After Quilez. */
export const oval = (x: number, y: number, width: number, height: number) => {
  const far = Math.hypot(x / width, y / height);
  return (far * (far - 1)) / Math.max(1e-6, Math.hypot(x / width ** 2, y / height ** 2));
};

/** How far around the face from its middle: near the nose this is |x|, and unlike x it does not run out at the temples. */
export const around = (x: number, z: number) => 0.5 * Math.abs(Math.atan2(x, z + 0.05));

/** Distance beyond the face: a rounded outline before the hairline and the ears, and the edge of the jaw. */
export const beyondFace: Mask = (x, y, z) => {
  const height = Math.abs(y + 0.08) / (y > -0.08 ? 0.51 : 0.64);
  const outline = 0.5 * (((around(x, z) / 0.58) ** 2.4 + height ** 2.4) ** (1 / 2.4) - 1);
  return Math.max(outline, -(y + 0.42 + 0.5 * z)) + wobble(Math.abs(x), y, z, 0.012);
};

/** Share of a brow at a point of the front. */
export const browShare = ({ brow }: Face, x: number, y: number) =>
  inside(signedDistance(brow, Math.abs(x), y, EDGE), 2 * EDGE);

/** Paint inside a signed distance, through which brows show. */
export const painted =
  (face: Face, distance: Mask): Mask =>
  (x, y, z) => {
    const share = inside(distance(x, y, z));
    return share === 0 ? 0 : share * (1 - BROW_SHOWS * browShare(face, x, y));
  };

export const wholeFace = (face: Face) => painted(face, beyondFace);
