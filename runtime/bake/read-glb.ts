import { type Texture, WebIO } from "@gltf-transform/core";
import { MeshoptDecoder } from "meshoptimizer/decoder";
import { HEAD_EXTENSIONS } from "./layered/extensions.ts";
import { type FinishedHead, readLayers } from "./layered/read-layers.ts";
import { bakedSurface } from "./preview/surfaces.ts";
import { readAttribute, transformed } from "./read-attribute.ts";
import type { DecodeImage } from "./types.ts";
import { GLB_DEFAULTS } from "./write-glb.ts";

/**
 * Reads the GLB of a head that `writeGlb` or `writeLayers` wrote. Throws where the file is no GLB, or is not such a head: a skinned mesh
 * a layer, or exactly one mesh with base colour, normal and ORM textures in the default scene.
 */
export async function readGlb(bytes: Uint8Array, decodeImage: DecodeImage): Promise<FinishedHead> {
  await MeshoptDecoder.ready;
  const io = new WebIO()
    .registerExtensions(HEAD_EXTENSIONS)
    .registerDependencies({ "meshopt.decoder": MeshoptDecoder });
  const document = await io.readBinary(bytes);
  if (document.getRoot().listSkins().length > 0) return readLayers(document, decodeImage);
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
  const positions = transformed(readAttribute(primitives[0], "POSITION"), matrix, 1 / metresPerUnit);
  const mesh = {
    positions,
    normals: readAttribute(primitives[0], "NORMAL"),
    tangents: readAttribute(primitives[0], "TANGENT"),
    uvs: readAttribute(primitives[0], "TEXCOORD_0"),
    lods: [Uint32Array.from(primitives[0].getIndices()?.getArray() ?? [])],
  };
  return { surface: bakedSurface(mesh, { baseColor, normal, orm }), extras };
}
