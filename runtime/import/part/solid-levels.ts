import { decimate } from "../../bake/layout/decimate.ts";
import type { PartLevel } from "../../head/part-files/write/part-level.ts";
import type { TriMesh } from "../../mesh/types.ts";
import { vertexNormals } from "../../mesh/vertex-normals.ts";
import { weldPlaces } from "../../mesh/weld-places.ts";
import { closeShell } from "./close-shell.ts";
import { creaseNormals } from "./crease-normals.ts";

/** Triangles of the levels at most. */
const BUDGETS = [6000, 1500];
/** Metres between the two sides of what is open. */
const THICKNESS = 0.0015;

/**
 * Levels of what shows plain colours, in metres, each closed, within its budget, and with fewer triangles than the one before.
 * @param slotOf U8 [F] of `slots` columns.
 */
export async function solidLevels(mesh: TriMesh, slotOf: Uint8Array, slots: number): Promise<PartLevel[]> {
  const weld = weldPlaces(mesh.positions);
  const welded = mesh.indices.map((v) => weld[v]);
  const whole: number[] = [];
  for (let t = 0; t < slotOf.length; t++) {
    const corners = [...welded.subarray(3 * t, 3 * t + 3)];
    if (new Set(corners).size === 3) whole.push(t);
  }
  const indices = Uint32Array.from(whole.flatMap((t) => [...welded.subarray(3 * t, 3 * t + 3)]));
  const flat = { positions: mesh.positions, indices };
  const closed = closeShell(flat, vertexNormals(flat), THICKNESS);
  const slotOfVertex = new Uint8Array(closed.positions.length / 3);
  for (const [t, from] of closed.of.entries())
    for (let k = 0; k < 3; k++) slotOfVertex[closed.indices[3 * t + k]] = slotOf[whole[from]];
  const normals = vertexNormals(closed);
  const levels: PartLevel[] = [];
  let before = Infinity;
  for (const budget of BUDGETS) {
    const triangles = Math.min(budget, Math.floor(before * 0.6));
    const reduced = await decimate(closed, normals, { triangles, error: 0.05 });
    const kept = reduced.indices.length === closed.indices.length;
    const groups = kept ? closed.of.map((t) => slotOf[whole[t]]) : commonSlots(reduced.indices, slotOfVertex);
    levels.push(levelOf({ positions: closed.positions, indices: reduced.indices }, groups, slots));
    before = reduced.indices.length / 3;
  }
  return levels;
}

/** Of each triangle the slot that most of its corners have. */
function commonSlots(indices: Uint32Array, slotOfVertex: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: indices.length / 3 }, (_, t) => {
    const [a, b, c] = [0, 1, 2].map((k) => slotOfVertex[indices[3 * t + k]]);
    return b === c ? b : a;
  });
}

function levelOf(mesh: TriMesh, groups: ArrayLike<number>, slots: number): PartLevel {
  const { vertices, normals, group, triangles } = creaseNormals(mesh, groups);
  return {
    positions: vertices.flatMap((v) => [...mesh.positions.subarray(3 * v, 3 * v + 3)]),
    normals,
    uvs: group.flatMap((slot) => [(slot + 0.5) / slots, 0.5]),
    triangles,
  };
}
