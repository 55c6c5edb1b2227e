import { smoothstep } from "../mesh/smoothstep.ts";
import type { Paint } from "./paint.ts";

/**
 * Tone of a pattern at a point in head space: a factor of the material's colour, or of each of its channels; 1 where it shows
 * nothing.
 */
export type Pattern = (x: number, y: number, z: number) => number | readonly [number, number, number];

/** A number in [0, 1) of a cell of the integer lattice. */
export function hash(i: number, j: number, k: number): number {
  let h = Math.imul(i, 0x8da6b343) ^ Math.imul(j, 0xd8163841) ^ Math.imul(k, 0xcb1ab31f);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 2 ** 32;
}

/** Value noise in [0, 1), one lattice cell a unit. */
export function noise(x: number, y: number, z: number): number {
  const [i, j, k] = [Math.floor(x), Math.floor(y), Math.floor(z)];
  const [u, v, w] = [smoothstep(0, 1, x - i), smoothstep(0, 1, y - j), smoothstep(0, 1, z - k)];
  let sum = 0;
  for (let corner = 0; corner < 8; corner++) {
    const [a, b, c] = [corner & 1, (corner >> 1) & 1, corner >> 2];
    sum += (a ? u : 1 - u) * (b ? v : 1 - v) * (c ? w : 1 - w) * hash(i + a, j + b, k + c);
  }
  return sum;
}

/** Two octaves of noise, the first with `scale` cells a unit. */
const clouds = (x: number, y: number, z: number, scale: number) =>
  (2 * noise(scale * x, scale * y, scale * z) + noise(2 * scale * x + 7, 2 * scale * y, 2 * scale * z)) / 3;

/** Second nearest less nearest distance to the points of a jittered lattice (Worley 1996): 0 on the borders of its cells. */
function cellBorder(x: number, y: number, z: number): number {
  const [i, j, k] = [Math.floor(x), Math.floor(y), Math.floor(z)];
  let [first, second] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let n = 0; n < 27; n++) {
    const [a, b, c] = [i + (n % 3) - 1, j + (Math.floor(n / 3) % 3) - 1, k + Math.floor(n / 9) - 1];
    const jitter = (salt: number) => 0.15 + 0.7 * hash(a + salt, b, c);
    const distance = Math.hypot(a + jitter(0) - x, b + jitter(101) - y, c + jitter(211) - z);
    second = Math.min(second, Math.max(first, distance));
    first = Math.min(first, distance);
  }
  return second - first;
}

/** A thin dark line where `distance` is near 0. */
const line = (distance: number, width: number) => 1 - smoothstep(0.5 * width, width, Math.abs(distance));

/** 1 in the middle of the face, 0 beside and behind it. */
const faceShare = (x: number, y: number, z: number) =>
  smoothstep(0, 0.2, z) * (1 - smoothstep(0.8, 1.2, Math.hypot(x / 0.42, (y + 0.12) / 0.52)));

/** How many rings of wood a point lies out from the heart, of 1 a unit. */
export const growthOf = (x: number, y: number, z: number): number =>
  Math.hypot(x + 0.15 * y, z + 0.4) + 0.09 * clouds(x, 0.4 * y, z, 2.4);

