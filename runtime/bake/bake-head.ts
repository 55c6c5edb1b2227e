import { rasteriseTexels } from "../mesh/texels/rasterise-texels.ts";
import { vertexNormals } from "../mesh/vertex-normals.ts";
import { checkLayout, gather, type LayoutReport, layoutHead, weldSeams } from "./layout/layout-head.ts";
import { placeLayout } from "./layout/place-layout.ts";
import { BAKE_DEFAULTS, type BakeOptions, checkOptions } from "./options.ts";
import {
  type BakedTextures,
  bakeTextures,
  type ColorField,
  type TextureReport,
  type VertexMaterial,
} from "./textures/bake-textures.ts";
import type { FindTexels } from "./textures/gpu-texels.ts";
import { ROUGHNESS, regionRoughness } from "./textures/region-roughness.ts";
import type { ColoredMesh, EncodeImage, HeadLayout, LaidOutMesh } from "./types.ts";
import { GLB_DEFAULTS, type Socket, writeGlb } from "./write-glb.ts";

export interface BakeInput {
  /** The high-resolution surface, head space, watertight, 10k to 200k triangles. */
  mesh: ColoredMesh;
  /** Its smooth unit normals (3·V), for instance the SDF's gradient; computed from the triangles where left out. */
  normals?: Float32Array;
  color: ColorField;
  /** What finds the triangles under texels; `rasteriseTexels` where left out. */
  texels?: FindTexels;
  /** Regions of surface points, as indices into `names`. */
  regions?: { names: string[]; of: (positions: Float32Array) => Uint8Array };
  /**
   * [V, 3] of what each vertex of the high-resolution surface is made of, where it is something else than the options and
   * regions say: metallic and roughness, both times the share 0..1 that it has of the vertex, and that share.
   */
  material?: Float32Array;
  sockets?: Socket[];
  name?: string;
  copyright?: string;
  /** Kept in the root node's extras: engine and pack that made the head, and its recipe. */
  maker?: object;
  recipe?: unknown;
  /** Layout of a parent with the same connectivity; UVs and levels are then the parent's. */
  layout?: HeadLayout;
}

export interface BakeHost {
  encodeImage: EncodeImage;
  /** Called as each step begins, with its name and the part of the work done, 0..1. */
  onProgress?: (step: string, done: number) => void;
}

export interface BakeReport {
  vertices: number;
  /** Triangles a level. */
  triangles: number[];
  /** Missing where the layout was given. */
  layout?: LayoutReport;
  textures: TextureReport;
  bytes: number;
  /** Milliseconds a step: layout, place, textures, write. */
  timings: Record<string, number>;
}

export interface BakedHead {
  glb: Uint8Array;
  report: BakeReport;
  /** For the head document: what a child with the same connectivity bakes onto. */
  layout: HeadLayout;
  /** What went into the file, for previews. */
  mesh: LaidOutMesh;
  textures: BakedTextures;
}

/**
 * Bakes a head surface and its colour field into a game-ready GLB. The same input gives the same bytes.
 * Throws BakeError: "bad-options", "bad-mesh", "empty-mesh", "layout-mismatch".
 */
export async function bakeHead(input: BakeInput, options: Partial<BakeOptions>, host: BakeHost): Promise<BakedHead> {
  const settings = { ...BAKE_DEFAULTS, ...options };
  checkOptions(settings);
  const { mesh } = input;
  const timings: Record<string, number> = {};
  let last = performance.now();
  const lap = (step: string) => {
    timings[step] = Math.round(performance.now() - last);
    last = performance.now();
  };
  host.onProgress?.("layout", 0);
  const normals = input.normals ?? vertexNormals(mesh);
  if (input.layout) checkLayout(input.layout, mesh.positions.length / 3);
  const made = input.layout
    ? { layout: input.layout, report: undefined }
    : await layoutHead(mesh, normals, {
        decimate: { triangles: settings.triangles },
        levels: { ratios: settings.levels },
      });
  lap("layout");
  host.onProgress?.("textures", 0.3);
  const low = await placeLayout(made.layout, mesh.positions);
  lap("place");
  const { textures, report } = await bakeTextures({
    low,
    weld: weldSeams(made.layout.source),
    high: mesh,
    highNormals: normals,
    source: { color: input.color, texels: input.texels ?? rasteriseTexels },
    material: vertexMaterial(input, settings, low.positions, made.layout.source),
    size: settings.textureSize,
    occlusion: settings.occlusion,
  });
  lap("textures");
  host.onProgress?.("write", 0.8);
  const glb = await writeGlb(low, textures, host.encodeImage, {
    name: input.name ?? GLB_DEFAULTS.name,
    image: settings.image,
    compress: settings.compress,
    metresPerUnit: settings.metresPerUnit,
    copyright: input.copyright ?? "",
    sockets: input.sockets ?? [],
    extras: { headartist: { ...input.maker, recipe: input.recipe ?? null, metresPerUnit: settings.metresPerUnit } },
  });
  lap("write");
  return {
    glb,
    layout: made.layout,
    mesh: low,
    textures,
    report: {
      vertices: made.layout.source.length,
      triangles: made.layout.lods.map((lod) => lod.length / 3),
      layout: made.report,
      textures: report,
      bytes: glb.length,
      timings,
    },
  };
}

function vertexMaterial(
  input: BakeInput,
  options: BakeOptions,
  positions: Float32Array,
  source: Uint32Array,
): VertexMaterial {
  const roughness = vertexRoughness(input, options, positions);
  const metallic = new Float32Array(source.length).fill(options.material.metallic);
  if (!input.material) return { roughness, metallic };
  const own = gather(input.material, source, 3);
  for (let v = 0; v < source.length; v++) {
    const rest = 1 - own[3 * v + 2];
    metallic[v] = rest * metallic[v] + own[3 * v];
    roughness[v] = rest * roughness[v] + own[3 * v + 1];
  }
  return { roughness, metallic };
}

function vertexRoughness({ regions }: BakeInput, { material, roughness }: BakeOptions, positions: Float32Array) {
  if (material.roughness !== undefined) return new Float32Array(positions.length / 3).fill(material.roughness);
  const { names, of } = regions ?? { names: [], of: () => new Uint8Array(positions.length / 3) };
  return regionRoughness(of(positions), names, { ...ROUGHNESS, ...roughness });
}
