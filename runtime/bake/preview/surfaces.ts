import type { TriMesh } from "../../mesh/types.ts";
import type { BakedTextures, ColorField } from "../textures/bake-textures.ts";
import type { ColoredMesh, Image, LaidOutMesh } from "../types.ts";

/** What a surface looks like at points of its triangles. */
export interface SurfaceSamples {
  /** 3 a point, sRGB 0..1. */
  colors: Float32Array;
  /** 3 a point, unit, head space. */
  normals: Float32Array;
  /** 1 a point each, 0..1. */
  occlusion: Float32Array;
  roughness: Float32Array;
  metallic: Float32Array;
  /** 3 a point, unit: the normals that a normal map bends; the surface's own where left out. */
  relief?: Float32Array;
  /** 3 a point: where strands of hair run, unit; 0 where there are none. */
  strands?: Float32Array;
  /** 1 a point each, 0..1: clearcoat, and how much light scatters below the surface. */
  coat?: Float32Array;
  skin?: Float32Array;
}

/**
 * A mesh with an appearance: `sample` takes triangle numbers and 2 corner weights a point, and how far apart the points lie in
 * units, 0 where they are single ones: pictures are filtered by it.
 */
export interface Surface {
  mesh: TriMesh;
  sample: (triangle: Uint32Array, weights: Float32Array, spacing?: number) => SurfaceSamples | Promise<SurfaceSamples>;
}

/** A surface as the fields have it, before any bake: colour from the field, smooth normals, no occlusion. */
export function fieldSurface(mesh: ColoredMesh, normals: Float32Array, color: ColorField): Surface {
  return {
    mesh,
    async sample(triangle, weights) {
      const at = mix(mesh.colorAt ?? mesh.positions, 3, mesh.indices, triangle, weights);
      const samples = triangle.length;
      return {
        colors: await color(at),
        normals: unit(mix(normals, 3, mesh.indices, triangle, weights)),
        occlusion: new Float32Array(samples).fill(1),
        roughness: new Float32Array(samples).fill(0.55),
        metallic: new Float32Array(samples),
      };
    },
  };
}

/** A baked head as an engine draws it: textures filtered bilinearly, tangent space decoded as glTF says. */
export function bakedSurface(low: LaidOutMesh, textures: BakedTextures, level = 0): Surface {
  const indices = low.lods[level];
  return {
    mesh: { positions: low.positions, indices },
    sample(triangle, weights) {
      const uvs = mix(low.uvs, 2, indices, triangle, weights);
      const colors = fetchTexels(textures.baseColor, uvs);
      const bent = fetchTexels(textures.normal, uvs);
      const orm = fetchTexels(textures.orm, uvs);
      const n = unit(mix(low.normals, 3, indices, triangle, weights));
      const t = mix(low.tangents, 4, indices, triangle, weights);
      const normals = new Float32Array(n.length);
      for (let i = 0; i < triangle.length; i++) {
        const [nx, ny, nz] = [n[3 * i], n[3 * i + 1], n[3 * i + 2]];
        const [tx, ty, tz, w] = [t[4 * i], t[4 * i + 1], t[4 * i + 2], t[4 * i + 3]];
        const x = 2 * bent[3 * i] - 1;
        const y = (2 * bent[3 * i + 1] - 1) * w;
        const z = 2 * bent[3 * i + 2] - 1;
        normals[3 * i] = x * tx + y * (ny * tz - nz * ty) + z * nx;
        normals[3 * i + 1] = x * ty + y * (nz * tx - nx * tz) + z * ny;
        normals[3 * i + 2] = x * tz + y * (nx * ty - ny * tx) + z * nz;
      }
      const occlusion = new Float32Array(triangle.length);
      const roughness = new Float32Array(triangle.length);
      const metallic = new Float32Array(triangle.length);
      for (let i = 0; i < triangle.length; i++) {
        occlusion[i] = orm[3 * i];
        roughness[i] = orm[3 * i + 1];
        metallic[i] = orm[3 * i + 2];
      }
      return { colors, normals: unit(normals), occlusion, roughness, metallic };
    },
  };
}

/** Bilinear RGB (0..1, 3 a point) of an image at texture coordinates, clamped at its edges. */
export function fetchTexels({ rgba, width, height }: Image, uvs: Float32Array): Float32Array {
  const out = new Float32Array((uvs.length / 2) * 3);
  for (let i = 0; i < uvs.length / 2; i++) {
    const x = Math.min(width - 1, Math.max(0, uvs[2 * i] * width - 0.5));
    const y = Math.min(height - 1, Math.max(0, uvs[2 * i + 1] * height - 0.5));
    const x0 = Math.floor(x);
    const y0 = Math.floor(y);
    const x1 = Math.min(width - 1, x0 + 1);
    const y1 = Math.min(height - 1, y0 + 1);
    const fx = x - x0;
    const fy = y - y0;
    for (let c = 0; c < 3; c++) {
      const top = rgba[4 * (y0 * width + x0) + c] * (1 - fx) + rgba[4 * (y0 * width + x1) + c] * fx;
      const bottom = rgba[4 * (y1 * width + x0) + c] * (1 - fx) + rgba[4 * (y1 * width + x1) + c] * fx;
      out[3 * i + c] = (top * (1 - fy) + bottom * fy) / 255;
    }
  }
  return out;
}

/** Vertex values (`width` each) mixed by corner weights. */
export function mix(
  values: Float32Array,
  width: number,
  indices: Uint32Array,
  triangle: Uint32Array,
  weights: Float32Array,
): Float32Array {
  const out = new Float32Array(triangle.length * width);
  for (let i = 0; i < triangle.length; i++) {
    const t = 3 * triangle[i];
    const u = weights[2 * i];
    const v = weights[2 * i + 1];
    for (let k = 0; k < width; k++)
      out[width * i + k] =
        (1 - u - v) * values[width * indices[t] + k] +
        u * values[width * indices[t + 1] + k] +
        v * values[width * indices[t + 2] + k];
  }
  return out;
}

/** Brings vectors of 3 floats to length 1, in place. */
export function unit(vectors: Float32Array): Float32Array {
  for (let i = 0; i < vectors.length; i += 3) {
    const length = Math.sqrt(vectors[i] ** 2 + vectors[i + 1] ** 2 + vectors[i + 2] ** 2) || 1;
    vectors[i] /= length;
    vectors[i + 1] /= length;
    vectors[i + 2] /= length;
  }
  return vectors;
}
