/** Writes or changes the sRGB colour in `out` from index `at` on, for a point in head space on or near the head. */
export type Paint = (x: number, y: number, z: number, out: Float32Array, at: number) => void;
