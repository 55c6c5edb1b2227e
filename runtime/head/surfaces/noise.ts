/** Value noise without allocations: surfaces ask for it some million times a head. */

/** A number in [0, 1) of three integers. */
export function hash3(i: number, j: number, k: number): number {
  let h = Math.imul(i, 0x8da6b343) ^ Math.imul(j, 0xd8163841) ^ Math.imul(k, 0xcb1ab31f);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 4294967296;
}

/** Sides of the lattice whose values repeat; a power of two. */
const SIDE = 64;
const MASK = SIDE - 1;
const LATTICE = Float32Array.from({ length: SIDE ** 3 }, (_, n) => hash3(n & MASK, (n >> 6) & MASK, n >> 12));

/** Noise in [0, 1), one lattice cell a unit, smooth; it repeats after 64 cells. */
export function noise3(x: number, y: number, z: number): number {
  const i = Math.floor(x);
  const j = Math.floor(y);
  const k = Math.floor(z);
  const fx = x - i;
  const fy = y - j;
  const fz = z - k;
  const u = fx * fx * (3 - 2 * fx);
  const v = fy * fy * (3 - 2 * fy);
  const w = fz * fz * (3 - 2 * fz);
  const i0 = i & MASK;
  const i1 = (i + 1) & MASK;
  const j0 = (j & MASK) * SIDE;
  const j1 = ((j + 1) & MASK) * SIDE;
  const k0 = (k & MASK) * SIDE * SIDE;
  const k1 = ((k + 1) & MASK) * SIDE * SIDE;
  const a = LATTICE[i0 + j0 + k0];
  const b = LATTICE[i0 + j1 + k0];
  const c = LATTICE[i0 + j0 + k1];
  const d = LATTICE[i0 + j1 + k1];
  const low = a + u * (LATTICE[i1 + j0 + k0] - a);
  const high = b + u * (LATTICE[i1 + j1 + k0] - b);
  const near = low + v * (high - low);
  const below = c + u * (LATTICE[i1 + j0 + k1] - c);
  const above = d + u * (LATTICE[i1 + j1 + k1] - d);
  return near + w * (below + v * (above - below) - near);
}

/** Octaves of noise around 0, about −0.5..0.5: each twice as fine and half as strong. `scale` is cells a unit. */
export function clouds(x: number, y: number, z: number, scale: number, octaves: number): number {
  let sum = 0;
  let total = 0;
  let weight = 1;
  let s = scale;
  for (let o = 0; o < octaves; o++) {
    sum += weight * noise3(x * s + 17 * o, y * s - 31 * o, z * s + 5 * o);
    total += weight;
    weight *= 0.5;
    s *= 2.03;
  }
  return sum / total - 0.5;
}

/** A row of numbers in [0, 1) that a seed determines (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
