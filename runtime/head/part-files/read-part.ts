import { type Mesh, type Node, WebIO } from "@gltf-transform/core";
import { EXTMeshoptCompression, KHRMeshQuantization } from "@gltf-transform/extensions";
import { MeshoptDecoder } from "meshoptimizer/decoder";
import { transform } from "../../mesh/matrix.ts";
import type { PartDescription } from "./describe.ts";
import { PartError, readDescription } from "./read-description.ts";

/** One level of a part on the average head, in head space. */
export interface PartMesh {
  /** F32 [V, 3]. */
  positions: Float32Array;
  /** F32 [V, 3], unit. */
  normals: Float32Array;
  /** F32 [V, 2], glTF's. */
  uvs: Float32Array;
  /** U32 [T, 3]. */
  triangles: Uint32Array;
}

/** A part as its file holds it. */
export interface Part extends PartDescription {
  meshes: PartMesh[];
}

/**
 * Reads a part: glTF binary in metres, +Y up, face to +Z, the origin between the eyes of the average head; quantised and meshopt-compressed files too.
 * @param file names it in errors. @param metresPerUnit of the template.
 * @throws PartError where `readDescription` does, or a level lacks what it needs.
 */
export async function readPart(bytes: Uint8Array, file: string, metresPerUnit: number): Promise<Part> {
  const description = readDescription(bytes, file);
  await MeshoptDecoder.ready;
  const io = new WebIO()
    .registerExtensions([EXTMeshoptCompression, KHRMeshQuantization])
    .registerDependencies({ "meshopt.decoder": MeshoptDecoder });
  const document = await io.readBinary(bytes).catch((cause) => {
    throw new PartError(file, `its meshes cannot be read (${cause instanceof Error ? cause.message : cause})`);
  });
  const nodes = document.getRoot().listNodes();
  const meshes = description.levels.map((name) => {
    const found = nodes.filter((node) => node.getName() === name && node.getMesh());
    if (found.length !== 1)
      throw new PartError(file, `level "${name}" must be the name of one mesh node; ${found.length} have it`);
    return readLevel(found[0], file, metresPerUnit);
  });
  return { ...description, meshes };
}

function readLevel(node: Node, file: string, metresPerUnit: number): PartMesh {
  const mesh = node.getMesh() as Mesh;
  const matrix = node.getWorldMatrix();
  const lists: PartMesh[] = mesh.listPrimitives().map((primitive) => {
    const read = (semantic: string, size: number) => {
      const accessor = primitive.getAttribute(semantic);
      if (!accessor) throw new PartError(file, `level "${node.getName()}" has no ${semantic}; export it with the mesh`);
      const out = new Float32Array(accessor.getCount() * size);
      for (let i = 0, element: number[] = []; i < accessor.getCount(); i++)
        out.set(accessor.getElement(i, element), i * size);
      return out;
    };
    const indices = primitive.getIndices()?.getArray();
    if (!indices || primitive.getMode() !== 4)
      throw new PartError(file, `level "${node.getName()}" must be made of indexed triangles`);
    const normals = transform(matrix, read("NORMAL", 3), 0);
    for (let i = 0; i < normals.length; i += 3) {
      const size = Math.hypot(normals[i], normals[i + 1], normals[i + 2]) || 1;
      for (let c = 0; c < 3; c++) normals[i + c] /= size;
    }
    return {
      positions: transform(matrix, read("POSITION", 3)).map((metres) => metres / metresPerUnit),
      normals,
      uvs: read("TEXCOORD_0", 2),
      triangles: Uint32Array.from(indices),
    };
  });
  if (lists.length === 1) return lists[0];
  throw new PartError(
    file,
    `level "${node.getName()}" has ${lists.length} primitives; join them into one with one material`,
  );
}
