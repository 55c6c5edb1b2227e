import type { Document } from "@gltf-transform/core";
import { MeshoptSimplifier } from "meshoptimizer/simplifier";
import type { PartLevel } from "../../../head/part-files/write/part-level.ts";
import { gatherRows } from "../../../mesh/gather-rows.ts";
import { invertAffine, multiply, transform } from "../../../mesh/matrix.ts";
import { vertexNormals } from "../../../mesh/vertex-normals.ts";
import { weldPlaces } from "../../../mesh/weld-places.ts";
import { elements } from "../../source/accessor-elements.ts";
import type { SourceMesh } from "../../source/source-mesh.ts";
import { creaseNormals } from "../crease-normals.ts";

/** Triangles of the levels at most; cards of hair lose what they are made of by fewer. */
const BUDGETS = { cards: [12000, 4000, 1200], body: [8000, 2000] };
/** Furthest that a level may be from the source, share of its extent. */
const ERROR = 0.05;
/** Weights of normals and texture coordinates against positions in the choice of what goes. */
const [NORMAL, COORDINATE] = [0.1, 0.3];

interface Corners {
  /** Column-major 4×4 from the scene to the average head, as the mesh has been placed. */
  matrix: number[];
  /** F32 [F·3, 2] of each corner. */
  uvs: Float32Array;
  /** F32 [F·3, 3] linear, of each corner. */
  tints?: Float32Array;
  /** Whether it is cut out: cards are shaded over their edges, bodies have creases. */
  cards: boolean;
}

/** Levels of what shows pictures, in metres: the source's own normals where it has any. A level is made only where it has fewer triangles. */
export async function texturedLevels(document: Document, mesh: SourceMesh, corners: Corners): Promise<PartLevel[]> {
  const normals = cornerNormals(document, mesh, corners);
  const { uvs, tints, cards } = corners;
  const known = new Map<string, number>();
  const [vertices, first]: number[][] = [[], []];
  const weld = weldPlaces(mesh.positions);
  const triangles: number[] = [];
  for (let t = 0; t < mesh.indices.length; t += 3) {
    const places = [0, 1, 2].map((k) => weld[mesh.indices[t + k]]);
    if (new Set(places).size < 3) continue;
    for (let k = 0; k < 3; k++) {
      const corner = t + k;
      const rest = [...uvs.subarray(2 * corner, 2 * corner + 2), ...normals.subarray(3 * corner, 3 * corner + 3)];
      const tint = tints ? [...tints.subarray(3 * corner, 3 * corner + 3)] : [];
      const key = `${places[k]} ${[...rest, ...tint].map((x) => Math.round(4096 * x))}`;
      let at = known.get(key);
      if (at === undefined) {
        at = vertices.length;
        known.set(key, at);
        vertices.push(corner);
        first.push(places[k]);
      }
      triangles.push(at);
    }
  }
  const whole = {
    positions: gatherRows(mesh.positions, first, 3),
    normals: gatherRows(normals, vertices, 3),
    uvs: gatherRows(uvs, vertices, 2),
    ...(tints ? { colors: gatherRows(tints, vertices, 3) } : {}),
    triangles: Uint32Array.from(triangles),
  };
  await MeshoptSimplifier.ready;
  const levels: PartLevel[] = [];
  for (const budget of BUDGETS[cards ? "cards" : "body"]) {
    const before = (levels.at(-1)?.triangles.length ?? Infinity) / 3;
    const reduced = reduce(whole, Math.min(budget, Math.floor(before * 0.6)));
    if (reduced.length / 3 < before) levels.push(withTriangles(whole, reduced));
  }
  return levels;
}

interface Whole {
  positions: Float32Array;
  normals: Float32Array;
  uvs: Float32Array;
  colors?: Float32Array;
  triangles: Uint32Array;
}

function reduce({ positions, normals, uvs, triangles }: Whole, most: number): Uint32Array {
  if (triangles.length / 3 <= most) return triangles;
  const attributes = new Float32Array((5 * positions.length) / 3);
  for (let v = 0; v < positions.length / 3; v++) {
    attributes.set(normals.subarray(3 * v, 3 * v + 3), 5 * v);
    attributes.set(uvs.subarray(2 * v, 2 * v + 2), 5 * v + 3);
  }
  const weights = [NORMAL, NORMAL, NORMAL, COORDINATE, COORDINATE];
  const [reduced] = MeshoptSimplifier.simplifyWithAttributes(
    ...([triangles, positions, 3, attributes, 5, weights, null, 3 * most, ERROR] as const),
  );
  return reduced;
}

function withTriangles({ positions, normals, uvs, colors }: Whole, triangles: Uint32Array): PartLevel {
  const used = [...new Set(triangles)].sort((a, b) => a - b);
  const place = new Map(used.map((v, i) => [v, i]));
  return {
    positions: gatherRows(positions, used, 3),
    normals: gatherRows(normals, used, 3),
    uvs: gatherRows(uvs, used, 2),
    ...(colors ? { colors: gatherRows(colors, used, 3) } : {}),
    triangles: Uint32Array.from(triangles, (v) => place.get(v) as number),
  };
}

/** F32 [F·3, 3], unit: the source's, else smooth ones over cards and creased ones over bodies. */
function cornerNormals(document: Document, mesh: SourceMesh, { matrix, cards }: Corners): Float32Array {
  const out = new Float32Array(3 * mesh.indices.length);
  const made = madeNormals(mesh, cards);
  const own = mesh.parts.map(({ mesh: number, primitive, matrix: toScene }) => {
    const accessor = document.getRoot().listMeshes()[number].listPrimitives()[primitive].getAttribute("NORMAL");
    if (!accessor) return undefined;
    // Normals go by the inverse transpose.
    const back = invertAffine(multiply(matrix, toScene));
    const turn = [0, 1, 2].flatMap((row) => [back[row], back[4 + row], back[8 + row], 0]);
    return transform([...turn, 0, 0, 0, 1], elements(accessor, 3), 0);
  });
  for (let corner = 0; corner < mesh.indices.length; corner++) {
    const part = mesh.partOf[Math.floor(corner / 3)];
    const from = own[part]?.subarray(3 * (mesh.indices[corner] - mesh.first[part])) ?? made(corner);
    const length = Math.hypot(from[0], from[1], from[2]);
    const normal = length > 0 && Number.isFinite(length) ? from : made(corner);
    const size = Math.hypot(normal[0], normal[1], normal[2]) || 1;
    for (let c = 0; c < 3; c++) out[3 * corner + c] = normal[c] / size;
  }
  return out;
}

/** Normals by corners, made at the first question. */
function madeNormals(mesh: SourceMesh, cards: boolean): (corner: number) => ArrayLike<number> {
  let made: ((corner: number) => ArrayLike<number>) | undefined;
  const make = () => {
    const weld = weldPlaces(mesh.positions);
    const welded = { positions: mesh.positions, indices: mesh.indices.map((v) => weld[v]) };
    if (cards) {
      const normals = vertexNormals(welded);
      return (corner: number) => normals.subarray(3 * welded.indices[corner], 3 * welded.indices[corner] + 3);
    }
    const { normals, triangles } = creaseNormals(welded, new Uint8Array(mesh.partOf.length));
    return (corner: number) => normals.slice(3 * triangles[corner], 3 * triangles[corner] + 3);
  };
  return (corner) => {
    made ??= make();
    return made(corner);
  };
}
