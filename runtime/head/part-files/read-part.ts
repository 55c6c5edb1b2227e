import { type Document, type Mesh, type Node, WebIO } from "@gltf-transform/core";
import { EXTMeshoptCompression, KHRMeshQuantization } from "@gltf-transform/extensions";
import { MeshoptDecoder } from "meshoptimizer/decoder";
import { transform } from "../../mesh/matrix.ts";
import type { Picture } from "../layers/types.ts";
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
  /** F32 [V, 3] linear, multiplied onto the base colour; 1 where there are none. */
  colors?: Float32Array;
  /** U32 [T, 3]. */
  triangles: Uint32Array;
}

/** Decodes PNG, JPEG or WebP into RGBA, rows from the top. */
export type DecodePicture = (bytes: Uint8Array) => Promise<{ rgba: Uint8Array; width: number; height: number }>;

/** A part as its file holds it. */
export interface Part extends PartDescription {
  meshes: PartMesh[];
  /** Of textured parts: RGBA, sRGB. */
  picture?: Picture;
}

/**
 * Reads a part: glTF binary in metres, +Y up, face to +Z, the origin between the eyes of the average head; quantised and meshopt-compressed files too.
 * @param file names it in errors. @param metresPerUnit of the template. @param decode opens the pictures of textured parts.
 * @throws PartError where `readDescription` does, or a level or the picture lacks what it needs.
 */
export async function readPart(
  bytes: Uint8Array,
  file: string,
  metresPerUnit: number,
  decode?: DecodePicture,
): Promise<Part> {
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
  if (description.surface !== "textured") return { ...description, meshes };
  return { ...description, meshes, picture: await readPicture(document, file, decode) };
}

/** The base colour of the part's one material. */
async function readPicture(document: Document, file: string, decode?: DecodePicture): Promise<Picture> {
  const bytes = document
    .getRoot()
    .listMaterials()
    .map((material) => material.getBaseColorTexture()?.getImage())
    .find((image) => image);
  if (!bytes) throw new PartError(file, 'surface "textured" needs a material with a base colour texture');
  if (!decode) throw new PartError(file, "its picture cannot be decoded here; make the head with the command line");
  const { rgba, width, height } = await decode(bytes).catch((cause: Error) => {
    throw new PartError(file, `its picture is damaged (${cause.message}); export it again`);
  });
  return { width, height, data: rgba, channels: 4 };
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
      ...(primitive.getAttribute("COLOR_0") ? { colors: read("COLOR_0", 3) } : {}),
      triangles: Uint32Array.from(indices),
    };
  });
  if (lists.length === 1) return lists[0];
  throw new PartError(
    file,
    `level "${node.getName()}" has ${lists.length} primitives; join them into one with one material`,
  );
}
