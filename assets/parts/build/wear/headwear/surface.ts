import { type Draft, draft, vertex } from "../../core/mesh.ts";
import { add, cross, sub, unit, type Vec } from "../../core/vector.ts";

/** A ring of a hat: its place at an angle about the head, 0 at the face, growing to the character's left. */
export interface Ring {
  at: (angle: number) => Vec;
  /** Which of the part's slots it shows; rows between rings of two slots have the second's. */
  slot?: number;
  /** Shading breaks here. */
  crease?: boolean;
}

export interface SurfaceOptions {
  columns: number;
  /** How many slots the part has: each takes a column of u. */
  slots?: number;
}

/**
 * A closed surface through rings, from the pole outside over the rim to the pole inside. Normals are smooth but at creases
 * and where slots meet.
 */
export function ringSurface(rings: Ring[], { columns, slots = 1 }: SurfaceOptions): Draft {
  const out = draft();
  const sums: Vec[] = [];
  const row = ({ at }: Ring, slot: number, v: number) =>
    Array.from({ length: columns + 1 }, (_, i) => {
      const u = (slot + 0.04 + (0.92 * i) / columns) / slots;
      sums.push([0, 0, 0]);
      return vertex(out, at((2 * Math.PI * (i % columns)) / columns), [0, 1, 0], [u, v]);
    });
  const place = (v: number): Vec => [out.positions[3 * v], out.positions[3 * v + 1], out.positions[3 * v + 2]];
  const last = rings.length - 1;
  const along = lengthsAlong(rings);
  let above = row(rings[0], rings[0].slot ?? 0, 0);
  for (let k = 1; k <= last; k++) {
    const slot = rings[k].slot ?? 0;
    const before = rings[k - 1];
    if (before.crease || (before.slot ?? 0) !== slot) above = row(before, slot, along[k - 1]);
    const below = row(rings[k], slot, along[k]);
    for (let i = 0; i < columns; i++) {
      triangle(above[i], below[i], below[i + 1]);
      triangle(above[i], below[i + 1], above[i + 1]);
    }
    above = below;
  }
  // Doubled vertices of one row and those of a pole are shaded alike.
  const shared = new Map<string, Vec>();
  const key = (v: number) => {
    const group = Math.floor(v / (columns + 1));
    return `${group},${place(v).map((x) => Math.round(1e5 * x))}`;
  };
  for (const [v, normal] of sums.entries()) shared.set(key(v), add(shared.get(key(v)) ?? [0, 0, 0], normal));
  for (let v = 0; v < sums.length; v++) out.normals.splice(3 * v, 3, ...unit(shared.get(key(v)) as Vec));
  return out;

  function triangle(a: number, b: number, c: number): void {
    const normal = cross(sub(place(b), place(a)), sub(place(c), place(a)));
    if (Math.hypot(...normal) < 1e-9) return;
    out.triangles.push(a, b, c);
    for (const v of [a, b, c]) sums[v] = add(sums[v], normal);
  }
}

/** Directions that the way from ring to ring is measured in. */
const MEASURED = 8;

/** Share of the way through the rings at which each is, so that what is drawn along v is evenly wide. */
function lengthsAlong(rings: Ring[]): number[] {
  const steps = rings.map(({ at }, k) => {
    if (k === 0) return 0;
    const apart = Array.from({ length: MEASURED }, (_, i) => {
      const angle = (2 * Math.PI * (i + 0.5)) / MEASURED;
      return Math.hypot(...sub(at(angle), rings[k - 1].at(angle)));
    });
    return apart.reduce((sum, length) => sum + length, 0) / MEASURED;
  });
  const total = steps.reduce((sum, step) => sum + step, 0) || 1;
  let sum = 0;
  return steps.map((step) => {
    sum += step;
    return sum / total;
  });
}
