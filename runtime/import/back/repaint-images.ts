import type { EncodeImage, Image, ImageFormat } from "../../bake/types.ts";
import { toLinear } from "../../head/surfaces/color.ts";
import { rasteriseTexels } from "../../mesh/texels/rasterise-texels.ts";
import { type SourceMesh, toDisplay } from "../source/source-mesh.ts";
import { findFooting, type HeadChange, mixAt, ownShare } from "./head-change.ts";
import { giveImage } from "./own-image.ts";
import type { Glb } from "./patch-glb.ts";
import { shownBy } from "./shown-by.ts";

/** Colours before and after an edit at points [n, 3] of the imported head, sRGB 0..1. */
export interface ColorChange {
  before(points: Float32Array): Float32Array;
  after(points: Float32Array): Float32Array;
}

/** An image keeps its format; JPEG alone loses a little where the edit changes nothing. */
const FORMATS: Readonly<Record<string, ImageFormat>> = { "image/webp": "webp-lossless", "image/jpeg": "jpeg" };
/** A change of less than this, in 0..1, is not one an eight-bit texel can show. */
export const SEEN = 1 / 255;
/** Texels around a chart that are painted with it, so that filtered lookups at its rim see the edit. */
const GUTTER = 2;
/** Points handed to the fields at a time. */
const CHUNK = 65536;

/**
 * Adds the edit's change of colour to the original's base-colour images, in their own layout and size; texels that the
 * edit leaves alone keep their bytes. An image that is also used elsewhere is copied first.
 * @returns texels changed by image name.
 */
export async function repaintImages(
  glb: Glb,
  mesh: SourceMesh,
  change: HeadChange,
  colors: ColorChange,
  encode: EncodeImage,
): Promise<Record<string, number>> {
  const report: Record<string, number> = {};
  const indices = [...new Set(mesh.parts.map(({ paint }) => paint.imageIndex))].filter((index) => index >= 0);
  for (const index of indices) {
    const owners = mesh.parts.flatMap((part, p) => (part.paint.imageIndex === index ? [p] : []));
    const image = mesh.parts[owners[0]].paint.image;
    if (!image) continue;
    const { painted, changed } = repaint(mesh, owners, image, change, colors);
    if (changed === 0) continue;
    const { mimeType } = glb.json.images[index];
    const format = FORMATS[mimeType];
    const bytes = await encode(painted, image.width, image.height, format ?? "png");
    const place = giveImage(
      glb,
      index,
      owners.map((p) => mesh.parts[p]),
      bytes,
      format ? mimeType : "image/png",
    );
    report[place] = changed;
  }
  return report;
}

function repaint(mesh: SourceMesh, owners: number[], image: Image, change: HeadChange, colors: ColorChange) {
  const { uvs, corners } = unfold(mesh, owners);
  const surfaces = shownBy(mesh.parts);
  const list = Uint32Array.from({ length: corners.length }, (_, i) => i);
  const { at, triangle, weights } = rasteriseTexels(uvs, list, image.width, GUTTER, image.height);
  const painted = image.rgba.slice();
  const texels: number[] = [];
  const [points, shares, tints]: number[][] = [[], [], []];
  let changed = 0;
  const flush = () => {
    const places = Float32Array.from(points);
    const [before, after] = [colors.before(places), colors.after(places)];
    for (const [i, texel] of texels.entries()) {
      const step = [0, 1, 2].map((c) => shares[i] * (after[3 * i + c] - before[3 * i + c]));
      if (Math.max(...step.map(Math.abs)) < SEEN) continue;
      changed++;
      for (let c = 0; c < 3; c++) painted[4 * texel + c] = shift(painted[4 * texel + c], tints[3 * i + c], step[c]);
    }
    for (const values of [texels, points, shares, tints]) values.length = 0;
  };
  for (let i = 0; i < at.length; i++) {
    const mix = (values: Float32Array, of: (corner: number) => number, c: number) => {
      const [a, b, d] = [0, 1, 2].map((k) => values[3 * of(3 * triangle[i] + k) + c]);
      return a + weights[2 * i] * (b - a) + weights[2 * i + 1] * (d - a);
    };
    const [x, y, z] = [0, 1, 2].map((c) => mix(mesh.positions, (corner) => corners[corner], c));
    const foot = findFooting(change, x, y, z);
    const p = partOfVertex(mesh, owners, corners[3 * triangle[i]]);
    const share = foot.share && foot.share * ownShare(change, foot, surfaces[p]);
    if (share === 0) continue;
    texels.push(at[i]);
    points.push(...mixAt(change, foot, change.before.positions));
    shares.push(share);
    const { tint } = mesh.parts[p].paint;
    for (let c = 0; c < 3; c++) tints.push(mix(tint, (corner) => corners[corner] - mesh.first[p], c));
    if (texels.length === CHUNK) flush();
  }
  flush();
  return { painted, changed };
}

/** A texel whose shown colour (texel times tint) is moved by `step` in sRGB. */
function shift(texel: number, tint: number, step: number): number {
  if (!(tint > 1e-3)) return texel;
  const shown = toDisplay(toLinear(texel / 255) * tint) + step;
  return Math.round(255 * Math.min(1, toDisplay(toLinear(Math.max(0, shown)) / tint)));
}

/** Triangles of the parts with corners of their own, each moved by whole images to where it lies in the image itself. */
function unfold(mesh: SourceMesh, owners: number[]): { uvs: Float32Array; corners: Uint32Array } {
  const corners: number[] = [];
  const uvs: number[] = [];
  for (let t = 0; t < mesh.partOf.length; t++) {
    const p = mesh.partOf[t];
    const { paint } = mesh.parts[p];
    if (!owners.includes(p) || !paint.uvs) continue;
    const own = [0, 1, 2].map((k) => mesh.indices[3 * t + k]);
    const at = own.map((vertex) => [0, 1].map((c) => paint.uvs![2 * (vertex - mesh.first[p]) + c]));
    const tile = [0, 1].map((c) => (paint.wrap[c] === "clamp" ? 0 : Math.floor((at[0][c] + at[1][c] + at[2][c]) / 3)));
    for (const [u, v] of at) uvs.push(u - tile[0], v - tile[1]);
    corners.push(...own);
  }
  return { uvs: Float32Array.from(uvs), corners: Uint32Array.from(corners) };
}

function partOfVertex({ first }: SourceMesh, owners: number[], vertex: number): number {
  return owners.findLast((p) => first[p] <= vertex)!;
}
