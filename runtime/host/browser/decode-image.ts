import { ImageUtils } from "@gltf-transform/core";
import type { Image } from "../../bake/types.ts";
import { imageTypeOf } from "../../import/source/image-type.ts";

/**
 * Decodes PNG, JPEG or WebP into the bytes that the file holds: by WebGL, since a canvas that is drawn on would premultiply alpha.
 * @throws Error where the bytes are no picture, or one that is larger than this browser's textures.
 */
export async function decodeImage(bytes: Uint8Array): Promise<Image> {
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: typeOf(bytes) });
  const bitmap = await createImageBitmap(blob, { premultiplyAlpha: "none", colorSpaceConversion: "none" });
  const { width, height } = bitmap;
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  if (!gl) throw new Error("this browser reads no pictures in workers: it lacks WebGL 2 there");
  try {
    const most = gl.getParameter(gl.MAX_TEXTURE_SIZE);
    if (Math.max(width, height) > most)
      throw new Error(`a picture of ${width} × ${height} pixels is larger than this browser's ${most}`);
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
    gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    const rgba = new Uint8Array(4 * width * height);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, rgba);
    return { rgba, width, height };
  } finally {
    bitmap.close();
    gl.getExtension("WEBGL_lose_context")?.loseContext();
  }
}

/** Reads a picture's size from its head alone. @throws Error where the bytes are none. */
export async function measureImage(bytes: Uint8Array): Promise<{ width: number; height: number }> {
  const [width, height] = ImageUtils.getSize(bytes, typeOf(bytes)) ?? [];
  if (!width || !height) throw new Error("its head tells no size");
  return { width, height };
}

function typeOf(bytes: Uint8Array): string {
  const type = imageTypeOf(bytes);
  if (!type) throw new Error("it is no PNG, JPEG or WebP");
  return type;
}
