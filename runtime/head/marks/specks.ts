import { smoothstep } from "../../mesh/smoothstep.ts";
import { hash } from "../patterns.ts";

/** Spots of the cells of a jittered lattice. */
export interface Specks {
  /** Cells a unit. */
  scale: number;
  /** Radii of the smallest and the largest, in cells, below 0.5. */
  radii: readonly [number, number];
  /** Whole number; another one is another lattice. */
  salt?: number;
}

/** Share of a spot at a point, each spot whole or absent. @param density share of the cells that have one. */
export function speck(x: number, y: number, z: number, density: number, { scale, radii, salt = 0 }: Specks): number {
  const [u, v, w] = [scale * x, scale * y, scale * z];
  const [i, j, k] = [Math.floor(u - 0.5), Math.floor(v - 0.5), Math.floor(w - 0.5)];
  let share = 0;
  for (let corner = 0; corner < 8; corner++) {
    const [a, b, c] = [i + (corner & 1) + salt, j + ((corner >> 1) & 1), k + (corner >> 2)];
    if (hash(a, b, c) > density) continue;
    const at = (other: number) => 0.25 + 0.5 * hash(a + other, b, c);
    const distance = Math.hypot(a - salt + at(101) - u, b + at(211) - v, c + at(307) - w);
    const radius = radii[0] + (radii[1] - radii[0]) * hash(a + 401, b, c) ** 2;
    share = Math.max(share, (1 - smoothstep(0.5 * radius, 1.2 * radius, distance)) * (0.5 + 0.5 * hash(a + 503, b, c)));
  }
  return share;
}
