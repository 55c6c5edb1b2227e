import { umeyama } from "../../mesh/umeyama.ts";
import type { Anatomy } from "../anatomy/anatomy.ts";
import { wrapPlan } from "./wrap-plan.ts";

/** Loops around an eye that carry it: skin of the lids and what is next to it. */
const CARRYING = [3, 10];
/** Head units around a point within which the skin carries it. */
const [NEAR, WIDE] = [0.12, 0.35];

/**
 * Brings all control points but the skin's along with it: each group by the similarity that its skin went through, lashes with their roots.
 * @param start F32 [P, 3]. @param control F32 [P, 3], of which the skin's are in their new places; the others are changed in place.
 */
export function carryAlong(anatomy: Anatomy, start: Float32Array, control: Float32Array): void {
  const { first, lidRings, lashes } = anatomy;
  const end = start.length / 3;
  const ring = (side: number) => {
    const vertices = new Set(lidRings[side].slice(...CARRYING).flatMap((loop) => [...loop]));
    return (v: number) => Number(vertices.has(v));
  };
  const around = (from: number, to: number, reach: number) => {
    const center = [0, 1, 2].map((c) => {
      let sum = 0;
      for (let p = from; p < to; p++) sum += start[3 * p + c];
      return sum / (to - from);
    });
    const { seen } = wrapPlan(anatomy);
    return (v: number) => {
      const square = center.reduce((sum, x, c) => sum + (start[3 * v + c] - x) ** 2, 0);
      return seen[v] * Math.exp(-square / (2 * reach * reach));
    };
  };
  const groups: [from: number, to: number, weight: (v: number) => number][] = [
    [first.rightEye, first.leftEye, ring(0)],
    [first.leftEye, first.upperTeeth, ring(1)],
    [first.upperTeeth, first.lowerTeeth, around(first.upperTeeth, first.lowerTeeth, NEAR)],
    [first.lowerTeeth, first.tongue, around(first.lowerTeeth, first.tongue, NEAR)],
    [first.tongue, first.lashes, around(first.lowerTeeth, first.tongue, NEAR)],
    [first.head, first.jaw, around(first.head, first.jaw, WIDE)],
    [first.jaw, end, around(first.jaw, end, NEAR)],
  ];
  for (const [from, to, weight] of groups) carry(anatomy, { start, control }, [from, to], weight);
  for (const [i, root] of lashes.roots.entries()) {
    for (let c = 0; c < 3; c++) {
      const at = 3 * (first.lashes + i) + c;
      control[at] = start[at] + control[3 * root + c] - start[3 * root + c];
    }
  }
}

function carry(
  { skinVertices }: Anatomy,
  { start, control }: { start: Float32Array; control: Float32Array },
  [from, to]: [number, number],
  weight: (v: number) => number,
): void {
  const weights = Float64Array.from({ length: skinVertices }, (_, v) => weight(v));
  const skin = 3 * skinVertices;
  const m = umeyama(start.subarray(0, skin), control.subarray(0, skin), weights);
  for (let p = from; p < to; p++) {
    const [x, y, z] = start.subarray(3 * p, 3 * p + 3);
    for (let c = 0; c < 3; c++) control[3 * p + c] = m[c] * x + m[4 + c] * y + m[8 + c] * z + m[12 + c];
  }
}
