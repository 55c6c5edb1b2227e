import { smoothstep } from "../../mesh/smoothstep.ts";
import type { Rgb } from "../../prompt/look.ts";

/** Share of a soft edge: 1 inside, 0 outside, `soft` wide around distance 0. */
export function cover(distance: number, soft: number): number {
  return smoothstep(0, 1, 0.5 - distance / soft);
}

/** Moves the colour in `out` from index `at` on by a share of the way towards another. */
export function blend(out: Float32Array, at: number, towards: ArrayLike<number>, share: number): void {
  for (let k = 0; k < 3; k++) out[at + k] += (towards[k] - out[at + k]) * share;
}

/** Multiplies the colour in `out` from index `at` on by a share of some factors. */
export function tint(out: Float32Array, at: number, factors: Rgb, share: number): void {
  for (let k = 0; k < 3; k++) out[at + k] *= 1 + (factors[k] - 1) * share;
}

/** A colour between two. */
export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [0, 1, 2].map((k) => a[k] + (b[k] - a[k]) * share) as Rgb;
}

/** Brightness of an sRGB colour, Rec. 709 weights. */
export const luma = (color: ArrayLike<number>) => 0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2];
