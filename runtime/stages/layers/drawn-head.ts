import { joinHead } from "../../bake/preview/join-head.ts";
import type { Layer, LayeredHead, LayerMesh, LayerName } from "../../head/layers/types.ts";
import type { Kernels } from "../../kernels/load.ts";
import type { Cutout } from "../../mesh/cutout.ts";
import type { NormalSurface } from "../geometry/render-normals.ts";
import { paletteOf } from "./color/palette.ts";

/** One layer's share of a {@link DrawnHead}. */
export interface DrawnPart {
  layer: Layer;
  mesh: LayerMesh;
  /** First vertex, and the one after the last. */
  vertices: [number, number];
  /** First triangle, and the one after the last. */
  triangles: [number, number];
}

/** One level of a layered head as one mesh in kernel memory, solid layers first and cards, which alpha cuts out, last. */
export interface DrawnHead {
  kernels: Kernels;
  /** [V, 3] in head space, before anything is learned. */
  positions: Float32Array;
  /** [T, 3] vertices, doubled where textures are cut. */
  indices: Uint32Array;
  /** [T, 3] the same triangles by the first vertex at each place of solid layers: what normals run on over. */
  welded: Uint32Array;
  /** [V, 2] texture coordinates in each part's own picture. */
  uvs: Float32Array;
  cutout?: Cutout;
  /** [V, 3] the layers' own normals, and those among them of cards, which are the last vertices. */
  normals: Float32Array;
  cardNormals?: Float32Array;
  /** In the order of their triangles; the skin comes first. */
  parts: DrawnPart[];
}

/** Solid layers that every head has, which are the first. */
const ANATOMY: LayerName[] = ["Skin", "EyeLeft", "EyeRight", "Teeth", "Tongue"];

/** The cage of the skin, and parts as they are seen from a few steps away: an SSD step looks at 256 pixels of them. */
export const DRAWN_LEVEL = 1;

/**
 * Copies a level of a head into kernel memory, where it stays until the store is released. What is seen through is left out.
 * @throws RangeError where the head's first solid layer is not its skin.
 */
export function keepDrawn(kernels: Kernels, { layers }: Pick<LayeredHead, "layers">, level = DRAWN_LEVEL): DrawnHead {
  const { store } = kernels;
  const joined = joinHead({ layers: layers.filter(({ surface }) => !surface.blend) }, level);
  const parts: DrawnPart[] = [];
  for (const [i, { from, layer }] of joined.parts.entries()) {
    const mesh = layer.levels[Math.min(level, layer.levels.length - 1)];
    const first = i === 0 ? 0 : parts[i - 1].vertices[1];
    const end = joined.parts[i + 1]?.from ?? joined.indices.length / 3;
    const palette = paletteOf(layer, mesh);
    if (palette) joined.uvs.set(palette.uvs, 2 * first);
    const vertices: DrawnPart["vertices"] = [first, first + mesh.positions.length / 3];
    parts.push({ layer: palette?.layer ?? layer, mesh, vertices, triangles: [from, end] });
  }
  if (parts[0]?.layer.name !== "Skin") throw new RangeError(`layer "${parts[0]?.layer.name}" comes before the skin`);
  const drawn: DrawnHead = {
    kernels,
    positions: kept(store.f32(joined.positions.length), joined.positions),
    indices: kept(store.u32(joined.indices.length), joined.indices),
    welded: kept(store.u32(joined.indices.length), joined.indices),
    uvs: joined.uvs,
    normals: joined.normals,
    parts,
  };
  const { cutout } = joined;
  if (cutout) {
    const uvs = kept(store.f32(cutout.uvs.length), cutout.uvs);
    drawn.cutout = { ...cutout, uvs, alpha: kept(store.u8(cutout.alpha.length), cutout.alpha) };
    const card = parts.find(({ triangles }) => triangles[0] === cutout.from);
    drawn.cardNormals = joined.normals.subarray(3 * (card?.vertices[0] ?? 0));
  }
  const cards = cutout?.from ?? Infinity;
  for (const { mesh, vertices, triangles } of parts) {
    if (triangles[0] >= cards) break;
    for (let i = 3 * triangles[0]; i < 3 * triangles[1]; i++) {
      drawn.welded[i] = vertices[0] + mesh.weld[drawn.indices[i] - vertices[0]];
    }
  }
  return drawn;
}

/** The head as `renderNormals` takes it. @param positions [V, 3] in kernel memory, where it has been moved. */
export function drawnSurface(drawn: DrawnHead, positions = drawn.positions): NormalSurface {
  const { welded, cutout, cardNormals } = drawn;
  return { positions, indices: welded, cutout, fixed: cardNormals };
}

/** What pictures of the bare head show: skin, eyes and mouth alone. */
export function anatomySurface({ positions, welded, parts }: DrawnHead): NormalSurface {
  const other = parts.find(({ layer: { name } }) => !ANATOMY.includes(name));
  return { positions, indices: welded.subarray(0, 3 * (other?.triangles[0] ?? welded.length / 3)) };
}

function kept<Values extends Float32Array | Uint32Array | Uint8Array>(into: Values, values: Values): Values {
  into.set(values);
  return into;
}
