import { type Guide, shares, tangents } from "./guides.ts";
import { type Draft, quad, vertex } from "./mesh.ts";
import { add, cross, dot, scale, step, sub, unit, type Vec } from "./vector.ts";

/** Corners of a lock's section, across and up, with carved furrows between the strands; its underside is left open in the ground. */
const SECTION: [number, number][] = [
  [-1, -0.25],
  [-0.5, 0.86],
  [0.04, 0.66],
  [0.6, 0.84],
  [1, -0.25],
];

export interface LockOptions {
  /** Half its width and its height over the line at the thickest, head units. */
  width: number;
  height: number;
  /** How far it curls sideways at its tip, radians. */
  curl: number;
  /** Share of its length from which it tapers. */
  taper?: number;
}

/** A lock as a sculptor carves it: a furrowed ridge that swells, tapers and curls, along a line on the ground. */
export function addLock(to: Draft, guide: Guide, { width, height, curl, taper = 0.45 }: LockOptions): void {
  const line = bend(guide, curl);
  const along = tangents(line);
  const at = shares(line);
  const last = line.points.length - 1;
  const rows: Vec[][] = line.points.map((point, i) => {
    const t = at[i];
    const swell = (0.55 + 0.45 * step(0, 0.3, t)) * (1 - step(taper, 1.02, t)) ** 0.7 + 0.02;
    const across = unit(cross(along[i], line.normals[i]));
    const up = unit(cross(across, along[i]));
    return SECTION.map(([x, y]) => add(add(point, across, x * width * swell), up, y * height * (0.35 + 0.65 * swell)));
  });
  const numbers = rows.map((row, i) =>
    row.map((place, k) => {
      const next = sub(rows[Math.min(last, i + 1)][k], rows[Math.max(0, i - 1)][k]);
      const side = sub(row[Math.min(row.length - 1, k + 1)], row[Math.max(0, k - 1)]);
      let normal = unit(cross(side, next));
      if (dot(normal, line.normals[i]) < -0.3) normal = scale(normal, -1);
      return vertex(to, place, normal, [k / (SECTION.length - 1), at[i]]);
    }),
  );
  for (let i = 0; i < last; i++) {
    for (let k = 0; k + 1 < SECTION.length; k++) {
      quad(to, numbers[i][k], numbers[i][k + 1], numbers[i + 1][k + 1], numbers[i + 1][k]);
    }
  }
}

/** Turns a line sideways the more the nearer its tip. */
function bend(guide: Guide, curl: number): Guide {
  const points: Vec[] = [guide.points[0]];
  const at = shares(guide);
  for (let i = 1; i < guide.points.length; i++) {
    const piece = sub(guide.points[i], guide.points[i - 1]);
    const n = guide.normals[i];
    const angle = curl * at[i] ** 1.5;
    const side = cross(n, piece);
    const flat = add(scale(piece, Math.cos(angle)), side, Math.sin(angle));
    points.push(add(points[i - 1], flat));
  }
  return { points, normals: guide.normals };
}
