import type { Vec } from "./vector.ts";

/** A mesh in the making; vertices are doubled at cuts of the texture. */
export interface Draft {
  positions: number[];
  normals: number[];
  uvs: number[];
  triangles: number[];
}

export const draft = (): Draft => ({ positions: [], normals: [], uvs: [], triangles: [] });

/** Adds a vertex and returns its number. */
export function vertex(to: Draft, position: Vec, normal: Vec, uv: [number, number]): number {
  to.positions.push(...position);
  to.normals.push(...normal);
  to.uvs.push(...uv);
  return to.positions.length / 3 - 1;
}

/** Adds a quad a b c d, counter-clockwise from outside, as two triangles. */
export function quad(to: Draft, a: number, b: number, c: number, d: number): void {
  to.triangles.push(a, b, c, a, c, d);
}

export function merge(...drafts: Draft[]): Draft {
  const out = draft();
  for (const { positions, normals, uvs, triangles } of drafts) {
    const first = out.positions.length / 3;
    for (const value of positions) out.positions.push(value);
    for (const value of normals) out.normals.push(value);
    for (const value of uvs) out.uvs.push(value);
    for (const index of triangles) out.triangles.push(first + index);
  }
  return out;
}

/** The same on the other side of the head. */
export function mirrored({ positions, normals, uvs, triangles }: Draft): Draft {
  const flip = (values: number[]) => values.map((value, i) => (i % 3 === 0 ? -value : value));
  const turned: number[] = [];
  for (let t = 0; t < triangles.length; t += 3) turned.push(triangles[t], triangles[t + 2], triangles[t + 1]);
  return { positions: flip(positions), normals: flip(normals), uvs: [...uvs], triangles: turned };
}
