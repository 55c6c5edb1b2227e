import type { JoinedHead } from "./join-head.ts";
import { unit } from "./surfaces.ts";

const edges = new Float64Array(6);
/** Writes a triangle's edges to `edges`. @returns steps of its texture coordinates along both, and their area. */
function layEdges({ positions, indices, uvs }: JoinedHead, triangle: number) {
  const [a, b, c] = [indices[3 * triangle], indices[3 * triangle + 1], indices[3 * triangle + 2]];
  for (let k = 0; k < 3; k++) {
    edges[k] = positions[3 * b + k] - positions[3 * a + k];
    edges[3 + k] = positions[3 * c + k] - positions[3 * a + k];
  }
  const [u1, v1] = [uvs[2 * b] - uvs[2 * a], uvs[2 * b + 1] - uvs[2 * a + 1]];
  const [u2, v2] = [uvs[2 * c] - uvs[2 * a], uvs[2 * c + 1] - uvs[2 * a + 1]];
  return { u1, v1, u2, v2, area: u1 * v2 - u2 * v1 };
}

/** F32 [V, 3]: where strands run at the vertices of cards, which is along v; 0 elsewhere. */
export function strandField(mesh: JoinedHead): Float32Array {
  const out = new Float32Array(mesh.positions.length);
  const ends = mesh.parts.slice(1).map(({ from }) => from);
  for (const [i, { from, layer }] of mesh.parts.entries()) {
    if (layer.surface.alphaCutoff === undefined) continue;
    for (let t = from; t < (ends[i] ?? mesh.indices.length / 3); t++) {
      const { u1, u2, area } = layEdges(mesh, t);
      const turn = Math.sign(area);
      for (const v of mesh.indices.subarray(3 * t, 3 * t + 3))
        for (let k = 0; k < 3; k++) out[3 * v + k] += turn * (u1 * edges[3 + k] - u2 * edges[k]);
    }
  }
  return unit(out);
}

/** Bends the normal at `at`, in place, by what a normal map says, each 0 to 1. */
export function bend(mesh: JoinedHead, triangle: number, texel: number[], normals: Float32Array, at: number): void {
  const { u1, v1, u2, v2, area } = layEdges(mesh, triangle);
  if (Math.abs(area) < 1e-12) return;
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
