import type { Eyeball } from "./eyeball.ts";

/** Degrees at full weight; lids of the expressions follow eyes this far. */
const SIDEWAYS = 26;
const UP = 16;
const DOWN = 20;

/**
 * Turn of an eyeball under an expression, as a matrix of three rows; undefined where it rests.
 * @param side 0 is the right eye, 1 the left.
 */
export function gazeTurn(name: string, side: 0 | 1): number[][] | undefined {
  const found = /^eyeLook(In|Out|Up|Down)(Left|Right)$/.exec(name);
  if (!found || (found[2] === "Left") !== (side === 1)) return undefined;
  const way = found[1];
  const rise = way === "Up" ? UP : way === "Down" ? -DOWN : 0;
  // +X is the character's left: outwards for the left eye.
  const outwards = side === 1 ? SIDEWAYS : -SIDEWAYS;
  const swing = way === "Out" ? outwards : way === "In" ? -outwards : 0;
  const [a, b] = [(rise * Math.PI) / 180, (swing * Math.PI) / 180];
  const pitch = [
    [1, 0, 0],
    [0, Math.cos(a), Math.sin(a)],
    [0, -Math.sin(a), Math.cos(a)],
  ];
  const yaw = [
    [Math.cos(b), 0, Math.sin(b)],
    [0, 1, 0],
    [-Math.sin(b), 0, Math.cos(b)],
  ];
  return rise === 0 ? yaw : pitch;
}

/** Places in head space [V, 3] of points in eyeball radii, turned. */
export function placeEyeball(points: Float32Array, { center, radius }: Eyeball, turn?: number[][]): Float32Array {
  const out = new Float32Array(points.length);
  for (let i = 0; i < points.length; i += 3) {
    const p = points.subarray(i, i + 3);
    for (let c = 0; c < 3; c++) {
      const turned = turn ? turn[c][0] * p[0] + turn[c][1] * p[1] + turn[c][2] * p[2] : p[c];
      out[i + c] = center[c] + radius * turned;
    }
  }
  return out;
}
