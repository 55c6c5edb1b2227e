import { type Accessor, Document, Logger, type Material, type Node, TextureInfo, WebIO } from "@gltf-transform/core";
import { EXTMeshoptCompression, EXTTextureWebP, KHRMeshQuantization } from "@gltf-transform/extensions";
import { quantize } from "@gltf-transform/functions";
import { MeshoptEncoder } from "meshoptimizer/encoder";
import { gather } from "./layout/layout-head.ts";
import type { BakedTextures } from "./textures/bake-textures.ts";
import type { EncodeImage, Image, ImageFormat, LaidOutMesh } from "./types.ts";

/** A named place on the head to hang things from: hats, glasses, the neck bone. Position in head space. */
export interface Socket {
  name: string;
  position: [number, number, number];
  /** Unit quaternion x y z w; identity where left out. */
  rotation?: [number, number, number, number];
}

export interface GlbOptions {
  /** Name of the root node and stem of the others: Head, Head_LOD0, Head_LOD1 … */
  name: string;
  image: "webp" | "png";
  /** Quantise and compress geometry (EXT_meshopt_compression). */
  compress: boolean;
  metresPerUnit: number;
  /** Licence and author, as `asset.copyright`. */
  copyright: string;
  generator: string;
  sockets: Socket[];
  /** Anything worth keeping with the file (recipe, seed, pack), as the root node's extras. */
  extras: Record<string, unknown>;
}

export const GLB_DEFAULTS: GlbOptions = {
  name: "Head",
  image: "webp",
  compress: false,
  metresPerUnit: 0.176,
  copyright: "",
  generator: "babylon-headartist",
  sockets: [],
  extras: {},
};

/**
 * Writes a head as GLB. Head space is only scaled to metres: the origin stays between the eyes, +Y is up, the face looks
 * along +Z. The default scene holds the root node with level 0 and the sockets; the coarser levels are nodes of a second
 * scene named "LODs", so that a viewer which knows nothing of them draws the head once. Whoever wants them adds that
 * scene's nodes to the first one before loading. Textures and material are shared by all levels.
 * The same arguments give the same bytes.
 */
export async function writeGlb(
  mesh: LaidOutMesh,
  textures: BakedTextures,
  encodeImage: EncodeImage,
  options: Partial<GlbOptions> = {},
): Promise<Uint8Array> {
  const settings = { ...GLB_DEFAULTS, ...options };
  await MeshoptEncoder.ready;
  const document = new Document().setLogger(new Logger(Logger.Verbosity.ERROR));
  const asset = document.getRoot().getAsset();
  asset.generator = settings.generator;
  if (settings.copyright) asset.copyright = settings.copyright;
  const material = await createMaterial(document, textures, encodeImage, settings);

  const levels = mesh.lods.map((_, level) => createLevel(document, mesh, level, material, settings));
  const root = document.createNode(settings.name).addChild(levels[0]);
  root.setExtras({ ...settings.extras, lods: levels.map((node) => node.getName()) });
  for (const socket of settings.sockets) {
    const node = document.createNode(socket.name).setExtras({ socket: true });
    node.setTranslation(socket.position.map((x) => x * settings.metresPerUnit) as [number, number, number]);
    if (socket.rotation) node.setRotation(socket.rotation);
    root.addChild(node);
  }
  document.getRoot().setDefaultScene(document.createScene(settings.name).addChild(root));
  if (levels.length > 1) {
    const spare = document.createScene("LODs");
    for (const level of levels.slice(1)) spare.addChild(level);
  }

  const io = new WebIO().registerExtensions([EXTTextureWebP, EXTMeshoptCompression, KHRMeshQuantization]);
  if (settings.compress) {
    io.registerDependencies({ "meshopt.encoder": MeshoptEncoder });
    // 14 bits of a 0.4 m head are 25 µm, and of a 1024² texture 1/16 texel.
    await document.transform(quantize({ quantizePosition: 14, quantizeTexcoord: 14, quantizeNormal: 12 }));
    document
      .createExtension(EXTMeshoptCompression)
      .setRequired(true)
      .setEncoderOptions({ method: EXTMeshoptCompression.EncoderMethod.QUANTIZE });
  }
  return io.writeBinary(document);
}

