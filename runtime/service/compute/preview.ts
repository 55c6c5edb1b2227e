import { Document, WebIO } from "@gltf-transform/core";
import { EXTMeshoptCompression, KHRMeshQuantization } from "@gltf-transform/extensions";
import { quantize } from "@gltf-transform/functions";
import { MeshoptEncoder } from "meshoptimizer/encoder";
import type { EncodeImage } from "../../bake/types.ts";
import { toLinear } from "../../head/surfaces/color.ts";
import type { Cutout } from "../../mesh/cutout.ts";

/** Texels across a mask, at most: strands are seen, and the file stays small. */
const MOST_TEXELS = 512;

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
  cutout?: Cutout;
}

/** sRGB byte → linear light as a 16-bit share: glTF's vertex colours are linear, and 8 bits would band in the shadows. */
const LINEAR = Uint16Array.from({ length: 256 }, (_, i) => Math.round(65535 * toLinear(i / 255)));

/**
 * @returns a GLB with EXT_meshopt_compression, KHR_mesh_quantization and COLOR_0; vertices keep their order. About
 *   15 bytes a vertex. Cards bring a mask, the base colour's alpha, whose last row is opaque: that is where all else looks it up.
 */
export async function encodePreview(
  { positions, normals, colors, indices, cutout }: PreviewMesh,
  encodeImage: EncodeImage,
): Promise<Uint8Array> {
  await MeshoptEncoder.ready;
  const document = new Document();
  const buffer = document.createBuffer();
  const accessor = (
    type: "VEC2" | "VEC3" | "VEC4" | "SCALAR",
    array: PreviewMesh["positions"] | Uint16Array | Uint32Array,
  ) =>
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
  if (cutout) {
    const { png, height } = await maskOf(cutout, encodeImage);
    const texture = document.createTexture("mask").setMimeType("image/png").setImage(png);
    material
      .setBaseColorTexture(texture)
      .setAlphaMode("MASK")
      .setAlphaCutoff(cutout.cutoff / 255)
      .setDoubleSided(true);
    primitive.setAttribute("TEXCOORD_0", accessor("VEC2", maskUvs(cutout, indices, height)).setNormalized(true));
  }
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

/** Masks as they were written: those of one stage are one. */
const written = new WeakMap<Uint8Array, Promise<{ png: Uint8Array; height: number }>>();

function maskOf({ alpha, width, height }: Cutout, encodeImage: EncodeImage) {
  const known = written.get(alpha);
  if (known) return known;
  const block = Math.ceil(width / MOST_TEXELS);
  const [columns, rows] = [Math.floor(width / block), Math.floor(height / block)];
  const rgba = new Uint8Array(4 * columns * (rows + 1)).fill(255);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      let sum = 0;
      for (let v = 0; v < block; v++) {
        for (let u = 0; u < block; u++) sum += alpha[(block * y + v) * width + block * x + u];
      }
      rgba[4 * (y * columns + x) + 3] = Math.round(sum / block ** 2);
    }
  }
  const mask = Promise.resolve(encodeImage(rgba, columns, rows + 1, "png")).then((png) => ({ png, height: rows + 1 }));
  written.set(alpha, mask);
  return mask;
}

/** [V, 2] shares of 65535: cards above, everything else in the middle of the opaque row. @param height of the mask in rows. */
function maskUvs({ from, uvs }: Cutout, indices: Uint32Array, height: number): Uint16Array {
  const out = new Uint16Array(uvs.length);
  const share = (value: number) => Math.round(65535 * Math.min(1, Math.max(0, value)));
  for (let v = 1; v < out.length; v += 2) out[v] = share((height - 0.5) / height);
  for (const v of new Set(indices.subarray(3 * from))) {
    out[2 * v] = share(uvs[2 * v]);
    out[2 * v + 1] = share((uvs[2 * v + 1] * (height - 1)) / height);
  }
  return out;
}
