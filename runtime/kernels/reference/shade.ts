/** Readable twins of `assembly/interpolate.ts` and `assembly/shade-normals.ts`, on one covered pixel at a time. */

import type { RasterImages } from "./rasterise.ts";

/** Shape [pixels, channels]; 0 where nothing is visible. */
export function interpolate(
  { triangles, barycentrics }: RasterImages,
  indices: Uint32Array,
  attributes: Float32Array,
  channels: number,
): Float32Array {
  const image = new Float32Array(triangles.length * channels);
  triangles.forEach((t, i) => {
    if (t < 0) return;
    for (let corner = 0; corner < 3; corner++) {
      const vertex = indices[t * 3 + corner];
      for (let k = 0; k < channels; k++) {
        image[i * channels + k] += barycentrics[i * 3 + corner] * attributes[vertex * channels + k];
      }
    }
  });
  return image;
}

/** Adds to `attributeGradient`; returns the gradient of the barycentrics. */
export function interpolateBackward(
  { triangles, barycentrics }: RasterImages,
  indices: Uint32Array,
  attributes: Float32Array,
  channels: number,
  imageGradient: Float32Array,
  attributeGradient: Float32Array,
): Float32Array {
  const barycentricGradient = new Float32Array(barycentrics.length);
  triangles.forEach((t, i) => {
    if (t < 0) return;
    for (let corner = 0; corner < 3; corner++) {
      const vertex = indices[t * 3 + corner];
      for (let k = 0; k < channels; k++) {
        const d = imageGradient[i * channels + k];
        attributeGradient[vertex * channels + k] += barycentrics[i * 3 + corner] * d;
        barycentricGradient[i * 3 + corner] += attributes[vertex * channels + k] * d;
      }
    }
  });
  return barycentricGradient;
}

/** Camera-space unit normals as n·0.5 + 0.5 on a grey background; shape [pixels, 3]. */
export function shadeNormals(
  raster: RasterImages,
  indices: Uint32Array,
  normals: Float32Array,
  frame: ArrayLike<number>,
): Float32Array {
  const image = interpolate(raster, indices, normals, 3);
  for (let i = 0; i < image.length; i += 3) {
    const [x, y, z] = image.subarray(i, i + 3);
    const length = Math.sqrt(Math.max(x * x + y * y + z * z, 1e-12));
    for (let row = 0; row < 3; row++) {
      image[i + row] = 0.5 + (0.5 * (frame[row * 3] * x + frame[row * 3 + 1] * y + frame[row * 3 + 2] * z)) / length;
    }
  }
  return image;
}
