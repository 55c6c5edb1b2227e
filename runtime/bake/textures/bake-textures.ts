import { type Bvh, buildBvh } from "../../mesh/build-bvh.ts";
import { bakeOcclusion, blurAlongEdges, type OcclusionOptions } from "../../mesh/texels/bake-occlusion.ts";
import { fillGutter, nearestBaked } from "../../mesh/texels/fill-gutter.ts";
import type { Texels } from "../../mesh/texels/rasterise-texels.ts";
import type { ColoredMesh, Image, LaidOutMesh } from "../types.ts";
import type { FindTexels } from "./gpu-texels.ts";
import { projectTexels } from "./project-texels.ts";

/** Colours of surface points: 3·N positions in, 3·N sRGB values 0..1 out. */
export type ColorField = (positions: Float32Array) => Float32Array | Promise<Float32Array>;

export interface BakedTextures {
  /** sRGB. */
  baseColor: Image;
  /** Tangent space, x right, y up in the image, as glTF has it; linear. */
  normal: Image;
  /** Occlusion, roughness and metalness in red, green and blue at half size; linear. */
  orm: Image;
}

export interface TextureReport {
  /** Texels of the colour texture that were baked (the rest is gutter). */
  texels: number;
  /** Furthest a texel had to go to the high-resolution surface, in head units. */
  furthest: number;
  /** Milliseconds a step. */
  timings: Record<string, number>;
}

/** What texels are baked with. */
export interface TextureSource {
  color: ColorField;
  texels: FindTexels;
}

/** How each vertex takes light, 0..1. */
export interface VertexMaterial {
  roughness: Float32Array;
  metallic: Float32Array;
}

export interface TextureBake {
  low: LaidOutMesh;
  /** For each vertex of it the one that it shares its place with. */
  weld: Uint32Array;
  high: ColoredMesh;
  highNormals: Float32Array;
  source: TextureSource;
  material: VertexMaterial;
  /** Texels along an edge. */
  size: number;
  occlusion: Partial<OcclusionOptions>;
}

/** Positions handed to the colour field at a time. */
const CHUNK = 65536;

/**
 * Bakes the textures of a laid-out mesh: colour from the field at the high-resolution surface, its smooth normals in
 * tangent space, ambient occlusion of level 0 and the given material.
 */
export async function bakeTextures({
  low,
  weld,
  high,
  highNormals,
  source: { color, texels: findTexels },
  material,
  size,
  occlusion: how,
}: TextureBake): Promise<{ textures: BakedTextures; report: TextureReport }> {
  const timings: Record<string, number> = {};
  let last = performance.now();
  const lap = (step: string) => {
    timings[step] = Math.round(performance.now() - last);
    last = performance.now();
  };
  const texels = await findTexels(low.uvs, low.lods[0], size);
  const nearest = nearestBaked(texels.at, size);
  lap("texels");
  const under = projectTexels(texels, low, high, highNormals, buildBvh(high));
  lap("project");
  const baseColor = await colorImage(texels, nearest, under.positions, color);
  lap("color");
  const normal = normalImage(texels, nearest, under.normals);
  lap("normal");
  const bvh = buildBvh({ positions: low.positions, indices: low.lods[0] });
  const occlusion = vertexOcclusion(low, weld, bvh, how);
  lap("occlusion");
  const orm = ormImage(low, await findTexels(low.uvs, low.lods[0], size / 2), occlusion, material);
  lap("orm");
  return {
    textures: { baseColor, normal, orm },
    report: { texels: texels.at.length, furthest: under.furthest, timings },
  };
}

async function colorImage(
  { at, size }: Texels,
  nearest: Int32Array,
  positions: Float32Array,
  color: ColorField,
): Promise<Image> {
  const rgba = new Uint8Array(4 * size * size);
  for (let from = 0; from < at.length; from += CHUNK) {
    const colors = await color(positions.subarray(3 * from, 3 * Math.min(from + CHUNK, at.length)));
    for (let i = 0; i < colors.length; i++)
      rgba[4 * at[from + Math.floor(i / 3)] + (i % 3)] = Math.round(255 * Math.min(1, Math.max(0, colors[i])));
  }
  fillGutter(rgba, nearest);
  return { rgba, width: size, height: size };
}

function normalImage({ at, size }: Texels, nearest: Int32Array, normals: Float32Array): Image {
  const rgba = new Uint8Array(4 * size * size);
  // glTF decodes c/255·2−1; 127.5 has no byte, so a flat texel is (128, 128, 255) as everywhere.
  for (let i = 0; i < normals.length; i++)
    rgba[4 * at[Math.floor(i / 3)] + (i % 3)] = Math.round(127.5 * normals[i] + 127.5);
  fillGutter(rgba, nearest);
  return { rgba, width: size, height: size };
}

/** Occlusion a vertex: rays for one vertex of each place, then a blur along the mesh. */
function vertexOcclusion(
  low: LaidOutMesh,
  weld: Uint32Array,
  bvh: Bvh,
  options: Partial<OcclusionOptions>,
): Float32Array {
  const places: number[] = [];
  for (let v = 0; v < weld.length; v++) if (weld[v] === v) places.push(v);
  const pick = (values: Float32Array) => {
    const out = new Float32Array(3 * places.length);
    for (let i = 0; i < places.length; i++) out.set(values.subarray(3 * places[i], 3 * places[i] + 3), 3 * i);
    return out;
  };
  const found = bakeOcclusion(pick(low.positions), pick(low.normals), bvh, options);
  const values = new Float32Array(weld.length);
  for (let i = 0; i < places.length; i++) values[places[i]] = found[i];
  return blurAlongEdges(values, low.lods[0], weld, 2);
}

function ormImage(
  low: LaidOutMesh,
  { size, at, triangle, weights }: Texels,
  occlusion: Float32Array,
  { roughness, metallic }: VertexMaterial,
): Image {
  const rgba = new Uint8Array(4 * size * size).fill(255);
  const indices = low.lods[0];
  for (let i = 0; i < at.length; i++) {
    const [a, b, c] = [indices[3 * triangle[i]], indices[3 * triangle[i] + 1], indices[3 * triangle[i] + 2]];
    const u = weights[2 * i];
    const v = weights[2 * i + 1];
    const mix = (values: Float32Array) => (1 - u - v) * values[a] + u * values[b] + v * values[c];
    rgba[4 * at[i]] = Math.round(255 * mix(occlusion));
    rgba[4 * at[i] + 1] = Math.round(255 * mix(roughness));
    rgba[4 * at[i] + 2] = Math.round(255 * mix(metallic));
  }
  fillGutter(rgba, nearestBaked(at, size));
  return { rgba, width: size, height: size };
}
