import { smoothstep } from "../../mesh/smoothstep.ts";
import { signedDistance } from "../outline.ts";
import { AVERAGE, browShare, EDGE, type Face, inside, type Mask } from "./face.ts";

/** Within the lips' outline. */
export const lipstick = ({ lips }: Face): Mask => {
  return (x, y, z) => (z < 0.2 ? 0 : inside(signedDistance(lips, x, y, EDGE)));
};

/** On the lids up to the brow, drawn out to the temple; a little under the lashes. */
export const eyeshadow = (face: Face): Mask => {
  return (x, y, z) => {
    const s = Math.abs(x);
    const distance = signedDistance(face.lids, s, y - 0.25 * Math.max(0, s - 0.22), 0.1);
    if (z < 0.1 || distance > 0.1) return 0;
    const rim = y > 0 || s > 0.25 ? 0.075 : 0.022;
    const below = smoothstep(-0.035, 0.02, y + 0.2 * (s - AVERAGE.eye));
    return (1 - smoothstep(0.3 * rim, rim, distance)) * (0.45 + 0.55 * below) * (1 - browShare(face, x, y));
  };
};

/** A dark rim along the lashes. */
export const liner = ({ lids }: Face): Mask => {
  return (x, y, z) => (z < 0.1 ? 0 : 1 - smoothstep(0.008, 0.02, signedDistance(lids, Math.abs(x), y, 0.03)));
};
