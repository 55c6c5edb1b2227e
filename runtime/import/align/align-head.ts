import type { FoundLandmarks } from "../../head/document.ts";
import type { Template } from "../../head/template.ts";
import type { HeadShape } from "../../head/template-shape.ts";
import { multiply, transform } from "../../mesh/matrix.ts";
import { median } from "../../mesh/median.ts";
import { type Similarity, umeyama } from "../../mesh/umeyama.ts";
import { joinParts } from "../source/source-mesh.ts";
import { ImportError, type ImportHost, type Part } from "../types.ts";
import { faceFacing, lookAt, SIZE } from "./find-facing.ts";
import type { HeadBounds } from "./head-bounds.ts";
import { hitPoint, renderSource } from "./render-source.ts";

/** How a head was brought into head space. */
export interface Alignment {
  how: "face" | "bounds" | "landmarks" | "matrix";
  /** Column-major 4×4 from the scene to head space: a similarity. */
  matrix: Similarity;
  /** Root mean square distance of the matched landmarks, in % of the head's height. */
  residual?: number;
  /** How many landmarks were matched. */
  landmarks?: number;
  /** Where MediaPipe's landmarks were found on the head, head space. */
  places?: FoundLandmarks;
}

/** Azimuths in head space that landmarks are placed from. */
const LOOKS = [-30, -15, 0, 15, 30];
/** Share of landmarks, the worst placed, that the fit leaves out: a brow under hair, a chin in a beard. */
const TRIMMED = 0.25;
/** Beyond this residual, in % of head height, these are not the landmarks of a head like the template. */
const WORST_RESIDUAL = 8;
/** The points after these are irises: where an eye looks, not where it is. */
const FACE_POINTS = 468;

/**
 * Brings the head's box, upright, to the template's: crown to crown, chin to chin.
 * @param facing azimuth in degrees that the character looks to; 0 is +Z.
 */
export function alignBounds(
  { center, height }: HeadBounds,
  template: Template,
  shape: HeadShape,
  facing = 0,
): Alignment {
  const { crown, chin, headHeight } = template.frame;
  const middle = [0, 1, 2].map((c) => (shape.control[3 * crown + c] + shape.control[3 * chin + c]) / 2);
  const scale = headHeight / height;
  const move = [-scale * center[0], middle[1] - scale * center[1], -scale * center[2]];
  const upright = [scale, 0, 0, 0, 0, scale, 0, 0, 0, 0, scale, 0, ...move, 1];
  return { how: "bounds", matrix: multiply(aroundY(-facing), upright) };
}

/**
 * Aligns by the face: landmarks are found on pictures of the head, placed on its surface through the picture's depth,
 * and matched with the template's.
 * @throws ImportError "no-face".
 */
export async function alignFace(
  parts: Part[],
  bounds: HeadBounds,
  template: Template,
  shape: HeadShape,
  host: ImportHost,
): Promise<Alignment> {
  let matrix = alignBounds(bounds, template, shape).matrix;
  const turn = await faceFacing(parts, matrix, template, host);
  if (turn === undefined) throw noFace("no face was found on the head from the front, the back or the sides");
  matrix = multiply(aroundY(-turn), matrix);
  let found = {
    matrix: [] as number[],
    residual: Infinity,
    landmarks: 0,
    places: { ids: [], points: [] } as FoundLandmarks,
  };
  // The second round looks from where the first one says the face is.
  for (let round = 0; round < 2; round++) {
    const seen = await placeLandmarks(parts, matrix, template, host);
    if (seen.points.length < 3 * 20) throw noFace(`only ${seen.points.length / 3} landmarks of a face lie on the head`);
    const fit = trimmedFit(seen.points, pick(shape.landmarks, seen.ids));
    matrix = multiply(fit.matrix, matrix);
    const places = { ids: seen.ids, points: [...transform(fit.matrix, seen.points)] };
    found = { matrix, residual: (100 * fit.residual) / template.frame.headHeight, landmarks: seen.ids.length, places };
  }
  if (found.residual > WORST_RESIDUAL) {
    throw noFace(`the face found differs from a head's by ${found.residual.toFixed(1)} % of its height`);
  }
  return { how: "face", ...found };
}

/** Landmarks as the median of the surface points that the views place them at. */
async function placeLandmarks(parts: Part[], matrix: number[], { frame }: Template, host: ImportHost) {
  const mesh = joinParts(parts, matrix);
  const places: number[][][] = Array.from({ length: FACE_POINTS }, () => []);
  for (const azimuth of LOOKS) {
    const { rgb, hits } = renderSource(mesh, lookAt(azimuth, frame.headHeight), SIZE, { shade: true });
    const [face] = await host.findFaces({ data: rgb, width: SIZE, height: SIZE });
    if (!face) continue;
    const hitOf = new Int32Array(SIZE * SIZE).fill(-1);
    for (let i = 0; i < hits.at.length; i++) hitOf[hits.at[i]] = i;
    for (let id = 0; id < FACE_POINTS; id++) {
      const [x, y] = [Math.floor(face.landmarks[3 * id]), Math.floor(face.landmarks[3 * id + 1])];
      const hit = x >= 0 && y >= 0 && x < SIZE && y < SIZE ? hitOf[y * SIZE + x] : -1;
      if (hit >= 0) places[id].push(hitPoint(mesh, hits, hit));
    }
  }
  const ids: number[] = [];
  const points: number[] = [];
  for (let id = 0; id < FACE_POINTS; id++) {
    if (places[id].length < 2) continue;
    ids.push(id);
    for (let c = 0; c < 3; c++) points.push(median(places[id].map((point) => point[c])));
  }
  return { ids, points };
}

/** Umeyama's fit, repeated without the worst pairs of the fit before. */
function trimmedFit(from: number[], to: number[]): { matrix: Similarity; residual: number } {
  const count = from.length / 3;
  let weights = new Float64Array(count).fill(1);
  let result = { matrix: umeyama(from, to), residual: 0 };
  for (let round = 0; round < 4; round++) {
    const moved = transform(result.matrix, from);
    const squares = Float64Array.from({ length: count }, (_, i) =>
      [0, 1, 2].reduce((sum, c) => sum + (moved[3 * i + c] - to[3 * i + c]) ** 2, 0),
    );
    const limit = squares.slice().sort()[Math.floor((1 - TRIMMED) * (count - 1))];
    weights = squares.map((square) => (square <= limit ? 1 : 0));
    const kept = squares.filter((square) => square <= limit);
    const residual = Math.sqrt(kept.reduce((sum, square) => sum + square, 0) / kept.length);
    result = { matrix: umeyama(from, to, weights), residual };
  }
  return result;
}

function aroundY(degrees: number): number[] {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return [c, 0, -s, 0, 0, 1, 0, 0, s, 0, c, 0, 0, 0, 0, 1];
}

function pick(points: Float32Array, ids: number[]): number[] {
  return ids.flatMap((id) => [points[3 * id], points[3 * id + 1], points[3 * id + 2]]);
}

function noFace(found: string): ImportError {
  return new ImportError(
    "no-face",
    `${found}; a head that has none, or a stylised one, is aligned by its box with --align bounds, or by landmarks of yours with --align <file.json>; where the head itself was missed, name its node with --node`,
  );
}
