import { buildBvh } from "../../mesh/build-bvh.ts";
import { gatherRows } from "../../mesh/gather-rows.ts";
import { hitDistance } from "../../mesh/hit-distance.ts";
import { refine } from "../../mesh/subdivide.ts";
import type { Anatomy } from "./anatomy.ts";
import { placeTeeth } from "./teeth.ts";

/** How far gums, crowns and tongue keep inside the face and its poses, head units: 1.1 mm. */
const INSIDE = 0.006;
/** By how much a step narrows the arch and lowers its height, and how many there are. */
const NARROWER = 0.02;
const LOWER = 0.035;
const STEPS = 16;
/** Height and depth of the arch's back end over the middles of both jaws' frames, of half its width. */
const BACK = -0.72;
/** What of the skin may have a mouth behind it: as far above, below and behind the back of the bite, head units. */
const REACH = 0.5;
const BEHIND = 0.15;
/** How far behind the bite's back the middle lies that rays to the face spread from, and how far they go. */
const FLAT = 0.1;
const FAR = 1;

/**
 * Draws teeth, gums and tongue together towards the back of the bite until they lie within the face, and the lower jaw's gums within the chin
 * of every pose: of faces with a small jaw or chin they would come through. Changes their control points in place; most faces keep all of them.
 * @param control F32 [P, 3] control points of a face whose lips are closed. @param poses F32 [P, 3] each, what an expression moves them by.
 */
export function fitMouth(anatomy: Anatomy, control: Float32Array, poses: readonly Float32Array[]): void {
  const { upperTeeth, lowerTeeth, lashes } = anatomy.first;
  const coarse = anatomy.teethLevels[anatomy.teethLevels.length - 1];
  const [from, to] = [3 * upperTeeth, 3 * lashes];
  const rest = control.slice(from, to);
  const middle = (c: number, first: number) => (control[3 * first + c] + control[3 * first + 3 + c]) / 2;
  const size = (control[3 * upperTeeth] - control[3 * upperTeeth + 3]) / 2;
  const pivot = [0, 1, 2].map((c) => (middle(c, upperTeeth) + middle(c, lowerTeeth)) / 2);
  pivot[2] += BACK * size;
  const isClosed = outerFace(anatomy, refine(anatomy.skin, control), pivot);
  const posed = poses.map((moves) => ({
    moves,
    isInside: outerFace(anatomy, refine(anatomy.skin, plus(control, moves)), pivot, true),
  }));
  const gums = gumsOf(coarse);
  const sticksOut = () =>
    !isClosed(placeTeeth(anatomy, coarse, control)) ||
    posed.some(({ moves, isInside }) => {
      const teeth = placeTeeth(anatomy, coarse, plus(control, moves));
      return !isInside(gatherRows(teeth, gums, 3));
    });
  for (let step = 1; step <= STEPS && sticksOut(); step++) {
    for (let i = 0; i < rest.length; i++) {
      const c = i % 3;
      const share = 1 - step * (c === 1 ? LOWER : NARROWER);
      control[from + i] = pivot[c] + share * (rest[i] - pivot[c]);
    }
  }
}

const plus = (a: Float32Array, b: Float32Array) => a.map((x, i) => x + b[i]);

/** Vertices of the lower jaw below the middle of its height: lips that open leave them where they are. */
function gumsOf({ positions, upper }: Anatomy["teethLevels"][number]): number[] {
  const lower = Array.from({ length: positions.length / 3 - upper }, (_, i) => upper + i);
  const heights = lower.map((v) => positions[3 * v + 1]);
  const middle = (Math.min(...heights) + Math.max(...heights)) / 2;
  return lower.filter((v) => positions[3 * v + 1] < middle);
}

/**
 * Tells whether all of some places [N, 3] have the face's outer skin before and below them, and not too near.
 * @param points F32 [., 3] refined points of the skin. @param isMoved looks below alone: before them the lips may be open.
 */
function outerFace(
  { skinLevels, regions, regionNames }: Anatomy,
  points: Float32Array,
  pivot: number[],
  isMoved = false,
) {
  const [, level] = skinLevels;
  const inner = ["mouth", "sockets", "eyes"].map((name) => regionNames.indexOf(name));
  const own: number[] = [];
  for (let t = 0; t < level.triangles.length; t += 3) {
    const corners = [0, 1, 2].map((k) => level.points[level.triangles[t + k]]);
    const near = corners.every(
      (p) => points[3 * p + 2] > pivot[2] - BEHIND && Math.abs(points[3 * p + 1] - pivot[1]) < REACH,
    );
    if (near && !corners.some((p) => inner.includes(regions[p]))) own.push(...corners);
  }
  const bvh = buildBvh({ positions: points, indices: Uint32Array.from(own) });
  return (places: Float32Array): boolean => {
    for (let i = 0; i < places.length; i += 3) {
      const [x, y, z] = places.subarray(i, i + 3);
      const [out, on] = [x - pivot[0], z - pivot[2] + FLAT];
      const far = Math.hypot(out, on);
      for (const fall of isMoved ? [1] : [1e-4, 1]) {
        const long = Math.hypot(1, fall);
        const free = hitDistance(bvh, x, y, z, (out / far + 1e-5) / long, -fall / long, on / far / long, FAR);
        if (free < INSIDE || free >= FAR) return false;
      }
    }
    return true;
  };
}
