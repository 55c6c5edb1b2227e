import { patch } from "./cards.ts";
import { type Draft, draft, vertex } from "./mesh.ts";
import type { AverageHead } from "./skin.ts";
import { step, unit, type Vec } from "./vector.ts";

const MIDDLE: Vec = [0, 0.02, -0.08];
const [ROUND, HIGH] = [32, 20];
/** How deep the shell's edge dips under the skin, and how far it keeps off it elsewhere, head units. */
const DIP = 0.03;
const CLEAR = 0.028;
/** Directions steeper down than this meet the neck's open end. */
const LOWEST = -0.86;

/**
 * One opaque shell in place of cards, for levels seen from afar: over a grid of directions from the middle of the head it stands where most of the
 * cards' vertices lie, and dips under the skin where there are none.
 * @param wanted which vertices of the cards count. @param under the share of them in a direction that lies under the shell.
 */
export function farShell({ skull }: AverageHead, { positions }: Draft, wanted: (point: Vec) => boolean = () => true, under = 0.66): Draft {
  const out = draft();
  const cells: number[][] = Array.from({ length: ROUND * (HIGH + 1) }, () => []);
  const bare = new Float64Array(cells.length);
  const direction = (i: number, j: number): Vec => {
    const up = (Math.PI * j) / HIGH;
    const side = (2 * Math.PI * i) / ROUND;
    return [Math.sin(up) * Math.sin(side), Math.cos(up), -Math.sin(up) * Math.cos(side)];
  };
  const cellOf = (x: number, y: number, z: number) => {
    const r = Math.hypot(x, y, z);
    const j = Math.round((Math.acos(y / r) / Math.PI) * HIGH);
    const i = Math.round((Math.atan2(x, -z) / (2 * Math.PI)) * ROUND + ROUND) % ROUND;
    return { at: j * ROUND + i, r, i, j };
  };
  for (let v = 0; v < positions.length; v += 3) {
    const point: Vec = [positions[v], positions[v + 1], positions[v + 2]];
    if (!wanted(point)) continue;
    const { r, i, j } = cellOf(point[0] - MIDDLE[0], point[1] - MIDDLE[1], point[2] - MIDDLE[2]);
    // Poles are one place.
    for (const k of j === 0 || j === HIGH ? Array.from({ length: ROUND }, (_, n) => n) : [i]) cells[j * ROUND + k].push(r);
  }
  for (let j = 0; j <= HIGH; j++) {
    for (let i = 0; i < ROUND; i++) {
      const d = direction(i, j);
      // The skin in this direction, by walking in from outside; below the neck there is none.
      let r = 1.4;
      let found = false;
      for (let n = 0; n < 32 && !found; n++) {
        const { height } = skull.foot([MIDDLE[0] + d[0] * r, MIDDLE[1] + d[1] * r, MIDDLE[2] + d[2] * r]);
        found = Math.abs(height) < 0.003;
        if (!found) r = Math.max(0.05, r - 0.8 * height);
      }
      bare[j * ROUND + i] = found && d[1] > LOWEST ? r : 0;
    }
  }
  const ring = (i: number) => (i + ROUND) % ROUND;
  const around = (at: number) => {
    const [i, j] = [at % ROUND, Math.floor(at / ROUND)];
    return [-1, 0, 1].flatMap((dj) =>
      [-1, 0, 1].map((di) => Math.min(HIGH, Math.max(0, j + dj)) * ROUND + ring(i + di)),
    );
  };
  const seen = cells.map((radii, at) => bare[at] > 0 && radii.some((r) => r > bare[at]));
  // A lone empty direction among covered ones is chance.
  const covered = seen.map((here, at) => here || (bare[at] > 0 && around(at).filter((k) => seen[k]).length >= 6));
  let radius = cells.map((radii, at) => {
    if (!covered[at]) return bare[at] - DIP;
    const sorted = radii.toSorted((a, b) => a - b);
    return sorted.length === 0 ? bare[at] : sorted[Math.floor(under * (sorted.length - 1))];
  });
  for (let pass = 0; pass < 2; pass++) {
    radius = radius.map((r, at) => {
      if (!covered[at]) return r;
      const others = around(at).filter((k) => covered[k]);
      return 0.4 * r + (0.6 * others.reduce((sum, k) => sum + radius[k], 0)) / others.length;
    });
  }
  const smooth = radius.map((r, at) => (covered[at] ? Math.max(r, bare[at] + CLEAR) : r));
  const strands = patch("solid", 0);
  const made = new Map<number, number>();
  const corner = (i: number, j: number): number => {
    const key = j * (ROUND + 1) + i;
    const known = made.get(key);
    if (known !== undefined) return known;
    const d = direction(i, j);
    const r = smooth[j * ROUND + ring(i)];
    const fold = (j / HIGH) * 3;
    const back = Math.floor(fold) % 2 === 1 ? 1 - (fold % 1) : fold % 1;
    const uv: [number, number] = [
      strands.u[0] + ((strands.u[1] - strands.u[0]) * i) / ROUND,
      strands.v[0] + (strands.v[1] - strands.v[0]) * back,
    ];
    const made2 = vertex(out, [MIDDLE[0] + d[0] * r, MIDDLE[1] + d[1] * r, MIDDLE[2] + d[2] * r], d, uv);
    made.set(key, made2);
    return made2;
  };
  for (let j = 0; j < HIGH; j++) {
    for (let i = 0; i < ROUND; i++) {
      const at = [j * ROUND + i, j * ROUND + ring(i + 1), (j + 1) * ROUND + ring(i + 1), (j + 1) * ROUND + i];
      if (!at.some((k) => covered[k])) continue;
      const [a, b, c, d] = [corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1)];
      if (j > 0) out.triangles.push(a, c, b);
      if (j < HIGH - 1) out.triangles.push(a, d, c);
    }
  }
  return { ...out, normals: bumpNormals(out) };
}

/** Smooth normals of the shell's own form, welded where its texture is cut. */
function bumpNormals({ positions, triangles }: Draft): number[] {
  const sums = new Map<string, Vec>();
  const key = (v: number) => [0, 1, 2].map((c) => Math.round(positions[v * 3 + c] * 1e5)).join();
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => triangles[t + k] * 3);
    const u = [0, 1, 2].map((k) => positions[b + k] - positions[a + k]);
    const w = [0, 1, 2].map((k) => positions[c + k] - positions[a + k]);
    const n: Vec = [u[1] * w[2] - u[2] * w[1], u[2] * w[0] - u[0] * w[2], u[0] * w[1] - u[1] * w[0]];
    for (let k = 0; k < 3; k++) {
      const at = key(triangles[t + k]);
      const sum = sums.get(at) ?? [0, 0, 0];
      sums.set(at, [sum[0] + n[0], sum[1] + n[1], sum[2] + n[2]]);
    }
  }
  return Array.from({ length: positions.length / 3 }, (_, v) => unit(sums.get(key(v)) ?? [0, 1, 0])).flat();
}

/** How strongly something counts above a height: keeps hanging pieces out of a shell. */
export const above = (height: number) => ([, y]: Vec) => step(height - 1e-9, height, y) > 0;
