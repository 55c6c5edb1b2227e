import type { Rgb } from "../../prompt/look.ts";
import { noise3 } from "../surfaces/noise.ts";
import { AVERAGE, inside, type Layer } from "./face.ts";

/** Signed distance, about, to where metal ends on the character's left half: it steps back from nose and mouth as plates do. */
export function plateEdge(x: number, y: number, z: number): number {
  if (z < 0.1) return 0.012 - x;
  const steps =
    y > 0.12
      ? 0.014
      : y > -0.05
        ? 0.034 + 0.1 * Math.max(0, 0.03 - y)
        : y > -0.28
          ? 0.082
          : y > -0.47
            ? 0.13 + 0.25 * (y + 0.47)
            : 0.02;
  return steps - x;
}

/** Distance to the nearest seam between plates of the left half, units. */
export function seam(x: number, y: number, z: number): number {
  const s = Math.abs(x);
  const ring = Math.abs(Math.hypot((s - AVERAGE.eye) / 1.15, y - 0.005) - 0.108);
  const beyond = Math.hypot((s - AVERAGE.eye) / 1.15, y - 0.005) > 0.108;
  const brow = beyond && y > 0 ? Math.abs(y - 0.2 - 0.22 * (s - 0.1)) : 1;
  const temple = beyond && y > -0.1 && s > 0.2 ? Math.abs(0.12 + 0.55 * (y + 0.1) - z) : 1;
  const cheek = beyond && y < 0 ? Math.abs(y + 0.21 + 0.5 * (s - 0.2)) : 1;
  const jaw = y < -0.2 ? Math.abs(y + 0.5 - 0.55 * (s - 0.1)) : 1;
  const chin = y < -0.42 && z > 0 ? Math.abs(s - 0.17) : 1;
  const neck = y < -0.6 ? Math.abs(y + 0.72) : 1;
  const crown = z < 0.12 || y > 0.3 ? Math.min(Math.abs(y - 0.36), Math.abs(z + 0.16)) : 1;
  return Math.min(ring, brow, temple, cheek, jaw, chin, neck, crown);
}

/** Share of a rivet: along the seams' inner side, evenly. */
export function rivet(x: number, y: number, z: number): number {
  const off = Math.abs(seam(x, y, z) - 0.022);
  if (off > 0.01) return 0;
  const pitch = 0.062;
  const cell = (v: number) => pitch * (v / pitch - Math.round(v / pitch));
  return inside(Math.hypot(off, Math.abs(cell(x + 0.4 * z)), Math.abs(cell(y + 0.3 * z))) - 0.009, 0.004);
}

const GROOVE: Rgb = [0.06, 0.06, 0.065];
const SORE: Rgb = [0.45, 0.12, 0.1];

/** Half a head of metal plates; the skin around them is sore. */
export function plating(color: Rgb): Layer[] {
  return [
    [SORE, (x, y, z) => 0.4 * inside(plateEdge(x, y, z) - 0.02, 0.045)],
    [color, (x, y, z) => inside(plateEdge(x, y, z), 0.006) * (0.92 + 0.16 * (noise3(30 * x, 30 * y, 30 * z) - 0.5))],
    [GROOVE, (x, y, z) => inside(Math.max(plateEdge(x, y, z), seam(x, y, z) - 0.0055), 0.005)],
    [GROOVE, (x, y, z) => 0.8 * inside(Math.abs(plateEdge(x, y, z)) - 0.003, 0.004)],
  ];
}
