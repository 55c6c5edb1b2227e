import { type Primitive, type Texture, WebIO } from "@gltf-transform/core";
import { EXTMeshoptCompression, EXTTextureWebP, KHRMeshQuantization } from "@gltf-transform/extensions";
import { MeshoptDecoder } from "meshoptimizer/decoder";
import { bakedSurface, type Surface } from "./preview/surfaces.ts";
import type { Image } from "./types.ts";
import { GLB_DEFAULTS } from "./write-glb.ts";

/** Decodes an image file into RGBA pixels, rows from the top. */
export type DecodeImage = (bytes: Uint8Array) => Promise<Image>;

/** A finished head, read back from its GLB. */
export interface FinishedHead {
  /** Level 0 in head space. */
  surface: Surface;
  /** What `writeGlb` kept as the root's extras. */
  extras: Record<string, unknown>;
}

/**
 * Reads the GLB of a head that `writeGlb` wrote. Throws where the file is no GLB, or is not such a head: exactly one
 * mesh with base colour, normal and ORM textures in the default scene.
 */
export async function readGlb(bytes: Uint8Array, decodeImage: DecodeImage): Promise<FinishedHead> {
  await MeshoptDecoder.ready;
  const io = new WebIO()
    .registerExtensions([EXTTextureWebP, EXTMeshoptCompression, KHRMeshQuantization])
    .registerDependencies({ "meshopt.decoder": MeshoptDecoder });
  const document = await io.readBinary(bytes);
  const scene = document.getRoot().getDefaultScene();
  const [root] = scene?.listChildren() ?? [];
  const nodes = (root?.listChildren() ?? []).filter((node) => node.getMesh());
  const primitives = nodes.flatMap((node) => node.getMesh()!.listPrimitives());
  const material = primitives[0]?.getMaterial();
  const textures = [material?.getBaseColorTexture(), material?.getNormalTexture(), material?.getOcclusionTexture()];
  if (primitives.length !== 1 || !textures.every((t) => t?.getImage())) {
    throw new Error("the file is not a head made here: its scene is not one mesh with colour, normal and ORM textures");
  }
  const [baseColor, normal, orm] = await Promise.all(textures.map((t) => decodeImage((t as Texture).getImage()!)));
  const metallic = material!.getMetallicFactor();
  for (let i = 2; i < orm.rgba.length; i += 4) orm.rgba[i] *= metallic;
  const extras = root.getExtras();
  const { metresPerUnit = GLB_DEFAULTS.metresPerUnit } = (extras.headartist ?? {}) as { metresPerUnit?: number };
  // Quantised positions stand in the node's own scale; the matrix takes them to metres.
  const matrix = nodes[0].getWorldMatrix();
  const positions = transformed(values(primitives[0], "POSITION"), matrix, 1 / metresPerUnit);
  const mesh = {
    positions,
    normals: values(primitives[0], "NORMAL"),
    tangents: values(primitives[0], "TANGENT"),
    uvs: values(primitives[0], "TEXCOORD_0"),
    lods: [Uint32Array.from(primitives[0].getIndices()?.getArray() ?? [])],
  };
  return { surface: bakedSurface(mesh, { baseColor, normal, orm }), extras };
}

/** A vertex attribute as floats, whatever it is stored as. */
function values(primitive: Primitive, name: string): Float32Array {
  const accessor = primitive.getAttribute(name);
  if (!accessor) throw new Error(`the head's mesh has no ${name}; it was not written here`);
  const width = accessor.getElementSize();
  const out = new Float32Array(accessor.getCount() * width);
  for (let i = 0; i < accessor.getCount(); i++) out.set(accessor.getElement(i, []), i * width);
  return out;
}

/** Points by a column-major 4 × 4 matrix, then scaled. */
function transformed(points: Float32Array, m: readonly number[], scale: number): Float32Array {
  const out = new Float32Array(points.length);
  for (let i = 0; i < points.length; i += 3)
    for (let r = 0; r < 3; r++) {
      const [x, y, z] = [points[i], points[i + 1], points[i + 2]];
      out[i + r] = (m[r] * x + m[4 + r] * y + m[8 + r] * z + m[12 + r]) * scale;
    }
  return out;
}
