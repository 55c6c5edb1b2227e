import type { Accessor, Document, Material, Mesh } from "@gltf-transform/core";
import type { LayerMesh, MorphTarget } from "../../head/layers/types.ts";
import { vertexTangents } from "../textures/vertex-tangents.ts";
import { carriesMorph, type LayeredGlbOptions } from "./options.ts";
import type { WrittenLayer } from "./written-layer.ts";

/** Least offsets, metres, and turns of normals, radians, that are kept: nobody sees smaller ones, in a mouth or in hair still larger ones. */
const LEAST = {
  skin: { metres: 1e-4, turn: 0.03 },
  mouth: { metres: 1.5e-4, turn: 0.1 },
  cards: { metres: 5e-4, turn: 0.12 },
};
/** Of a target that moves nothing, as silence does: an accessor without data is lawful, and refused by assimp. */
const NEXT_TO_NOTHING = 1e-9;

export interface MeshPlace {
  name: string;
  material: Material;
  /** Head space; subtracted before scaling to metres. */
  origin: readonly number[];
  /** Whether a normal map or anisotropy needs tangents. */
  tangents: boolean;
  pieces?: WrittenLayer["pieces"];
}

/** Writes one level of a layer as a glTF mesh: metres, weights of the skin's joints, targets that the options carry. */
export async function createMesh(
  document: Document,
  mesh: LayerMesh,
  { name, material, origin, tangents, pieces }: MeshPlace,
  { metresPerUnit, morphs, compress }: LayeredGlbOptions,
): Promise<Mesh> {
  const buffer = document.getRoot().listBuffers()[0] ?? document.createBuffer();
  const accessor = (
    type: "SCALAR" | "VEC2" | "VEC3" | "VEC4",
    values: Float32Array | Uint8Array | Uint16Array | Uint32Array,
  ) =>
    document
      .createAccessor()
      .setType(type)
      .setArray(values as Float32Array<ArrayBuffer>)
      .setBuffer(buffer);
  const count = mesh.positions.length / 3;
  const positions = mesh.positions.map((x, i) => (x - origin[i % 3]) * metresPerUnit);
  const weights = byteWeights(mesh.weights);
  const primitive = document
    .createPrimitive()
    .setMaterial(material)
    .setAttribute("POSITION", accessor("VEC3", positions))
    .setAttribute("NORMAL", accessor("VEC3", mesh.normals))
    .setAttribute("TEXCOORD_0", accessor("VEC2", shortUvs(mesh.uvs)).setNormalized(true))
    .setAttribute("JOINTS_0", accessor("VEC4", usedJoints(mesh.joints, weights)))
    .setAttribute("WEIGHTS_0", accessor("VEC4", weights).setNormalized(true))
    .setIndices(accessor("SCALAR", count < 65535 ? new Uint16Array(mesh.triangles) : mesh.triangles));
  if (tangents) {
    const values = await vertexTangents(mesh.positions, mesh.normals, mesh.uvs, mesh.triangles);
    primitive.setAttribute("TANGENT", accessor("VEC4", values));
  }
  if (mesh.colors) primitive.setAttribute("COLOR_0", accessor("VEC3", shortColors(mesh.colors)).setNormalized(true));
  const inMouth = name === "Teeth";
  const least = material.getAlphaMode() === "MASK" ? LEAST.cards : inMouth ? LEAST.mouth : LEAST.skin;
  const names = [...mesh.targets.keys()].filter((target) => carriesMorph(morphs, target));
  for (const target of names) {
    const { position, normal } = denseTarget(mesh.targets.get(target)!, count, metresPerUnit, least);
    const place = (values: Float32Array): Accessor =>
      accessor("VEC3", values).setSparse(!compress && sparseIsSmaller(values));
    primitive.addTarget(
      document
        .createPrimitiveTarget(target)
        .setAttribute("POSITION", place(position))
        .setAttribute("NORMAL", place(normal)),
    );
  }
  const out = document.createMesh(name).addPrimitive(primitive);
  // A file's reader takes the default from here; three.js and Blender name shape keys by the extras.
  if (names.length > 0) out.setWeights(names.map(() => 0));
  return out.setExtras({ ...(names.length > 0 && { targetNames: names }), ...(pieces && { layers: pieces }) });
}

/** F32 [V, 3] offsets in metres and of normals, noise left out. */
function denseTarget(
  { indices, positions, normals }: MorphTarget,
  count: number,
  metresPerUnit: number,
  least: { metres: number; turn: number },
) {
  const position = new Float32Array(3 * count);
  const normal = new Float32Array(3 * count);
  const isLong = (of: Float32Array, i: number, length: number) =>
    of[i] * of[i] + of[i + 1] * of[i + 1] + of[i + 2] * of[i + 2] >= length * length;
  for (let row = 0; row < indices.length; row++) {
    const [from, to] = [3 * row, 3 * indices[row]];
    if (isLong(positions, from, least.metres / metresPerUnit))
      for (let k = 0; k < 3; k++) position[to + k] = positions[from + k] * metresPerUnit;
    if (isLong(normals, from, least.turn)) for (let k = 0; k < 3; k++) normal[to + k] = normals[from + k];
  }
  for (const values of [position, normal]) if (values.every((x) => x === 0)) values[0] = NEXT_TO_NOTHING;
  return { position, normal };
}

/** A target that moves most of a mesh takes less without the indices of what it moves. */
function sparseIsSmaller(values: Float32Array): boolean {
  let moved = 0;
  for (let i = 0; i < values.length; i += 3) if (values[i] !== 0 || values[i + 1] !== 0 || values[i + 2] !== 0) moved++;
  return moved * (12 + (values.length / 3 > 65535 ? 4 : 2)) < 4 * values.length;
}

/** Texture coordinates as shares of 65535: a sixteenth of a texel at 4096². */
function shortUvs(uvs: Float32Array): Uint16Array {
  return Uint16Array.from(uvs, (value) => Math.round(65535 * Math.min(1, Math.max(0, value))));
}

/** Linear colours as shares of 65535: bytes have too few of the dark ones. */
function shortColors(colors: Float32Array): Uint16Array {
  return Uint16Array.from(colors, (value) => Math.round(65535 * Math.min(1, Math.max(0, value))));
}

/** Weights as shares of 255 that add up to it: the largest of a vertex takes what rounding leaves. */
function byteWeights(weights: Float32Array): Uint8Array {
  const out = Uint8Array.from(weights, (weight) => Math.round(255 * weight));
  for (let v = 0; v < out.length; v += 4) {
    const row = out.subarray(v, v + 4);
    row[row.indexOf(Math.max(...row))] += 255 - row.reduce((sum, weight) => sum + weight, 0);
  }
  return out;
}

/** Joints without weight must be 0 (glTF 2.0, 3.7.3.3). */
function usedJoints(joints: Uint8Array, weights: Uint8Array): Uint8Array {
  return Uint8Array.from(joints, (joint, i) => (weights[i] > 0 ? joint : 0));
}
