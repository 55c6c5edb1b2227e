import type { Rgb } from "../../prompt/look.ts";

/** Something on a face's skin: a name of `MARKS`, its main colour (sRGB) and how much it covers, 0..1. */
export interface Mark {
  name: string;
  color: Rgb;
  opacity: number;
}
