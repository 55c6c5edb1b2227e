import type { JoinedHead } from "./join-head.ts";
import { unit } from "./surfaces.ts";

const edges = new Float64Array(6);
const steps = new Float64Array(4);
/** Writes a triangle's edges to `edges`, the steps of its texture coordinates along both to `steps`. @returns the steps' area. */
function layEdges({ positions, indices, uvs }: JoinedHead, triangle: number): number {
  const a = indices[3 * triangle];
  const b = indices[3 * triangle + 1];
  const c = indices[3 * triangle + 2];
  for (let k = 0; k < 3; k++) {
    edges[k] = positions[3 * b + k] - positions[3 * a + k];
    edges[3 + k] = positions[3 * c + k] - positions[3 * a + k];
  }
  for (let k = 0; k < 2; k++) {
    steps[k] = uvs[2 * b + k] - uvs[2 * a + k];
    steps[2 + k] = uvs[2 * c + k] - uvs[2 * a + k];
  }
  return steps[0] * steps[3] - steps[2] * steps[1];
}

/** F32 [V, 3]: where strands run at the vertices of cards, which is along v; 0 elsewhere. */
export function strandField(mesh: JoinedHead): Float32Array {
  const out = new Float32Array(mesh.positions.length);
  const ends = mesh.parts.slice(1).map(({ from }) => from);
  for (const [i, { from, layer }] of mesh.parts.entries()) {
    if (layer.surface.alphaCutoff === undefined) continue;
    for (let t = from; t < (ends[i] ?? mesh.indices.length / 3); t++) {
      const turn = Math.sign(layEdges(mesh, t));
      const u1 = steps[0];
      const u2 = steps[2];
      for (const v of mesh.indices.subarray(3 * t, 3 * t + 3))
        for (let k = 0; k < 3; k++) out[3 * v + k] += turn * (u1 * edges[3 + k] - u2 * edges[k]);
    }
  }
  return unit(out);
}

/** Bends the normal at `at`, in place, by what a normal map says, each 0 to 1. */
export function bend(mesh: JoinedHead, triangle: number, texel: number[], normals: Float32Array, at: number): void {
  const area = layEdges(mesh, triangle);
  if (Math.abs(area) < 1e-12) return;
  const u1 = steps[0];
  const v1 = steps[1];
  const u2 = steps[2];
  const v2 = steps[3];
  const turn = Math.sign(area);
  const nx = normals[at];
  const ny = normals[at + 1];
  const nz = normals[at + 2];
  // Both directions of the picture, brought into the surface: along u, and against v, where glTF's green points up.
  let tx = turn * (edges[0] * v2 - edges[3] * v1);
  let ty = turn * (edges[1] * v2 - edges[4] * v1);
  let tz = turn * (edges[2] * v2 - edges[5] * v1);
  let sx = turn * (edges[0] * u2 - edges[3] * u1);
  let sy = turn * (edges[1] * u2 - edges[4] * u1);
  let sz = turn * (edges[2] * u2 - edges[5] * u1);
  const along = tx * nx + ty * ny + tz * nz;
  const across = sx * nx + sy * ny + sz * nz;
  tx -= along * nx;
  ty -= along * ny;
  tz -= along * nz;
  sx -= across * nx;
  sy -= across * ny;
  sz -= across * nz;
  const x = (2 * texel[0] - 1) / (Math.sqrt(tx * tx + ty * ty + tz * tz) || 1);
  const y = (2 * texel[1] - 1) / (Math.sqrt(sx * sx + sy * sy + sz * sz) || 1);
  const z = 2 * texel[2] - 1;
  const bx = z * nx + x * tx + y * sx;
  const by = z * ny + x * ty + y * sy;
  const bz = z * nz + x * tz + y * sz;
  const length = Math.sqrt(bx * bx + by * by + bz * bz) || 1;
  normals[at] = bx / length;
  normals[at + 1] = by / length;
  normals[at + 2] = bz / length;
}
