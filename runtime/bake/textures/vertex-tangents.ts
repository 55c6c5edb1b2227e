import { MeshoptTangents } from "meshoptimizer/tangents";

/**
 * Tangents (4·V: unit vector, handedness) after MikkTSpace, as glTF wants them: bitangent = cross(normal, tangent)·w
 * points up in the image, against v. Vertices must be split where charts meet, as an atlas leaves them.
 * meshoptimizer's generator in its compatible mode; a test holds it against the mikktspace package. It takes indexed
 * meshes and runs in a browser as it is.
 */
export async function vertexTangents(
  positions: Float32Array,
  normals: Float32Array,
  uvs: Float32Array,
  indices: Uint32Array,
): Promise<Float32Array> {
  await MeshoptTangents.ready;
  // MikkTSpace counts v upwards.
  const upright = uvs.map((value, i) => (i % 2 === 0 ? value : 1 - value));
  const corners = MeshoptTangents.generateTangents(indices, positions, 3, normals, 3, upright, 2, ["Compatible"]);
  const tangents = new Float32Array((positions.length / 3) * 4);
  for (let i = 0; i < indices.length; i++) tangents.set(corners.subarray(4 * i, 4 * i + 4), 4 * indices[i]);
  for (let v = 0; v < positions.length / 3; v++) fixTangent(tangents, normals, v);
  return tangents;
}

/** A vertex without any usable triangle still gets a unit tangent across its normal and a handedness of ±1. */
function fixTangent(tangents: Float32Array, normals: Float32Array, v: number): void {
  const length = Math.hypot(tangents[4 * v], tangents[4 * v + 1], tangents[4 * v + 2]);
  const sign = tangents[4 * v + 3] < 0 ? -1 : 1;
  if (length > 0.9 && length < 1.1 && Math.abs(tangents[4 * v + 3]) === 1) return;
  const [x, y, z] = normals.subarray(3 * v, 3 * v + 3);
  const across = Math.abs(y) < 0.9 ? [z, 0, -x] : [0, -z, y];
  const size = Math.hypot(...across);
  for (let i = 0; i < 3; i++) tangents[4 * v + i] = across[i] / size;
  tangents[4 * v + 3] = sign;
}
