import { vertexNormals } from "../../mesh/vertex-normals.ts";
import { vertexTangents } from "../textures/vertex-tangents.ts";
import type { HeadLayout, LaidOutMesh } from "../types.ts";
import { gather, weldSeams } from "./layout-head.ts";

/**
 * Puts a layout onto a surface with the connectivity it was made for: positions from the surface's vertices, normals of
 * level 0 (smooth across UV seams), MikkTSpace tangents. Coarser levels share these vertices and so level 0's frames,
 * which is what lets them wear its normal map.
 */
export async function placeLayout(layout: HeadLayout, highPositions: Float32Array): Promise<LaidOutMesh> {
  const { source, uvs, lods } = layout;
  const positions = gather(highPositions, source, 3);
  const normals = vertexNormals({ positions, indices: lods[0] }, weldSeams(source));
  const tangents = await vertexTangents(positions, normals, uvs, lods[0]);
  return { positions, normals, tangents, uvs, lods };
}