/** Patterns by the name that a Look gives them. */
export const PATTERNS: Record<string, Pattern> = {
  /** Marble: veins that wander, soft-sided, with finer ones between them; paler in the face. */
  veins: (x, y, z) => {
    const bend = clouds(x, y, z, 2.2);
    const at = clouds(x + bend, y - bend, z, 1.6) - 0.5;
    const fine = line(clouds(x - bend + 5, y + bend, z, 3.4) - 0.5, 0.012);
    const shown = 1 - 0.55 * faceShare(x, y, z);
    return 1 - shown * (0.3 * line(at, 0.016) + 0.14 * line(at, 0.09) + 0.16 * fine) - 0.08 * bend;
  },
  /** Wood: rings around an axis that lies aslant, dark at the end of each year, and fibres along it. */
  grain: (x, y, z) => {
    const rings = 11 * growthOf(x, y, z);
    const year = rings - Math.floor(rings);
    const fibre = noise(70 * x, 3 * y, 70 * z);
    return [1.12, 1.06, 1].map((value) => value - 0.4 * year ** 4 - 0.12 * year - 0.2 * fibre) as [
      number,
      number,
      number,
    ];
  },
  /** Ice: clouds of tiny bubbles, and cracks that catch light. */
  frost: (x, y, z) => {
    const milk = clouds(x, y + 3, z, 5);
    const bend = 0.2 * clouds(x, y, z, 4);
    const crack = Math.max(line(cellBorder(3.2 * x + bend, 3.2 * y - bend, 3.2 * z), 0.03), 0);
    const bright = 0.86 + 0.3 * milk + 0.35 * crack;
    return [bright - 0.12 * (1 - milk), bright, bright + 0.02];
  },
  /** Clay: darker where it dried last. */
  thumbs: (x, y, z) => 0.9 + 0.2 * clouds(x, y, z, 4) - 0.06 * noise(90 * x, 90 * y, 90 * z),
  /** Scales, faint in the face, whose features they would hide. */
  scales: (x, y, z) => {
    const border = 1 - smoothstep(0.02, 0.28, cellBorder(14 * x, 14 * y, 14 * z));
    return 1.05 - (0.42 - 0.34 * faceShare(x, y, z)) * border;
  },
  /** Seams between the plates of a robot: around its face, over the crown, down the jaw from the mouth. */
  panels: (x, y, z) => {
    const around = Math.hypot(x / 0.42, (y + 0.12) / 0.56) - 1;
    const seams = [
      z > 0 ? 0.42 * around : 1,
      around > 0 || z < 0 ? x : 1,
      z < 0 ? y - 0.1 : 1,
      y < -0.36 && z > 0 ? Math.abs(x) - 0.17 : 1,
      z + 0.12,
    ].map((d) => line(d, 0.016));
    return 1 - 0.5 * Math.max(...seams);
  },
  /** Old bronze: verdigris in patches, most where water runs down to, least in the face, where hands rub it off. */
  patina: (x, y, z) => {
    const rubbed = 0.15 * faceShare(x, y, z) + 0.12 * smoothstep(-0.4, 0, y);
    const share = smoothstep(0.48, 0.68, clouds(x, y, z, 5) - rubbed);
    return [1 - 0.25 * share, 1 + 0.35 * share, 1 + share];
  },
  /** Fur: locks that hang, dark between them. */
  fur: (x, y, z) => 0.72 + 0.36 * noise(34 * x, 7 * y, 34 * z) + 0.14 * noise(90 * x, 20 * y, 90 * z),
  /** Granite: grains, light and dark ones. */
  speckle: (x, y, z) => {
    const own = noise(64 * x + 5, 64 * y, 64 * z);
    const fleck = 0.36 * smoothstep(0.62, 0.78, own) - 0.42 * smoothstep(0.36, 0.22, own);
    return 0.88 + 0.2 * clouds(x, y, z, 9) + 0.6 * fleck;
  },
};

/** @throws Error where a Look names a pattern that there is not. */
export function patternOf(name: string): Pattern {
  const pattern = PATTERNS[name];
  if (!pattern) throw new Error(`there is no pattern "${name}"; there are ${Object.keys(PATTERNS).join(", ")}`);
  return pattern;
}

/** Tones what a paint paints by a pattern. */
export function withPattern(paint: Paint, pattern: Pattern): Paint {
  return (x, y, z, out, at) => {
    paint(x, y, z, out, at);
    const tone = pattern(x, y, z);
    for (let k = 0; k < 3; k++) {
      out[at + k] = Math.min(1, out[at + k] * (typeof tone === "number" ? tone : tone[k]));
    }
  };
}
