import type { HeadShape } from "../../head/template-shape.ts";
import { transform } from "../../mesh/matrix.ts";
import { umeyama } from "../../mesh/umeyama.ts";
import { LANDMARK_COUNT } from "../../render/landmarks.ts";
import { ImportError } from "../types.ts";
import type { Alignment } from "./align-head.ts";

/**
 * An alignment given by hand: `{"matrix": [16 numbers, column-major, scene to head space]}`, or
 * `{"landmarks": {"1": [x, y, z], …}}`, at least three of MediaPipe's 478 points by number in the scene's coordinates.
 * @throws ImportError "bad-alignment" naming the field and what it should be.
 */
export function readAlignment(json: string, shape: HeadShape, headHeight: number): Alignment {
  const bad = (why: string) => new ImportError("bad-alignment", `the alignment file ${why}`);
  let given: { matrix?: unknown; landmarks?: unknown };
  try {
    given = JSON.parse(json);
  } catch {
    throw bad('is not JSON; write {"matrix": […]} or {"landmarks": {"1": [x, y, z], …}}');
  }
  if (given?.matrix !== undefined) return { how: "matrix", matrix: similarity(given.matrix, bad) };
  if (typeof given?.landmarks !== "object" || given.landmarks === null) {
    throw bad('has neither "matrix" nor "landmarks"');
  }
  const entries = Object.entries(given.landmarks as Record<string, unknown>);
  const [from, to, ids]: number[][] = [[], [], []];
  for (const [key, point] of entries) {
    const id = Number(key);
    if (!(Number.isInteger(id) && id >= 0 && id < LANDMARK_COUNT)) {
      throw bad(`names landmark "${key}"; they are numbered 0 to ${LANDMARK_COUNT - 1}`);
    }
    if (!isNumbers(point, 3)) throw bad(`places landmark ${key} at ${JSON.stringify(point)}; three numbers are needed`);
    ids.push(id);
    from.push(...point);
    to.push(...shape.landmarks.subarray(3 * id, 3 * id + 3));
  }
  try {
    const matrix = umeyama(from, to);
    const moved = transform(matrix, from);
    const squares = moved.reduce((sum, value, i) => sum + (value - to[i]) ** 2, 0);
    const residual = (100 * Math.sqrt((3 * squares) / to.length)) / headHeight;
    return { how: "landmarks", matrix, residual, landmarks: entries.length, places: { ids, points: [...moved] } };
  } catch (error) {
    throw bad(`does not place the head: ${(error as Error).message}`);
  }
}

/** Head space must keep angles: one scale along every axis, no mirror, no shear. */
function similarity(given: unknown, bad: (why: string) => Error): number[] {
  if (!isNumbers(given, 16)) throw bad('has a "matrix" that is not 16 numbers');
  const axes = [0, 4, 8].map((at) => given.slice(at, at + 3));
  const dot = (a: number[], b: number[]) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  const square = dot(axes[0], axes[0]);
  const even = axes.every((a, i) => axes.every((b, j) => Math.abs(dot(a, b) - (i === j ? square : 0)) < 1e-3 * square));
  const [x, y, z] = axes;
  const cross = [x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]];
  if (!(square > 0 && even && dot(cross, z) > 0)) {
    throw bad('has a "matrix" that mirrors, shears or scales unevenly; only turning, one scale and moving are allowed');
  }
  return given;
}

function isNumbers(value: unknown, length: number): value is number[] {
  return Array.isArray(value) && value.length === length && value.every((x) => Number.isFinite(x));
}
