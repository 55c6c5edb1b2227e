import { OWN_SURFACES, type OwnSurface, ownSurfaceOf } from "../../head/own-surfaces.ts";
import type { Template } from "../../head/template.ts";
import { nearestRegion } from "../../head/template-regions.ts";
import type { HeadShape } from "../../head/template-shape.ts";
import type { TriMesh } from "../../mesh/types.ts";
import { vertexNormals } from "../../mesh/vertex-normals.ts";
import { type SourceMesh, sourceColors } from "../source/source-mesh.ts";
import type { Part } from "../types.ts";
import { lookAtSource } from "./fit-color.ts";

/** The middle of a face: what is there on an unnamed part is skin. */
const FACE = { x: 0.3, y: [-0.3, 0.2], z: 0.3 };
/** Height above which a head has hair or is bald. */
const TOP = 0.35;
/** Distance in sRGB by which hair stands out from skin. */
const APART = 0.12;
/** Beard hangs below the nose. */
const BEARD = -0.1;

/** What a part is by its names; parts without telling names may be skin and hair in one. */
export function partSurface({ name }: Part): OwnSurface | undefined {
  const [node, material = ""] = name.split(" / ");
  return ownSurfaceOf(material, node);
}

/** Whether hair is told from skin by its colour, since no part is called hair. */
export function hairByColor(parts: readonly Part[]): boolean {
  return !parts.some((part) => partSurface(part) === "hair");
}

/**
 * Which own surface each vertex of a fitted head shows: that of the part that is seen there. Where no part is called hair,
 * hair is what hangs together with the top of the head by its colour.
 * @param kept the source's triangles that count. @param cell length of a cell of the grid.
 * @returns [V] indices into {@link OWN_SURFACES}.
 */
export function ownSurfaces(
  source: SourceMesh,
  kept: Uint32Array,
  surface: TriMesh,
  { cell, template, shape }: { cell: number; template: Template; shape: HeadShape },
): Uint32Array {
  const { positions } = surface;
  const count = positions.length / 3;
  const normals = vertexNormals(surface);
  const look = lookAtSource(source, kept, cell);
  const triangle = new Uint32Array(count);
  const weights = new Float32Array(2 * count);
  for (let v = 0; v < count; v++) look(positions, normals, v, triangle, weights);
  const names = source.parts.map(partSurface);
  const out = Uint32Array.from(triangle, (t) => OWN_SURFACES.indexOf(names[source.partOf[t]] ?? "skin"));
  if (hairByColor(source.parts)) {
    const regions = nearestRegion(template, shape, positions);
    const scalp = template.regionNames.indexOf("hair");
    const isTop = (v: number) => regions[v] === scalp && positions[3 * v + 1] > TOP;
    growHair(out, surface, sourceColors(source, triangle, weights), isTop);
  }
  return out;
}

/** Marks as hair what is skin so far, hangs together with the top, and is of its colour rather than of the face's. */
function growHair(
  own: Uint32Array,
  { positions, indices }: TriMesh,
  colors: Float32Array,
  isTop: (vertex: number) => boolean,
): void {
  const [skin, hair, beard] = (["skin", "hair", "beard"] as const).map((name) => OWN_SURFACES.indexOf(name));
  const all = [...own.keys()].filter((v) => own[v] === skin);
  const inFace = (v: number) => {
    const [x, y, z] = positions.subarray(3 * v, 3 * v + 3);
    return Math.abs(x) < FACE.x && y > FACE.y[0] && y < FACE.y[1] && z > FACE.z;
  };
  const tops = all.filter(isTop);
  const [face, top] = [medianColor(colors, all.filter(inFace)), medianColor(colors, tops)];
  if (!face || !top || distance(face, 0, top, 0) < APART) return;
  const isHair = (v: number) => own[v] === skin && distance(colors, 3 * v, top, 0) < distance(colors, 3 * v, face, 0);
  const neighbours = neighboursOf(indices, own.length);
  const open = tops.filter(isHair);
  for (const v of open) own[v] = hair;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const other of neighbours(next)) {
      if (!isHair(other)) continue;
      own[other] =
        inFace(other) || (positions[3 * other + 2] > FACE.z && positions[3 * other + 1] < BEARD) ? beard : hair;
      open.push(other);
    }
  }
}

function neighboursOf(indices: Uint32Array, count: number): (vertex: number) => Uint32Array {
  const starts = new Uint32Array(count + 1);
  for (const v of indices) starts[v + 1] += 2;
  for (let v = 0; v < count; v++) starts[v + 1] += starts[v];
  const next = starts.slice();
  const list = new Uint32Array(2 * indices.length);
  for (let t = 0; t < indices.length; t += 3) {
    for (let k = 0; k < 3; k++) {
      const v = indices[t + k];
      list[next[v]++] = indices[t + ((k + 1) % 3)];
      list[next[v]++] = indices[t + ((k + 2) % 3)];
    }
  }
  return (vertex) => list.subarray(starts[vertex], starts[vertex + 1]);
}

function medianColor(colors: Float32Array, vertices: number[]): number[] | undefined {
  if (vertices.length === 0) return undefined;
  return [0, 1, 2].map((c) => {
    const values = vertices.map((v) => colors[3 * v + c]).sort((a, b) => a - b);
    return values[values.length >> 1];
  });
}

function distance(a: ArrayLike<number>, i: number, b: ArrayLike<number>, k: number): number {
  return Math.hypot(a[i] - b[k], a[i + 1] - b[k + 1], a[i + 2] - b[k + 2]);
}
