import { evenParts } from "../kernels/threads.ts";

/** Work on points is cut into this many parts, whatever the number of threads, so that bytes do not depend on it. */
export const PARTS = 4;

/** Even parts of 0..length, as [begin, end]. */
export const cut = (length: number): [number, number][] => evenParts(length, PARTS);
