import type { Draws } from "./random.ts";
import type { Foot, Ground } from "./skin.ts";
import type { Vec } from "./vector.ts";

/** Where hair grows on the ground: 0 not at all, 1 densely. */
export type Density = (point: Vec) => number;

/**
 * Roots spread evenly over the ground, thinned by a density: points are thrown on the triangles by area and those too near to
 * an earlier one are dropped (Poisson-disc by dart throwing).
 * @param spacing least distance of two roots where the density is 1, head units; distances grow as 1/√density.
 */
export function spreadRoots(ground: Ground, density: Density, spacing: number, draws: Draws): Foot[] {
  const { positions, indices } = ground;
  const corner = (t: number, k: number): Vec => {
    const v = indices[t + k] * 3;
    return [positions[v], positions[v + 1], positions[v + 2]];
  };
  const kept: (Foot & { apart: number })[] = [];
  const cells = new Map<string, number[]>();
  const reach = 2.5 * spacing;
  const key = (p: Vec) => p.map((x) => Math.floor(x / reach));
  const candidates: Vec[] = [];
  for (let t = 0; t < indices.length; t += 3) {
    const [a, b, c] = [corner(t, 0), corner(t, 1), corner(t, 2)];
    const [ux, uy, uz] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
    const [vx, vy, vz] = [c[0] - a[0], c[1] - a[1], c[2] - a[2]];
    const area = Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx) / 2;
    // Six darts for each root that could stand here, a fraction by chance.
    const darts = Math.floor((6 * area) / spacing ** 2 + draws.uniform());
    for (let i = 0; i < darts; i++) {
      let [p, q] = [draws.uniform(), draws.uniform()];
      if (p + q > 1) [p, q] = [1 - p, 1 - q];
      const dart: Vec = [a[0] + p * ux + q * vx, a[1] + p * uy + q * vy, a[2] + p * uz + q * vz];
      if (density(dart) > 0.02) candidates.push(dart);
    }
  }
  for (let i = candidates.length - 1; i > 0; i--) {
    const j = Math.floor(draws.uniform(0, i + 1));
    [candidates[i], candidates[j]] = [candidates[j], candidates[i]];
  }
  for (const point of candidates) {
    const apart = Math.min(reach, spacing / Math.sqrt(density(point)));
    const [x, y, z] = key(point);
    let free = true;
    for (let n = 0; n < 27 && free; n++) {
      const near = cells.get([x - 1 + (n % 3), y - 1 + (Math.floor(n / 3) % 3), z - 1 + Math.floor(n / 9)].join());
      free = !near?.some((k) => {
        const other = kept[k];
        return Math.hypot(...point.map((v, c) => v - other.point[c])) < Math.min(apart, other.apart);
      });
    }
    if (!free) continue;
    const cell = [x, y, z].join();
    cells.set(cell, [...(cells.get(cell) ?? []), kept.length]);
    kept.push({ ...ground.foot(point), apart });
  }
  return kept;
}
