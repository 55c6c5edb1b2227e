import { type Document, type Material, type Texture, TextureInfo } from "@gltf-transform/core";
import {
  EXTTextureWebP,
  KHRMaterialsAnisotropy,
  KHRMaterialsClearcoat,
  KHRMaterialsSpecular,
  KHRTextureBasisu,
} from "@gltf-transform/extensions";
import type { Picture, Surface } from "../../head/layers/types.ts";
import type { EncodeImage, ImageFormat } from "../types.ts";
import type { TextureFormat } from "./options.ts";

/** Texels of each picture so far: layers that share a picture share the texture. */
export type TextureCache = Map<Picture, Texture>;

type Role = "BaseColor" | "Normal" | "ORM";

/** Writes a surface as a glTF material, with extensions only where the surface asks for what they say. */
export async function createMaterial(
  document: Document,
  surface: Surface,
  textures: TextureCache,
  encodeImage: EncodeImage,
  format: TextureFormat,
): Promise<Material> {
  const texture = (picture: Picture, role: Role) =>
    createTexture(
      document,
      { name: surface.name, picture, role, format: imageFormat(picture, role, format) },
      textures,
      encodeImage,
    );
  const material = document
    .createMaterial(surface.name)
    .setBaseColorFactor(surface.color ?? [1, 1, 1, 1])
    .setMetallicFactor(surface.metallic ?? (surface.orm ? 1 : 0))
    .setRoughnessFactor(surface.roughness ?? 1)
    .setDoubleSided(surface.doubleSided ?? false);
  if (surface.baseColor) material.setBaseColorTexture(await texture(surface.baseColor, "BaseColor"));
  if (surface.normal) material.setNormalTexture(await texture(surface.normal, "Normal"));
  if (surface.orm) {
    const orm = await texture(surface.orm, "ORM");
    material.setOcclusionTexture(orm).setMetallicRoughnessTexture(orm);
  }
  if (surface.alphaCutoff !== undefined) material.setAlphaMode("MASK").setAlphaCutoff(surface.alphaCutoff);
  else if (surface.blend) material.setAlphaMode("BLEND");
  addExtensions(document, material, surface);
  for (const info of [
    material.getBaseColorTextureInfo(),
    material.getNormalTextureInfo(),
    material.getOcclusionTextureInfo(),
    material.getMetallicRoughnessTextureInfo(),
  ])
    info
      ?.setWrapS(TextureInfo.WrapMode.CLAMP_TO_EDGE)
      .setWrapT(TextureInfo.WrapMode.CLAMP_TO_EDGE)
      .setMagFilter(TextureInfo.MagFilter.LINEAR)
      .setMinFilter(TextureInfo.MinFilter.LINEAR_MIPMAP_LINEAR);
  return material;
}

function addExtensions(document: Document, material: Material, { specular, clearcoat, anisotropy }: Surface): void {
  if (specular !== undefined) {
    const extension = document.createExtension(KHRMaterialsSpecular);
    material.setExtension("KHR_materials_specular", extension.createSpecular().setSpecularFactor(specular));
  }
  if (clearcoat) {
    const extension = document.createExtension(KHRMaterialsClearcoat);
    material.setExtension(
      "KHR_materials_clearcoat",
      extension.createClearcoat().setClearcoatFactor(clearcoat.factor).setClearcoatRoughnessFactor(clearcoat.roughness),
    );
  }
  if (anisotropy) {
    const extension = document.createExtension(KHRMaterialsAnisotropy);
    material.setExtension(
      "KHR_materials_anisotropy",
      extension
        .createAnisotropy()
        .setAnisotropyStrength(anisotropy.strength)
        .setAnisotropyRotation(anisotropy.rotation),
    );
  }
}

/** JPEG and lossy WebP halve the resolution of two of three channels: fit for colours, not for normals or alpha edges. */
function imageFormat({ channels }: Picture, role: Role, format: TextureFormat): ImageFormat {
  const exact = role === "Normal" || channels === 4;
  if (format === "webp") return exact ? "webp-lossless" : "webp";
  if (format === "ktx2") return KTX2[role];
  return format === "auto" && !exact ? "jpeg" : "png";
}

const MIME: Record<ImageFormat, string> = {
  png: "image/png",
  jpeg: "image/jpeg",
  webp: "image/webp",
  "webp-lossless": "image/webp",
  ktx2: "image/ktx2",
  "ktx2-linear": "image/ktx2",
  "ktx2-normal": "image/ktx2",
};

const KTX2: Record<Role, ImageFormat> = { BaseColor: "ktx2", ORM: "ktx2-linear", Normal: "ktx2-normal" };

async function createTexture(
  document: Document,
  { name, picture, role, format }: { name: string; picture: Picture; role: Role; format: ImageFormat },
  textures: TextureCache,
  encodeImage: EncodeImage,
): Promise<Texture> {
  const known = textures.get(picture);
  if (known) return known;
  if (MIME[format] === "image/webp") document.createExtension(EXTTextureWebP).setRequired(true);
  if (MIME[format] === "image/ktx2") document.createExtension(KHRTextureBasisu).setRequired(true);
  const { width, height } = picture;
  const texture = document
    .createTexture(`${name}_${role}`)
    .setMimeType(MIME[format])
    .setImage(await encodeImage(toRgba(picture), width, height, format));
  textures.set(picture, texture);
  return texture;
}

function toRgba({ width, height, data, channels }: Picture): Uint8Array {
  if (channels === 4) return data;
  const rgba = new Uint8Array(4 * width * height).fill(255);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    rgba[to] = data[from];
    rgba[to + 1] = data[from + 1];
    rgba[to + 2] = data[from + 2];
  }
  return rgba;
}