async function createMaterial(
  document: Document,
  textures: BakedTextures,
  encodeImage: EncodeImage,
  { name, image }: GlbOptions,
): Promise<Material> {
  if (image === "webp") document.createExtension(EXTTextureWebP).setRequired(true);
  const create = async (suffix: string, { rgba, width, height }: Image, format: ImageFormat) =>
    document
      .createTexture(`${name}_${suffix}`)
      .setMimeType(image === "webp" ? "image/webp" : "image/png")
      .setImage(await encodeImage(rgba, width, height, image === "png" ? "png" : format));
  const baseColor = await create("BaseColor", textures.baseColor, "webp");
  // Lossy WebP halves the resolution of two of its three channels, which bends normals.
  const normal = await create("Normal", textures.normal, "webp-lossless");
  const metal = metalnessOf(textures.orm);
  // Nor may a metal's edge be blurred by colours of half the resolution.
  const orm = await create("ORM", textures.orm, metal.least < metal.most ? "webp-lossless" : "webp");
  const material = document
    .createMaterial(name)
    .setBaseColorTexture(baseColor)
    .setNormalTexture(normal)
    .setOcclusionTexture(orm)
    .setMetallicRoughnessTexture(orm)
    .setMetallicFactor(metal.most > 0 ? 1 : 0)
    .setRoughnessFactor(1);
  for (const info of [
    material.getBaseColorTextureInfo(),
    material.getNormalTextureInfo(),
    material.getOcclusionTextureInfo(),
    material.getMetallicRoughnessTextureInfo(),
  ])
    info!
      .setWrapS(TextureInfo.WrapMode.CLAMP_TO_EDGE)
      .setWrapT(TextureInfo.WrapMode.CLAMP_TO_EDGE)
      .setMagFilter(TextureInfo.MagFilter.LINEAR)
      .setMinFilter(TextureInfo.MinFilter.LINEAR_MIPMAP_LINEAR);
  return material;
}

/** Least and most of the ORM texture's blue. */
function metalnessOf({ rgba }: Image): { least: number; most: number } {
  let [least, most] = [255, 0];
  for (let i = 2; i < rgba.length; i += 4) {
    least = Math.min(least, rgba[i]);
    most = Math.max(most, rgba[i]);
  }
  return { least, most };
}

/** One level as a node with a mesh of its own: vertices it does not use left out, the rest ordered for the GPU's caches. */
function createLevel(
  document: Document,
  mesh: LaidOutMesh,
  level: number,
  material: Material,
  { name, metresPerUnit }: GlbOptions,
): Node {
  const ordered = mesh.lods[level].slice();
  const [remap, count] = MeshoptEncoder.reorderMesh(ordered, true, false);
  const rows = new Uint32Array(count);
  for (let v = 0; v < remap.length; v++) if (remap[v] < count) rows[remap[v]] = v;
  const buffer = document.getRoot().listBuffers()[0] ?? document.createBuffer();
  const accessor = (type: "VEC2" | "VEC3" | "VEC4", width: number, values: Float32Array): Accessor =>
    document
      .createAccessor()
      .setType(type)
      .setArray(gather(values, rows, width) as Float32Array<ArrayBuffer>)
      .setBuffer(buffer);
  const positions = mesh.positions.map((x) => x * metresPerUnit);
  const primitive = document
    .createPrimitive()
    .setMaterial(material)
    .setAttribute("POSITION", accessor("VEC3", 3, positions))
    .setAttribute("NORMAL", accessor("VEC3", 3, mesh.normals))
    .setAttribute("TANGENT", accessor("VEC4", 4, mesh.tangents))
    .setAttribute("TEXCOORD_0", accessor("VEC2", 2, mesh.uvs))
    .setIndices(
      document
        .createAccessor()
        .setType("SCALAR")
        .setArray(count < 65535 ? new Uint16Array(ordered) : new Uint32Array(ordered))
        .setBuffer(buffer),
    );
  const stem = `${name}_LOD${level}`;
  return document.createNode(stem).setMesh(document.createMesh(stem).addPrimitive(primitive));
}
