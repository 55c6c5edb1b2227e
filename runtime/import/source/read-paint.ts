import { type Document, type Material, type Primitive, type Texture, TextureInfo } from "@gltf-transform/core";
import type { PBRSpecularGlossiness, Transform } from "@gltf-transform/extensions";
import type { Image } from "../../bake/types.ts";
import { ImportError, type Paint, type SourceHost } from "../types.ts";
import { elements } from "./accessor-elements.ts";
import { IMPORT_LIMITS, tooLarge } from "./check-size.ts";
import { IMAGE_TYPES, imageTypeOf } from "./image-type.ts";

/** Base colour of a primitive: metallic-roughness, unlit, or the diffuse colour of specular-glossiness. */
export async function readPaint(
  document: Document,
  primitive: Primitive,
  host: SourceHost,
  decoded: Map<number, Promise<Image>>,
): Promise<Paint> {
  const material = primitive.getMaterial();
  const { texture, info, factor } = baseColor(material);
  const count = primitive.getAttribute("POSITION")?.getCount() ?? 0;
  const tint = new Float32Array(3 * count);
  const colors = primitive.getAttribute("COLOR_0");
  const vertex = colors && elements(colors, 3);
  for (let i = 0; i < tint.length; i++) tint[i] = factor[i % 3] * (vertex ? vertex[i] : 1);
  const move = info?.getExtension<Transform>("KHR_texture_transform");
  const set = move?.getTexCoord() ?? info?.getTexCoord() ?? 0;
  const coordinates = primitive.getAttribute(`TEXCOORD_${set}`);
  const paint: Paint = {
    imageIndex: -1,
    wrap: [wrapOf(info?.getWrapS()), wrapOf(info?.getWrapT())],
    uvs: coordinates ? transformUvs(elements(coordinates, 2), move) : undefined,
    tint,
    alpha: material?.getAlphaMode() ?? "OPAQUE",
  };
  if (!texture || !coordinates) return paint;
  paint.imageIndex = document.getRoot().listTextures().indexOf(texture);
  if (!decoded.has(paint.imageIndex)) {
    const pending = host.decodeImage(texture.getImage()!);
    pending.catch(() => {});
    decoded.set(paint.imageIndex, pending);
  }
  paint.image = await decoded.get(paint.imageIndex)!.catch((cause: Error) => {
    throw unreadable(material, `damaged (${cause.message})`);
  });
  return paint;
}

/**
 * Checks the base-colour images of primitives before any of them is decoded.
 * @throws ImportError "unreadable-texture" where one is none of {@link READABLE}, "too-large" where they are too many pixels.
 */
export async function checkImages(primitives: Primitive[], host: SourceHost): Promise<void> {
  const seen = new Set<Texture>();
  let pixels = 0;
  for (const primitive of primitives) {
    const material = primitive.getMaterial();
    const { texture } = baseColor(material);
    if (!texture || seen.has(texture)) continue;
    seen.add(texture);
    const [bytes, type] = [texture.getImage(), texture.getMimeType()];
    if (!bytes || !IMAGE_TYPES.includes(type)) throw unreadable(material, type || "missing");
    if (!imageTypeOf(bytes)) {
      throw unreadable(material, `called ${type} and is something else`);
    }
    const { width, height } = await host.measureImage(bytes).catch((cause: Error) => {
      throw unreadable(material, `damaged (${cause.message})`);
    });
    pixels += width * height;
    if (pixels > IMPORT_LIMITS.pixels) throw tooLarge("pixels of base colour", pixels, IMPORT_LIMITS.pixels);
  }
}

function unreadable(material: Material | null, is: string): ImportError {
  return new ImportError(
    "unreadable-texture",
    `the base colour of "${material?.getName()}" is ${is}; export with PNG, JPEG or WebP textures`,
  );
}

function baseColor(material: Material | null) {
  const glossy = material?.getExtension<PBRSpecularGlossiness>("KHR_materials_pbrSpecularGlossiness");
  if (glossy) {
    const texture = glossy.getDiffuseTexture();
    return { texture, info: texture && glossy.getDiffuseTextureInfo(), factor: glossy.getDiffuseFactor() };
  }
  const texture = material?.getBaseColorTexture() ?? null;
  return {
    texture,
    info: texture && material?.getBaseColorTextureInfo(),
    factor: material?.getBaseColorFactor() ?? [1, 1, 1, 1],
  };
}

/** KHR_texture_transform: scale, then rotate, then offset. */
function transformUvs(uvs: Float32Array, move: Transform | null | undefined): Float32Array {
  if (!move) return uvs;
  const [[ox, oy], [sx, sy], angle] = [move.getOffset(), move.getScale(), move.getRotation()];
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  for (let i = 0; i < uvs.length; i += 2) {
    const [u, v] = [uvs[i] * sx, uvs[i + 1] * sy];
    uvs[i] = c * u + s * v + ox;
    uvs[i + 1] = -s * u + c * v + oy;
  }
  return uvs;
}

function wrapOf(mode: number | undefined): Paint["wrap"][0] {
  if (mode === TextureInfo.WrapMode.CLAMP_TO_EDGE) return "clamp";
  return mode === TextureInfo.WrapMode.MIRRORED_REPEAT ? "mirror" : "repeat";
}
