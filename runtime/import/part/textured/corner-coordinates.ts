import type { Image } from "../../../bake/types.ts";
import type { SourceMesh } from "../../source/source-mesh.ts";

/** The part of a picture that is used, in texture coordinates: where it begins, and how far it reaches. */
export interface Window {
  from: [number, number];
  size: [number, number];
}

/**
 * Texture coordinates of each corner, [F·3, 2]. Where the picture repeats, triangles are brought next to each other by whole
 * repeats: a hat whose cloth repeats 40 times needs the picture once.
 */
export function cornerCoordinates({ parts, partOf, first, indices }: SourceMesh): Float32Array {
  const out = new Float32Array(2 * indices.length);
  for (let t = 0; t < partOf.length; t++) {
    const part = partOf[t];
    const { uvs, wrap } = parts[part].paint;
    if (!uvs) continue;
    for (let c = 0; c < 2; c++) {
      const values = [0, 1, 2].map((k) => uvs[2 * (indices[3 * t + k] - first[part]) + c]);
      const period = wrap[c] === "mirror" ? 2 : 1;
      const least = Math.min(...values);
      // A hair beyond a whole number is rounding, not another repeat.
      const shift = wrap[c] === "clamp" ? 0 : period * Math.floor((least + 1e-4) / period);
      for (let k = 0; k < 3; k++) out[2 * (3 * t + k) + c] = values[k] - shift;
    }
  }
  return out;
}

/** The window that a slot's triangles use, a texel wider on all sides. */
export function windowOf(uvs: Float32Array, slotOf: Uint8Array, slot: number, image: Image): Window {
  const low = [Infinity, Infinity];
  const high = [-Infinity, -Infinity];
  for (let corner = 0; corner < uvs.length / 2; corner++) {
    if (slotOf[Math.floor(corner / 3)] !== slot) continue;
    for (let c = 0; c < 2; c++) {
      low[c] = Math.min(low[c], uvs[2 * corner + c]);
      high[c] = Math.max(high[c], uvs[2 * corner + c]);
    }
  }
  const texel = [1 / image.width, 1 / image.height];
  return {
    from: [low[0] - texel[0], low[1] - texel[1]],
    size: [high[0] - low[0] + 2 * texel[0], high[1] - low[1] + 2 * texel[1]],
  };
}
