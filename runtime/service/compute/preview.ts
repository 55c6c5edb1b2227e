import { Document, WebIO } from "@gltf-transform/core";
import { EXTMeshoptCompression, KHRMeshQuantization } from "@gltf-transform/extensions";
import { quantize } from "@gltf-transform/functions";
import { MeshoptEncoder } from "meshoptimizer";
import { toLinear } from "../../head/surfaces/color.ts";

/** A head in the making; see `LivePreview` of the engine. */
export interface PreviewMesh {
  /** [3V] head space. */
  positions: Float32Array;
  /** [3V] unit length. */
  normals: Float32Array;
  /** [4V] sRGB and opacity. */
  colors: Uint8Array;
  /** [3F] */
  indices: Uint32Array;
}

/** sRGB byte → linear light as a 16-bit share: glTF's vertex colours are linear, and 8 bits would band in the shadows. */
const LINEAR = Uint16Array.from({ length: 256 }, (_, i) => Math.round(65535 * toLinear(i / 255)));

/**
 * @returns a GLB with EXT_meshopt_compression, KHR_mesh_quantization and COLOR_0; vertices keep their order. About
 *   15 bytes a vertex.
 */
export async function encodePreview({ positions, normals, colors, indices }: PreviewMesh): Promise<Uint8Array> {
  await MeshoptEncoder.ready;
  const document = new Document();
  const buffer = document.createBuffer();
  const accessor = (type: "VEC3" | "VEC4" | "SCALAR", array: PreviewMesh["positions"] | Uint16Array | Uint32Array) =>
    document
      .createAccessor()
      .setType(type)
      .setArray(array as Float32Array<ArrayBuffer>)
      .setBuffer(buffer);
  const material = document.createMaterial("head").setRoughnessFactor(0.75).setMetallicFactor(0);
  const primitive = document
    .createPrimitive()
    .setIndices(accessor("SCALAR", indices))
    .setAttribute("POSITION", accessor("VEC3", positions))
    .setAttribute("NORMAL", accessor("VEC3", normals))
    .setAttribute("COLOR_0", accessor("VEC4", linearColors(colors)).setNormalized(true))
    .setMaterial(material);
  const mesh = document.createMesh("head").addPrimitive(primitive);
  document.createScene().addChild(document.createNode("head").setMesh(mesh));
  document.createExtension(KHRMeshQuantization).setRequired(true);
  document
    .createExtension(EXTMeshoptCompression)
    .setRequired(true)
    .setEncoderOptions({ method: EXTMeshoptCompression.EncoderMethod.QUANTIZE });
  await document.transform(
    quantize({ pattern: /^(POSITION|NORMAL)$/, quantizePosition: 14, quantizeNormal: 8, cleanup: false }),
  );
  for (const left of document.getRoot().listAccessors()) if (left.listParents().length === 1) left.dispose();
  const io = new WebIO()
    .registerExtensions([EXTMeshoptCompression, KHRMeshQuantization])
    .registerDependencies({ "meshopt.encoder": MeshoptEncoder });
  return io.writeBinary(document);
}

function linearColors(colors: Uint8Array): Uint16Array {
  const linear = new Uint16Array(colors.length);
  for (let i = 0; i < colors.length; i++) linear[i] = i % 4 === 3 ? colors[i] * 257 : LINEAR[colors[i]];
  return linear;
}
